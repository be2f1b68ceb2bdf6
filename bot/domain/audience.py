"""Who reads a channel: whether a debrief may be posted there, and whether one that stands there is hidden."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.loops.loop import Loop


class Unfit(StrEnum):
    """Why a channel isn't one for a debrief. The words stand in outbox rows."""

    PUBLIC = "is_public"
    ARCHIVED = "is_archived"
    WITHOUT_US = "not_in_channel"
    SHARED = "is_shared"
    PENDING = "is_pending"
    STRANGER = "stranger_in_channel"
    CANDIDATE = "candidate_in_channel"
    GUEST = "guest_in_channel"


@dataclass(frozen=True)
class Audience:
    """A channel and its people as Slack shows them now; apps are left out.

    `is_shared` is whether another company is in it (Slack Connect), `is_pending` whether one was invited. `guests` and
    `strangers` are among the `people`; strangers belong to another company. Where the channel is nothing for a debrief
    whoever is in it, nobody was asked for.
    """

    channel_id: str
    is_private: bool = True
    is_archived: bool = False
    is_ours: bool = True
    is_shared: bool = False
    is_pending: bool = False
    people: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Misfit:
    """Why a channel isn't one for a debrief, and because of whom, by user id."""

    why: Unfit
    people: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.why}:{','.join(self.people)}" if self.people else str(self.why)


def misfit_in(word: str) -> Misfit | None:
    """A misfit from its words; None where they are another's."""
    why, _, people = word.partition(":")
    if why not in set(Unfit):
        return None
    return Misfit(Unfit(why), tuple(one for one in people.split(",") if one))


def next_look(now: datetime) -> datetime:
    """When a channel is looked at again: as the next hour begins."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def of_channel(audience: Audience) -> Misfit | None:
    """Why nobody's debrief can go there, whoever is in it; None where that depends on who is."""
    faults = {
        Unfit.WITHOUT_US: not audience.is_ours,
        Unfit.PUBLIC: not audience.is_private,
        Unfit.ARCHIVED: audience.is_archived,
        Unfit.SHARED: audience.is_shared,
        Unfit.PENDING: audience.is_pending,
    }
    return next((Misfit(why) for why, holds in faults.items() if holds), None)


def unfit(audience: Audience, candidate: Collection[str], confirmed: Collection[str]) -> Misfit | None:
    """Why a debrief about this candidate can't be posted there, or None. `confirmed` are guests whom its lead knows of.

    Candidate and confirmed are user ids.
    """
    if found := of_channel(audience):
        return found
    if found := _come_in(audience, candidate):
        return found
    unknown = audience.guests - set(confirmed)
    return Misfit(Unfit.GUEST, tuple(sorted(unknown))) if unknown else None


def exposed(audience: Audience, candidate: Collection[str]) -> Misfit | None:
    """Who can read by now what stands there and never should, or None. Guests don't count: they are asked about."""
    if not audience.is_ours:
        return None
    if not audience.is_private:
        return Misfit(Unfit.PUBLIC)
    if audience.is_shared:
        return Misfit(Unfit.SHARED)
    return _come_in(audience, candidate)


def _come_in(audience: Audience, candidate: Collection[str]) -> Misfit | None:
    if about := audience.people & set(candidate):
        return Misfit(Unfit.CANDIDATE, tuple(sorted(about)))
    if audience.strangers:
        return Misfit(Unfit.STRANGER, tuple(sorted(audience.strangers)))
    return None


@dataclass(frozen=True)
class DebriefHidden:
    """What stands of a debrief in its channel became a line, because somebody can read it there by now."""

    loop: Loop
    misfit: Misfit


@dataclass(frozen=True)
class DebriefShown:
    """A hidden debrief stands in its channel again."""

    loop: Loop


@dataclass(frozen=True)
class GuestsFound:
    """Guests are in a loop's channel of whom its lead hasn't said yet that they may read its debrief."""

    loop: Loop
    guests: tuple[str, ...]
    lead_id: str


@dataclass(frozen=True)
class GuestsConfirmed:
    """A lead of the loop said that these guests may read debriefs in its channel."""

    loop: Loop
    guests: tuple[str, ...]


@dataclass(frozen=True)
class ChannelChanged:
    """Slack says that somebody new is in a channel of debriefs, or that it is shared; `event` is unique."""

    channel_id: str
    event: str


@dataclass(frozen=True)
class ChannelLookedAt:
    """A channel was looked at; `stands` is whether a debrief is in it, so that it is looked at again."""

    channel_id: str
    stands: bool


AudienceEvent = (
    ChannelChanged | ChannelLookedAt | DebriefHidden | DebriefShown | GuestsConfirmed | GuestsFound
)
