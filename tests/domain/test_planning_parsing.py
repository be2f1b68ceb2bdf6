"""Reading a problem: defaults, and every fault with its place."""

from typing import Any

import pytest

from bot.domain.planning import (
    Competency,
    InvalidProblem,
    Pair,
    Panelist,
    Question,
    parse_problem,
)


def small(**changes: Any) -> dict[str, Any]:
    return {
        "panelists": [{"id": "Ann", "minutes": 45}],
        "competencies": [{"key": "Data"}],
        "questions": [{"id": "d1", "competency": "Data", "minutes": 8}],
        **changes,
    }


def faults_of(data: Any) -> dict[str, str]:
    with pytest.raises(InvalidProblem) as raised:
        parse_problem(data)
    return {fault.place: fault.what for fault in raised.value.faults}


def test_everything_but_ids_minutes_and_keys_has_its_default() -> None:
    problem = parse_problem(small())
    assert problem.panelists == (Panelist("Ann", 45, {}, 3),)
    assert problem.panelists[0].strength("Data") == 1
    assert problem.competencies == (Competency("Data", 2, 2, 3, 1),)
    assert problem.questions == (Question("d1", "Data", 8, False, 0),)
    assert (problem.reserve_minutes, problem.seed) == (10, 1)
    assert problem.keep == problem.asked == problem.pin == problem.ban == ()
    assert problem.stand_ins == ()


def test_all_that_is_given_is_read() -> None:
    pair = {"panelist": "Ann", "question": "d1"}
    problem = parse_problem(
        {
            "reserve_minutes": 5,
            "seed": 7,
            "panelists": [{"id": "Ann", "minutes": 45, "strengths": {"Data": 3}, "max_competencies": 2}],
            "competencies": [{"key": "Data", "panelists": 1, "questions": [1, 4], "weight": 6}],
            "questions": [{"id": "d1", "competency": "Data", "minutes": 8, "core": True, "exposure": 2}],
            "keep": [pair],
            "asked": [pair],
            "pin": [pair],
            "ban": [pair],
            "stand_ins": [{"id": "Bo", "minutes": 30}],
        }
    )
    assert problem.panelists == (Panelist("Ann", 45, {"Data": 3}, 2),)
    assert problem.competencies == (Competency("Data", 1, 1, 4, 6),)
    assert problem.questions == (Question("d1", "Data", 8, True, 2),)
    assert problem.keep == problem.asked == problem.pin == problem.ban == (Pair("Ann", "d1"),)
    assert problem.stand_ins == (Panelist("Bo", 30),)
    assert (problem.reserve_minutes, problem.seed) == (5, 7)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        ([], {"the input": "must be an object"}),
        (
            {},
            {"panelists": "is missing", "competencies": "is missing", "questions": "is missing"},
        ),
        (small(panelist=[]), {"panelist": "is not a field here"}),
        (small(panelists={}), {"panelists": "must be a list"}),
        (small(panelists=[{"id": "Ann"}]), {"panelists[0].minutes": "is missing"}),
        (
            small(panelists=[{"id": "Ann", "minutes": 4.5}]),
            {"panelists[0].minutes": "must be a whole number"},
        ),
        (
            small(panelists=[{"id": "Ann", "minutes": True}]),
            {"panelists[0].minutes": "must be a whole number"},
        ),
        (small(panelists=[{"id": "Ann", "minutes": -1}]), {"panelists[0].minutes": "must be 0 or more"}),
        (small(panelists=[{"id": "", "minutes": 1}]), {"panelists[0].id": "must not be empty"}),
        (
            small(panelists=[{"id": "Ann", "minutes": 1, "strengths": {"Data": 4}}]),
            {"panelists[0].strengths.Data": "must be at most 3"},
        ),
        (
            small(competencies=[{"key": "Data", "questions": [3, 2]}]),
            {"competencies[0].questions": "the lowest, 3, is above the highest, 2"},
        ),
        (
            small(competencies=[{"key": "Data", "questions": [3]}]),
            {"competencies[0].questions": "must be two numbers: the lowest and the highest"},
        ),
        (
            small(questions=[{"id": "d1", "competency": "Data", "minutes": 0}]),
            {"questions[0].minutes": "must be 1 or more"},
        ),
        (small(seed="1"), {"seed": "must be a whole number"}),
        (small(seed=2**63), {"seed": f"must be at most {2**63 - 1}"}),
    ],
)
def test_a_fault_is_told_with_its_place(data: Any, faults: dict[str, str]) -> None:
    assert faults_of(data) == faults


def test_names_that_point_nowhere_or_are_there_twice_are_all_told_at_once() -> None:
    pair = {"panelist": "Ann", "question": "d1"}
    data = small(
        panelists=[{"id": "Ann", "minutes": 45, "strengths": {"Dtaa": 2}}, {"id": "Ann", "minutes": 30}],
        competencies=[{"key": "Data"}, {"key": "Data"}],
        questions=[
            {"id": "d1", "competency": "Data", "minutes": 8},
            {"id": "d1", "competency": "Code", "minutes": 8},
        ],
        keep=[pair, pair],
        asked=[{"panelist": "Bo", "question": "d9"}],
        stand_ins=[{"id": "Bo", "minutes": 45}, {"id": "Ann", "minutes": 45}],
    )
    assert faults_of(data) == {
        "panelists[1].id": "'Ann' is already at panelists[0].id",
        "stand_ins[1].id": "'Ann' is already at panelists[0].id",
        "competencies[1].key": "'Data' is already at competencies[0].key",
        "questions[1].id": "'d1' is already at questions[0].id",
        "keep[1]": "the same pair is already at keep[0]",
        "panelists[0].strengths.Dtaa": "no competency has the key 'Dtaa'",
        "questions[1].competency": "no competency has the key 'Code'",
        "asked[0].panelist": "'Bo' is a stand-in, not a panelist",
        "asked[0].question": "'d9' is no question here",
    }
