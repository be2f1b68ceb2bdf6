"""News of a loop: short messages to its lead and its panel, with a way out where one is needed.

The first block is neutral: it is what a notification shows.
"""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.audience import Unfit, misfit_in
from bot.domain.loops import LoopState, LoopView, Missed, SeatView
from bot.views import aloud, ids
from bot.views.audience import may_read
from bot.views.blocks import Json, actions, button, escape, field, modal, resolved, section
from bot.views.loops import about
from bot.views.words import listed, short_when

WHAT = {
    None: "it didn't happen",
    Missed.NOT_HELD: "it wasn't held",
    Missed.MOVED: "it was moved to another time",
    Missed.NO_SHOW: "the candidate didn't come",
    Missed.PART: "only part of it was held",
}
"""What happened, as its panelist says it."""


def news(
    what: str, seat: SeatView, loop: LoopView, stand_in: str | None, zone: ZoneInfo
) -> tuple[str, list[Json]]:
    """A short message to the lead about a seat."""
    start = short_when(seat.start, zone) if seat.start else ""
    who = f"<@{seat.user_id}>"
    texts = {
        "stood_in": f"{who} can't make {start}. <@{stand_in}> stands in and gets the kit.",
        "seat_empty": f"{who} can't make {start}, and no stand-in is free. The others' questions are planned anew; "
        "add a panelist with Change the plan on the loop's status message, or cancel the loop.",
        "didnt_happen": f"{who} says of the interview {start}: {WHAT[seat.missed]}. "
        "Nothing is expected from it; with Change the plan you can give it another time.",
        "cut_short": f"{who} says that only part of the interview {start} was held. A scorecard is waited for as "
        "before; with Change the plan you can give the rest another time.",
        "took_place": f"{who} says that the interview {start} was held after all. Their scorecard is waited for again.",
        "knows": f"{who} knows the candidate. Talk to them before {start}, and let a stand-in take over if it matters.",
        "cannot": f"{who} can't hold the interview {start}, so no kit was sent to them. Find somebody else for it with "
        "Change the plan on the loop's status message.",
        "sits_out": f"{who} can't sit in {start}. Nothing else changes.",
        "excused": f"{who} can't score {start}. That scorecard isn't waited for any more.",
        "left": f"{who} has left Slack and holds the interview {start}. {_way(loop)}, or cancel the loop.",
        "no_card": f"{who}'s scorecard for {start} isn't in. I have asked for it, and don't ask again before the "
        "debrief. You can talk to them, or let the debrief go on without it.",
        "back": f"{who} can make {start} after all and has the seat back.",
    }
    blocks = [section("*News about your loop*"), section(f"{about(loop)}\n{texts[what]}")]
    if what in ("stood_in", "seat_empty") and seat.may_undo:
        blocks.append(
            actions(
                button("Undo", ids.KIT_UNDO, seat.interview_id, label=f"Undo: the seat on {start}"), id="undo"
            )
        )
    if what == "left":
        blocks.append(actions(_free(loop, seat.user_id), id="left"))
    return aloud.message("News about your loop", resolved(blocks))


def _way(loop: LoopView) -> str:
    """How somebody else can have a seat."""
    return "Let a stand-in take the seat" if loop.stand_ins else "Nobody stands in. Free the seat"


def _free(loop: LoopView, user_id: str) -> Any:
    word = "Ask the stand-in" if loop.stand_ins else "Free the seat"
    return button(word, ids.REPLACE_SEAT, f"{loop.id}:{user_id}", style="primary")


def seat_told(what: str, label: str, start: str, debrief: str) -> tuple[str, list[Json]]:
    """A short message to a panelist about their seat."""
    heads = {
        "given_up": f"You are free on {start}",
        "stood_down": "You are free again",
        "didnt_happen": "Nothing is expected from you",
        "took_place": "Your scorecard is waited for again",
        "debrief_moved": "The debrief has moved",
    }
    texts = {
        "given_up": "the lead gave your seat to somebody else. You don't need to do anything.",
        "stood_down": "who you stood in for can make it after all. Thank you for standing by.",
        "didnt_happen": f"the lead noted that the interview on {start} didn't happen. "
        f"If it did, take that back on your kit before the debrief, {debrief}.",
        "took_place": f"the lead noted that the interview on {start} was held after all. "
        "Open the scorecard on your kit.",
        "debrief_moved": f"it is to open on {debrief}. Until it opens you can hand in your scorecard, or edit it.",
    }
    blocks = [section(f"*{heads[what]}*"), section(f"{escape(label)}: {texts[what]}")]
    return aloud.message(heads[what], resolved(blocks))


