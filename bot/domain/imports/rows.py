"""A CSV file cut into lines under a header, and what can't be one."""

import csv
import io
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from bot.domain import csv_text

Value = TypeVar("Value")
MOST_LINES = 5_000
"""So many are read in seconds and written in one transaction."""


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong and what to do. Lines count from 1, 0 is the file as a whole; `column` is "" for a whole line."""

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.column) if part)
        return f"{place}: {self.why}" if place else self.why


class BadFile(ValueError):
    """A file that can't be taken as it is, with all its faults in the order of their lines."""

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True)
class Line:
    """A row of the file: its number, and what stands in each column; "" where nothing does."""

    number: int
    values: Mapping[str, str]

    def fault(self, column: str, why: str) -> Fault:
        """A fault in one column of this row."""
        return Fault(self.number, column, why)


@dataclass(frozen=True)
class Table:
    """The rows of a file under the names of its columns, and a fault for each line that isn't one."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def table(data: bytes, what: str, known: Mapping[str, str], needed: Collection[str]) -> Table:
    """The file's rows. `known` are columns as they may be written, in lower case, each with the one that it means.

    Kind to what spreadsheets write: a byte order mark, UTF-16, semicolons or tabs, blank lines, columns in any order.
    Raises BadFile where nothing can be read.
    """
    try:
        text = unicodedata.normalize("NFC", csv_text.decoded(data, what))
    except csv_text.NotText as error:
        raise BadFile([Fault(error.line, "", error.why)]) from None
    if not text.strip():
        raise BadFile([Fault(0, "", f"The file is empty. It needs a header with {_listed(needed)}.")])
    records, faults = _records(text)
    number, head = records[0]
    columns = _columns(number, head, known, needed)
    if len(records) - 1 > MOST_LINES:
        many = f"The file has {len(records) - 1:,} rows. Split it into files of at most {MOST_LINES:,}."
        raise BadFile([Fault(0, "", many)])
    if len(records) == 1 and not faults:
        raise BadFile([Fault(0, "", "There is a header and no row under it.")])
    lines = []
    for number, fields in records[1:]:
        if len(fields) != len(columns):
            why = f"{len(fields)} fields where the header has {len(columns)}; put quotes around a field with a comma"
            faults.append(Fault(number, "", why))
        else:
            lines.append(
                Line(number, {name: field.strip() for name, field in zip(columns, fields, strict=True)})
            )
    return Table(columns, tuple(lines), tuple(faults))


def _records(text: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Every line that isn't blank, with its number; read until the CSV itself is broken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=csv_text.delimiter(text), strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                found.append((start, fields))
            start = reader.line_num + 1
    except csv.Error as error:
        fault = Fault(start, "", f"not CSV from here on ({error}); close its quotation marks")
        if not found:
            raise BadFile([fault]) from None
        return found, [fault]
    return found, []


def _columns(
    number: int, head: list[str], known: Mapping[str, str], needed: Collection[str]
) -> tuple[str, ...]:
    faults = []
    names: list[str] = []
    for field in head:
        written = field.strip()
        name = known.get(written.casefold())
        if name is None:
            faults.append(Fault(number, written, f"no such column{meant(written, known)}"))
        elif name in names:
            faults.append(Fault(number, written, "the column is there twice; keep one"))
        names.append(name or written)
    missing = [name for name in needed if name not in names]
    if missing:
        faults.append(Fault(number, "", f"the header has no {_listed(missing)}; add it"))
    if faults:
        raise BadFile(faults)
    return tuple(names)


def meant(written: str, known: Collection[str]) -> str:
    """Which of these was probably meant, as the end of a sentence; else to leave it out."""
    near = get_close_matches(written.casefold(), known, 1, 0.7)
    return f"; is it “{near[0]}”?" if near else "; rename it or take it out"


def twice(first: dict[str, int], key: str, line: Line, column: str, what: str) -> list[Fault]:
    """A fault where this key was on an earlier line, which `first` remembers."""
    seen = first.setdefault(key, line.number)
    return [] if seen == line.number else [line.fault(column, f"{what} is on line {seen} already; keep one")]


def read(line: Line, column: str, meaning: Callable[[str], Value], faults: list[Fault]) -> Value | None:
    """What a field means, None where it is empty or wrong. `meaning` raises ValueError with what to do."""
    written = line.values.get(column, "")
    if not written:
        return None
    try:
        return meaning(written)
    except ValueError as error:
        faults.append(line.fault(column, str(error)))
        return None


def _listed(names: Collection[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
