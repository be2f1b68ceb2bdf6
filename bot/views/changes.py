"""Late changes: what can happen to each seat once the kits are out, and a form for each."""

import json
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.loops import CardState, LoopView, Role, SeatState, SeatView
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    context,
    escape,
    field,
    menu,
    modal,
    radios,
    section,
    select,
)
from bot.views.loops import leads_button, sure_cancel
from bot.views.plans import bench
from bot.views.seats import WHAT_HAPPENED, lengths, who
from bot.views.words import listed, short_when, when

AWAY, MOVE, MISSED, TOGETHER, REPLACE, DEBRIEF = "away", "move", "missed", "together", "replace", "debrief"
STATES = {
    SeatState.DECLINED: "can't make it",
    SeatState.MISSED: "didn't happen",
    SeatState.CONFIRMED: "confirmed",
}


def page(loop: LoopView, zone: ZoneInfo) -> Json:
    """Every seat with what can change about it."""
    blocks: list[object] = [context(f"{escape(loop.label)} · debrief {when(loop.debrief_at, zone)}")]
    blocks += [_seat(seat, zone) for seat in loop.seats if seat.role is Role.PANELIST]
    blocks += [_shadow(seat) for seat in loop.shadows]
    blocks += bench(loop)
    blocks.append(
        actions(
            button("Add a panelist", ids.LATE_ADD, loop.id),
            button("Move the debrief", ids.LATE_DEBRIEF, loop.id),
            leads_button(loop.id, loop.label),
            button("Cancel the loop", ids.LOOP_CANCEL, loop.id, style="danger", confirm=sure_cancel(loop)),
            id="more",
        )
    )
    blocks.append(context("What was asked and scored stays. Whoever it concerns is told."))
    return modal("Change the plan", blocks, callback=ids.CHANGES_PAGE, metadata=str(loop.id))


def _seat(seat: SeatView, zone: ZoneInfo) -> object:
    start = short_when(seat.start, zone) if seat.start else "no time yet"
    state = STATES.get(seat.state, "")
    if seat.card is not CardState.NONE:
        state = "scorecard begun" if seat.card is CardState.DRAFT else "scorecard in"
    pair = "together with a colleague" if seat.with_id else ""
    words = " · ".join(
        part for part in (f"<@{seat.user_id}> {start}, {seat.minutes} min", state, pair) if part
    )
    here = seat.interview_id
    if seat.state is SeatState.DECLINED:
        undo = (
            button("Undo", ids.KIT_UNDO, here, label=f"Undo: the seat on {start}") if seat.may_undo else None
        )
        return section(words, accessory=undo, id=f"late:{here}")
    if seat.state is SeatState.MISSED:
        choices = [("Hold it at another time", f"{MOVE}:{here}")]
    elif seat.card is CardState.IN:
        choices = []
    else:
        choices = [
            ("They can't make it", f"{AWAY}:{here}"),
            ("Another day, time or length", f"{MOVE}:{here}"),
            ("It didn't happen", f"{MISSED}:{here}"),
            ("Together with somebody", f"{TOGETHER}:{here}"),
            ("Replace a question", f"{REPLACE}:{here}"),
        ]
    return section(words, accessory=menu(ids.LATE_MENU, choices) if choices else None, id=f"late:{here}")


def _shadow(seat: SeatView) -> object:
    verb = "asks, the panelist listens" if seat.reverse else "listens"
    choices = [("With whom, listens or asks", f"shadow:{seat.interview_id}")]
    return section(
        f"<@{seat.user_id}> {verb}", accessory=menu(ids.LATE_MENU, choices), id=f"late:{seat.interview_id}"
    )


def away_form(loop: LoopView, seat: SeatView, zone: ZoneInfo) -> Json:
    """Somebody can't make it."""
    waiting = [f"<@{one.user_id}>" for one in loop.stand_ins]
    then = (
        f"The first who is free takes over: {listed(waiting)}."
        if waiting
        else "Nobody stands in. Their questions go to the others where they fit."
    )
    text = f"<@{seat.user_id}> gives up {_when(seat, zone)}. {then} They are told, and you can undo it."
    return _form("They can't make it", [section(text)], "Give the seat up", AWAY, seat.interview_id)


def missed_form(seat: SeatView, zone: ZoneInfo) -> Json:
    """An interview that didn't happen."""
    text = (
        f"<@{seat.user_id}>, {_when(seat, zone)}: no scorecard is expected any more, and the questions go to "
        "later panelists where they fit; not so where part of it was held. You can hold it at another time afterwards."
    )
    blocks: list[object] = [section(text), field("What happened?", radios("value", WHAT_HAPPENED), id="what")]
    return _form("It didn't happen", blocks, "Note it", MISSED, seat.interview_id)


def move_form(seat: SeatView) -> Json:
    """Another time or length."""
    start = sb.DateTimePicker("value", initial_datetime=int(seat.start.timestamp()) if seat.start else None)
    blocks = [
        section(f"<@{seat.user_id}> gets a new kit and is asked again."),
        field("Begins", start, id="start"),
        field("Minutes", select("value", lengths(seat.minutes), seat.minutes), id="minutes"),
    ]
    return _form("Another time", blocks, "Change it", MOVE, seat.interview_id)


def together_form(loop: LoopView, seat: SeatView, names: Mapping[str, str], zone: ZoneInfo) -> Json:
    """Two in one interview."""
    hosts = [
        (who(one, names, zone), one.interview_id)
        for one in loop.panel
        if one.interview_id != seat.interview_id and one.with_id is None and one.card is CardState.NONE
    ]
    if not hosts or seat.with_id is not None:
        text = (
            "They hold an interview together with a colleague already. Another time for one of them parts the two."
            if seat.with_id is not None
            else "There is nobody whose interview they could join."
        )
        return modal("Two together", [section(text)], callback=ids.READING)
    blocks = [
        field("Joins the interview of", select("value", hosts, placeholder="Pick one"), id="host"),
        context(
            "Each asks their own questions and scores them; they share the time in halves. Both get new kits."
        ),
    ]
    return _form("Two together", blocks, "Let them join", TOGETHER, seat.interview_id)


def replace_form(seat: SeatView) -> Json:
    """A question that somebody used already."""
    choices = [(f"{ask.competency}: {ask.short}", ask.question_id) for ask in seat.asks]
    if not choices:
        return modal("Replace", [section("There is no question to replace.")], callback=ids.READING)
    blocks = [
        field("Which question?", select("value", choices[:100], placeholder="Pick one"), id="question"),
        context(
            "It is not asked in this loop any more. They get another one where one fits, with a new kit."
        ),
    ]
    return _form("Replace a question", blocks, "Replace it", REPLACE, seat.interview_id)


def debrief_form(loop: LoopView) -> Json:
    """Another time for the debrief."""
    at = sb.DateTimePicker("value", initial_datetime=int(loop.debrief_at.timestamp()))
    blocks = [field("Debrief", at, id="at"), context("Reminders move along, and who has a kit is told.")]
    return _form("Move the debrief", blocks, "Move it", DEBRIEF, loop.id)


def form_data(metadata: str) -> tuple[str, int]:
    """What a form is about, and whose."""
    kept = json.loads(metadata)
    return str(kept["what"]), int(kept["id"])


def _form(title: str, blocks: list[object], submit: str, what: str, id: int) -> Json:
    metadata = json.dumps({"what": what, "id": id})
    return modal(title, blocks, callback=ids.LATE_FORM, submit=submit, close="Back", metadata=metadata)


def _when(seat: SeatView, zone: ZoneInfo) -> str:
    return when(seat.start, zone) if seat.start else "their interview"
