"""What a lead can wish of one panelist's questions, and what it would cost, in words."""

from collections.abc import Mapping

from bot.domain.loops import AskView, LeadsWish, LoopView, SeatView
from bot.views import ids
from bot.views.blocks import Json, actions, button, context, cut, escape, menu, modal, section, select
from bot.views.words import count, with_mentions

PIN, BAN, SWAP, OUT = "pin", "ban", "swap", "out"


def page(loop: LoopView, seat: SeatView) -> Json:
    """A panelist's questions, each with what can be wished of it, and the wishes that hold."""
    if not loop.planned:
        return waiting(f"seat:{seat.interview_id}", "The plan is being made again. Go back to see it.")
    own = [wish for wish in loop.wishes if wish.user_id == seat.user_id]
    pinned = {wish.question_id for wish in own if wish.pin}
    blocks = [section(f"<@{seat.user_id}> asks {count(len(seat.asks), 'question')}.")]
    blocks += [_question(seat, ask, ask.question_id in pinned) for ask in seat.asks]
    for number, wish in enumerate(_bans(loop, seat)):
        where = "for them" if wish.user_id else "in this loop"
        again = button(
            "Allow it again",
            ids.numbered(ids.WISH_FORGET, number),
            f"{seat.interview_id}:{wish.user_id}:{wish.question_id}",
            label=f"Allow it again: {wish.short}",
        )
        blocks.append(section(f"_Never {where}:_ {escape(wish.short)}", accessory=again, id=f"wish:{number}"))
    if not seat.asks:
        blocks.append(context("No question fits their time or strengths."))
    blocks.append(context("You see what a wish costs before it is granted."))
    return modal(
        "Their questions", blocks, callback=ids.WISHES_PAGE, close="Back", metadata=str(seat.interview_id)
    )


def _bans(loop: LoopView, seat: SeatView) -> list[LeadsWish]:
    return [wish for wish in loop.wishes if not wish.pin and wish.user_id in ("", seat.user_id)]


def _question(seat: SeatView, ask: AskView, pinned: bool) -> object:
    here = f"{seat.interview_id}:{ask.question_id}"
    choices = [
        ("No longer kept with them", f"unpin:{here}") if pinned else ("Keep it with them", f"{PIN}:{here}"),
        ("Never this one for them", f"{BAN}:{here}"),
        ("Swap with another panelist", f"{SWAP}:{here}"),
        ("Not in this loop", f"{OUT}:{here}"),
    ]
    kept = " · :pushpin: kept with them" if pinned else ""
    text = f"*{escape(ask.competency)}* · {ask.minutes} min{kept}\n{escape(ask.short)}"
    return section(text, accessory=menu(ids.WISH_MENU, choices), id=f"ask:{ask.question_id}")


def swap_form(loop: LoopView, seat: SeatView, question_id: str, names: Mapping[str, str]) -> Json:
    """With whom a question is swapped: given away, or for one of theirs."""
    short = next((ask.short for ask in seat.asks if ask.question_id == question_id), question_id)
    choices: list[tuple[str, object]] = []
    for other in loop.panel:
        if other.interview_id == seat.interview_id:
            continue
        name = names.get(other.user_id, other.user_id)
        choices.append((f"{name} takes it", f"{other.interview_id}:"))
        choices += [
            (f"{name}: {cut(ask.short, 74 - len(name))}", f"{other.interview_id}:{ask.question_id}")
            for ask in other.asks
        ]
    if not choices:
        return waiting("", "Nobody else is on the panel. Add a panelist first.")
    pick = select(ids.WISH_INTO, choices[:100], placeholder="Pick one")
    blocks = [
        section(f"<@{seat.user_id}> gives away “{escape(short)}” in exchange for", accessory=pick, id="into")
    ]
    metadata = f"{seat.interview_id}:{question_id}"
    return modal("Swap", blocks, callback=ids.READING, close="Back", metadata=metadata)


def waiting(external_id: str, text: str = "") -> Json:
    """While the cost is worked out, or where there is nothing more to see."""
    blocks = [section(text or "*Working out what it costs…*\nThis takes a few seconds.")]
    return modal(
        "What it costs",
        blocks,
        callback=ids.READING,
        close="Back",
        external_id=external_id or None,
    )


def trial(loop_id: int, view: str, seat_id: int, wish: str, words: str | None, fault: str | None) -> Json:
    """A wish and its cost, to be granted or left."""
    blocks = [section(with_mentions(wish))]
    if fault:
        blocks.append(section(f":warning: *That can't be planned.* {with_mentions(fault)}"))
    else:
        blocks.append(section(with_mentions(words or "")))
    blocks.append(actions(button("Their questions", ids.WISHES_BACK, seat_id), id="wishes"))
    return modal(
        "What it costs",
        blocks,
        callback=ids.TRIAL_PAGE,
        submit=None if fault else "Do it",
        close="Back",
        metadata=f"{loop_id}:{view}",
        external_id=view,
    )


def in_words(kind: str, user_id: str, short: str, into: str | None, other: str | None) -> str:
    """A wish in one sentence, with user ids for people."""
    question = f"“{escape(short)}”"
    if kind == PIN:
        return f"{user_id} keeps {question}."
    if kind == OUT:
        return f"{question} is not asked in this loop."
    if kind == SWAP and other:
        return f"{into} asks {question}, and {user_id} asks “{escape(other)}”."
    if kind == SWAP:
        return f"{into} asks {question} instead of {user_id}."
    return f"{user_id} never asks {question}."
