"""The pairs file: a topic counts as served only by a question that two readings found to be about it."""

import pytest

from bot.domain.questions import Bank, check_bank, parse_bank
from bot.domain.questions.coverage import coverage, unserved
from bot.domain.questions.pairs import Mark, Pair, agreement, reading
from bot.ground.resources import read_question_files
from tests.small_bank import small_bank


def small(**files: str) -> Bank:
    parsed = parse_bank(small_bank(**files))
    assert isinstance(parsed, Bank)
    return parsed


def entry(first: str, second: str, read: str = "") -> str:
    read = read or reading(small().question("data-empty-income"))
    return (
        f'  - {{topic: hub/j5, question: data-empty-income, reading: "{read}", marks: [{first}, {second}]}}\n'
    )


def with_pairs(*entries: str) -> dict[str, str]:
    return {**small_bank(), "pairs.yaml": "pairs:\n" + "".join(entries) if entries else "pairs: []\n"}


def unread(*entries: str) -> list[str]:
    said = [f"{fault.message} {fault.mend}" for fault in check_bank(with_pairs(*entries)).faults]
    return [text for text in said if "hub/j5" in text or "pairs" in text]


@pytest.mark.parametrize(
    ("marks", "served"),
    [
        (("real", "real"), True),
        (("real", "nominal"), False),
        (("nominal", "real"), False),
        (("other", "other"), False),
    ],
)
def test_a_question_serves_a_topic_where_both_readings_say_real(marks: tuple[str, str], served: bool) -> None:
    parsed = parse_bank(with_pairs(entry(*marks)))
    assert isinstance(parsed, Bank)
    assert [topic.id for topic in unserved(parsed)] == ([] if served else ["hub/j5"])
    one = next(one for one in coverage(parsed) if one.topic.id == "hub/j5")
    assert (one.questions, one.nominal) == (
        (("data-empty-income",), ()) if served else ((), ("data-empty-income",))
    )


def test_a_bank_without_a_pairs_file_takes_the_questions_word_for_it() -> None:
    assert unserved(small()) == []


def test_a_pair_that_nobody_marked_is_named_with_the_line_to_add() -> None:
    assert unread(entry("real", "real")) == []
    (said,) = unread()
    assert said.startswith("It hasn't been read twice for whether it is about `hub/j5`. Add to pairs.yaml:")
    line = said.partition("`{")[2].partition("}`")[0].replace("[ , ]", "[real, real]")
    assert unread(f"  - {{{line}}}\n") == []


def test_marks_of_a_question_that_has_changed_since_count_as_unread() -> None:
    (said,) = unread(entry("real", "real", "0123abcd"))
    assert said.startswith("`data-empty-income` was marked for `hub/j5` and has changed since. Read it twice")


def test_a_pair_of_a_question_that_does_not_name_the_topic_is_taken_out() -> None:
    other = entry("real", "real").replace("data-empty-income", "data-late-labels")
    said = [fault.message for fault in check_bank(with_pairs(entry("real", "real"), other)).faults]
    assert "`data-late-labels` doesn't name `hub/j5`, or the pair stands here twice." in said
    twice = entry("real", "real")
    said = [fault.message for fault in check_bank(with_pairs(twice, twice)).faults]
    assert "`data-empty-income` doesn't name `hub/j5`, or the pair stands here twice." in said


def test_a_reading_changes_with_what_is_asked_and_tested_and_not_with_the_answers() -> None:
    one = small().question("data-empty-income")
    assert reading(one.model_copy(update={"strong": "Something else."})) == reading(one)
    for name in ("prompt", "tests"):
        assert reading(one.model_copy(update={name: "Something else."})) != reading(one)


def pairs(*marks: tuple[Mark, Mark]) -> list[Pair]:
    return [Pair(topic="hub/j5", question="data-a", reading="0", marks=both) for both in marks]


def test_agreement_is_what_chance_does_not_bring() -> None:
    real, nominal = Mark.REAL, Mark.NOMINAL
    # Cohen's own arithmetic on a table of 40, 10, 5, 45: observed 0.85, by chance 0.5.
    marks = [(real, real)] * 40 + [(real, nominal)] * 10 + [(nominal, real)] * 5 + [(nominal, nominal)] * 45
    found = agreement(pairs(*marks))
    assert (found.pairs, found.same) == (100, 85)
    assert found.kappa == pytest.approx((0.85 - 0.5) / 0.5)
    assert agreement(pairs((real, real))).kappa is None
    assert agreement([]).same == 0


def test_every_topic_of_our_bank_is_served_by_a_question_that_both_readings_call_real() -> None:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    assert unserved(parsed) == []
    found = agreement(parsed.pairs)
    assert found.pairs >= 280
    assert found.kappa is not None
    assert found.kappa > 0.6
