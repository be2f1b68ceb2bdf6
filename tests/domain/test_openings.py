"""Openings: what is wrong with a form, what is proposed for it, and how many interviews a loop takes."""

import random
from dataclasses import replace

import pytest

from bot.domain import planning
from bot.domain.openings import (
    HALF_HOUR,
    LEVELS,
    USUAL,
    OpeningForm,
    changed_fields,
    faults,
    need,
    proposed,
    sought,
    too_few,
)
from bot.domain.planning import Competency, Need, Panelist, Problem, Question, most_that_fit, needed
from bot.domain.questions import Bank, parse_bank
from bot.ground.resources import read_question_files
from tests.chance import dice

FORM = OpeningForm("ML engineer", "engineer", "mid", "G1", quorum=3, panelists=4)
SETS = {"engineer"}


@pytest.fixture(scope="module")
def bank() -> Bank:
    read = parse_bank(read_question_files())
    assert isinstance(read, Bank)
    return read


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": "  "}, "title", "Write what the role is called."),
        ({"title": "x" * 61}, "title", "Keep the title under 60 characters."),
        ({"question_set": "none"}, "question_set", "Pick a question set."),
        ({"level": "chief"}, "level", "Pick junior, mid or senior."),
        ({"channel_id": None}, "channel", "Pick the private channel that debriefs go to."),
        (
            {"quorum": 8, "panelists": 1},
            "quorum",
            "8 scorecards can't come from 1 panelist. Pick 1, or more panelists.",
        ),
        (
            {"quorum": 5},
            "quorum",
            "5 scorecards can't come from 4 panelists. Pick 4 or fewer, or more panelists.",
        ),
        ({"panelists": 9}, "panelists", "Pick 1 to 8."),
        (
            {"panelists": 1, "quorum": 1},
            "panelists",
            "2 people look at MLOps. Pick 2 panelists or more.",
        ),
        (
            {"competencies": ("data",), "more_about": ("mlops",)},
            "more_about",
            "Pick these among the competencies, too.",
        ),
        (
            {"more_about": ("a", "b", "c", "d")},
            "more_about",
            "Pick 3 at most: more of everything is more of nothing.",
        ),
    ],
)
def test_a_fault_stands_at_its_field_and_says_what_to_do(
    changes: dict[str, object], field: str, words: str
) -> None:
    found = faults(replace(FORM, **changes), SETS, {"Data": 1, "MLOps": 2})  # type: ignore[arg-type]
    assert found[field] == words


def test_a_form_in_order_has_no_fault() -> None:
    assert faults(FORM, SETS, {"Data": 1, "MLOps": 2}) == {}
    assert faults(replace(FORM, panelists=None, quorum=8), SETS, {"MLOps": 2}) == {}, "nobody said how many"


def test_who_leads_it_is_not_changed_with_an_opening() -> None:
    assert changed_fields(FORM, replace(FORM, leads=("U1",))) == ()
    assert changed_fields(FORM, replace(FORM, slack=3, title="Other")) == ("title", "slack")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("standard", [USUAL, HALF_HOUR], ids=["45 minutes", "half an hour"])
def test_a_standard_loop_is_ready_to_use_at_every_level_of_every_set(
    bank: Bank, level: str, standard: object
) -> None:
    assert standard in (USUAL, HALF_HOUR)
    one = USUAL if standard is USUAL else HALF_HOUR
    for known in bank.sets:
        keys = proposed(bank, known, level, one.minutes, one.panelists, slack=one.slack, core=True)
        wanted = sought(known, keys, ())
        form = OpeningForm(
            "X",
            known.key,
            level,
            "G1",
            one.minutes,
            one.quorum,
            competencies=keys,
            panelists=one.panelists,
            slack=one.slack,
        )
        assert len(keys) >= 2
        assert faults(form, {known.key}, {each.key: each.panelists for each in wanted}) == {}
        takes = need(bank, wanted, level, one.minutes, slack=one.slack, core=True)
        assert takes is not None, known.key
        assert takes.enough <= one.panelists, (known.key, keys)


