"""The file of ratings that `fairloop calibrate` reads: candidate, panelist, item, competency, score.

`item` and `competency` may be empty or absent. Kind to what spreadsheets write: a byte order mark, UTF-16, Windows
line ends, semicolons or tabs (then with decimal commas), blank lines, other columns, and columns in any order.
"""

import codecs
import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.calibration import Table, from_columns

COLUMNS = ("candidate", "panelist", "item", "competency", "score")
NEEDED = ("candidate", "panelist", "score")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that can't be read, and why. Lines count from 1; 0 is the file as a whole."""

    line: int
    why: str


class BadRatings(ValueError):
    """A file of ratings that can't be read, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"line {f.line}: {f.why}" if f.line else f.why for f in faults))
        self.faults = faults


@dataclass(frozen=True)
class RatingsFile:
    """What a file holds. `not_assessed` rows have no score, and are left out."""

    table: Table
    not_assessed: int


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    candidate: str
    panelist: str
    item: str
    competency: str
    score: str

    @property
    def about(self) -> tuple[str, str, str]:
        return self.candidate, self.panelist, self.item


def read_ratings(data: bytes, scale: tuple[float, float]) -> RatingsFile:
    """Read a whole file. Raises BadRatings with every fault in it."""
    text = _decoded(data)
    if not text.strip():
        raise BadRatings([Fault(0, f"The file is empty. It needs the columns {_listed(NEEDED)}.")])
    delimiter = _delimiter(text)
    faults: list[Fault] = []
    rows = list(_rows(text, delimiter, faults))
    scores = [_score(row, scale, delimiter != ",", faults) for row in rows]
    faults.extend(_missing(rows))
    faults.extend(_duplicates(rows))
    if faults:
        raise BadRatings(sorted(faults, key=lambda fault: fault.line))
    kept = [(row, score) for row, score in zip(rows, scores, strict=True) if score is not None]
    if not kept:
        why = "no row has a score" if rows else "there is a header and no rating under it"
        raise BadRatings([Fault(0, f"There is nothing to calibrate: {why}.")])
    table = from_columns(
        [row.candidate for row, _ in kept],
        [row.panelist for row, _ in kept],
        [score for _, score in kept],
        [row.item for row, _ in kept],
        [row.competency for row, _ in kept],
    )
    return RatingsFile(table, len(rows) - len(kept))


def write_ratings(table: Table) -> str:
    """A table as such a file: what `read_ratings` reads back the same."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    codes = zip(table.candidate, table.panelist, table.item, table.competency, table.score, strict=True)
    for candidate, panelist, item, competency, score in codes:
        named = table.competencies[competency] if competency >= 0 else ""
        ids = table.candidates[candidate], table.panelists[panelist], table.items[item], named
        writer.writerow([*ids, repr(float(score)).removesuffix(".0")])
    return out.getvalue()


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding, kind = "utf-16", "UTF-16"
    else:
        encoding, kind = "utf-8-sig", "UTF-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"this is not {kind} text; save the file as CSV in UTF-8"
        raise BadRatings([Fault(line, why)]) from None


def _delimiter(text: str) -> str:
    head = next(line for line in text.splitlines() if line.strip())
    return max(",;\t", key=head.count)


def _rows(text: str, delimiter: str, faults: list[Fault]) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    where: dict[str, int] | None = None
    width, line = 0, 1
    try:
        for fields in reader:
            start, line = line, reader.line_num + 1
            if not any(field.strip() for field in fields):
                continue
            if where is None:
                where, width = _header(fields, start), len(fields)
            elif len(fields) != width:
                faults.append(Fault(start, f"{len(fields)} fields where the header has {width}"))
            else:
                values = [fields[where[name]].strip() if name in where else "" for name in COLUMNS]
                yield _Row(start, *values)
    except csv.Error as error:
        faults.append(Fault(max(line, reader.line_num), f"not CSV: {error}"))


def _header(fields: list[str], line: int) -> dict[str, int]:
    names = [field.strip().casefold() for field in fields]
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise BadRatings([Fault(line, f"the column {_listed(twice)} is there twice")])
    absent = [name for name in NEEDED if name not in names]
    if absent:
        there = _listed([field.strip() for field in fields])
        columns = "columns" if len(absent) > 1 else "column"
        raise BadRatings([Fault(line, f"the header has no {columns} {_listed(absent)}; it has {there}")])
    return {name: names.index(name) for name in COLUMNS if name in names}


def _score(row: _Row, scale: tuple[float, float], decimal_comma: bool, faults: list[Fault]) -> float | None:
    text = row.score.replace(",", ".") if decimal_comma else row.score
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        faults.append(Fault(row.line, f"the score {row.score!r} is not a number"))
        return None
    if not scale[0] <= float(text) <= scale[1]:
        faults.append(
            Fault(row.line, f"the score {row.score} is outside the scale {scale[0]:g} to {scale[1]:g}")
        )
        return None
    return float(text)


def _missing(rows: list[_Row]) -> Iterator[Fault]:
    for row in rows:
        absent = [name for name in ("candidate", "panelist") if not getattr(row, name)]
        if absent:
            yield Fault(row.line, f"no {_listed(absent)}")


def _duplicates(rows: list[_Row]) -> Iterator[Fault]:
    first: dict[tuple[str, str, str], int] = {}
    for row in rows:
        seen = first.setdefault(row.about, row.line)
        if seen != row.line and row.candidate and row.panelist:
            on = f" on item {row.item}" if row.item else ""
            why = f"{row.panelist} has already rated {row.candidate}{on}, on line {seen}"
            yield Fault(row.line, why)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
