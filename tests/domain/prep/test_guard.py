import pytest

from bot.domain.prep import Met, Use, marks_of, may_use
from bot.domain.prep.guard import trainable
from tests.chance import dice
from tests.domain.prep.questions import question
from tests.packaged import read_bank

PROMPT = "A spam filter is right 97% of the time, and 3% of the mail is spam. Is it any good?"


def test_prep_takes_only_questions_marked_prep_and_loops_only_the_others() -> None:
    for prep in (True, False):
        one = question("data-a", prep=prep)
        assert may_use(one, Use.TRAIN, Met()) is prep
        assert may_use(one, Use.ASK, Met()) is not prep


@pytest.mark.parametrize("use", list(Use))
def test_a_question_met_on_the_other_side_stays_there_whatever_its_mark_is_now(use: Use) -> None:
    before = question("data-a", prep=use is Use.ASK)
    now = question("data-a", prep=use is Use.TRAIN, prompt="Now about something else entirely, edited since.")
    assert not may_use(now, use, Met(words=(before,)))
    assert not may_use(now, use, Met(marks=frozenset(marks_of(before))))


@pytest.mark.parametrize("use", list(Use))
def test_the_same_words_under_another_id_are_the_same_question(use: Use) -> None:
    met = question("data-a", prompt=PROMPT)
    copy = question("other-b", prompt=PROMPT.upper().replace(" ", "  "), prep=use is Use.TRAIN)
    assert not may_use(copy, use, Met(marks=frozenset(marks_of(met))))


def test_a_near_duplicate_of_what_was_met_is_held_back() -> None:
    met = question("data-a", prompt=PROMPT)
    alike = question("other-b", prompt=PROMPT.replace("97%", "98%").replace("3%", "2%"))
    assert not may_use(alike, Use.TRAIN, Met(words=(met,)))
    assert may_use(question("other-c"), Use.TRAIN, Met(words=(met,)))


def test_hundreds_at_once_are_judged_as_each_alone() -> None:
    seed = dice("guard of many")
    bank = read_bank().all_questions
    for _ in range(5):
        asked = tuple(seed.sample(bank, 20))
        reworded = tuple(one.model_copy(update={"id": f"{one.id}-anew"}) for one in asked[:8])
        edited = asked[8].model_copy(update={"prompt": "Zzz.", "short": "Zzz."})
        met = Met(
            frozenset(mark for one in asked[:12] for mark in marks_of(one)), (*asked[9:], edited, *reworded)
        )
        alone = {one.id for one in bank if may_use(one, Use.TRAIN, met)}
        assert trainable(bank, met) == alone
        assert 0 < len(alone) < len([one for one in bank if one.prep])