def test_what_has_too_few_questions_at_a_level_is_not_proposed_and_is_said(bank: Bank) -> None:
    known = bank.set("ml_engineer")
    first = max(known.competencies, key=lambda one: one.weight).key
    poor = replace(
        bank,
        all_questions=tuple(
            one for one in bank.all_questions if one.competency != first or "junior" not in one.levels
        ),
    )
    assert first in proposed(bank, known, "junior", 45, 4, slack=0, core=True)
    assert first not in proposed(poor, known, "junior", 45, 4, slack=0, core=True)
    assert too_few(bank, sought(known, (), ()), "junior") == ()
    assert too_few(poor, sought(known, (), ()), "junior") == ((bank.competency(first).name, 0, 2),)
    assert too_few(poor, sought(known, (), ()), "senior") == ()


def test_more_about_a_competency_is_one_question_more(bank: Bank) -> None:
    known = bank.set("ml_engineer")
    plain, more = (sought(known, ("data",), keys)[0] for keys in ((), ("data",)))
    assert (more.lowest, more.highest) == (plain.lowest + 1, plain.highest + 1)
    assert more.weight > plain.weight
    assert (plain.more, more.more) == (False, True)


@pytest.mark.parametrize(
    ("least", "enough", "words"),
    [
        (1, 1, "1 interview"),
        (8, 8, "8 interviews"),
        (7, 8, "7 or 8 interviews"),
        (7, 9, "7 to 9 interviews"),
    ],
)
def test_a_need_in_words(least: int, enough: int, words: str) -> None:
    assert Need(least, enough).words == words


def test_where_no_number_of_interviews_would_do_there_is_no_number() -> None:
    data = Competency("data", panelists=2, lowest=2, highest=3)
    short = [Question("a", "data", 10), Question("b", "data", 10)]
    assert needed([data], short, 30) == Need(2, 2)
    assert needed([data], short[:1], 30) is None, "too few questions"
    assert needed([data], [short[0], Question("c", "data", 31)], 30) is None, "longer than an interview"
    assert needed([], short, 30) == Need(0, 0)


def test_core_questions_are_counted_though_they_are_longer() -> None:
    data = Competency("data", panelists=1, lowest=1, highest=2)
    asked = [
        Question("a", "data", 5),
        Question("b", "data", 20, core=True),
        Question("c", "data", 20, core=True),
    ]
    assert needed([data], asked, 20) == Need(2, 2)
    assert needed([data], asked, 40) == Need(1, 1)


def some_problem(chance: random.Random) -> tuple[list[Competency], list[Question], int]:
    """Up to three competencies with two to four questions each, and the minutes of an interview."""
    wanted, questions = [], []
    for number in range(chance.randint(1, 3)):
        key = f"c{number}"
        panelists = chance.randint(1, 2)
        lowest = chance.randint(1, 2)
        wanted.append(Competency(key, panelists, lowest, max(lowest, panelists) + 1, chance.randint(1, 6)))
        questions += [
            Question(f"{key}-{n}", key, chance.choice([6, 8, 10, 12]), core=n == 0 and chance.random() < 0.4)
            for n in range(chance.randint(2, 4))
        ]
    return wanted, questions, chance.choice([12, 18, 24, 35])


def unmet_with(wanted: list[Competency], questions: list[Question], minutes: int, people: int) -> bool:
    """Whether the planner leaves something open with so many who can ask about everything."""
    panel = tuple(Panelist(f"P{n}", minutes) for n in range(people))
    problem = Problem(panel, tuple(wanted), tuple(questions), reserve_minutes=0)
    return bool(planning.solve(problem, 5.0).unmet)


def test_so_many_interviews_are_enough_and_fewer_are_not() -> None:
    chance = dice("interviews needed")
    for _ in range(25):
        wanted, questions, minutes = some_problem(chance)
        found = needed(wanted, questions, minutes)
        if found is None:
            assert unmet_with(wanted, questions, minutes, 8), (wanted, questions, minutes)
            continue
        assert 1 <= found.least <= found.enough
        assert not unmet_with(wanted, questions, minutes, found.enough), (wanted, questions, minutes, found)
        if found.least > 1:
            assert unmet_with(wanted, questions, minutes, found.least - 1), (
                wanted,
                questions,
                minutes,
                found,
            )


def test_the_weightiest_that_fit_are_taken_in_their_order() -> None:
    wanted = [Competency(key, 2, 2, 3, weight) for key, weight in (("a", 1), ("b", 5), ("c", 3), ("d", 4))]
    questions = [Question(f"{one.key}{n}", one.key, 10) for one in wanted for n in range(3)]
    found = most_that_fit(wanted, questions, 30, 2)
    assert [one.key for one in found] == ["b", "c", "d"]
    assert most_that_fit(wanted, questions, 30, 1) == ()
