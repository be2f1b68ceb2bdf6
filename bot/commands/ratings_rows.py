"""A file of ratings cut into rows: text, delimiter, header, and what can't be a row."""

import csv
import io
from typing import TYPE_CHECKING

from bot.commands.ratings_faults import BadRatings, Fault, Rows, listed
from bot.domain import csv_text

if TYPE_CHECKING:
    import _csv

COLUMNS = ("candidate", "panelist", "item", "competency", "score", "opening")
NEEDED = ("candidate", "panelist", "score")
_NAME = 40
_NAMES = 12


def rows_of(data: bytes) -> tuple[Rows, list[Fault]]:
    """All rows, and a fault for each that isn't one. Raises BadRatings where nothing can be read."""
    text = _decoded(data)
    if not text.strip():
        raise BadRatings([Fault(0, f"The file is empty. It needs the columns {listed(NEEDED)}.")])
    delimiter = csv_text.delimiter(text)
    rows = Rows(delimiter != ",", [], {name: [] for name in COLUMNS})
    return rows, _fill(rows, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def _decoded(data: bytes) -> str:
    """The text. Of a file that isn't text nothing is said but that."""
    try:
        return csv_text.decoded(data, "ratings")
    except csv_text.NotText as error:
        raise BadRatings([Fault(error.line, error.why)]) from None


def _fill(rows: Rows, reader: "_csv.Reader") -> list[Fault]:
    faults: list[Fault] = []
    where: list[int | None] = []
    width, line = 0, 1
    values = list(rows.values.values())
    try:
        for fields in reader:
            start, line = line, reader.line_num + 1
            if not any(field.strip() for field in fields):
                continue
            if not where:
                where, width = _header(fields, start), len(fields)
            elif len(fields) != width:
                faults.append(Fault(start, f"{len(fields)} fields where the header has {width}"))
            else:
                rows.lines.append(start)
                for value, at in zip(values, where, strict=True):
                    value.append("" if at is None else fields[at].strip())
    except csv.Error as error:
        faults.append(Fault(max(line, reader.line_num), f"not CSV: {error}"))
    return faults


def _header(fields: list[str], line: int) -> list[int | None]:
    """Where each of our columns is."""
    names = [field.strip().casefold() for field in fields]
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise BadRatings([Fault(line, f"the column {listed(twice)} is there twice")])
    absent = [name for name in NEEDED if name not in names]
    if absent:
        columns = "columns" if len(absent) > 1 else "column"
        there = "" if len(absent) == len(NEEDED) else f"; it has {_echoed(fields)}"
        raise BadRatings([Fault(line, f"the header has no {columns} {listed(absent)}{there}")])
    return [names.index(name) if name in names else None for name in COLUMNS]


def _echoed(fields: list[str]) -> str:
    """The header's names, as far as they are readable."""
    names = [field.strip()[:_NAME] for field in fields[:_NAMES]]
    return listed(names) if len(fields) <= _NAMES else f"{', '.join(names)} and more"
