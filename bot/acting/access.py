"""How the actor stands to a thing, read from the rows; every service asks here before it acts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.acting.context import Context, Transaction
from bot.domain.access import OF_LOOP, REFUSALS, Action, Standing, allowed
from bot.domain.errors import NotAllowed
from bot.storage import access as rows
from bot.storage.access import Facts


class OfLoop(Protocol):
    """A loop, as far as rights ask."""

    @property
    def id(self) -> int:
        """The loop's id."""

    @property
    def debriefed_at(self) -> datetime | None:
        """When its debrief opened."""


class OfSeat(Protocol):
    """A seat, as far as rights ask."""

    @property
    def id(self) -> int:
        """The seat's id."""

    @property
    def user_id(self) -> str:
        """Who holds it."""


def authorise(
    tx: Transaction,
    action: Action,
    *,
    loop: OfLoop | None = None,
    seat: OfSeat | None = None,
    opening_id: int | None = None,
    admin: bool = False,
    unled: bool = False,
) -> None:
    """Raise NotAllowed, with words for the person, where the table says no."""
    if not may(tx, action, loop=loop, seat=seat, opening_id=opening_id, admin=admin, unled=unled):
        raise NotAllowed(REFUSALS[action])
    if action in READS and not tx.writing:
        shown = f"interview:{seat.id}" if seat else f"loop:{loop.id}" if loop else "workspace"
        tx.shows(READS[action], shown)


def authorise_knowing(tx: Transaction, action: Action, facts: Facts, *, loop: OfLoop, seat: OfSeat) -> None:
    """The same for a change, where how the actor stands to the loop was read along with it. Raises NotAllowed."""
    if not allowed(_standing(tx, facts, loop, seat), action):
        raise NotAllowed(REFUSALS[action])


READS: Mapping[Action, str] = {
    Action.SEE_LOOP: "open loop",
    Action.SEE_KIT: "open kit",
    Action.READ_DEBRIEF: "open debrief",
    Action.READ_EVIDENCE: "open evidence",
    Action.EXPLAIN_DEBRIEF: "open why",
    Action.DECIDE: "open decision",
    Action.SAY_AFTER_TALK: "open after the talk",
    Action.SHOW_TALK: "open after the talk",
    Action.READ_REASON: "open decision's reason",
    Action.SEE_INSIGHTS: "open insights",
}
"""What shows somebody something about a candidate, as the record says it."""


def may(
    tx: Transaction,
    action: Action,
    *,
    loop: OfLoop | None = None,
    seat: OfSeat | None = None,
    opening_id: int | None = None,
    admin: bool = False,
    unled: bool = False,
) -> bool:
    """Whether the table says yes. Raises ValueError where something of a loop is asked without the loop."""
    if action in OF_LOOP and loop is None:
        raise ValueError(f"of which loop? {action}")
    return allowed(
        standing(tx, loop=loop, seat=seat, opening_id=opening_id, admin=admin, unled=unled),
        action,
    )


def standing(
    tx: Transaction,
    *,
    loop: OfLoop | None = None,
    seat: OfSeat | None = None,
    opening_id: int | None = None,
    admin: bool = False,
    unled: bool = False,
) -> Standing:
    """How the actor stands to this loop and seat, or to this opening."""
    known = rows.facts(tx, tx.actor.user_id, loop.id if loop else None, opening_id)
    return replace(_standing(tx, known, loop, seat, admin=admin), unled=unled)


def _standing(
    tx: Transaction, known: Facts, loop: OfLoop | None, seat: OfSeat | None, *, admin: bool = False
) -> Standing:
    return Standing(
        admin=admin,
        lead=known.lead,
        owner=known.owner,
        seated=seat is not None and seat.user_id == tx.actor.user_id,
        on_panel=known.on_panel,
        debrief_open=loop is not None and loop.debriefed_at is not None,
        candidate=known.about_them,
        system=tx.actor.is_system,
    )


def is_admin(context: Context, team_id: str, user_id: str) -> bool:
    """Whether Slack calls this person an administrator. Asks the directory, so call it outside a transaction."""
    return context.directory.person(team_id, user_id).is_admin


def leaders_of(tx: Transaction, loop: OfLoop) -> tuple[str, ...]:
    """Who leads this loop, who planned it first; nobody where it waits for an administrator's grant."""
    return rows.leaders_of(tx, loop.id)


def is_candidate_of(tx: Transaction, loop: OfLoop, user_id: str) -> bool:
    """Whether this loop is about them, by Slack user or by email."""
    return rows.is_about(tx, loop.id, user_id)
