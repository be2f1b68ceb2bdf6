"""Planning a loop: the form, the plan, and the status message that stays current."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.loops import GONE, CardState, LoopState, LoopView, Role, Seat, SeatState
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    confirm,
    context,
    escape,
    field,
    menu,
    modal,
    resolved,
    section,
    select,
    text_input,
)
from bot.views.plans import bench
from bot.views.words import count, listed, near_when, short_when, when, with_mentions

MOST_MISSING = 5
LENGTHS = (30, 45, 60, 75, 90)
STATE_WORDS = {
    SeatState.WAITING: "kit not sent yet",
    SeatState.SENT: "kit sent, not confirmed",
    SeatState.CONFIRMED: "confirmed",
    SeatState.DECLINED: "can't make it",
    SeatState.MISSED: "didn't happen",
}


@dataclass(frozen=True)
class FormDefaults:
    """What the form is filled with. `openings` are titles with ids; times are aware."""

    openings: Sequence[tuple[str, int]]
    opening_id: int | None
    first_at: datetime
    debrief_at: datetime
    minutes: int
    channel_id: str | None
    more: bool = False
    render: int = 0


@dataclass(frozen=True)
class FormData:
    """What travels in page 1's private metadata."""

    more: bool
    render: int


def form_data(metadata: str) -> FormData:
    """Page 1's private metadata."""
    return FormData(**json.loads(metadata))


def form(defaults: FormDefaults) -> Json:
    """Page 1. Ids of fields that the opening fills in carry `render`, so that Slack shows the new values."""
    blocks = [
        field("Candidate", text_input("value", placeholder="Ada Kowalski"), id="name"),
        field(
            "Label",
            text_input("value", placeholder="A. K."),
            id="label",
            optional=True,
            hint="What panelists see in messages, at most 13 characters. Left empty: initials.",
        ),
        *_more(defaults.more),
        *_opening(defaults),
        field(
            "Panelists",
            sb.UserMultiSelectMenu("value", placeholder="Up to 8 people"),
            id="panelists",
            hint="In the order they meet the candidate.",
        ),
        field(
            "Stand-ins",
            sb.UserMultiSelectMenu("value", placeholder="Asked if someone drops out"),
            id="stand_ins",
            optional=True,
        ),
        field(
            "Shadows",
            sb.UserMultiSelectMenu("value", placeholder="They learn; their scores don't count"),
            id="shadows",
            optional=True,
        ),
        field(
            "First interview",
            sb.DateTimePicker("value", initial_datetime=int(defaults.first_at.timestamp())),
            id="first_at",
        ),
        field(
            "Minutes each",
            select("value", [(f"{n} minutes", n) for n in LENGTHS], defaults.minutes),
            id=f"minutes:{defaults.render}",
        ),
        field(
            "Debrief",
            sb.DateTimePicker("value", initial_datetime=int(defaults.debrief_at.timestamp())),
            id="debrief_at",
        ),
        field(
            "Debrief channel",
            sb.ConversationSelectMenu(
                "value",
                initial_conversation=defaults.channel_id or None,
                filter=sb.ConversationFilter(include="private", exclude_bot_users=True),
            ),
            id=f"channel:{defaults.render}",
            hint="Private, with Fairloop in it and the candidate not.",
        ),
    ]
    metadata = json.dumps({"more": defaults.more, "render": defaults.render})
    return modal(
        "Plan a loop",
        blocks,
        callback=ids.PLAN_FORM,
        submit="See the plan",
        close="Cancel",
        metadata=metadata,
    )


def _more(shown: bool) -> list[object]:
    if not shown:
        return [actions(button("Add details", ids.PLAN_MORE), id="more")]
    return [
        field("Email", sb.EmailInput("value"), id="email", optional=True),
        field("ATS id", text_input("value", longest=120), id="ats_id", optional=True),
        field(
            "Slack user",
            sb.UserSelectMenu("value", placeholder="If they are in this workspace"),
            id="slack_user",
            optional=True,
        ),
        field(
            "Links", text_input("value", multiline=True, placeholder="CV, meeting"), id="links", optional=True
        ),
        field("Notes for the panel", text_input("value", multiline=True), id="notes", optional=True),
    ]


def _opening(defaults: FormDefaults) -> list[object]:
    if not defaults.openings:
        return [
            section("*Opening*\nThere is none yet. Make the first one: it takes a minute."),
            actions(button("New opening", ids.NEW_OPENING), id="new_opening"),
        ]
    return [
        field(
            "Opening",
            select(ids.PLAN_OPENING, list(defaults.openings), defaults.opening_id, placeholder="Pick one"),
            id=f"opening:{defaults.render}",
            dispatch=True,
        ),
        actions(button("New opening", ids.NEW_OPENING), id="new_opening"),
    ]


def _about(loop: LoopView) -> str:
    return f"*{escape(loop.label)}* · {escape(loop.opening)}"


