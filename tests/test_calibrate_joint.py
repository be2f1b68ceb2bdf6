"""`fairloop calibrate` of ratings by competency: the JSON, the tables in words, and bad files of this kind."""

import json
import re
import unicodedata
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.commands.ratings_csv import BadRatings, read_ratings, write_ratings
from bot.domain.calibration import Rating, joint
from bot.domain.calibration.joint import words
from tests.domain.joint_data import DESIGNS, Company, company
from tests.test_calibrate_command import NUMBER, TEXT, calibrate, listed, saved, thing

SCORE = {"raw": NUMBER, "shown": NUMBER, "sd": NUMBER, "low": NUMBER, "high": NUMBER}
BARS = thing(**{"2": NUMBER, "2.5": NUMBER, "3": NUMBER})
TRUTH = {"type": "boolean"}


def numbers(*names: str) -> dict[str, Any]:
    return thing(**dict.fromkeys(names, NUMBER))


def by_key(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value, "minProperties": 1}


CANDIDATE = thing(
    opening=TEXT,
    part={"type": "integer"},
    df={"type": "integer"},
    middle=NUMBER,
    raw_only={"enum": ["", "one panelist", "too few loops"]},
    early=TRUTH,
    overall=thing(
        **SCORE,
        above=BARS,
        parts=numbers("weights", "severity", "questions", "middle"),
        unpooled=NUMBER,
        says=listed(TEXT),
    ),
    competencies=by_key(
        thing(
            **SCORE,
            above=BARS,
            parts=numbers("severity", "questions", "rest"),
            heard=NUMBER,
            heard_otherwise=TRUTH,
        )
    ),
    next_interview=by_key({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}),
)
SCHEMA = {
    "type": "object",
    "properties": {
        "sd": {
            **by_key(NUMBER),
            "required": [
                "panelist",
                "competency",
                "item",
                "deviation",
                "sheet",
                "taste",
                "error",
                "candidate",
            ],
        },
        "criterion": NUMBER,
        "candidates": by_key(CANDIDATE),
        "openings": by_key(numbers("reliability")),
        "pairs": listed(thing(a=TEXT, b=TEXT, gap=NUMBER, sd=NUMBER, p=NUMBER)),
        "panelists": by_key(NUMBER),
        "competency_difficulty": by_key(NUMBER),
        "notes": listed(TEXT),
    },
    "required": ["sd", "criterion", "candidates", "openings", "pairs", "panelists", "competency_difficulty"],
}
FIRST = DESIGNS["ragged, two openings"]


def answer(folder: Path, ratings: list[Rating], *args: object) -> dict[str, Any]:
    result = calibrate(saved(folder, write_ratings(ratings)), "--json", *args)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("design", DESIGNS)
