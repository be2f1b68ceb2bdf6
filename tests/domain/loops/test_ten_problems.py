"""Ten planning problems, and the words that whoever plans reads for each: what is wrong once, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain import planning
from bot.domain.loops.gaps import gaps
from bot.domain.loops.overfull import Overfull, overfull
from bot.domain.planning import Competency, Pair, Panelist, Problem, Question
from bot.services.planning.plans import as_kept

NAMES = (
    "Data",
    "MLOps",
    "Modelling",
    "Coding",
    "Product",
    "GenAI",
    "Experiments",
    "Statistics",
    "Teamwork",
    "Design",
)


def competencies(number: int, panelists: int = 2) -> tuple[Competency, ...]:
    """The first so many, the weightiest first, each wanting two questions."""
    return tuple(Competency(name, panelists, 2, 3, 10 - place) for place, name in enumerate(NAMES[:number]))


def questions(wanted: Sequence[Competency], each: int = 4, minutes: int = 10) -> tuple[Question, ...]:
    return tuple(
        Question(f"{one.key}-{n}", one.key, minutes, name=f"“{one.key} {n}”")
        for one in wanted
        for n in range(each)
    )


def panel(number: int, minutes: int = 45, **strengths: int) -> tuple[Panelist, ...]:
    return tuple(Panelist(f"P{n}", minutes, dict(strengths), name=f"P{n}") for n in range(1, number + 1))


def problem(people: Sequence[Panelist], wanted: Sequence[Competency], **more: object) -> Problem:
    given: dict[str, object] = {"questions": questions(wanted)} | more
    return Problem(tuple(people), tuple(wanted), **given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """A problem, and all that the plan's page says about what it lacks."""

    problem: Problem
    says: tuple[str, ...]
    buttons: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)


FIVE = panel(5)
PINNED = panel(2, minutes=30)
CASES = {
    "ten competencies and five people": Case(
        problem(FIVE, competencies(10)),
        ("This needs 7 interviews; 5 are planned. Choose seven competencies, or add two people.",),
    ),
    "one person for everything": Case(
        problem(panel(1), competencies(4)),
        ("This needs 3 interviews; 1 is planned. Add two people.",),
    ),
    "more than any loop holds": Case(
        problem(panel(4, minutes=30), competencies(10)),
        ("This needs 10 interviews; 4 are planned. Choose four competencies.",),
    ),
    "one person too few": Case(
        problem(panel(1), competencies(1)),
        ("Data has 1 of 2 panelists. Another panelist with 60 minutes would mend it.",),
        ("Pick another panelist",),
    ),
    "nobody for a competency": Case(
        problem(panel(3, GenAI=0), [*competencies(2), Competency("GenAI", 1, 1, 2, 1)]),
        (
            "GenAI has 0 of 1 panelists; GenAI has 0 of 1 questions. Each by itself: Another panelist with 60 "
            "minutes would mend it.",
        ),
        ("Pick another panelist",),
    ),
    "too little time by ten minutes": Case(
        problem(panel(2, minutes=20), competencies(1), questions=questions(competencies(1), minutes=12)),
        (
            "Data has 0 of 2 panelists. No single change mends it: not 60 minutes or one competency more for anybody "
            "or another panelist (60 minutes).",
            "Data has 0 of 2 questions. 15 minutes more for P1 would mend it.",
        ),
        ("Add 15 minutes",),
    ),
    "too few questions at this level": Case(
        problem(panel(2), competencies(1), questions=questions(competencies(1), each=1)),
        (
            "Data has 1 of 2 panelists; Data has 1 of 2 questions. Only 1 eligible question is about it: "
            "add questions.",
        ),
    ),
    "a stand-in could do it": Case(
        problem(panel(1), competencies(1), stand_ins=(Panelist("S", 45, name="Sam"),)),
        ("Data has 1 of 2 panelists. The stand-in Sam would mend it.",),
        ("Ask the stand-in too",),
    ),
    "everything pinned to one": Case(
        problem(
            PINNED,
            competencies(1),
            pin=(Pair("P1", "Data-0"), Pair("P1", "Data-1")),
            questions=questions(competencies(1), each=2),
        ),
        (
            "Data has 1 of 2 panelists. No single change mends it: not 60 minutes or one competency more for anybody "
            "or another panelist (60 minutes).",
        ),
    ),
    "twelve people and nothing lacking": Case(problem(panel(12), competencies(6)), ()),
}


def said_of(of: Problem) -> tuple[Overfull | None, list[str], list[str]]:
    """What the page says, and its buttons for gaps."""
    too_much = overfull(of)
    plan = as_kept(planning.solve(of, 5.0, mends=too_much is None), too_much)
    if plan.overfull is not None:
        return plan.overfull, [plan.overfull.words], []
    found = gaps(plan.unmet)
    return None, [one.text for one in found], [one.mend for one in found if one.mend]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_wrong_is_said_once_with_what_to_do(case: Case) -> None:
    _, says, buttons = said_of(case.problem)
    assert tuple(says) == case.says
    assert tuple(buttons) == case.buttons


def test_what_is_advised_holds() -> None:
    of = CASES["ten competencies and five people"].problem
    found = overfull(of)
    assert found is not None
    fewer = tuple(one for one in of.competencies if one.key in found.fit)
    assert planning.solve(problem(of.panelists, fewer), 5.0).unmet == (), "what is to be chosen fits"
    more = panel(found.planned + found.more)
    assert planning.solve(problem(more, of.competencies), 10.0).unmet == (), "so many people are enough"


def test_a_gap_says_the_same_wherever_it_is_shown() -> None:
    of = CASES["ten competencies and five people"].problem
    found = overfull(of)
    plan = as_kept(planning.solve(of, 5.0, mends=False), found)
    assert found is not None
    (gap,) = gaps(plan.unmet)
    assert gap.text.endswith(found.words)
    assert gap.mend is None


def test_once_somebody_has_met_the_candidate_or_kits_are_out_nobody_is_told_to_choose_anew() -> None:
    of = CASES["ten competencies and five people"].problem
    begun = problem(of.panelists, of.competencies, asked=(Pair("P1", "Data-0"),))
    assert overfull(begun) is None
    assert overfull(problem(of.panelists, of.competencies, keep=(Pair("P1", "Data-0"),))) is None
