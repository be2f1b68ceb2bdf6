"""What follows when a debrief's channel was looked at, and where somebody is in it who must not read it."""

from typing import assert_never

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.consequences import showing, times
from bot.domain.audience import (
    AudienceEvent,
    ChannelChanged,
    ChannelLookedAt,
    DebriefHidden,
    DebriefShown,
    GuestsConfirmed,
    GuestsFound,
)
from bot.domain.letters import DEBRIEF, DEBRIEF_PART
from bot.domain.loops.loop import Loop
from bot.letters.audience import Exposed, GuestAsked
from bot.letters.debriefs import DecisionTurned, HeadTurned, PartTurned
from bot.storage import audience as rows


def follow(tx: Transaction, event: AudienceEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case ChannelChanged(channel_id, what):
            times.look_around(tx, channel_id, what, tx.now)
        case ChannelLookedAt(channel_id, stands):
            if stands:
                times.look_hourly(tx, channel_id)
        case DebriefHidden():
            _hidden(tx, event)
        case DebriefShown(loop):
            _turn(tx, loop)
            tx.audit("show debrief again", f"loop:{loop.id}", loop.channel_id)
            showing.status(tx, loop)
        case GuestsFound(loop, guests, lead_id):
            for guest in guests:
                GuestAsked(loop.id, loop.channel_id, guest, lead_id, loop.candidate_id).put(tx)
        case GuestsConfirmed(loop, guests):
            tx.audit("confirm guests", f"loop:{loop.id}", f"{loop.channel_id}: {', '.join(guests)}")
        case never:
            assert_never(never)


def _hidden(tx: Transaction, event: DebriefHidden) -> None:
    loop = event.loop
    stood = dict.fromkeys(one.kind for one in rows.posts(tx, loop.id, loop.channel_id) if one.is_there)
    _turn(tx, loop)
    tx.audit("hide debrief", f"loop:{loop.id}", f"{loop.channel_id}: {event.misfit}")
    for lead in leaders_of(tx, loop)[:1]:
        Exposed(loop.id, loop.channel_id, event.misfit, tuple(stood), lead, loop.candidate_id).put(tx)
    showing.status(tx, loop)


def _turn(tx: Transaction, loop: Loop) -> None:
    """Draw each message of the debrief anew, also those that are on their way."""
    for one in rows.posts(tx, loop.id, loop.channel_id):
        if one.kind == DEBRIEF:
            HeadTurned(one.key, loop.id, loop.channel_id).put(tx)
        elif one.kind == DEBRIEF_PART:
            PartTurned(one.key, loop.id, loop.channel_id).put(tx)
        else:
            DecisionTurned(one.key, loop.id, loop.channel_id).put(tx)
