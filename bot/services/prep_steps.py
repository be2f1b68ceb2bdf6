"""The steps of a question of the day: answered, follow-up, strong answer, how it went; and written answers."""

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from bot.delivery.outbox import Note, refresh
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.prep import Card, Rating, days_until, review, streak
from bot.domain.prep.choice import Why
from bot.domain.prep.states import Day, Step
from bot.domain.questions import Bank, Kind, Question, Structure
from bot.services.access import authorise
from bot.services.context import Actor, Context, Transaction
from bot.services.openings import competency_names
from bot.services.prep import DAILY, sends, settings_of
from bot.services.prep_days import card_of
from bot.services.questions import kept
from bot.storage.tables import PrepAnswer, PrepCard, PrepSend, PrepSubscription

LONGEST_ANSWER = 3000
GONE = "This question is from before you stopped, and what was here is deleted. Write /prep to begin anew."


def get(context: Context, actor: Actor, send_id: int) -> Day:
    """A question of the day, for whom it was sent to; one in a channel is for everybody."""
    with context.reading(actor) as tx:
        return read(tx, context.bank(), _sent(tx, send_id))


def advance(context: Context, actor: Actor, send_id: int, to: Step) -> Day:
    """Go on to the follow-up or the strong answer. Going back, or twice, changes nothing."""
    with context.transaction(actor) as tx:
        sent = _own(tx, send_id)
        if sent.step != Step.GRADED and Step(sent.step).number < to.number <= Step.SHOWN.number:
            sent.step = to
        return read(tx, context.bank(), sent)


def grade(context: Context, actor: Actor, send_id: int, rating: Rating) -> Day:
    """Say how it went; the question's next day follows. A second click changes nothing."""
    with context.transaction(actor) as tx:
        sent = _own(tx, send_id)
        if sent.step != Step.GRADED:
            today = _today(tx, sent)
            row = tx.session.get(PrepCard, (sent.subscription_id, sent.question_id))
            before = card_of(row) if row else None
            sent.before = json.dumps(asdict(before), default=date.isoformat) if before else None
            sent.step, sent.rating, sent.graded_at = Step.GRADED, int(rating), tx.now
            _keep_card(tx, sent, review(sent.question_id, before, rating, today))
        return read(tx, context.bank(), sent)


def rate_again(context: Context, actor: Actor, send_id: int) -> Day:
    """Take the rating of the newest time that this question came back, and ask anew."""
    with context.transaction(actor) as tx:
        sent = _own(tx, send_id)
        if sent.step != Step.GRADED:
            return read(tx, context.bank(), sent)
        later = select(PrepSend.id).where(
            PrepSend.team_id == tx.team_id,
            PrepSend.subscription_id == sent.subscription_id,
            PrepSend.question_id == sent.question_id,
            PrepSend.graded_at > sent.graded_at,
        )
        if tx.session.scalar(later.limit(1)) is not None:
            raise TooLate("You have rated this question again since. Change that rating instead.")
        if sent.before:
            _keep_card(tx, sent, _card(sent.before))
        else:
            tx.session.delete(tx.session.get_one(PrepCard, (sent.subscription_id, sent.question_id)))
        sent.step, sent.rating, sent.graded_at, sent.before = Step.SHOWN, None, None, None
        tx.session.flush()
        return read(tx, context.bank(), sent)


def write_answer(context: Context, actor: Actor, send_id: int, text: str) -> Day:
    """Keep what they wrote, encrypted and for them alone; nothing written deletes it."""
    with context.transaction(actor) as tx:
        sent = _own(tx, send_id)
        row = tx.session.get(PrepAnswer, sent.id)
        if not text.strip():
            if row is not None:
                tx.session.delete(row)
        elif row is None:
            tx.session.add(PrepAnswer(team_id=tx.team_id, send_id=sent.id, text=text[:LONGEST_ANSWER]))
        else:
            row.text = text[:LONGEST_ANSWER]
        tx.session.flush()
        return read(tx, context.bank(), sent)


