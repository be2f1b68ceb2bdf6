"""Who leads a loop or an opening: a list, changed by those on it, or with a reason by an administrator."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Invalid
from bot.domain.people import unavailable

LONGEST_REASON = 300


class Led(StrEnum):
    """What can be led."""

    LOOP = "loop"
    OPENING = "opening"


@dataclass(frozen=True)
class Leads:
    """A list of leads: who is on it `now`, by user id, and who was `ever`, those of now included."""

    now: tuple[str, ...]
    ever: frozenset[str]


@dataclass(frozen=True)
class LedThing:
    """A loop or an opening with those who lead it. `waits` is whether none of them is a named lead and here.

    `label` is the candidate's, of a loop alone. `as_admin` is whether the viewer isn't one of its leads.
    """

    what: Led
    id: int
    label: str | None
    opening: str
    leads: tuple[str, ...]
    waits: bool
    as_admin: bool


@dataclass(frozen=True)
class Wish:
    """Who is to lead from now on, as `by` says; as an administrator where they aren't one of the leads."""

    leads: tuple[str, ...]
    by: str
    as_admin: bool = False
    reason: str = ""


@dataclass(frozen=True)
class LeadsChanged:
    """Others lead a loop or an opening than before. `reason` is an administrator's, empty where a lead did it."""

    what: Led
    id: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    by: str
    as_admin: bool = False
    reason: str = ""


LeadingEvent = LeadsChanged


def changed(
    what: Led, id: int, leads: Leads, wish: Wish, able: Collection[str], names: Mapping[str, str]
) -> LeadsChanged | None:
    """What happens where the list is to be as wished; None where it is so already.

    `able` are those who could lead this: named leads who are here, without the candidate. `names` are what people
    are called. Raises Invalid at the fields.
    """
    found = _faults(leads, wish, able, names)
    if found:
        raise Invalid(found)
    after = tuple(sorted(set(wish.leads)))
    if after == leads.now:
        return None
    reason = wish.reason.strip() if wish.as_admin else ""
    return LeadsChanged(what, id, leads.now, after, wish.by, wish.as_admin, reason)


def _faults(leads: Leads, wish: Wish, able: Collection[str], names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    new = [one for one in wish.leads if one not in leads.now]
    unfit = next((one for one in new if one not in able), None)
    if wish.as_admin and wish.by in new and leads.ever - {wish.by}:
        found["leads"] = "Somebody else has led this. Name another hiring lead, not yourself."
    elif unfit is not None:
        found["leads"] = unavailable(names[unfit])
    elif not set(wish.leads) & set(able):
        found["leads"] = "Somebody has to lead this. Pick a hiring lead."
    if wish.as_admin and not wish.reason.strip():
        found["reason"] = "Say why, for the record."
    elif len(wish.reason) > LONGEST_REASON:
        found["reason"] = f"Keep it under {LONGEST_REASON} characters."
    return found