def cancelled(label: str, start: str) -> tuple[str, list[Json]]:
    """To the panel: nothing more to do."""
    text = "The interview is called off"
    said = section(f"{escape(label)}, {start}. You don't need to do anything.")
    return aloud.message(text, resolved([section(f"*{text}*"), said]))


REFUSALS = {
    "is_archived": "the channel is archived",
    "is_public": "everybody can read that channel now",
    "is_shared": "that channel is shared with another company",
    "is_pending": "another company was invited to that channel",
    "candidate_in_channel": "the candidate is in that channel",
    "stranger_in_channel": "somebody from another company is in that channel",
    "guest_in_channel": "you haven't said yet that guests there may read it",
    "channel_not_found": "Fairloop can't see the channel",
    "not_in_channel": "Fairloop isn't in the channel",
    "user_not_found": "the person has left",
    "user_disabled": "the person has left",
    "cannot_dm_bot": "that is an app",
}


def debrief_undelivered(loop: LoopView, target: str, error: str) -> tuple[str, list[Json]]:
    """To the lead: the debrief can't be posted in the channel `target`, and another can be picked."""
    text = (
        f"*The debrief can't be posted* in <#{target}>: {_why(error)}.\nPick another private channel for it."
    )
    move = button("Pick a channel", ids.MOVE_DEBRIEF, loop.id, style="primary")
    misfit = misfit_in(error)
    if misfit is not None and misfit.why is Unfit.GUEST:
        text += f" Or say that they may read it: {listed([f'<@{one}>' for one in misfit.people])}."
        return _undelivered(loop, text, may_read(loop, target, misfit.people), move)
    return _undelivered(loop, text, move)


def part_undelivered(loop: LoopView, target: str, error: str) -> tuple[str, list[Json]]:
    """To the lead: a part of the debrief's thread is missing, and nothing is lost."""
    return _undelivered(
        loop,
        f"*A part of the debrief's thread is missing* in <#{target}>: {_why(error)}.\nNothing is lost: the table at "
        "its top has all scores, and *Why these numbers* says where they come from.",
    )


def decision_undelivered(loop: LoopView, target: str, error: str) -> tuple[str, list[Json]]:
    """To the lead: the panel doesn't hear of the decision."""
    text = f"*Your decision can't be posted* in <#{target}>: {_why(error)}.\nIt is saved. Tell the panel yourself."
    return _undelivered(loop, text)


def kit_undelivered(loop: LoopView, target: str, error: str) -> tuple[str, list[Json]]:
    """To the lead: a kit can't reach `target`, and somebody else can have the seat; a shadow's needs nobody."""
    why = _why(error)
    if target in {seat.user_id for seat in loop.shadows}:
        text = f"*A kit can't reach* <@{target}>, who was to sit in: {why}.\nNothing else changes."
        return _undelivered(loop, text)
    text = f"*A kit can't reach* <@{target}>: {why}.\n{_way(loop)}, or cancel the loop."
    return _undelivered(loop, text, _free(loop, target))


def unheard(what: str) -> Callable[[LoopView, str, str], tuple[str, list[Json]]]:
    """To the lead, of something small that can't reach somebody: they can tell them."""

    def words(loop: LoopView, target: str, error: str) -> tuple[str, list[Json]]:
        text = f"*{what} can't reach* <@{target}>: {_why(error)}.\nTell them yourself if you can."
        return _undelivered(loop, text)

    return words


def _undelivered(loop: LoopView, text: str, *ways: object) -> tuple[str, list[Json]]:
    blocks = [section("*Something could not be delivered*"), section(f"{about(loop)}\n{text}")]
    if ways:
        blocks.append(actions(*ways, id="undelivered"))
    return aloud.message("Something could not be delivered", resolved(blocks))


def _why(error: str) -> str:
    if error.startswith("not rendered"):
        return "Fairloop couldn't make the message"
    misfit = misfit_in(error)
    return REFUSALS.get(misfit.why if misfit else error, f"Slack says “{error}”")


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
    again = button("Try again", ids.TRY_AGAIN, value, style="primary", label=f"Try again, for {loop.label}")
    row = actions(again, id="given_up")
    head = "Something went wrong with a loop"
    return aloud.message(head, resolved([section(f"*{head}*"), section(f"{about(loop)}\n{text}"), row]))


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
            hint="Private and your company's alone, with Fairloop in it and the candidate not.",
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