def status(loop: LoopView, zone: ZoneInfo, now: datetime) -> tuple[str, list[Json]]:
    """The lead's message: who confirmed, who scored (never what), what happens next."""
    title = f"*Loop · {loop.cards_in} of {count(len(loop.panel), 'scorecard')} in*"
    if loop.state == LoopState.CANCELLED:
        title = "*Loop · called off*"
    place = f"Debrief {when(loop.debrief_at, zone)}, in <#{loop.channel_id}>"
    blocks = [section(f"{title}\n{_about(loop)}\n{place}")]
    lines = [_status_line(seat, zone, now) for seat in (*loop.panel, *_left(loop))]
    blocks.append(section("\n".join(lines) or "Nobody is on the panel any more."))
    blocks += bench(loop)
    blocks += _missing(loop)
    blocks.append(context(f"{_next(loop, zone, now)} Changed {when(now, zone)}."))
    if loop.state == LoopState.RUNNING:
        blocks.append(
            actions(
                button("Change the plan", ids.CHANGE_PLAN, loop.id),
                button("Debrief now", ids.DEBRIEF_NOW, loop.id, confirm=sure_debrief(loop)),
                menu(
                    ids.LOOP_MENU,
                    [("Candidate withdrew, cancel", f"cancel:{loop.id}")],
                    confirm=sure_cancel(loop),
                ),
                id="loop",
            )
        )
    return "Your loop's status", resolved(blocks)


def _status_line(seat: Seat, zone: ZoneInfo, now: datetime) -> str:
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


def _missing(loop: LoopView) -> list[object]:
    """What the plan lacks since it changed."""
    if loop.state != LoopState.RUNNING:
        return []
    texts = [loop.problem] if loop.problem else [item.text for item in loop.unmet]
    lines = [f":warning: {with_mentions(text)}" for text in texts[:MOST_MISSING]]
    if len(texts) > MOST_MISSING:
        lines.append(f"… and {count(len(texts) - MOST_MISSING, 'more wish', 'more wishes')} not met.")
    return [section("\n".join(lines))] if lines else []


def _left(loop: LoopView) -> Sequence[Seat]:
    return [seat for seat in loop.seats if seat.state in GONE and seat.role is Role.PANELIST]


def _next(loop: LoopView, zone: ZoneInfo, now: datetime) -> str:
    if loop.state == LoopState.CANCELLED:
        return "Called off. Nothing more is sent."
    if loop.state == LoopState.DECIDED:
        return "Decided. Nothing more to do."
    if loop.state == LoopState.DEBRIEFED:
        return f"The debrief is in <#{loop.channel_id}>. Record a decision there."
    coming = sorted(seat.start for seat in loop.panel if seat.start and seat.start > now)
    unsure = [seat for seat in loop.panel if seat.state is SeatState.SENT and seat.card is CardState.NONE]
    waits = f" {listed([f'<@{seat.user_id}>' for seat in unsure])} not confirmed yet." if unsure else ""
    following = (
        f"Next: interview {near_when(coming[0], zone, now)}."
        if coming
        else f"Next: debrief {near_when(loop.debrief_at, zone, now)}."
    )
    return following + waits


def sure_debrief(loop: LoopView) -> object:
    """A debrief that has opened can't be closed again."""
    missing = len(loop.panel) - loop.cards_in
    text = (
        "All scorecards are in."
        if not missing
        else f"{count(missing, 'scorecard')} would be missing, and can't be added later."
    )
    return confirm("Debrief now?", f"{text} The panel sees everything that was written.", "Debrief now")


def sure_cancel(loop: LoopView) -> object:
    """Everybody is told, and a cancelled loop stays cancelled."""
    return confirm(
        "Cancel this loop?",
        f"Everybody on the panel for {loop.label} is told, and no reminder or debrief is sent.",
        "Cancel the loop",
    )


def news(
    what: str, seat: Seat, loop: LoopView, stand_in: str | None, zone: ZoneInfo
) -> tuple[str, list[Json]]:
    """A short message to the lead about a seat."""
    start = short_when(seat.start, zone) if seat.start else ""
    who = f"<@{seat.user_id}>"
    texts = {
        "stood_in": f"{who} can't make {start}. <@{stand_in}> stands in and gets the kit.",
        "seat_empty": f"{who} can't make {start}, and no stand-in is free. The others' questions are planned anew; "
        "add a panelist with Change the plan on the loop's status message, or cancel the loop.",
        "didnt_happen": f"{who} says that the interview {start} didn't happen. Nothing is expected from it; "
        "with Change the plan you can give it another time.",
        "knows": f"{who} knows the candidate. Talk to them before {start}, and let a stand-in take over if it matters.",
        "cannot": f"{who} can't hold the interview {start}, so no kit was sent to them. Find somebody else for it with "
        "Change the plan on the loop's status message.",
        "sits_out": f"{who} can't sit in {start}. Nothing else changes.",
        "excused": f"{who} can't score {start}. The debrief goes on without that scorecard.",
        "back": f"{who} can make {start} after all and has the seat back.",
    }
    blocks = [section(f"{_about(loop)}\n{texts[what]}")]
    if what in ("stood_in", "seat_empty") and seat.may_undo:
        blocks.append(actions(button("Undo", ids.KIT_UNDO, seat.interview_id), id="undo"))
    return "News about your loop", resolved(blocks)


