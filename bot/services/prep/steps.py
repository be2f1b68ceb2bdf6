"""The steps of a question of the day: answered, follow-up, strong answer, how it went; and written answers."""

from collections.abc import Mapping
from datetime import datetime

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.errors import NotFound
from bot.domain.prep import (
    PrepEvent,
    Rating,
    Sending,
    Sent,
    Stand,
    countdown,
    stand_of,
    standing,
    streak,
    topic_name,
    topics_by_question,
)
from bot.domain.prep.sending import GONE
from bot.domain.prep.states import Day, Step
from bot.domain.questions import Bank, Kind, Question, Structure
from bot.services.questions import kept
from bot.storage.prep import sendings


def get(context: Context, actor: Actor, send_id: int) -> Day:
    """A question of the day, for whom it was sent to; one in a channel is for everybody."""
    with context.reading(actor) as tx:
        sending = _find(tx, send_id)
        sending.check_seen_by(actor.user_id)
        return read(tx, context.bank(), sending)


def advance(context: Context, actor: Actor, send_id: int, to: Step) -> Day:
    """Go on to the follow-up or the strong answer. Going back, or twice, changes nothing."""
    with context.transaction(actor) as tx:
        sending = _own(tx, send_id)
        _keep(tx, sending, sending.advance(to))
        return read(tx, context.bank(), sending)


def grade(context: Context, actor: Actor, send_id: int, rating: Rating) -> Day:
    """Say how it went; the question's next day follows. A second click changes nothing."""
    with context.transaction(actor) as tx:
        sending = _own(tx, send_id)
        _keep(tx, sending, sending.rate(rating, tx.now), remembered=True)
        return read(tx, context.bank(), sending)


def rate_again(context: Context, actor: Actor, send_id: int) -> Day:
    """Take the rating of the newest time that this question came back, and ask anew."""
    with context.transaction(actor) as tx:
        sending = _own(tx, send_id)
        events = sending.take_back(rated_since=sendings.rated_since(tx, sending))
        _keep(tx, sending, events, remembered=True)
        return read(tx, context.bank(), sending)


def write_answer(context: Context, actor: Actor, send_id: int, text: str) -> Day:
    """Keep what they wrote, encrypted and for them alone; nothing written deletes it."""
    with context.transaction(actor) as tx:
        sending = _own(tx, send_id)
        if events := sending.write(text):
            sendings.save_answer(tx, sending)
            tx.happened(*events)
        return read(tx, context.bank(), sending)


def redraw(context: Context, actor: Actor, send_id: int) -> None:
    """Let the message be shown anew by the sender, where it couldn't be answered directly."""
    with context.transaction(actor) as tx:
        tx.happened(*_own(tx, send_id).miss_click())


def shown(tx: Transaction, bank: Bank, send_id: int) -> Day | None:
    """A question of the day as it stands, for the message that it stands in; None where it is gone."""
    sending = sendings.get(tx, send_id)
    return None if sending is None else read(tx, bank, sending)


def read(tx: Transaction, bank: Bank, sending: Sending) -> Day:
    """A question of the day as it stands, in the words that were sent."""
    question = kept(tx, sending.question_id, sending.version)
    return day_of(bank, sending, question, sendings.sent(tx, sending.who), tx.now)


def day_of(bank: Bank, sending: Sending, question: Question, sent: list[Sent], now: datetime) -> Day:
    """A question of the day as it stands, in these words, with all that was sent."""
    probe = question.probes[sending.probe % len(question.probes)]
    today = now.astimezone(sending.settings.zone).date()
    prep = bank.prep
    topics = topics_by_question(bank.all_questions)
    coming = countdown(sending.settings.interview, today)
    known = standing(sent, topics, sending.settings)
    return Day(
        send_id=sending.id,
        question=question,
        competency=bank.competency_names.get(question.competency, question.competency),
        settings=sending.settings,
        why=sending.why,
        step=sending.step,
        follow_up=probe.ask,
        heard=probe.hear,
        three_questions=prep.three_questions if prep and question.kind is Kind.CONCEPT else (),
        structure=_structure(bank, question),
        rating=sending.rating,
        back_in=sending.back_in(),
        streak=streak(sent, today),
        answer=sending.answer,
        in_channel=sending.who.is_channel,
        back_on=sending.back_on(),
        days_left=coming.days_left(today) if coming else None,
        seen=known.seen,
        weak=len(known.weak),
        first=bool(sent) and (sent[0].day, sent[0].number) == (sending.day, sending.number),
        learned=_learned_by(sending, sent, topics),
    )


def _learned_by(sending: Sending, sent: list[Sent], topics: Mapping[str, str]) -> str:
    """The topic that they have learned with this rating, by name; nothing where it wasn't this one."""
    topic = topics.get(sending.question_id)
    if topic is None or sending.rating is None:
        return ""
    before = [one for one in sent if (one.day, one.number) != (sending.day, sending.number)]
    now, then = (stand_of(topic, some, topics, sending.settings) for some in (sent, before))
    return topic_name(topic) if now is Stand.LEARNED and then is not now else ""


def _structure(bank: Bank, question: Question) -> Structure | None:
    known = bank.prep.structures if bank.prep else ()
    return next((one for one in known if one.kind is question.kind), None)


def _find(tx: Transaction, send_id: int) -> Sending:
    authorise(tx, Action.DO_PREP)
    sending = sendings.get(tx, send_id)
    if sending is None:
        raise NotFound(GONE)
    return sending


def _own(tx: Transaction, send_id: int) -> Sending:
    """A question that was sent to the actor alone."""
    sending = _find(tx, send_id)
    sending.check_worked_by(tx.actor.user_id)
    return sending


def _keep(
    tx: Transaction, sending: Sending, events: tuple[PrepEvent, ...], *, remembered: bool = False
) -> None:
    """Write back what changed, with what is `remembered` of the question where that did, too."""
    if not events:
        return
    sendings.save(tx, sending)
    if remembered:
        sendings.save_card(tx, sending)
    tx.happened(*events)
