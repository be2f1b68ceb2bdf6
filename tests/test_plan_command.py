"""`fairloop plan`: what people and programs get from it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

PROBLEM: dict[str, Any] = {
    "panelists": [
        {"id": "Priya", "minutes": 45, "strengths": {"MLOps": 3}},
        {"id": "Sam [x]", "minutes": 19},
        {"id": "Lee", "minutes": 10},
    ],
    "competencies": [{"key": "MLOps"}],
    "questions": [
        {"id": "m1", "competency": "MLOps", "minutes": 10, "core": True},
        {"id": "m2", "competency": "MLOps", "minutes": 12, "exposure": 2},
    ],
}


def plan(problem: object, *options: str) -> Result:
    patient = () if "--limit" in options else ("--limit", "600")
    return CliRunner().invoke(app, ["plan", "-", *patient, *options], input=json.dumps(problem))


def test_json_has_every_field_of_a_plan_in_order() -> None:
    result = plan(PROBLEM, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == ["status", "unproven", "tiers", "pairs", "unmet", "seconds"]
    assert (answer["status"], answer["unproven"]) == ("optimal", [])
    assert " ".join(answer["tiers"]) == (
        "core dropped cover depth idle added spread asked fit load least exposure ties"
    )
    assert [(it["panelist"], it["question"], it["competency"], it["minutes"]) for it in answer["pairs"]] == [
        ("Priya", "m1", "MLOps", 10),
        ("Priya", "m2", "MLOps", 12),
    ]
    assert answer["pairs"][0]["reason"].startswith("Priya: MLOps, strongest on the panel; ")
    assert answer["unmet"] == [
        {
            "what": "panelists",
            "competency": "MLOps",
            "question": None,
            "wanted": 2,
            "got": 1,
            "mend": {"change": "minutes", "panelist": "Sam [x]", "by": 5},
            "why": "MLOps has 1 of 2 panelists. 5 minutes more for Sam [x] would mend it.",
            "lacks": "MLOps has 1 of 2 panelists",
            "advice": "5 minutes more for Sam [x] would mend it.",
        }
    ]


def test_people_get_a_table_with_everybody_in_it_and_what_is_not_met(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(PROBLEM), encoding="utf-8")
    result = CliRunner().invoke(app, ["plan", str(file), "--limit", "600"])
    assert result.exit_code == 0
    for shown in ("Priya", "22 of 35", "m2 (12 min)", "Sam [x]", "asks nothing", "No better plan exists"):
        assert shown in result.stdout
    assert "Not met: MLOps has 1 of 2 panelists." in result.stdout


def test_without_time_it_says_that_a_better_plan_may_exist() -> None:
    result = plan(PROBLEM, "--limit", "0")
    assert result.exit_code == 0
    assert "a better plan may exist" in " ".join(result.stdout.split())
    assert json.loads(plan(PROBLEM, "--limit", "0", "--json").stdout)["status"] == "feasible"


def test_every_fault_is_told_with_its_place_and_exit_2() -> None:
    result = plan({**PROBLEM, "questions": [{"id": "m1", "competency": "Ops"}], "seeds": 1})
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "questions[0].minutes: is missing" in result.stderr
    assert "seeds: is not a field here" in result.stderr


def test_a_conflict_names_the_pairs_and_exits_with_2() -> None:
    pins = [{"panelist": "Priya", "question": "m1"}, {"panelist": "Sam [x]", "question": "m1"}]
    result = plan({**PROBLEM, "pin": pins}, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "m1 can be asked once: Priya asks m1, Sam [x] asks m1" in result.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"panelists": [}', "is not JSON.\n  line 1, column 16:"),
        (b"\xff\xfe", "is not UTF-8 text.\n  byte 0:"),
        (b"", "is not JSON.\n  line 1, column 1:"),
        (b"[" * 100_000, "is not JSON.\n  it is nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "is not JSON.\n  a number has too many digits"),
    ],
)
def test_a_file_that_is_no_json_is_refused_at_its_place(tmp_path: Path, text: bytes, said: str) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(text)
    result = CliRunner().invoke(app, ["plan", str(file)])
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["plan", str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert "none.json can't be read.\n  No such file or directory" in result.stderr


def test_a_limit_that_is_no_number_of_seconds_is_refused() -> None:
    for limit in ("nan", "-1", "inf"):
        assert plan(PROBLEM, "--limit", limit).exit_code == 2


def test_a_problem_without_anything_to_plan_has_an_empty_plan() -> None:
    answer = json.loads(plan({"panelists": [], "competencies": [], "questions": []}, "--json").stdout)
    assert (answer["status"], answer["pairs"], answer["unmet"]) == ("optimal", [], [])
    alone = plan({"panelists": [{"id": "Ann", "minutes": 0}], "competencies": [], "questions": []}, "--json")
    assert json.loads(alone.stdout)["status"] == "optimal"


def test_the_largest_numbers_allowed_are_planned_exactly() -> None:
    largest = {
        **PROBLEM,
        "competencies": [{"key": "MLOps", "panelists": 1000, "questions": [1000, 1000], "weight": 100_000}],
        "questions": [{**it, "exposure": 100_000} for it in PROBLEM["questions"]],
    }
    answer = json.loads(plan(largest, "--json").stdout)
    assert (answer["status"], answer["tiers"]["cover"]) == ("optimal", 100_000 * 999)
    assert answer["tiers"]["exposure"] == 200_000