def seat_told(what: str, label: str, start: str, debrief: str) -> tuple[str, list[Json]]:
    """A short message to a panelist about their seat."""
    texts = {
        "given_up": f"*You are free on {start}*\n{escape(label)}: the lead gave your seat to somebody else. "
        "You don't need to do anything.",
        "stood_down": f"*You are free again*\n{escape(label)}: who you stood in for can make it after all. "
        "Thank you for standing by.",
        "didnt_happen": f"*Nothing is expected from you*\n{escape(label)}: the lead noted that the interview "
        f"on {start} didn't happen. If it did, tell them before the debrief, {debrief}.",
    }
    return "News about your interview", resolved([section(texts[what])])


def cancelled(label: str, start: str) -> tuple[str, list[Json]]:
    """To the panel: nothing more to do."""
    text = f"*The interview is called off*\n{escape(label)}, {start}. You don't need to do anything."
    return "An interview is called off", resolved([section(text)])


REFUSALS = {
    "is_archived": "the channel is archived",
    "is_public": "everybody can read that channel now",
    "candidate_in_channel": "the candidate is in that channel",
    "channel_not_found": "Fairloop can't see the channel",
    "not_in_channel": "Fairloop isn't in the channel",
    "user_not_found": "the person has left",
    "user_disabled": "the person has left",
    "cannot_dm_bot": "that is an app",
}


UNHEARD = {
    "nudge": "A reminder",
    "cancelled": "The cancellation",
    "seat_told": "News about their seat",
}


def undelivered(loop: LoopView, kind: str, target: str, error: str) -> tuple[str, list[Json]]:
    """To the lead: something can't be delivered, why, and the way out."""
    why = _why(error)
    rows = []
    if kind == "debrief":
        text = f"*The debrief can't be posted* in <#{target}>: {why}.\nPick another private channel for it."
        rows.append(button("Pick a channel", ids.MOVE_DEBRIEF, loop.id, style="primary"))
    elif kind == "debrief_part":
        text = (
            f"*A part of the debrief's thread is missing* in <#{target}>: {why}.\nNothing is lost: the table at "
            "its top has all scores, and *Why these numbers* says where they come from."
        )
    elif kind == "decision":
        text = (
            f"*Your decision can't be posted* in <#{target}>: {why}.\nIt is saved. Tell the panel yourself."
        )
    elif kind == "kit":
        text, way = _kit_undelivered(loop, target, why)
        rows += way
    else:
        text = f"*{UNHEARD[kind]} can't reach* <@{target}>: {why}.\nTell them yourself if you can."
    blocks = [section(f"{_about(loop)}\n{text}")]
    if rows:
        blocks.append(actions(*rows, id="undelivered"))
    return "Something could not be delivered", resolved(blocks)


def _why(error: str) -> str:
    if error.startswith("not rendered"):
        return "Fairloop couldn't make the message"
    return REFUSALS.get(error, f"Slack says “{error}”")


def _kit_undelivered(loop: LoopView, target: str, why: str) -> tuple[str, list[object]]:
    """A panelist's seat can be given to somebody else; a shadow's needs nobody."""
    if target in {seat.user_id for seat in loop.shadows}:
        return f"*A kit can't reach* <@{target}>, who was to sit in: {why}.\nNothing else changes.", []
    helped = bool(loop.stand_ins)
    way = "Let a stand-in take the seat" if helped else "Nobody stands in. Free the seat"
    word = "Ask the stand-in" if helped else "Free the seat"
    free = button(word, ids.REPLACE_SEAT, f"{loop.id}:{target}", style="primary")
    return f"*A kit can't reach* <@{target}>: {why}.\n{way}, or cancel the loop.", [free]


def given_up(loop: LoopView, kind: str, user_id: str | None, value: str) -> tuple[str, list[Json]]:
    """To the lead: something failed too often, and what revives it."""
    if kind == "plan":
        draft = loop.state == LoopState.DRAFT
        text = "*The plan couldn't be worked out*" if draft else "*The change couldn't be planned*"
        rest = "" if draft else " The kits stay as they are."
    elif kind == "kit":
        text, rest = f"*The kit for* <@{user_id}> *couldn't be made*", ""
    else:
        text, rest = "*The debrief couldn't be opened*", " Everything that was written is safe."
    text += f"\nFairloop tried many times and won't try again by itself.{rest}"
    row = actions(button("Try again", ids.TRY_AGAIN, value, style="primary"), id="given_up")
    return "Something went wrong with a loop", resolved([section(f"{_about(loop)}\n{text}"), row])


def channel_form(loop_id: int) -> Json:
    """Another channel for a debrief."""
    select = sb.ConversationSelectMenu(
        "value", filter=sb.ConversationFilter(include="private", exclude_bot_users=True)
    )
    blocks = [
        field(
            "Debrief channel",
            select,
            id="channel",
            hint="Private, with Fairloop in it and the candidate not.",
        )
    ]
    return modal(
        "Debrief channel",
        blocks,
        callback=ids.CHANNEL_FORM,
        submit="Post it there",
        metadata=str(loop_id),
        close="Cancel",
    )
