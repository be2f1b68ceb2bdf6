"""Broken files, one fault each: the check says what is wrong, on its line, and how to mend it."""

import pytest

from bot.domain.questions import Bank, Fault, check_bank, parse_bank, replace_bank
from tests.domain.broken_questions import BROKEN, QUESTIONS, Broken
from tests.domain.warned_questions import WARNED
from tests.small_bank import small_bank


def broken(case: Broken) -> dict[str, str]:
    files = small_bank()
    assert files[case.file].count(case.old) == 1, f"{case.old!r} must be there once"
    return {**files, case.file: files[case.file].replace(case.old, case.new)}


def found(case: Broken) -> list[Fault]:
    faults = check_bank(broken(case)).faults
    return [f for f in faults if f.message.startswith(case.message) and f.warning == case.warning]


def test_the_small_bank_is_right_before_it_is_broken() -> None:
    assert isinstance(parse_bank(small_bank()), Bank)


@pytest.mark.parametrize("case", [*BROKEN, *WARNED], ids=lambda case: case.name)
def test_a_broken_file_is_reported_on_its_line_with_a_way_to_mend_it(case: Broken) -> None:
    faults = found(case)
    assert faults, "\n".join(map(str, check_bank(broken(case)).faults))
    assert {(fault.file, fault.line) for fault in faults} == {case.place}
    assert all(case.mend in fault.mend for fault in faults)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_an_error_keeps_the_bank_from_loading_and_the_loaded_one_stays(case: Broken) -> None:
    current = parse_bank(small_bank())
    assert isinstance(current, Bank)
    kept, faults = replace_bank(current, broken(case))
    assert kept is current
    assert faults
    assert not any(fault.warning for fault in faults)


@pytest.mark.parametrize("case", [*BROKEN, *WARNED], ids=lambda case: case.name)
def test_loading_finds_every_error_that_the_check_finds(case: Broken) -> None:
    parsed = parse_bank(broken(case))
    assert ([] if isinstance(parsed, Bank) else parsed) == check_bank(broken(case)).errors


@pytest.mark.parametrize("case", WARNED, ids=lambda case: case.name)
def test_a_warning_lets_the_bank_load(case: Broken) -> None:
    assert isinstance(parse_bank(broken(case)), Bank)


def test_at_least_thirty_files_are_broken_each_in_its_own_way() -> None:
    assert len({case.name for case in BROKEN}) == len(BROKEN) >= 30


def test_one_faulty_question_does_not_hide_the_faults_of_the_others() -> None:
    files = small_bank()
    text = files[QUESTIONS].replace("kind: scenario", "kind: quiz")
    text = text.replace("- id: data-late", "- id: mlops-late")
    messages = [fault.message for fault in check_bank({**files, QUESTIONS: text}).errors]
    assert messages == [
        "`kind` can't be `quiz`.",
        "The id `mlops-late-labels` doesn't begin with its competency, `data-`.",
    ]


def test_a_file_that_is_nested_without_end_is_refused() -> None:
    for nested in ("[" * 100_000, "[\n" * 100_000, "[" * 30 + "]" * 30, "- " * 5_000):
        faults = check_bank({**small_bank(), "prep.yaml": f"tips:\n{nested}"}).errors
        assert [fault.file for fault in faults] == ["prep.yaml"]
    assert str(faults[0]) == (
        "prep.yaml:2: error: Too many brackets or levels inside each other. Close them."
    )


def test_an_empty_file_and_a_file_that_a_bank_does_not_have_are_named() -> None:
    faults = check_bank(
        {**small_bank(), "prep.yaml": "# nothing yet\n", "set/engineer.yaml": "key: x"}
    ).faults
    said = {fault.file: fault.message for fault in faults if fault.line == 1}
    assert said == {"prep.yaml": "The file is empty.", "set/engineer.yaml": "A bank has no such file."}


def test_a_bank_without_its_parts_says_which_are_missing() -> None:
    messages = [fault.message for fault in check_bank({}).errors]
    assert sorted(messages) == [
        "The bank has no questions.",
        "The bank has no rubric.yaml.",
        "The bank has no set.",
    ]


def test_a_competency_that_no_set_looks_for_is_pointed_out() -> None:
    files = small_bank()
    lonely = files[QUESTIONS].replace("data-", "ethics-").replace("key: data", "key: ethics")
    faults = check_bank({**files, "questions/ethics.yaml": lonely}).warnings
    said = [(fault.file, fault.line) for fault in faults if fault.message.startswith("No set looks for")]
    assert said == [("questions/ethics.yaml", 2)]
