"""Versions, lookups and schemas of the bank's models."""

import json
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import ValidationError

from bot.domain.questions import Bank, Level, NotInBank, Question, parse_bank
from bot.domain.questions.schema import json_schemas
from tests.small_bank import small_bank


def bank(**replaced: str) -> Bank:
    parsed = parse_bank(small_bank(**replaced))
    assert isinstance(parsed, Bank), parsed
    return parsed


def question() -> Question:
    return bank().question("data-empty-income")


@pytest.mark.parametrize("field", ["prompt", "short", "tests", "weak", "solid", "strong"])
def test_a_version_changes_with_every_text(field: str) -> None:
    assert question().model_copy(update={field: "Other words."}).version != question().version


def test_a_copy_with_other_words_has_a_version_of_its_own_even_when_the_first_was_asked_for() -> None:
    first = question()
    assert first.version
    assert first.model_copy(update={"prompt": "Other words."}).version != first.version


def test_a_version_stays_when_only_marks_change() -> None:
    marked = question().model_copy(update={"prep": True, "core": True, "sources": ()})
    assert marked.version == question().version


def test_a_version_is_the_same_in_every_process() -> None:
    assert len(question().version) == 12
    assert question().version == bank().question("data-empty-income").version
    assert Question.model_validate_json(question().model_dump_json()).version == question().version


def test_a_question_stored_under_other_limits_still_loads() -> None:
    long = question().model_copy(update={"prompt": "word " * 200})
    assert Question.model_validate_json(long.model_dump_json()).prompt.startswith("word word")


def test_nothing_in_a_question_can_be_changed() -> None:
    with pytest.raises(ValidationError):
        question().prompt = "Other words."  # type: ignore[misc]


def test_the_bank_changes_its_version_with_a_question() -> None:
    files = small_bank()
    changed = files["questions/data.yaml"].replace("Fills in the mean at once.", "Fills in the mean.")
    assert bank(**{"questions/data.yaml": changed}).version != bank().version


def test_questions_are_found_by_everything_at_once() -> None:
    held = bank()
    assert [q.id for q in held.questions(level=Level.MID)] == ["data-empty-income"]
    assert [q.id for q in held.questions("data", "senior", "concept", prep=True)] == ["data-late-labels"]
    assert [q.id for q in held.questions(source="hub/j5", prep=False)] == ["data-empty-income"]
    assert held.questions(competency="mlops") == ()
    assert len(held.questions()) == 2


def test_what_the_bank_does_not_hold_is_said_by_name() -> None:
    held = bank()
    with pytest.raises(NotInBank, match="no question `data-gone`"):
        held.question("data-gone")
    with pytest.raises(NotInBank, match="no question set `pilot`; there are engineer"):
        held.set("pilot")
    with pytest.raises(NotInBank, match="no competency `flying`; there are data"):
        held.competency("flying")


def test_levels_stand_for_years() -> None:
    assert [level.years for level in Level] == ["0-2 years", "2-5 years", "5+ years"]


SCHEMA_OF = {
    "rubric.yaml": "rubric.json",
    "sets/engineer.yaml": "set.json",
    "questions/data.yaml": "questions.json",
    "topics.yaml": "topics.json",
    "prep.yaml": "prep.json",
    "practices.yaml": "practices.json",
}


def faults_of_schema(file: str, text: str) -> list[str]:
    schema: dict[str, Any] = json.loads(json_schemas()[SCHEMA_OF[file]])
    jsonschema.Draft202012Validator.check_schema(schema)
    return [
        fault.message for fault in jsonschema.Draft202012Validator(schema).iter_errors(yaml.safe_load(text))
    ]


@pytest.mark.parametrize("file", SCHEMA_OF)
def test_a_schema_lets_a_right_file_pass(file: str) -> None:
    assert faults_of_schema(file, small_bank()[file]) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: scenario", "kind: quiz", "'quiz' is not one of"),
        ("    tests: Whether they ask", "    test: Whether they ask", "'tests' is a required property"),
        ("Drops the rows", "y" * 61, "is too long"),
        ("minutes: 10", "minutes: ten", "'ten' is not of type 'integer'"),
    ],
)
def test_a_schema_shows_faults_in_an_editor(old: str, new: str, said: str) -> None:
    text = small_bank()["questions/data.yaml"].replace(old, new)
    assert any(said in fault for fault in faults_of_schema("questions/data.yaml", text))