def redraw(context: Context, actor: Actor, send_id: int) -> None:
    """Let the message be shown anew by the sender, where it couldn't be answered directly."""
    with context.transaction(actor) as tx:
        sent = _own(tx, send_id)
        key = f"{DAILY}:{sent.subscription_id}:{sent.day}"
        note = Note(f"{key}:again", DAILY, sent.id, tx.actor.user_id, op="update", edits=key)
        refresh(tx.session, tx.team_id, note, tx.now)


def read(tx: Transaction, bank: Bank, sent: PrepSend) -> Day:
    """A question of the day as it stands, in the words that were sent."""
    row = tx.session.get_one(PrepSubscription, sent.subscription_id)
    settings = settings_of(row)
    question = kept(tx, sent.question_id, sent.version)
    probe = question.probes[sent.probe % len(question.probes)]
    answer = tx.session.get(PrepAnswer, sent.id)
    prep = bank.prep
    return Day(
        send_id=sent.id,
        question=question,
        competency=competency_names(bank).get(question.competency, question.competency),
        settings=settings,
        why=Why(sent.why),
        step=Step(sent.step),
        follow_up=probe.ask,
        heard=probe.hear,
        three_questions=prep.three_questions if prep and question.kind is Kind.CONCEPT else (),
        structure=_structure(bank, question),
        rating=Rating(sent.rating) if sent.rating else None,
        back_in=_back_in(tx, row, sent),
        streak=streak(sends(tx, row), tx.now.astimezone(settings.zone).date()),
        answer=answer.text if answer else "",
        in_channel=row.is_channel,
    )


def _structure(bank: Bank, question: Question) -> Structure | None:
    known = bank.prep.structures if bank.prep else ()
    return next((one for one in known if one.kind is question.kind), None)


def _back_in(tx: Transaction, row: PrepSubscription, sent: PrepSend) -> int | None:
    card = tx.session.get(PrepCard, (sent.subscription_id, sent.question_id))
    if sent.graded_at is None or card is None:
        return None
    settings = settings_of(row)
    return days_until(card.due, sent.graded_at.astimezone(settings.zone).date(), settings.weekdays)


def _today(tx: Transaction, sent: PrepSend) -> date:
    row = tx.session.get_one(PrepSubscription, sent.subscription_id)
    return tx.now.astimezone(settings_of(row).zone).date()


def _card(text: str) -> Card:
    said = json.loads(text)
    return Card(
        **said | {"reviewed": date.fromisoformat(said["reviewed"]), "due": date.fromisoformat(said["due"])}
    )


def _keep_card(tx: Transaction, sent: PrepSend, card: Card) -> None:
    row = tx.session.get(PrepCard, (sent.subscription_id, sent.question_id))
    if row is None:
        row = PrepCard(team_id=tx.team_id, subscription_id=sent.subscription_id, question_id=sent.question_id)
        tx.session.add(row)
    row.stability, row.difficulty, row.reviews = card.stability, card.difficulty, card.reviews
    row.reviewed, row.due = card.reviewed, card.due
    tx.session.flush()


def _sent(tx: Transaction, send_id: int) -> PrepSend:
    """A question that the actor may see: their own, or one of a channel."""
    authorise(tx, Action.DO_PREP)
    sent = tx.session.scalar(select(PrepSend).where(PrepSend.team_id == tx.team_id, PrepSend.id == send_id))
    if sent is None:
        raise NotFound(GONE)
    row = tx.session.get_one(PrepSubscription, sent.subscription_id)
    if not (row.is_channel or row.target == tx.actor.user_id or tx.actor.is_system):
        raise NotFound(GONE)
    return sent


def _own(tx: Transaction, send_id: int) -> PrepSend:
    """A question that was sent to the actor alone."""
    sent = _sent(tx, send_id)
    if tx.session.get_one(PrepSubscription, sent.subscription_id).is_channel:
        raise NotFound("A question for everybody isn't rated. For one of your own each day, write /prep.")
    return sent
