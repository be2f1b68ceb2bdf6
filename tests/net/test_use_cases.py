"""What each use case leaves behind is what the table says: letters, due rows, records, rows, and the screens."""

import logging
from collections.abc import Iterator

import pytest

from tests.net import door, table
from tests.net.cases import CASES
from tests.net.town import Town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


@pytest.mark.long
@pytest.mark.parametrize("chapter", list(table.CHAPTERS))
def test_every_use_case_leaves_what_the_table_says(
    chapter: str, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    known, screens = table.kept_table(), table.kept_screens()
    cases = table.chapter(chapter)
    played = table.table(cases, town)
    apart = [said for name, one in played.items() if (said := table.difference(name, one, known, screens))]
    assert not apart, "\n".join(["python -m tests.net.table --renew writes it anew", *apart])
    assert all(
        case.use in one.used or case.use in door.BY_WIRING
        for case, one in zip(cases, played.values(), strict=True)
    )


def test_every_heading_is_one_case_and_every_block_of_the_table_has_its_case() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert set(names) == set(table.kept_table())


def test_every_function_of_the_services_that_a_person_or_the_clock_calls_is_behind_the_door() -> None:
    assert door.asked_with_a_context() == {*door.USE_CASES.values(), *door.READINGS}


def test_every_use_case_has_a_case() -> None:
    assert {case.use for case in CASES} == {*door.USE_CASES, *door.BY_WIRING}


@pytest.mark.parametrize("kind", sorted(door.LETTER_KINDS))
def test_every_kind_of_letter_is_in_the_table(kind: str) -> None:
    lines = [line.split() for block in table.kept_table().values() for line in block]
    assert any(line[:1] == ["letter"] and line[2:3] == [kind] for line in lines)


@pytest.mark.parametrize("kind", sorted(door.DUE_KINDS))
def test_every_kind_of_due_row_is_begun_and_done_in_the_table(kind: str) -> None:
    lines = [line for block in table.kept_table().values() for line in block]
    due = [line for line in lines if line.startswith(f"due     {kind} of ")]
    assert any(", at " in line for line in due)
    if kind in door.GONE_WHEN_DONE:
        own = (
            block for name, block in table.kept_table().items() if name.startswith(f"{door.BY_CLOCK[kind]}: ")
        )
        gone = [line for block in own for line in block if line.startswith(f"due     {kind}:")]
        assert any(line.endswith(": deleted") for line in gone)
    else:
        assert any("waiting → done" in line for line in due)


def test_every_screen_of_the_table_is_kept_and_no_other() -> None:
    lines = [line for block in table.kept_table().values() for line in block]
    shown = {line.rpartition(" #")[2] for line in lines if line.startswith("screen  ")}
    assert shown == set(table.kept_screens())
