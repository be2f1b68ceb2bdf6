"""A file of ratings cut into rows: text, delimiter, header, and what can't be a row."""

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from bot.commands.ratings_faults import BadRatings, Fault, Rows, listed

if TYPE_CHECKING:
    import _csv

COLUMNS = ("candidate", "panelist", "item", "competency", "score", "opening")
NEEDED = ("candidate", "panelist", "score")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NOT_TEXT = "The file is not text. Export the ratings as CSV in UTF-8."
_NAME = 40
_NAMES = 12


def rows_of(data: bytes) -> tuple[Rows, list[Fault]]:
    """All rows, and a fault for each that isn't one. Raises BadRatings where nothing can be read."""
    text = _decoded(data)
    if not text.strip():
        raise BadRatings([Fault(0, f"The file is empty. It needs the columns {listed(NEEDED)}.")])
    delimiter = _delimiter(text)
    rows = Rows(delimiter != ",", [], {name: [] for name in COLUMNS})
    return rows, _fill(rows, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def _decoded(data: bytes) -> str:
    """The text. Of a file that isn't text nothing is said but that."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding, kind = ("utf-16", "UTF-16") if utf16 else ("utf-8-sig", "UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096] and not utf16:
            raise BadRatings([Fault(0, _NOT_TEXT)]) from None
        line = data.count(b"\n", 0, error.start) + 1
        why = f"this is not {kind} text; save the file as CSV in UTF-8"
        raise BadRatings([Fault(line, why)]) from None
    if _NO_TEXT.search(text):
        raise BadRatings([Fault(0, _NOT_TEXT)])
    return text


def _delimiter(text: str) -> str:
    head = next(line for line in text.splitlines() if line.strip())
    return max(",;\t", key=head.count)


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
