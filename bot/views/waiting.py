"""A debrief that waits for its lead: too few scorecards, or all of them in."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.loops import LoopView, SeatView
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    bullets,
    button,
    context,
    field,
    header,
    line,
    modal,
    radios,
    resolved,
    rich,
    section,
)
from bot.views.loops import about, sure_cancel, sure_debrief
from bot.views.words import count, near_when

WAITS = "A debrief is waiting for you"
ALL_IN = "All scorecards are in"
NOTHING = "If you do nothing, nothing is posted."
EARLY = "Nothing is posted until its time. I ask again then."
LONGEST_NAME = 14


def waits(
    loop: LoopView,
    names: Mapping[str, str],
    number: int,
    zone: ZoneInfo,
    now: datetime,
    *,
    others: bool,
) -> tuple[str, list[Json]]:
    """To a lead: the debrief has too few scorecards, and what they can do.

    `number` is the how manieth time they are asked: 0 before its time, where the quorum can't be met any more.
    `others` is whether somebody else leads the loop too.
    """
    missing = expected(loop)
    row, said = [], []
    if loop.cards_in:
        post = f"Post with {loop.cards_in}"
        row.append(button(post, ids.DEBRIEF_NOW, loop.id, confirm=sure_debrief(loop)))
        said.append(f"{post}: it opens now, with what is in.")
    row.append(button("Move it", ids.LATE_DEBRIEF, loop.id))
    said.append("Move it: it opens at another time, and the panel is told.")
    if missing:
        without = _without(missing, names)
        row.append(button(without, ids.DEBRIEF_WITHOUT, loop.id))
        said.append(f"{without}: that scorecard isn't waited for any more, and they are left alone.")
    row.append(button("Cancel the loop", ids.LOOP_CANCEL, loop.id, confirm=sure_cancel(loop)))
    said.append("Cancel the loop: everybody is told, and there is no debrief.")
    blocks = [
        header(WAITS),
        section(f"{about(loop)}\n{_why(loop, number, zone, now)}"),
        rich(bullets([line(one) for one in said])),
        actions(*row, id="waits"),
        context(_asked_again(number, others)),
    ]
    return aloud.message(WAITS, resolved(blocks))


def _why(loop: LoopView, number: int, zone: ZoneInfo, now: datetime) -> str:
    verb = "is" if loop.cards_in == 1 else "are"
    have = f"{count(loop.cards_in, 'scorecard')} {verb} in, this opening wants {loop.wanted}."
    if loop.cards_in >= loop.wanted:
        return f"{have} That is enough by now. Nothing has been posted yet."
    if number:
        return f"{have} Nothing has been posted."
    return (
        f"{have} That can't be met any more with who is on the panel. "
        f"The debrief is {near_when(loop.debrief_at, zone, now)}."
    )


def _asked_again(number: int, others: bool) -> str:
    """What comes of doing nothing."""
    match number:
        case 0:
            return EARLY
        case 1:
            then = ", then the others who lead this loop" if others else ""
            return f"{NOTHING} I ask again on the next working morning{then}."
        case 2 if others:
            return f"{NOTHING} On the next working morning I ask the others who lead this loop."
    return f"{NOTHING} I don't ask again; it stands first on your Home."


def _without(missing: list[SeatView], names: Mapping[str, str]) -> str:
    if len(missing) > 1:
        return "Go on without…"
    return f"Go on without {names.get(missing[0].user_id, 'them').split()[0][:LONGEST_NAME]}"


def expected(loop: LoopView) -> list[SeatView]:
    """Whose scorecard is waited for."""
    return [seat for seat in loop.missing if not seat.excused]


def without_form(loop: LoopView, names: Mapping[str, str]) -> Json:
    """Whom the debrief goes on without."""
    choices = [(names.get(seat.user_id, "somebody"), str(seat.interview_id)) for seat in expected(loop)]
    blocks = [
        field("Without whose scorecard?", radios("value", choices), id="seat"),
        context(
            "They aren't asked for it any more. Once nobody is waited for, the debrief opens with what is in."
        ),
    ]
    return modal(
        "Go on without",
        blocks,
        callback=ids.WITHOUT_FORM,
        submit="Go on",
        metadata=str(loop.id),
        close="Back",
    )


def all_in(loop: LoopView, zone: ZoneInfo, now: datetime) -> tuple[str, list[Json]]:
    """To the lead: nobody is waited for any more."""
    at = near_when(loop.debrief_at, zone, now)
    then = f"The debrief opens {at}." if loop.debrief_at > now else "It opens when you say so."
    opens = button("Open now", ids.DEBRIEF_NOW, loop.id, confirm=sure_debrief(loop))
    blocks = [
        section(f"*{ALL_IN}*"),
        section(f"{about(loop)}\nThe last scorecard has come in. {then}"),
        actions(opens, id="all_in"),
    ]
    return aloud.message(ALL_IN, resolved(blocks))
