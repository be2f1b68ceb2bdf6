"""A loop's status message, which stays current, and the questions before what can't be undone."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.home import Running
from bot.domain.leading import Led
from bot.domain.loops import GONE, CardState, LoopState, LoopView, Role, SeatState, SeatView
from bot.domain.loops.gaps import gaps
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    confirm,
    context,
    escape,
    menu,
    resolved,
    section,
)
from bot.views.leading import value
from bot.views.plans import bench
from bot.views.words import count, listed, near_when, when, with_mentions

MOST_MISSING = 5
STATE_WORDS = {
    SeatState.WAITING: "kit not sent yet",
    SeatState.SENT: "kit sent, not confirmed",
    SeatState.CONFIRMED: "confirmed",
    SeatState.DECLINED: "can't make it",
    SeatState.MISSED: "didn't happen",
}


def about(loop: LoopView) -> str:
    """The candidate's label and the opening."""
    return f"*{escape(loop.label)}* · {escape(loop.opening)}"


def status(loop: LoopView, zone: ZoneInfo, now: datetime) -> tuple[str, list[Json]]:
    """The lead's message: who confirmed, who scored (never what), what happens next."""
    title = f"*Loop · {loop.cards_in} of {count(len(loop.panel), 'scorecard')} in*"
    if loop.state == LoopState.CANCELLED:
        title = "*Loop · called off*"
    place = f"Debrief {when(loop.debrief_at, zone)}, in <#{loop.channel_id}>"
    blocks = [section(title), section(f"{about(loop)}\n{place}")]
    lines = [_status_line(seat, zone, now) for seat in (*loop.panel, *_left(loop))]
    blocks.append(section("\n".join(lines) or "Nobody is on the panel any more."))
    blocks += bench(loop)
    blocks += _missing(loop, now)
    blocks.append(context(f"{_next(loop, zone, now)} Changed {when(now, zone)}."))
    if loop.state == LoopState.RUNNING:
        blocks.append(
            actions(
                button("Change the plan", ids.CHANGE_PLAN, loop.id),
                button("Debrief now", ids.DEBRIEF_NOW, loop.id, confirm=sure_debrief(loop)),
                leads_button(loop.id, loop.label),
                menu(
                    ids.LOOP_MENU,
                    [("Candidate withdrew, cancel", f"cancel:{loop.id}")],
                    confirm=sure_cancel(loop),
                ),
                id="loop",
            )
        )
    if loop.state == LoopState.DEBRIEFED:
        blocks.append(actions(leads_button(loop.id, loop.label), id="loop"))
    return aloud.message("Your loop's status", resolved(blocks))


def leads_button(loop_id: int, label: str) -> object:
    """Opens who leads the loop about this candidate, to hand it on."""
    spoken = f"Who leads it: the loop for {label}"
    return button("Who leads it", ids.LEADING_CHANGE, value(Led.LOOP, loop_id), label=spoken)


def handed_over(loop: LoopView) -> tuple[str, list[Json]]:
    """What becomes of the status message of somebody who leads the loop no longer."""
    blocks = [section("*Loop · somebody else leads it now*"), section(about(loop))]
    return aloud.message("Your loop's status", resolved(blocks))


def _status_line(seat: SeatView, zone: ZoneInfo, now: datetime) -> str:
    if seat.card is CardState.IN:
        mark, words = ":white_check_mark:", "scorecard in"
    elif seat.end and seat.end < now and seat.state not in GONE:
        mark, words = ":hourglass:", "scorecard begun" if seat.card is CardState.DRAFT else "no scorecard yet"
    elif seat.card is CardState.DRAFT:
        mark, words = ":large_blue_circle:", "scorecard begun"
    else:
        mark = ":large_blue_circle:" if seat.state is SeatState.CONFIRMED else ":white_circle:"
        words = STATE_WORDS[seat.state]
    start = near_when(seat.start, zone, now) if seat.start else ""
    pair = " · together with a colleague" if seat.with_id else ""
    return f"{mark} <@{seat.user_id}> {start} · {words}{pair}"


def _missing(loop: LoopView, now: datetime) -> list[object]:
    """What the plan lacks since it changed; not once the last interview has begun, when nothing could mend it."""
    begun = bool(loop.panel) and all(seat.start and seat.start <= now for seat in loop.panel)
    if loop.state != LoopState.RUNNING or begun:
        return []
    texts = [loop.problem] if loop.problem else [gap.text for gap in gaps(loop.unmet)]
    lines = [f":warning: {with_mentions(text)}" for text in texts[:MOST_MISSING]]
    if len(texts) > MOST_MISSING:
        lines.append(f"… and {count(len(texts) - MOST_MISSING, 'more gap', 'more gaps')}.")
    return [section("\n".join(lines))] if lines else []


def _left(loop: LoopView) -> Sequence[SeatView]:
    return [seat for seat in loop.seats if seat.state in GONE and seat.role is Role.PANELIST]


def _next(loop: LoopView, zone: ZoneInfo, now: datetime) -> str:
    if loop.state == LoopState.CANCELLED:
        return "Called off. Nothing more is sent."
    if loop.state == LoopState.DECIDED:
        return "Decided. Nothing more to do."
    if loop.state == LoopState.DEBRIEFED and loop.debrief_lost:
        return f"The debrief couldn't be posted in <#{loop.channel_id}>. Pick another channel in my message about it."
    if loop.state == LoopState.DEBRIEFED:
        return f"The debrief is in <#{loop.channel_id}>. Record a decision there."
    if loop.waits:
        return "The debrief waits for you: nothing is posted until you say so."
    coming = sorted(seat.start for seat in loop.panel if seat.start and seat.start > now)
    unsure = [seat for seat in loop.panel if seat.state is SeatState.SENT and seat.card is CardState.NONE]
    waits = f" {listed([f'<@{seat.user_id}>' for seat in unsure])} not confirmed yet." if unsure else ""
    following = (
        f"Next: interview {near_when(coming[0], zone, now)}."
        if coming
        else f"Next: debrief {near_when(loop.opens_at or loop.debrief_at, zone, now)}."
    )
    return following + waits


def sure_debrief(loop: LoopView | Running) -> object:
    """A debrief that has opened can't be closed again."""
    missing = len(loop.panel) - loop.cards_in
    text = (
        "All scorecards are in."
        if not missing
        else f"{count(missing, 'scorecard')} would be missing. One that comes later isn't blind, and is in no number."
    )
    return confirm("Debrief now?", f"{text} The panel sees everything that was written.", "Debrief now")


def sure_cancel(loop: LoopView) -> object:
    """Everybody is told, and a cancelled loop stays cancelled."""
    return confirm(
        "Cancel this loop?",
        f"Everybody on the panel for {loop.label} is told, and no reminder or debrief is sent.",
        "Cancel the loop",
    )
