"""Ratings as arrays of numbers, in one order whatever order they came in."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints


class DuplicateRating(ValueError):
    """Two ratings of one candidate by one panelist on one item."""


class NoRatings(ValueError):
    """There is nothing to fit: no rating at all."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One score. `candidate` is one candidate in one loop; `item` is question x dimension.

    `score` None (or nan) means not assessed: the rating is dropped, and with it a sheet that has no other.
    `scale` is the scale it was given on, where that is not the scale of the fit. `opening` is what the
    candidate was interviewed for ("" where nobody said).
    """

    candidate: str
    panelist: str
    score: float | None
    item: str = ""
    competency: str = ""
    scale: tuple[float, float] | None = None
    opening: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """Ratings as codes into sorted ids, ordered by candidate, panelist, item. Competency -1 is none."""

    candidates: tuple[str, ...]
    panelists: tuple[str, ...]
    items: tuple[str, ...]
    competencies: tuple[str, ...]
    candidate: Ints
    panelist: Ints
    item: Ints
    competency: Ints
    score: Floats

    @cached_property
    def candidate_code(self) -> dict[str, int]:
        """The code of each candidate."""
        return {name: code for code, name in enumerate(self.candidates)}

    @cached_property
    def panelist_code(self) -> dict[str, int]:
        """The code of each panelist."""
        return {name: code for code, name in enumerate(self.panelists)}

    @cached_property
    def item_code(self) -> dict[str, int]:
        """The code of each item."""
        return {name: code for code, name in enumerate(self.items)}

    @cached_property
    def first_sheet_row(self) -> Ints:
        """Where each sheet (candidate x panelist) begins among the ratings."""
        if not len(self.score):
            return np.zeros(0, dtype=np.int64)
        new = (np.diff(self.candidate) != 0) | (np.diff(self.panelist) != 0)
        return np.concatenate(([0], np.flatnonzero(new) + 1)).astype(np.int64)

    def rows(self, candidate: int) -> slice:
        """The ratings of one candidate."""
        low, high = np.searchsorted(self.candidate, [candidate, candidate + 1])
        return slice(int(low), int(high))


def tabulate(ratings: Iterable[Rating]) -> Table:
    """Ratings to a table. Raises DuplicateRating, and NoRatings where none has a score."""
    kept = [r for r in ratings if r.score is not None and not math.isnan(r.score)]
    return from_columns(
        [r.candidate for r in kept],
        [r.panelist for r in kept],
        [r.score for r in kept if r.score is not None],
        [r.item for r in kept],
        [r.competency for r in kept],
    )


def from_columns(
    candidate: Sequence[str],
    panelist: Sequence[str],
    score: Sequence[float] | Floats,
    item: Sequence[str] | None = None,
    competency: Sequence[str] | None = None,
) -> Table:
    """Columns of equal length to a table; see `tabulate`."""
    if not len(score):
        raise NoRatings("There is no rating to calibrate.")
    items = item if item is not None else [""] * len(score)
    named = competency if competency is not None else [""] * len(score)
    candidates, candidate_codes = _coded(candidate)
    panelists, panelist_codes = _coded(panelist)
    item_ids, item_codes = _coded(items)
    competencies, competency_codes = _coded(named)
    if competencies and competencies[0] == "":
        competencies, competency_codes = competencies[1:], competency_codes - 1
    return _ordered(
        (candidates, panelists, item_ids, competencies),
        (candidate_codes, panelist_codes, item_codes, competency_codes),
        np.asarray(score, dtype=np.float64),
    )


def from_codes(
    candidate: Ints, panelist: Ints, score: Floats, item: Ints | None = None, competency: Ints | None = None
) -> Table:
    """Whole numbers for ids (a competency below 0 is none), for data already in memory; see `tabulate`.

    Ids become zero-padded text, so that their order is the numbers' order.
    """
    if not len(score):
        raise NoRatings("There is no rating to calibrate.")
    items = item if item is not None else np.zeros_like(candidate)
    named = competency if competency is not None else np.full_like(candidate, -1)
    found = [np.unique(codes, return_inverse=True) for codes in (candidate, panelist, items)]
    some, competencies = np.unique(named[named >= 0], return_inverse=True)
    filled = np.full(len(score), -1, dtype=np.int64)
    filled[named >= 0] = competencies
    ids = [_padded(values) for values, _ in found]
    return _ordered(
        (ids[0], ids[1], ids[2], _padded(some)),
        (found[0][1].ravel(), found[1][1].ravel(), found[2][1].ravel(), filled),
        np.asarray(score, dtype=np.float64),
    )


def _padded(values: Ints) -> tuple[str, ...]:
    width = len(str(int(values.max()))) if len(values) else 0
    return tuple(f"{value:0{max(6, width)}d}" for value in values.tolist())


def append(table: Table, new: Table) -> Table:
    """The ratings of both. Raises DuplicateRating where they share one."""
    ids = [
        tuple(sorted(set(old) | set(more)))
        for old, more in (
            (table.candidates, new.candidates),
            (table.panelists, new.panelists),
            (table.items, new.items),
            (table.competencies, new.competencies),
        )
    ]
    olds = (table.candidates, table.panelists, table.items, table.competencies)
    news = (new.candidates, new.panelists, new.items, new.competencies)
    old_codes = (table.candidate, table.panelist, table.item, table.competency)
    new_codes = (new.candidate, new.panelist, new.item, new.competency)
    codes = [
        np.concatenate((_recoded(a, was, now), _recoded(b, more, now)))
        for a, b, was, more, now in zip(old_codes, new_codes, olds, news, ids, strict=True)
    ]
    return _ordered(
        (ids[0], ids[1], ids[2], ids[3]),
        (codes[0], codes[1], codes[2], codes[3]),
        np.concatenate((table.score, new.score)),
    )


def positions(was: tuple[str, ...], now: tuple[str, ...]) -> Ints:
    """Where each id of `was` is in `now`, which holds them all."""
    where = {name: code for code, name in enumerate(now)}
    return np.array([where[name] for name in was], dtype=np.int64)


def _recoded(codes: Ints, was: tuple[str, ...], now: tuple[str, ...]) -> Ints:
    """Codes into `was` as codes into `now`; -1 stays."""
    if was == now:
        return codes
    moved = np.append(positions(was, now), -1)
    return moved[codes]


def _coded(values: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """Sorted distinct ids, and each value's code."""
    ids = tuple(sorted(set(values)))
    code = {name: n for n, name in enumerate(ids)}
    return ids, np.fromiter((code[v] for v in values), dtype=np.int64, count=len(values))


def _ordered(
    ids: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    codes: tuple[Ints, Ints, Ints, Ints],
    score: Floats,
) -> Table:
    """A table in canonical order, so that equal data gives equal sums."""
    key = (codes[0] * len(ids[1]) + codes[1]) * len(ids[2]) + codes[2]
    if np.any(key[1:] <= key[:-1]):
        order = np.argsort(key, kind="stable")
        twice = np.flatnonzero(np.diff(key[order]) == 0)
        if len(twice):
            row = order[twice[0]]
            what = f" on item {ids[2][codes[2][row]]!r}" if ids[2][codes[2][row]] else ""
            who = f"{ids[1][codes[1][row]]!r} has rated candidate {ids[0][codes[0][row]]!r}"
            raise DuplicateRating(f"{who} twice{what}.")
        codes = (codes[0][order], codes[1][order], codes[2][order], codes[3][order])
        score = score[order]
    return Table(*ids, *codes, score)
