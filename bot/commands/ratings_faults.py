"""What may be wrong with the rows of a file of ratings, each with its line and a reason."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Bools, Floats

IDS = ("candidate", "panelist", "item", "competency", "opening")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_PEOPLE = {"candidate": "candidate", "panelist": "person"}


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
class Rows:
    """The rows as text: each column's values by name, and the line that each row is on."""

    decimal_comma: bool
    lines: list[int]
    values: dict[str, list[str]]


def listed(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def spellings(rows: Rows) -> tuple[str, ...]:
    """Write every id in one way (Unicode's NFC), and say where one had two."""
    notes = []
    for column in IDS:
        values = rows.values[column]
        written: dict[str, str] = {value: unicodedata.normalize("NFC", value) for value in set(values)}
        both = [one for one, other in written.items() if one != other and other in written]
        for one in sorted(both):
            lines = rows.lines[values.index(written[one])], rows.lines[values.index(one)]
            what = _PEOPLE.get(column, column)
            notes.append(
                f"The {what} {written[one]} is spelled in two ways that look alike"
                f" (lines {min(lines)} and {max(lines)}); both are read as one."
            )
        if any(one != other for one, other in written.items()):
            rows.values[column] = [written[value] for value in values]
    return tuple(notes)


def scores_of(rows: Rows, scale: tuple[float, float], faults: list[Fault]) -> Floats:
    """The scores; nan where there is none."""
    known: dict[str, float | str] = {"": math.nan}
    scores = np.full(len(rows.lines), math.nan)
    off = 0
    for k, text in enumerate(rows.values["score"]):
        if text not in known:
            known[text] = _score(text.replace(",", ".") if rows.decimal_comma else text, text, scale)
        found = known[text]
        if isinstance(found, str):
            off += "outside the scale" in found
            faults.append(Fault(rows.lines[k], found))
        else:
            scores[k] = found
    if off:
        faults.append(
            Fault(
                0, "If the scale changed between loops, calibrate each scale's loops in a file of their own."
            )
        )
    return scores


def _score(number: str, text: str, scale: tuple[float, float]) -> float | str:
    """The score, or what is wrong with it."""
    if not _NUMBER.fullmatch(number) or not math.isfinite(float(number)):
        return f"the score {text!r} is not a number"
    if not scale[0] <= float(number) <= scale[1]:
        return f"the score {text} is outside the scale {scale[0]:g} to {scale[1]:g}"
    return float(number)


def faults_of(rows: Rows, scores: Floats) -> Iterator[Fault]:
    """Everything else: what is missing, given twice, or in two places."""
    yield from _missing(rows)
    rated = ~np.isnan(scores)
    yield from _duplicates(rows, rated)
    if any(rows.values["competency"]):
        yield from _no_competency(rows, rated)
        yield from _two_places(rows, rated, "item", "competency", "in the competency")
    if any(rows.values["opening"]):
        yield from _two_places(rows, rated, "candidate", "opening", "of the opening")


def _missing(rows: Rows) -> Iterator[Fault]:
    pairs = zip(rows.lines, rows.values["candidate"], rows.values["panelist"], strict=True)
    for line, candidate, panelist in pairs:
        if not candidate or not panelist:
            absent = [name for name, value in (("candidate", candidate), ("panelist", panelist)) if not value]
            yield Fault(line, f"no {listed(absent)}")


def _duplicates(rows: Rows, rated: Bools) -> Iterator[Fault]:
    """A panelist who rates a candidate twice on one item (or in one competency, where items have no name)."""
    v = rows.values
    first: dict[tuple[str, str, str, str], int] = {}
    each = zip(rows.lines, v["candidate"], v["panelist"], v["item"], v["competency"], rated, strict=True)
    for line, candidate, panelist, item, competency, has_score in each:
        if not has_score:
            continue
        seen = first.setdefault((candidate, panelist, item, "" if item else competency), line)
        if seen != line and candidate and panelist:
            on = f" on item {item}" if item else ""
            yield Fault(line, f"{panelist} has already rated {candidate}{on}, on line {seen}")


def _no_competency(rows: Rows, rated: Bools) -> Iterator[Fault]:
    for line, competency, has_score in zip(rows.lines, rows.values["competency"], rated, strict=True):
        if has_score and not competency:
            yield Fault(line, "no competency, and the file has that column")


def _two_places(rows: Rows, rated: Bools, of: str, place: str, words: str) -> Iterator[Fault]:
    """An item in two competencies, a candidate of two openings."""
    first: dict[str, tuple[str, int]] = {}
    each = zip(rows.lines, rows.values[of], rows.values[place], rated, strict=True)
    for line, name, where, has_score in each:
        if not has_score or not name or (not where and place == "competency"):
            continue
        was, seen = first.setdefault(name, (where, line))
        if was != where:
            here, there = (f"{words} {one}" if one else f"without any {place}" for one in (where, was))
            yield Fault(line, f"the {of} {name} is {here} here, and {there} on line {seen}")
