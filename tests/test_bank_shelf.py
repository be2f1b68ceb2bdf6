"""The bank of a running process: read once, anew when its files change, never replaced by a faulty one."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from bot.cli import app
from bot.process.shelf import BankShelf, BankWatch, FaultyBank, Reading
from tests.small_bank import QUESTIONS, SET, small_bank

LOOK = 5.0
"""Seconds between two looks in these tests: longer than files have to rest."""


class Clock:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Shelf(BankShelf):
    """A shelf in a folder of its own, with the clock that it goes by."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        super().__init__(folder, self.clock)

    def look_after(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.look()

    def look_twice(self) -> None:
        """Once to see the change, and once to see that nothing has changed since."""
        self.look_after(LOOK)
        self.look_after(LOOK)


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, small_bank())
    return tmp_path


def reworded(words: str) -> str:
    return QUESTIONS.replace("Income is empty in a third of all loan applications.", words)


def broken(by: str = "minutes: 10") -> str:
    return QUESTIONS.replace(by, "minutes: ten")


def prompt(shelf: BankShelf) -> str:
    return shelf().question("data-empty-income").prompt


def test_the_bank_of_the_folder_is_read_when_it_is_first_asked_for(folder: Path) -> None:
    shelf = Shelf(folder)
    assert [one.key for one in shelf().sets] == ["engineer"]
    assert shelf.reading is not None
    assert shelf.reading.faults == ()


def test_a_change_is_taken_once_the_files_have_rested(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf()
    write(folder, {"questions/data.yaml": reworded("Half of all incomes are missing.")})
    shelf.look_after(LOOK)
    assert shelf() is before
    shelf.look_after(0.5)
    assert shelf() is before
    shelf.look_after(LOOK)
    assert prompt(shelf).startswith("Half of all incomes")


def test_files_that_are_still_being_written_are_left_alone(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf()
    for step in range(4):
        write(folder, {"questions/data.yaml": reworded(f"Step {step}, half {'x' * step}")})
        shelf.look_after(LOOK)
        assert shelf() is before
    shelf.look_after(LOOK)
    assert prompt(shelf).startswith("Step 3")


def test_files_that_stay_as_they_are_are_read_once(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf()
    shelf.look_twice()
    assert shelf() is before


def test_a_faulty_version_never_replaces_the_bank_and_says_what_to_mend(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf()
    write(folder, {"questions/data.yaml": broken()})
    shelf.look_twice()
    assert shelf() is before
    assert shelf.reading is not None
    (fault,) = shelf.reading.faults
    assert (fault.file, fault.line) == ("questions/data.yaml", 12)
    assert fault.mend
    write(folder, {"questions/data.yaml": reworded("Half of all incomes are missing.")})
    shelf.look_twice()
    assert shelf.reading.faults == ()
    assert prompt(shelf).startswith("Half of all incomes")


def test_a_file_that_is_not_utf_8_is_named_with_its_line(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf()
    (folder / "questions/data.yaml").write_bytes(
        QUESTIONS.replace("Why not", "Why n\u00f6t").encode("latin-1")
    )
    shelf.look_twice()
    assert shelf() is before
    assert shelf.reading is not None
    (fault,) = shelf.reading.faults
    assert fault.file == "questions/data.yaml"
    assert fault.line == QUESTIONS[: QUESTIONS.index("Why not")].count("\n") + 1
    assert "UTF-8" in fault.mend


def test_a_folder_that_vanishes_leaves_the_bank_in_use(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf()
    folder.rename(folder.with_name("elsewhere"))
    shelf.look_twice()
    assert shelf() is before
    assert shelf.reading is not None
    assert shelf.reading.faults


def test_a_first_bank_that_is_faulty_is_refused_until_it_is_mended(folder: Path) -> None:
    write(folder, {"questions/data.yaml": broken()})
    shelf = Shelf(folder)
    with pytest.raises(FaultyBank) as refused:
        shelf()
    assert "questions/data.yaml:12: error" in str(refused.value)
    assert "questions/data.yaml, line 12" in refused.value.text
    write(folder, {"questions/data.yaml": QUESTIONS})
    assert prompt(shelf).startswith("Income")


def test_each_reading_is_told_once_and_one_that_could_not_be_told_again(folder: Path) -> None:
    shelf, told = Shelf(folder), list[Reading]()
    refuse = [True]

    def tell(reading: Reading) -> None:
        if refuse.pop() if refuse else False:
            raise ConnectionError
        told.append(reading)

    watch = BankWatch(shelf, tell, shelf.clock)
    job = watch.take()
    assert job is not None
    with pytest.raises(ConnectionError):
        job()
    assert watch.take() is None
    shelf.clock.seconds += LOOK
    job = watch.take()
    assert job is not None
    job()
    assert [reading.faults for reading in told] == [()]
    shelf.clock.seconds += LOOK
    assert watch.take() is None
    write(folder, {"questions/data.yaml": broken()})
    shelf.clock.seconds += LOOK
    assert watch.take() is None
    shelf.clock.seconds += LOOK
    job = watch.take()
    assert job is not None
    job()
    assert [len(reading.faults) for reading in told] == [0, 1]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of a worker and a web process, with the bank in `folder`."""
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    given = {
        "BOT_TOKEN": "xoxb-1-2-abc",
        "SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "HASH_KEY": "x" * 43,
        "DATABASE_URL": "sqlite:///fairloop.db",
        "QUESTION_SETS": str(folder),
    }
    for name, value in given.items():
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    assert CliRunner().invoke(app, ["migrate"]).exit_code == 0
    return folder


@pytest.mark.parametrize("process", ["web", "worker"])
def test_a_process_does_not_start_with_a_faulty_bank(settings: Path, process: str) -> None:
    write(settings, {"questions/data.yaml": broken()})
    result = CliRunner().invoke(app, [process])
    assert result.exit_code == 1
    assert "questions/data.yaml:12: error" in result.output
    assert "fairloop questions check" in result.output


def test_the_question_commands_look_into_the_folder_of_the_setting(settings: Path) -> None:
    result = CliRunner().invoke(app, ["questions", "list"])
    assert re.findall(r"^data-\S+", result.output, re.M) == ["data-empty-income", "data-late-labels"]


def test_a_folder_that_is_not_there_is_a_malformed_setting(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRLOOP_QUESTION_SETS", str(settings / "none"))
    result = CliRunner().invoke(app, ["worker"])
    assert result.exit_code == 2
    assert "FAIRLOOP_QUESTION_SETS is malformed: expected a folder" in result.output


def test_the_small_set_weighs_in_whole_numbers(folder: Path) -> None:
    write(folder, {"sets/engineer.yaml": SET.replace("weight: 6", "weight: 1.5")})
    with pytest.raises(FaultyBank) as refused:
        Shelf(folder)()
    assert [(fault.file, fault.line) for fault in refused.value.faults] == [("sets/engineer.yaml", 4)]