def test_the_json_has_every_figure_and_equals_the_fit(tmp_path: Path, design: str) -> None:
    ratings = company(DESIGNS[design])
    found, fit = answer(tmp_path, ratings, "--bars", "2,2.5,3"), joint.fit(ratings)
    jsonschema.validate(found, SCHEMA)
    assert found["criterion"] == pytest.approx(fit.criterion)
    assert ("opening" in found["sd"]) == (len(fit.data.openings) > 1)
    for one in joint.all_scores(fit):
        said = found["candidates"][one.candidate]
        assert said["overall"]["shown"] == pytest.approx(one.overall.score.shown)
        assert said["overall"]["above"]["2.5"] == pytest.approx(one.overall.score.above(2.5))
        assert said["overall"]["parts"] == pytest.approx(asdict(one.overall.parts))
        assert said["raw_only"] == one.raw_only
        assert set(said["next_interview"]) == set(fit.data.competencies)
    groups = [(c["opening"], c["part"]) for c in found["candidates"].values()]
    assert len(found["pairs"]) == sum(groups.count(g) * (groups.count(g) - 1) // 2 for g in set(groups))
    assert sum(found["competency_difficulty"].values()) == pytest.approx(0, abs=1e-12)


def test_without_the_prior_the_json_has_plain_reml(tmp_path: Path) -> None:
    ratings = company(FIRST)
    found, fit = answer(tmp_path, ratings, "--prior", "off"), joint.fit(ratings, prior="off")
    assert found["criterion"] == pytest.approx(fit.criterion)
    assert found["sd"]["error"] == pytest.approx(fit.sds.error)
    assert found["prior"] == "off"


def test_ranges_in_the_json_are_not_clipped_and_those_for_people_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    ratings = [replace(r, score=4.0) if r.candidate in ("c00", "c02") else r for r in company(FIRST)]
    found = answer(tmp_path, ratings, "--level", "0.99")
    assert max(c["overall"]["high"] for c in found["candidates"].values()) > 4
    shown = calibrate(saved(tmp_path, write_ratings(ratings)), "--level", "0.99").stdout
    ends = re.findall(r"\((\d\.\d) to (\d\.\d)\)", shown)
    assert max(float(high) for _, high in ends) == 4.0
    assert min(float(low) for low, _ in ends) >= 1.0


def test_bars_and_the_step_follow_the_scale(tmp_path: Path) -> None:
    ratings = [replace(r, score=2 * (r.score or 0)) for r in company(FIRST)]
    found = answer(tmp_path, ratings, "--scale", "0-10", "--step", "2")
    above = found["candidates"]["c00"]["overall"]["above"]
    assert set(above) == {"3.33333", "5", "6.66667"}
    assert found["sd"]["error"] >= 2 / 12**0.5 - 1e-9
    coarse = answer(tmp_path, ratings, "--scale", "0-10", "--step", "10")
    assert coarse["sd"]["error"] == pytest.approx(10 / 12**0.5)


def test_two_candidates_are_compared_in_words(tmp_path: Path) -> None:
    file = saved(tmp_path, write_ratings(company(FIRST)))
    pair = joint.pair(joint.fit(company(FIRST)), "c00", "c02")
    assert pair is not None
    said = calibrate(file, "--compare", "c00", "c02").stdout
    assert words.pair_in_words(pair) in " ".join(said.split())
    other = " ".join(calibrate(file, "--compare", "c00", "c01").stdout.split())
    assert "c00 and c01 can't be compared: they are not two candidates of one opening and one part." in other
    result = calibrate(file, "--compare", "c00", "nobody")
    assert result.exit_code == 2
    assert "no candidate nobody" in result.stderr


def test_the_tables_say_what_the_figures_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    ratings = company(Company(seed=140, candidates=30, panelists=6, competencies=3))
    result = calibrate(saved(tmp_path, write_ratings(ratings)), "--bars", "2.5")
    assert result.exit_code == 0
    fit = joint.fit(ratings)
    scale = joint.Scale(1, 4)
    for one in joint.all_scores(fit):
        row = next(line for line in result.stdout.splitlines() if one.candidate in line)
        assert words.shown_in_words(one.overall.score, scale) in row
        assert words.in_tenths(one.overall.score.above(2.5)) in row
        assert words.change_in_words(one, scale) in row
        marked = [key for key, inside in one.competencies.items() if inside.heard_otherwise]
        lines = [line for line in result.stdout.splitlines() if one.candidate in line and "heard at" in line]
        assert len(lines) <= len(marked)
    assert "Settles 2.5" in result.stdout
    assert "of their differences panels show" in result.stdout.lower()


def test_few_loops_and_single_panelists_have_raw_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    few = calibrate(saved(tmp_path, write_ratings(company(replace(FIRST, candidates=4))))).stdout
    assert "not calibrated: there are only 4 loops with two or more panelists to learn from (5 needed)" in few
    early = calibrate(saved(tmp_path, write_ratings(company(replace(FIRST, candidates=7))))).stdout
    assert ", early" in early
    alone = [*company(FIRST), Rating("alone", "p0", 3, "q0/0", "q0", opening="o0")]
    row = next(
        line
        for line in calibrate(saved(tmp_path, write_ratings(alone))).stdout.splitlines()
        if "alone" in line
    )
    assert "not calibrated: only one panelist scored this candidate" in row


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.996, "almost certain"),
        (0.95, "almost certain"),
        (0.949, "9 in 10"),
        (0.8, "8 in 10"),
        (0.05, "1 in 10"),
        (0.049, "almost certainly not"),
        (0.0, "almost certainly not"),
    ],
)
def test_chances_are_said_in_tenths_and_never_as_all_or_none(chance: float, said: str) -> None:
    assert words.in_tenths(chance) == said


@pytest.mark.parametrize(
    ("shown", "chance", "said"),
    [
        (2.6, 0.34, "in about 3 of 10 cases"),
        (2.6, 0.97, "in almost every case"),
        (2.6, 0.02, "in almost no case"),
        (3.4, 0.99, "already settled"),
        (1.6, 0.99, "already settled"),
    ],
)
def test_how_often_one_more_interview_settles_a_bar_is_said_in_tenths(
    shown: float, chance: float, said: str
) -> None:
    assert words.settling_in_words(joint.Score(2.5, shown, 0.3, 20), 2.5, chance) == said


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    file = saved(tmp_path, write_ratings(company(FIRST)))
    assert calibrate(file, "--plot", tmp_path / "x.png").exit_code == 0
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


