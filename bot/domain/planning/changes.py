"""Changing a problem: what a lead asks for, and what mends something unmet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.planning.problem import Mend, Pair, Panelist, Problem

NEWCOMER = "another panelist"
NEWCOMER_MINUTES = 60


@dataclass(frozen=True)
class Pin:
    """The pair must stay."""

    pair: Pair


@dataclass(frozen=True)
class Ban:
    """The pair must not happen."""

    pair: Pair


@dataclass(frozen=True)
class Swap:
    """`into` instead of `out`: another question for the same panelist, or another panelist for it.

    Where they differ in both, the two exchange their questions.
    """

    out: Pair
    into: Pair


Change = Pin | Ban | Swap


def apply_change(problem: Problem, change: Change) -> Problem:
    """The problem with the lead's wish in it; an earlier pin or ban of the same pair gives way."""
    if isinstance(change, Pin):
        return _with(problem, pin=[change.pair])
    if isinstance(change, Ban):
        return _with(problem, ban=[change.pair])
    out, into = change.out, change.into
    if out.panelist == into.panelist or out.question == into.question:
        return _with(problem, pin=[into], ban=[out])
    crossed = [Pair(out.panelist, into.question), Pair(into.panelist, out.question)]
    return _with(problem, pin=crossed, ban=[out, into])


def _with(problem: Problem, pin: Iterable[Pair] = (), ban: Iterable[Pair] = ()) -> Problem:
    pins, bans = dict.fromkeys(pin), dict.fromkeys(ban)
    pinned = [pair for pair in problem.pin if pair not in pins and pair not in bans]
    banned = [pair for pair in problem.ban if pair not in pins and pair not in bans]
    return replace(problem, pin=(*pinned, *pins), ban=(*banned, *bans))


def apply_mend(problem: Problem, mend: Mend) -> Problem:
    """The problem after a mend; raises KeyError where it names nobody of the problem."""
    if mend.change == "panelist":
        return with_panelist(problem, newcomer(problem, mend.by))
    if mend.change == "stand_in":
        joining = next((it for it in problem.stand_ins if it.id == mend.panelist), None)
        if joining is None:
            raise KeyError(mend.panelist)
        rest = tuple(it for it in problem.stand_ins if it.id != joining.id)
        return replace(with_panelist(problem, joining), stand_ins=rest)
    if mend.panelist not in problem.panelist_by_id:
        raise KeyError(mend.panelist)
    return replace(
        problem,
        panelists=tuple(_more(it, mend) if it.id == mend.panelist else it for it in problem.panelists),
    )


def _more(panelist: Panelist, mend: Mend) -> Panelist:
    if mend.change == "minutes":
        return replace(panelist, minutes=panelist.minutes + mend.by)
    return replace(panelist, max_competencies=panelist.max_competencies + mend.by)


def with_panelist(problem: Problem, panelist: Panelist) -> Problem:
    """The problem with one panelist more, last on the panel."""
    return replace(problem, panelists=(*problem.panelists, panelist))


def newcomer(problem: Problem, minutes: int = NEWCOMER_MINUTES) -> Panelist:
    """Somebody who is not known yet: strength 1 everywhere, and an id nobody has."""
    taken = {it.id for it in (*problem.panelists, *problem.stand_ins)}
    name, number = NEWCOMER, 2
    while name in taken:
        name, number = f"{NEWCOMER} {number}", number + 1
    return Panelist(name, minutes)
