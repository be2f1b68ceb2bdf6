"""The question bank of a running process: read when it is first asked for, and anew when its files change.

Every process looks at the files by itself, so nothing has to be sent to any of them. Files that are being
written are left alone until they have rested. A bank that fails its check never replaces the one in use.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.domain.errors import FairloopError
from bot.domain.questions import Bank, Fault, parse_bank, replace_bank
from bot.domain.questions.models import digest
from bot.ground.lanes import Job
from bot.ground.logs import wordless
from bot.ground.resources import resource_path

log = logging.getLogger(__name__)

RESTS = 1.0
"""Seconds without a change after which files are read: a checkout writes several, an editor one in steps."""
RETRY = 5.0
"""Seconds until news that could not be told is told again."""

FilesState = tuple[tuple[str, int, int, int], ...]


class FaultyBank(FairloopError):
    """There is no bank to use: what was read first is faulty. `faults` says what to mend."""

    def __init__(self, folder: Path, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            f"The questions can't be read: {len(faults)} to mend, the first in {faults[0].file}, "
            f"line {faults[0].line}. The hiring leads have the list."
        )
        self.folder = folder
        self.faults = faults

    def __str__(self) -> str:
        lines = "\n".join(str(fault) for fault in self.faults)
        return f"The question bank in {self.folder} is faulty:\n{lines}"


@dataclass(frozen=True)
class Reading:
    """What came of reading the files: faults, or none where the bank was taken. `version` is that of the texts."""

    version: str
    faults: tuple[Fault, ...] = ()


class BankShelf:
    """Calling it gives the bank in use; `look` reads the files anew where they changed.

    `folder` is that of the setting; None is the bank that comes with Fairloop. `seconds` is a monotonic clock.
    """

    def __init__(self, folder: Path | None = None, seconds: Callable[[], float] = time.monotonic) -> None:
        self._given = folder
        self._seconds = seconds
        self._at_work = threading.Lock()
        self._bank: Bank | None = None
        self._read_from: FilesState | None = None
        self._seen: tuple[FilesState, float] | None = None
        self._looked = float("-inf")
        self.reading: Reading | None = None

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._given if self._given is not None else resource_path("question_sets")

    def __call__(self) -> Bank:
        """The bank in use, without waiting for files: a change is read in the background.

        Only the first call reads by itself. Raises FaultyBank where there was never a good bank.
        """
        if self._bank is None:
            with self._at_work:
                state = files_state(self.folder)
                if self._bank is None and state != self._read_from:
                    self._read(state)
        elif self._is_time(RESTS):
            threading.Thread(target=self._look_safely, name="bank", daemon=True).start()
        if self._bank is None:
            raise FaultyBank(self.folder, self.reading.faults if self.reading else ())
        return self._bank

    def look(self) -> None:
        """Read the files if they changed and have rested since, or were never read. Cheap to call often."""
        if not self._is_time(RESTS / 4) or not self._at_work.acquire(blocking=False):
            return
        try:
            self._looked = self._seconds()
            state = files_state(self.folder)
            if self._read_from is None or (state != self._read_from and self._rested(state)):
                self._read(state)
        finally:
            self._at_work.release()

    def _look_safely(self) -> None:
        try:
            self.look()
        except Exception as error:  # noqa: BLE001 (the bank in use stays, and the next look tries again)
            log.error("can't look at the question files", extra=wordless(error))

    def _is_time(self, apart: float) -> bool:
        return self._seconds() - self._looked >= apart

    def _rested(self, state: FilesState) -> bool:
        if self._seen is None or self._seen[0] != state:
            self._seen = (state, self._seconds())
            return False
        return self._seconds() - self._seen[1] >= RESTS

    def _read(self, state: FilesState) -> None:
        files, unreadable = read_files(self.folder)
        if self._bank is not None and files_state(self.folder) != state:
            return
        faults = unreadable
        if not unreadable:
            self._bank, faults = self._taken(files)
        self._read_from = state
        self.reading = Reading(_version(files, faults), tuple(sorted(faults)))
        for fault in self.reading.faults:
            log.error("question files: %s", fault)

    def _taken(self, files: Mapping[str, str]) -> tuple[Bank | None, list[Fault]]:
        if self._bank is not None:
            return replace_bank(self._bank, files)
        parsed = _parsed(tuple(sorted(files.items())))
        return (parsed, []) if isinstance(parsed, Bank) else (None, list(parsed))


class BankWatch:
    """Looks at the shelf for the worker, and has each reading of the files told once by this process."""

    def __init__(
        self,
        shelf: BankShelf,
        tell: Callable[[Reading], None],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shelf = shelf
        self._tell = tell
        self._seconds = seconds
        self._told: Reading | None = None
        self._again_at = float("-inf")

    def take(self) -> Job | None:
        """Look, and a job that tells what came of it where that is news."""
        self._shelf.look()
        reading = self._shelf.reading
        if reading is None or reading == self._told or self._seconds() < self._again_at:
            return None
        return lambda: self._tell_now(reading)

    def _tell_now(self, reading: Reading) -> None:
        self._again_at = self._seconds() + RETRY
        self._tell(reading)
        self._told, self._again_at = reading, float("-inf")


def files_state(folder: Path) -> FilesState:
    """What changes when a file is written, replaced, added or removed; empty where there is no folder."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            known = path.stat()
        except FileNotFoundError:
            continue
        found.append((path.as_posix(), known.st_mtime_ns, known.st_size, known.st_ino))
    return tuple(found)


def read_files(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """The texts of a bank by path relative to `folder`, and a fault for each file that can't be read."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            texts[name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            faults.append(Fault(name, line, "This isn't UTF-8.", "Save the file as UTF-8."))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            faults.append(Fault(name, 1, f"It can't be read: {reason}.", "Let Fairloop read the file."))
    return texts, faults


@lru_cache(maxsize=4)
def _parsed(files: tuple[tuple[str, str], ...]) -> Bank | tuple[Fault, ...]:
    """Reading takes a good half second, so what one process reads twice is read once."""
    parsed = parse_bank(dict(files))
    return parsed if isinstance(parsed, Bank) else tuple(parsed)


def _version(files: Mapping[str, str], faults: list[Fault]) -> str:
    return digest([sorted(files.items()), [str(fault) for fault in sorted(faults)]])
