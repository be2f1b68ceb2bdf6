"""Families: a skill is trained on one case and asked on another, and the other gives nothing away."""

import pytest

from bot.domain.prep import Met, Use, may_use
from bot.domain.questions import Bank, Kinship, Question, check_bank, kinship, parse_bank
from bot.ground.resources import read_question_files
from tests.domain.prep.questions import question
from tests.small_bank import QUESTIONS, small_bank

SPAM = "A spam filter is right 97% of the time, and 3% of the mail is spam. Is it any good?"
LENDING = "Of 2,000 loans 40 default, and a model that says never is right on 98%. Would you use it?"


def sibling(id: str, prompt: str, prep: bool) -> Question:
    return question(id, prep=prep, prompt=prompt).model_copy(update={"family": "metric-by-cost"})


def test_a_sibling_of_what_is_asked_may_be_trained_on_and_the_other_way_round() -> None:
    asked, trained = sibling("data-a", SPAM, prep=False), sibling("data-b", LENDING, prep=True)
    assert kinship(asked, trained) is Kinship.SIBLING
    assert may_use(trained, Use.TRAIN, Met(words=(asked,)))
    assert may_use(asked, Use.ASK, Met(words=(trained,)))


@pytest.mark.parametrize("use", list(Use))
def test_a_near_duplicate_is_held_back_also_where_it_is_a_sibling(use: Use) -> None:
    met = sibling("data-a", SPAM, prep=use is Use.ASK)
    nearly = SPAM.replace("97%", "98%").replace("3%", "2%")
    alike = sibling("data-b", nearly, prep=use is Use.TRAIN)
    assert kinship(met, alike) is Kinship.NEAR_DUPLICATE
    assert not may_use(alike, use, Met(words=(met,)))


def test_questions_of_no_family_are_strangers_and_an_edited_question_stays_itself() -> None:
    first, second = question("data-a", prompt=SPAM), question("data-b", prompt=LENDING)
    assert kinship(first, second) is Kinship.STRANGER
    assert kinship(first, first.model_copy(update={"prompt": LENDING})) is Kinship.SAME


def test_the_words_by_which_a_question_is_judged_keep_their_version_when_it_joins_a_family() -> None:
    one = question("data-a")
    assert one.model_copy(update={"family": "honest-split"}).version == one.version


FAMILIES = "families:\n  - {key: gaps, competency: data, skill: asks why a value is missing}\n"


def banked(families: str, loop: str = "gaps", prep: str = "gaps") -> list[str]:
    first, second = QUESTIONS.split("  - id: data-late-labels")
    text = f"{first}    family: {loop}\n  - id: data-late-labels{second}    family: {prep}\n"
    files = {**small_bank(), "families.yaml": families, "questions/data.yaml": text}
    return [fault.message for fault in check_bank(files).faults if "famil" in fault.message]


def test_a_family_with_a_question_for_loops_and_one_for_prep_is_right() -> None:
    assert banked(FAMILIES) == []


def test_a_family_that_is_not_listed_or_belongs_elsewhere_is_refused() -> None:
    assert banked(FAMILIES, prep="gap")[-1] == "There is no family `gap`."
    elsewhere = FAMILIES.replace("competency: data", "competency: mlops")
    assert banked(elsewhere) == ["The family `gaps` belongs to `mlops`."] * 2
    assert banked(FAMILIES + FAMILIES.split("\n")[1] + "\n")[0] == "The family `gaps` is there already."


def test_a_family_that_nobody_can_train_on_is_named() -> None:
    both = FAMILIES + "  - {key: labels, competency: data, skill: knows how labels come about}\n"
    assert banked(both, prep="labels") == [
        "The family `gaps` lacks a question for loops or one for prep.",
        "The family `labels` lacks a question for loops or one for prep.",
    ]


def test_a_follow_up_that_loops_ask_is_not_trained_on() -> None:
    text = QUESTIONS.replace('ask: "Why not wait?"', 'ask: "Tomorrow it is half. Then what?"')
    first, second = text.split("  - id: data-late-labels")
    text = f"{first}    family: gaps\n  - id: data-late-labels{second}    family: gaps\n"
    files = {**small_bank(), "families.yaml": FAMILIES, "questions/data.yaml": text}
    said = [fault.message for fault in check_bank(files).warnings]
    assert "`data-empty-income` asks this follow-up in loops." in said


def test_in_our_bank_no_prep_question_gives_away_what_loops_ask() -> None:
    bank = parse_bank(read_question_files())
    assert isinstance(bank, Bank)
    asked = bank.questions(prep=False)
    given_away = [
        (one.id, other.id)
        for one in bank.questions(prep=True)
        for other in asked
        if kinship(one, other).gives_away
    ]
    assert given_away == []


def test_in_our_bank_a_familys_loop_questions_can_all_be_asked_of_whoever_trained_it() -> None:
    bank = parse_bank(read_question_files())
    assert isinstance(bank, Bank)
    for family in bank.families:
        trained = Met(words=bank.questions(family=family.key, prep=True))
        assert all(may_use(one, Use.ASK, trained) for one in bank.questions(family=family.key, prep=False))