HEAD = "candidate,panelist,item,competency,score,opening\n"
GOOD = "a,p,i,q,3,x\na,r,i,q,2,x\n"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("b,p,j,,3,x\n", "line 4: no competency, and the file has that column"),
        (
            "b,p,i,other,3,x\n",
            "line 4: the item i is in the competency other here, and in the competency q on line 2",
        ),
        ("a,s,i,q,3,y\n", "line 4: the candidate a is of the opening y here, and of the opening x on line 2"),
        (
            "a,s,i,q,3,\n",
            "line 4: the candidate a is without any opening here, and of the opening x on line 2",
        ),
        ("a,p,i,q,2,x\n", "line 4: p has already rated a on item i, on line 2"),
        ("b,p,i,q,6,x\n", "line 4: the score 6 is outside the scale 1 to 4"),
        (
            "b,p,i,q,6,x\n",
            "If the scale changed between loops, calibrate each scale's loops in a file of their own.",
        ),
    ],
)
def test_rows_that_do_not_fit_together_are_named(tmp_path: Path, rows: str, why: str) -> None:
    result = calibrate(saved(tmp_path, HEAD + GOOD + rows))
    assert result.exit_code == 2
    assert why in result.stderr


def test_a_rating_without_a_score_is_dropped_before_anything_is_said_of_it(tmp_path: Path) -> None:
    rows = HEAD + GOOD + "a,p,i,q,,x\nb,p,i,other,,x\na,t,i,,,y\n"
    result = calibrate(saved(tmp_path, rows), "--json")
    assert result.exit_code == 0, result.output
    assert "3 rows have no score" in result.stderr
    assert set(json.loads(result.stdout)["panelists"]) == {"p", "r"}


def test_a_column_of_competencies_with_nothing_in_it_is_none(tmp_path: Path) -> None:
    result = calibrate(saved(tmp_path, "candidate,panelist,competency,score\na,p,,3\na,r,,2\n"), "--json")
    assert "n_sheets" in json.loads(result.stdout)


def test_one_person_under_two_spellings_is_one_person_and_it_is_said(tmp_path: Path) -> None:
    zoe, other = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    assert zoe != other
    result = calibrate(saved(tmp_path, HEAD + f"a,{zoe},i,q,3,x\nb,r,i,q,2,x\nb,{other},i,q,2,x\n"), "--json")
    assert result.exit_code == 0
    assert set(json.loads(result.stdout)["panelists"]) == {zoe, "r"}
    assert "is spelled in two ways that look alike (lines 2 and 4); both are read as one." in result.stderr
    twice = calibrate(saved(tmp_path, HEAD + f"a,{zoe},i,q,3,x\na,{other},i,q,2,x\n"))
    assert twice.exit_code == 2
    assert f"line 3: {zoe} has already rated a on item i, on line 2" in twice.stderr


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR SECRET",
        b"PK\x03\x04\x14\x00 SECRET",
        b"SECRET\x00\x01\x02 no text",
        b"\x7fELF SECRET\nmore,of,it\n",
        b"%PDF-1.4 SECRET\n1 0 obj\n",
        b"candidate,SECRET\x01\nSECRET,2\n",
    ],
)
def test_of_a_file_that_is_no_text_nothing_is_echoed(tmp_path: Path, data: bytes) -> None:
    result = calibrate(saved(tmp_path, data))
    assert result.exit_code == 2
    assert "SECRET" not in result.output
    assert len(result.stderr.splitlines()) == 2


def test_a_long_list_of_faults_is_cut(tmp_path: Path) -> None:
    rows = "".join(f"c{n},p,i,q,9,x\n" for n in range(200))
    result = calibrate(saved(tmp_path, HEAD + rows))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 52
    assert "and 151 more" in result.stderr


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--bars", "high"), "as in 2,2.5,3"),
        (("--bars", "2,5"), "a bar lies on the scale 1 to 4"),
        (("--bars", "nan"), "a bar lies on the scale 1 to 4"),
        (("--step", "0"), "--step 0 should be above 0"),
        (("--step", "7"), "--step 7 should be above 0 and fit the scale 1 to 4"),
    ],
)
def test_bad_options_say_what_to_give(tmp_path: Path, args: tuple[str, str], why: str) -> None:
    result = calibrate(saved(tmp_path, HEAD + GOOD), *args)
    assert result.exit_code == 2
    assert why in result.stderr


def test_ratings_written_are_read_back_the_same() -> None:
    ratings = company(DESIGNS["two parts, three openings"])
    again = read_ratings(write_ratings(ratings).encode(), (1, 4))
    assert joint.fit(again.data).criterion == joint.fit(ratings).criterion
    assert again.data.openings == ("o0", "o1", "o2")
    with pytest.raises(BadRatings, match="outside the scale 2 to 3"):
        read_ratings(write_ratings(ratings).encode(), (2, 3))
