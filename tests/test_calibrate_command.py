"""`fairloop calibrate`: figures, tables, pictures, and every kind of bad file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands.ratings_csv import BadRatings, read_ratings, write_ratings
from bot.domain.calibration.crossed import difference, fit, tabulate
from tests.domain.calibration_data import World, loops, ratings, shrout_fleiss

NUMBER = {"type": "number"}
MAYBE = {"type": ["number", "null"]}
TEXT = {"type": "string"}


def thing(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def listed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


RANGE = {"se": MAYBE, "low": MAYBE, "high": MAYBE}
STATUS = {"type": "string", "pattern": "^(calibrated|not calibrated, because .+)$"}
SCORES = {"raw": NUMBER, "calibrated": NUMBER, **RANGE}
SCHEMA = {
    "type": "object",
    "required": [
        *("n_sheets", "components", "criterion", "df", "panelists", "candidates", "competencies", "parts"),
        "seconds",
    ],
    "properties": {
        "n_sheets": {"type": "integer"},
        "components": {
            "type": "object",
            "properties": {"panelist": MAYBE, "item": NUMBER, "sheet": NUMBER, "error": MAYBE},
            "required": ["panelist", "error"],
            "additionalProperties": False,
        },
        "criterion": MAYBE,
        "df": {"type": "integer"},
        "panelists": listed(thing(id=TEXT, n=NUMBER, leniency=NUMBER, **RANGE, shown={"type": "boolean"})),
        "candidates": listed(thing(id=TEXT, n=NUMBER, **SCORES, shrunk=NUMBER, status=STATUS)),
        "competencies": listed(thing(candidate=TEXT, competency=TEXT, n=NUMBER, **SCORES)),
        "parts": listed(listed(TEXT)),
        "differences": listed(thing(a=TEXT, b=TEXT, **SCORES, status=STATUS)),
        "seconds": NUMBER,
        "seconds_reading": NUMBER,
    },
}


def calibrate(*args: object) -> Result:
    return CliRunner().invoke(app, ["calibrate", *map(str, args)])


def saved(folder: Path, text: str | bytes) -> Path:
    file = folder / "ratings.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_the_json_has_every_figure_and_equals_the_fit(tmp_path: Path) -> None:
    table = tabulate(replace(r, competency="") for r in ratings(World(seed=71, ragged=True)))
    file = saved(tmp_path, write_ratings(table))
    result = calibrate(file, "--json", "--scale", "-5-10", "--compare", "c001", "c002")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    jsonschema.validate(found, SCHEMA)
    expected = fit(table, scale=(-5, 10))
    assert found["components"] == {
        "panelist": expected.components.panelist,
        "item": expected.components.item,
        "sheet": expected.components.sheet,
        "error": expected.components.error,
    }
    assert [c["calibrated"] for c in found["candidates"]] == [c.calibrated for c in expected.candidates]
    assert found["differences"][0]["se"] == difference(expected, "c001", "c002").se
    assert found["competencies"] == []


def test_item_and_sheet_are_there_only_where_the_data_tell_them_apart(tmp_path: Path) -> None:
    file = saved(tmp_path, write_ratings(tabulate(shrout_fleiss())))
    result = calibrate(file, "--json", "--prior", "off", "--scale", "1-10")
    found = json.loads(result.stdout)
    jsonschema.validate(found, SCHEMA)
    assert set(found["components"]) == {"panelist", "error"}
    assert found["components"]["panelist"] == pytest.approx(5.24444, abs=1e-4)
    assert "differences" not in found


def test_unknown_figures_are_null(tmp_path: Path) -> None:
    file = saved(tmp_path, "candidate,panelist,score\na,p,3\nb,p,2\n")
    found = json.loads(calibrate(file, "--json", "--prior", "off").stdout)
    jsonschema.validate(found, SCHEMA)
    assert found["df"] == 0
    assert found["components"]["error"] is None
    assert found["candidates"][0]["low"] is None


def test_a_wider_level_gives_wider_intervals(tmp_path: Path) -> None:
    file = saved(tmp_path, write_ratings(tabulate(loops(15))))
    narrow = json.loads(calibrate(file, "--json").stdout)["candidates"][0]
    wide = json.loads(calibrate(file, "--json", "--level", "0.95").stdout)["candidates"][0]
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_tables_for_people_hide_who_may_not_be_shown(tmp_path: Path) -> None:
    rows = loops(15)
    file = saved(tmp_path, write_ratings(tabulate(rows)) + "c00,somebody-new,,,4\n")
    result = calibrate(file, "--compare", "c00", "c01")
    assert result.exit_code == 0
    assert "c00 less c01" in result.stdout
    assert "somebody-new" not in result.stdout
    assert "1 panelist is not shown" in result.stdout


def test_long_tables_are_cut_and_say_so(tmp_path: Path) -> None:
    result = calibrate(saved(tmp_path, write_ratings(tabulate(loops(70)))))
    assert "and 30 more: --json has them all" in result.stdout
    assert len(result.stdout.splitlines()) < 80


def test_too_few_loops_are_said_in_the_tables(tmp_path: Path) -> None:
    result = calibrate(saved(tmp_path, write_ratings(tabulate(loops(4)))))
    assert result.exit_code == 0
    assert "not calibrated" in result.stdout


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffcandidate,panelist,score\r\na,p,3\r\na,q,2\r\n\r\nb,p,4\r\nb,q,3\r\n".encode(),
        b"Candidate;Panelist;Score;Item;Note\na;p;3,0;;x\na;q;2,0;;\nb;p;4;;\nb;q;3;;\n",
        "panelist\tscore\tcandidate\np\t3\ta\nq\t2\ta\np\t4\tb\nq\t3\tb\n".encode("utf-16"),
        b'candidate,panelist,item,competency,score\n"a",p,,,3\na,q,,,2\n b ,p,,,4\nb,q,,,3\nb,r,,,\n',
    ],
    ids=["mark and CRLF", "semicolons", "UTF-16 with tabs", "quotes, spaces, not assessed"],
)
def test_files_as_spreadsheets_write_them_are_read_alike(text: bytes) -> None:
    read = read_ratings(text, (1, 4))
    assert read.table.candidates == ("a", "b")
    assert read.table.panelists == ("p", "q")
    assert read.table.score.tolist() == [3, 2, 4, 3]


def test_a_row_without_a_score_is_not_assessed(tmp_path: Path) -> None:
    file = saved(tmp_path, write_ratings(tabulate(loops(12))) + "c00,late,,,\n")
    result = calibrate(file, "--json")
    assert result.exit_code == 0
    assert "1 row has no score" in result.stderr
    assert "late" not in [p["id"] for p in json.loads(result.stdout)["panelists"]]


def test_every_bad_line_is_named_with_its_reason(tmp_path: Path) -> None:
    rows = ["candidate,panelist,item,competency,score", "a,p,i,,3", "a,p,i,,2", ",p,i,,3", "a,,i,,3"]
    rows += ["a,q,i,,seven", "a,q,j,,4.5", "a,q", "", "a,q,k,,nan", "a,q,l,,1_0"]
    result = calibrate(saved(tmp_path, "\n".join(rows)))
    assert result.exit_code == 2
    for expected in (
        "line 3: p has already rated a on item i, on line 2",
        "line 4: no candidate",
        "line 5: no panelist",
        "line 6: the score 'seven' is not a number",
        "line 7: the score 4.5 is outside the scale 1 to 4",
        "line 8: 2 fields where the header has 5",
        "line 10: the score 'nan' is not a number",
        "line 11: the score '1_0' is not a number",
    ):
        assert expected in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"candidate,panelist,score\n", "there is a header and no rating under it"),
        (b"candidate,panelist,score\na,p,\n", "no row has a score"),
        (
            b"name,panelist,value\na,p,3\n",
            "line 1: the header has no columns candidate and score; it has name, pan",
        ),
        (b"candidate,panelist,score,Score\na,p,3,3\n", "line 1: the column score is there twice"),
        (b"candidate,panelist,score\na,p,3\nb,\xe9,3\n", "line 3: this is not UTF-8 text"),
        (b'candidate,panelist,score\na,"p,3\nb,q,3\n', "not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, why: str) -> None:
    result = calibrate(saved(tmp_path, text), "--json")
    assert result.exit_code == 2
    assert why in result.stderr


def test_bad_options_say_what_to_give(tmp_path: Path) -> None:
    file = saved(tmp_path, write_ratings(tabulate(loops(12))))
    for args, why in (
        ((), "Which ratings?"),
        ((tmp_path / "absent.csv",), "can't be read"),
        ((tmp_path,), "can't be read"),
        ((file, "--scale", "4-1"), "as in 1-4"),
        ((file, "--scale", "wide"), "as in 1-4"),
        ((file, "--level", "80"), "For 80% intervals give 0.8"),
        ((file, "--compare", "c00", "nobody"), "no candidate nobody"),
        ((file, "--plot", tmp_path / "x.bmp"), ".png, .svg or .pdf"),
        ((file, "--plot", tmp_path / "no" / "x.png"), "can't be written"),
        ((file, "--prior", "maybe"), "prior"),
    ):
        result = calibrate(*args)
        assert result.exit_code == 2, args
        assert why in result.stderr


def test_ratings_can_come_from_stdin() -> None:
    text = write_ratings(tabulate(loops(12)))
    result = CliRunner().invoke(app, ["calibrate", "-", "--json"], input=text)
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["candidates"]) == 12


def test_a_table_written_is_read_back_the_same() -> None:
    table = tabulate(ratings(World(seed=72, ragged=True)))
    again = read_ratings(write_ratings(table).encode(), (-100, 100)).table
    assert fit(again, scale=(-9, 9)).candidates == fit(table, scale=(-9, 9)).candidates
    with pytest.raises(BadRatings, match="outside the scale"):
        read_ratings(write_ratings(table).encode(), (2, 3))


@pytest.mark.parametrize(("name", "head"), [("x.png", b"\x89PNG"), ("x.svg", b"<?xml"), ("x.pdf", b"%PDF")])
def test_a_picture_is_drawn(tmp_path: Path, name: str, head: bytes) -> None:
    file = saved(tmp_path, write_ratings(tabulate(loops(12))))
    result = calibrate(file, "--plot", tmp_path / name)
    assert result.exit_code == 0, result.output
    assert (tmp_path / name).read_bytes().startswith(head)
