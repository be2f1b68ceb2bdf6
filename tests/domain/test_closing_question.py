"""The closing question: filled in from the opening, asked in one interview, rated like any other."""

import pytest

from bot.domain.errors import Invalid
from bot.domain.questions import Bank, QuestionSet, check_bank, parse_bank
from bot.domain.questions.closing import ClosingQuestion
from bot.ground.resources import read_question_files
from tests.small_bank import QUESTIONS, SET, small_bank


def engineers() -> QuestionSet:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed.set("ml_engineer")


def closing() -> ClosingQuestion:
    question = engineers().closing_question
    assert question is not None
    return question


FILLED = {"stack": "nightly training in Python", "trouble": "forecasts that nobody trusts"}


def test_the_openings_facts_stand_in_the_question_as_it_is_asked() -> None:
    asked = closing().asked_with(FILLED)
    assert asked.prompt.startswith(
        "We run nightly training in Python; what hurts is forecasts that nobody trusts. Say it's yours:"
    )
    assert "{" not in asked.prompt
    assert (asked.competency, asked.id, asked.tests) == ("product", closing().id, closing().tests)


def test_another_openings_facts_make_another_version() -> None:
    other = closing().asked_with({**FILLED, "trouble": "labels that come late"})
    assert other.version != closing().asked_with(FILLED).version


def test_a_question_with_a_hole_is_never_asked() -> None:
    assert [blank.key for blank in closing().unfilled({"stack": "  "})] == ["stack", "trouble"]
    with pytest.raises(Invalid) as refused:
        closing().asked_with({"stack": " "})
    assert refused.value.fields["stack"] == "What do you train, serve and monitor with? Fill it in."
    with pytest.raises(Invalid) as refused:
        closing().asked_with({**FILLED, "trouble": "x" * 51})
    assert refused.value.fields == {
        "trouble": "Which problem is hard for you just now? Say it in 50 characters or fewer."
    }


def test_braces_in_what_an_opening_says_are_words_and_no_blanks() -> None:
    asked = closing().asked_with({**FILLED, "stack": "{trouble} in Go"})
    assert "{trouble} in Go" in asked.prompt


def test_one_interview_asks_it_and_the_others_close_shortly() -> None:
    for one in (engineers(),):
        assert "30" in one.closing_words(asks=True)
        assert "30" not in one.closing_words(asks=False)
        assert len(one.closing_words(asks=False)) < len(one.closing_words(asks=True))


def test_a_set_without_short_words_closes_as_it_always_did() -> None:
    parsed = parse_bank(small_bank())
    assert isinstance(parsed, Bank)
    assert parsed.set("engineer").closing_words(asks=False) == parsed.set("engineer").closing


def test_every_set_has_a_closing_question_that_stays_out_of_the_questions_of_the_bank() -> None:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    for one in parsed.sets:
        assert one.closing_question is not None
        assert one.closing_question.id not in {question.id for question in parsed.all_questions}
        for blank in one.closing_question.blanks:
            assert len(blank.example) <= blank.most


def broken(old: str, new: str) -> list[str]:
    """The errors of a set whose closing question is taken from the bank's first, changed."""
    first = QUESTIONS.split("  - id: ")[1]
    nested = "closing_question:\n    id: " + first.replace("    sources: [hub/j5]\n", "")
    nested += "    competency: data\n    blanks: [{key: job, asks: Which?, example: loans, most: 20}]\n"
    nested = nested.replace("loan applications", "{job} applications")
    assert nested.count(old) == 1, nested
    files = {**small_bank(), "sets/engineer.yaml": SET + nested.replace(old, new)}
    return [fault.message for fault in check_bank(files).errors]


def test_a_closing_question_is_checked_against_its_blanks_its_set_and_the_time_box() -> None:
    assert broken("{job}", "{job}") == []
    assert broken("{job}", "{jobs}") == [
        "Nothing says what `{jobs}` stands for.",
        "The prompt has no `{job}`.",
    ]
    assert broken("competency: data", "competency: mlops") == ["The set doesn't look for `mlops`."]
    assert broken("minutes: 10", "minutes: 11") == [
        "The closing question takes 11 minutes, the closing has 10."
    ]
    assert broken("What do you do?", "What do you do? " + "x" * 145)[0].startswith(
        "With its blanks filled the prompt may have 2"
    )
