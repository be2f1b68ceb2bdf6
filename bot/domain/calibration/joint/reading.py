"""Ratings made into data, with what doesn't go together refused; and data joined and taken apart."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from bot.domain.calibration.arrays import Bools, Floats, Ints
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.table import DuplicateRating, NoRatings, Rating

Name = TypeVar("Name", str, tuple[str, str])


class Inconsistent(ValueError):
    """A candidate with two openings, or an item that lies in two competencies or in none."""


@dataclass(frozen=True)
class Columns:
    """One row a rating, all with a score. `item` "" is one unnamed item of its competency."""

    candidate: Sequence[str]
    panelist: Sequence[str]
    item: Sequence[str]
    competency: Sequence[str]
    opening: Sequence[str]
    score: Floats


def read(ratings: Iterable[Rating]) -> Data:
    """Ratings to data; those without a score are dropped. See `from_columns`."""
    kept = [(r, r.score) for r in ratings if r.score is not None and not math.isnan(r.score)]
    return from_columns(
        Columns(
            [r.candidate for r, _ in kept],
            [r.panelist for r, _ in kept],
            [r.item for r, _ in kept],
            [r.competency for r, _ in kept],
            [r.opening for r, _ in kept],
            np.array([score for _, score in kept], dtype=np.float64),
        )
    )


def from_columns(columns: Columns) -> Data:
    """Raises NoRatings, DuplicateRating, and Inconsistent (two openings, a competency missing or not an item's own)."""
    if not len(columns.score):
        raise NoRatings("There is no rating to calibrate.")
    candidates, candidate = _coded(columns.candidate)
    panelists, panelist = _coded(columns.panelist)
    competencies, competency = _coded(columns.competency)
    openings, opening = _coded(columns.opening)
    if competencies[0] == "":
        row = list(columns.competency).index("")
        raise Inconsistent(f"A rating of {columns.candidate[row]!r} names no competency.")
    items, item = _coded(list(zip(columns.competency, columns.item, strict=True)))
    _one_home(items)
    home = np.zeros(len(items), dtype=np.int64)
    home[item] = competency
    of_candidate = np.zeros(len(candidates), dtype=np.int64)
    of_candidate[candidate] = opening
    if (of_candidate[candidate] != opening).any():
        row = int(np.argmax(of_candidate[candidate] != opening))
        raise Inconsistent(f"{columns.candidate[row]!r} is a candidate of two openings.")
    return _ordered(
        Data(
            candidates,
            panelists,
            competencies,
            items,
            openings,
            of_candidate,
            home,
            candidate,
            panelist,
            item,
            columns.score,
        )
    )


def append(old: Data, new: Data) -> Data:
    """The ratings of both. Raises DuplicateRating and Inconsistent where they don't go together."""
    candidates = _merged(old.candidates, new.candidates)
    panelists = _merged(old.panelists, new.panelists)
    competencies = _merged(old.competencies, new.competencies)
    items = _merged(old.items, new.items)
    openings = _merged(old.openings, new.openings)
    _one_home(items)
    opening = np.full(len(candidates), -1, dtype=np.int64)
    codes: list[tuple[Ints, Ints, Ints]] = []
    for of in (old, new):
        at, theirs = positions(of.candidates, candidates), positions(of.openings, openings)[of.opening]
        clash = (opening[at] >= 0) & (opening[at] != theirs)
        if clash.any():
            raise Inconsistent(f"{of.candidates[int(np.argmax(clash))]!r} is a candidate of two openings.")
        opening[at] = theirs
        at_panelist, at_item = positions(of.panelists, panelists), positions(of.items, items)
        codes.append((at[of.candidate], at_panelist[of.panelist], at_item[of.item]))
    where = {name: k for k, name in enumerate(competencies)}
    home = np.array([where[competency] for competency, _ in items], dtype=np.int64)
    candidate, panelist, item = (np.concatenate(both) for both in zip(*codes, strict=True))
    score = np.concatenate((old.score, new.score))
    return _ordered(
        Data(
            candidates,
            panelists,
            competencies,
            items,
            openings,
            opening,
            home,
            candidate,
            panelist,
            item,
            score,
        )
    )


def without(data: Data, keep: Bools) -> Data:
    """The ratings where `keep` holds; who or what then has none is gone."""
    if not keep.any():
        raise NoRatings("There is no rating to calibrate.")
    candidates, candidate = np.unique(data.candidate[keep], return_inverse=True)
    panelists, panelist = np.unique(data.panelist[keep], return_inverse=True)
    items, item = np.unique(data.item[keep], return_inverse=True)
    competencies, home = np.unique(data.home[items], return_inverse=True)
    openings, opening = np.unique(data.opening[candidates], return_inverse=True)
    return Data(
        tuple(data.candidates[k] for k in candidates),
        tuple(data.panelists[k] for k in panelists),
        tuple(data.competencies[k] for k in competencies),
        tuple(data.items[k] for k in items),
        tuple(data.openings[k] for k in openings),
        opening,
        home,
        candidate,
        panelist,
        item,
        data.score[keep],
    )


def positions(was: tuple[Name, ...], now: tuple[Name, ...]) -> Ints:
    """Where each id of `was` is in `now`, which holds them all."""
    if was is now:
        return np.arange(len(now))
    where = {name: k for k, name in enumerate(now)}
    return np.array([where[name] for name in was], dtype=np.int64)


def _merged(one: tuple[Name, ...], other: tuple[Name, ...]) -> tuple[Name, ...]:
    """Sorted, each once; the same tuple where nothing is new."""
    more = tuple(set(other) - set(one))
    return tuple(sorted(one + more)) if more else one


def _coded(values: Sequence[Name]) -> tuple[tuple[Name, ...], Ints]:
    """Sorted distinct ids, and each value's code."""
    ids = tuple(sorted(set(values)))
    code = {name: k for k, name in enumerate(ids)}
    return ids, np.fromiter((code[value] for value in values), dtype=np.int64, count=len(values))


def _one_home(items: tuple[tuple[str, str], ...]) -> None:
    """An item with a name lies in one competency."""
    seen: dict[str, str] = {}
    for competency, item in items:
        if item and seen.setdefault(item, competency) != competency:
            raise Inconsistent(
                f"The item {item!r} lies in two competencies, {seen[item]!r} and {competency!r}."
            )


def _ordered(data: Data) -> Data:
    """The same in canonical order, so that equal data gives equal sums."""
    key = (data.candidate * len(data.panelists) + data.panelist) * len(data.items) + data.item
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    if len(twice):
        row = order[twice[0]]
        on = data.items[data.item[row]][1]
        who = f"{data.panelists[data.panelist[row]]!r} has rated candidate {data.candidates[data.candidate[row]]!r}"
        raise DuplicateRating(f"{who} twice{f' on item {on!r}' if on else ''}.")
    return replace(
        data,
        candidate=data.candidate[order],
        panelist=data.panelist[order],
        item=data.item[order],
        score=data.score[order],
    )
