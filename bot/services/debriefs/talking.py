"""After the talk: panelists say whether their recommendation changed, and then everybody sees it."""

from dataclasses import dataclass
from datetime import datetime

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing
from bot.domain import debriefs
from bot.domain.access import Action
from bot.domain.debriefs import Stand, Talk
from bot.domain.errors import TooLate
from bot.domain.loops import debriefing
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.scorecards import Card
from bot.services.scorecards import read_cards
from bot.storage import loops as stored
from bot.storage import revisions

NO_CARD = "You have no sealed scorecard in this debrief. Say it in its thread."


@dataclass(frozen=True)
class OwnStand:
    """What somebody's form after the talk shows: their own card, and whether the others' changes are out."""

    loop_id: int
    label: str
    sealed_at: datetime
    stand: Stand
    shown: bool


def read_talk(tx: Transaction, loop: Loop) -> Talk:
    """What was said after the talk on a loop's sealed cards. It is not for anybody's eyes before it is shown."""
    return _talk(tx, loop, _sealed(tx, loop))


def form(context: Context, actor: Actor, loop_id: int) -> OwnStand:
    """One's own sealed recommendation, and what one said of it. Raises TooLate without a sealed card."""
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.SAY_AFTER_TALK, loop=loop)
        stand = read_talk(tx, loop).stand_of(actor.user_id)
        if stand is None or loop.debriefed_at is None:
            raise TooLate(NO_CARD)
        return OwnStand(loop.id, loop.label, loop.debriefed_at, stand, loop.talk_shown_at is not None)


def say(context: Context, actor: Actor, loop_id: int, choice: str, reason: str) -> None:
    """Say whether one's recommendation changed. Ratings and evidence stay as they were sealed.

    Once all have said it, it stands in the debrief. Raises Invalid at the fields, TooLate without a sealed card.
    """
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.SAY_AFTER_TALK, loop=loop)
        cards = _sealed(tx, loop)
        said = debriefs.say(_talk(tx, loop, cards), actor.user_id, choice, reason, tx.now)
        seat, card = next((seat, card) for seat, card in cards if seat.user_id == actor.user_id)
        revisions.write(tx, card.scorecard_id, said)
        debriefing.say_after_talk(loop, seat, tx.now, all_said=_talk(tx, loop, cards).complete)


def may_show(context: Context, actor: Actor, loop_id: int) -> Talk:
    """How many have said something, for a lead who thinks of showing it. Raises NotAllowed, TooLate where it is out."""
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.SHOW_TALK, loop=loop)
        talk = read_talk(tx, loop)
        debriefing.check_may_show_talk(loop, talk.answers)
        return talk


def show(context: Context, actor: Actor, loop_id: int) -> None:
    """The lead shows what changed before everybody has said it. Raises TooLate where it is out, or there is nothing."""
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.SHOW_TALK, loop=loop)
        debriefing.check_may_show_talk(loop, read_talk(tx, loop).answers)
        debriefing.show_talk(loop, tx.now)


def _sealed(tx: Transaction, loop: Loop) -> list[tuple[Seat, Card]]:
    """The cards that were in when the debrief opened, in order of their interviews."""
    panel = loop.panel
    cards = read_cards(tx, panel)
    found = [(seat, cards[seat.id]) for seat in panel if seat.id in cards]
    return [(seat, card) for seat, card in found if card.submitted and card.blind]


def _talk(tx: Transaction, loop: Loop, cards: list[tuple[Seat, Card]]) -> Talk:
    said = revisions.said_on(tx, [card.scorecard_id for _, card in cards])
    stands = [
        Stand(seat.user_id, card.recommendation, said.get(card.scorecard_id))
        for seat, card in cards
        if card.recommendation is not None
    ]
    return Talk(tuple(stands), loop.talk_shown_at)
