"""Questions of the day, with what is remembered of each question and what was written down."""

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import Row, and_, delete, select, update

from bot.domain.prep import Card, Rating, Sending, Sent, Subscriber, Why
from bot.domain.prep.states import Step
from bot.storage.prep.subscriptions import settings_of, who_of
from bot.storage.sealing import placed
from bot.storage.tables import PrepAnswer, PrepCard, PrepSend, PrepSubscription
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update

Found = Row[PrepSend, PrepSubscription, PrepCard | None, PrepAnswer | None]


def get(unit: Unit, id: int) -> Sending | None:
    """A question of the day with all that belongs to it. Whoever may write holds it until the end.

    Its subscription is held first, as everybody does who changes anything of it, so that nobody waits in a ring.
    """
    card = and_(
        unit.own(PrepCard),
        PrepCard.subscription_id == PrepSend.subscription_id,
        PrepCard.question_id == PrepSend.question_id,
    )
    wanted = (
        select(PrepSend, PrepSubscription, PrepCard, PrepAnswer)
        .join(
            PrepSubscription,
            and_(unit.own(PrepSubscription), PrepSubscription.id == PrepSend.subscription_id),
        )
        .outerjoin(PrepCard, card)
        .outerjoin(PrepAnswer, and_(unit.own(PrepAnswer), PrepAnswer.send_id == PrepSend.id))
        .where(unit.own(PrepSend), PrepSend.id == id)
    )
    if unit.writing:
        held = (PrepSubscription, PrepSend)
        wanted = wanted.with_for_update(of=held, key_share=True).execution_options(populate_existing=True)
    found = unit.session.execute(wanted).one_or_none()
    return None if found is None else _read(found)


def sent(unit: Unit, who: Subscriber) -> list[Sent]:
    """What was sent, oldest first."""
    rows = unit.session.execute(
        select(
            PrepSend.day,
            PrepSend.question_id,
            PrepSend.graded_at,
            PrepSend.why,
            PrepSend.rating,
            PrepSend.number,
        )
        .where(unit.own(PrepSend), PrepSend.subscription_id == who.id)
        .order_by(PrepSend.day, PrepSend.number)
    )
    return [
        Sent(day, id, at is not None, Why(why), Rating(rating) if rating else None, at, number)
        for day, id, at, why, rating, number in rows
    ]


def answers(unit: Unit, who: Subscriber, most: int) -> list[tuple[str, str, str]]:
    """What they wrote down, the newest first: each question's id and version with the answer."""
    rows = unit.session.execute(
        select(PrepSend.question_id, PrepSend.version, PrepAnswer)
        .join(PrepAnswer, and_(unit.own(PrepAnswer), PrepAnswer.send_id == PrepSend.id))
        .where(unit.own(PrepSend), PrepSend.subscription_id == who.id)
        .order_by(PrepSend.day.desc(), PrepSend.number.desc())
        .limit(most)
    )
    return [(id, version, answer.text) for id, version, answer in rows]


def cards(unit: Unit, who: Subscriber) -> dict[str, Card]:
    """What is remembered of each question that was rated."""
    rows = unit.session.scalars(unit.rows(PrepCard).where(PrepCard.subscription_id == who.id))
    return {row.question_id: _card(row) for row in rows}


def add(unit: Unit, sending: Sending) -> int:
    """Store a question that goes out; returns its number."""
    row = PrepSend(
        team_id=unit.team_id,
        subscription_id=sending.who.id,
        day=sending.day,
        number=sending.number,
        question_id=sending.question_id,
        version=sending.version,
        why=sending.why,
        probe=sending.probe,
        step=sending.step,
        sent_at=unit.now,
    )
    return unit.add(row).id


def save(unit: Unit, sending: Sending) -> None:
    """Write back how far they got and how it went."""
    before = json.dumps(asdict(sending.before), default=date.isoformat) if sending.before else None
    rating = None if sending.rating is None else int(sending.rating)
    unit.session.execute(
        update(PrepSend)
        .where(unit.own(PrepSend), PrepSend.id == sending.id)
        .values(step=sending.step, rating=rating, graded_at=sending.graded_at, before=before)
    )


def save_card(unit: Unit, sending: Sending) -> None:
    """Write back what is remembered of the question; nothing where it was never rated."""
    key = {"subscription_id": sending.who.id, "question_id": sending.question_id}
    if sending.card is not None:
        values = {"team_id": unit.team_id, **key, **asdict(sending.card)}
        insert_or_update(unit.session, PrepCard, values, list(key))
        return
    unit.session.execute(
        delete(PrepCard).where(
            unit.own(PrepCard),
            PrepCard.subscription_id == sending.who.id,
            PrepCard.question_id == sending.question_id,
        )
    )


def save_answer(unit: Unit, sending: Sending) -> None:
    """Write back, sealed, what they wrote; nothing where it is empty."""
    if sending.answer:
        values = {"team_id": unit.team_id, "send_id": sending.id, "text": sending.answer}
        (sealed,) = placed(unit.session, PrepAnswer, [values])
        insert_or_update(unit.session, PrepAnswer, sealed, ["send_id"])
        return
    unit.session.execute(delete(PrepAnswer).where(unit.own(PrepAnswer), PrepAnswer.send_id == sending.id))


def rated_since(unit: Unit, sending: Sending) -> bool:
    """Whether the question came back after it was rated this time, and was rated then, too."""
    if sending.graded_at is None:
        return False
    later = select(PrepSend.id).where(
        unit.own(PrepSend),
        PrepSend.subscription_id == sending.who.id,
        PrepSend.question_id == sending.question_id,
        PrepSend.graded_at > sending.graded_at,
    )
    return unit.session.scalar(later.limit(1)) is not None


def _read(found: Found) -> Sending:
    send, subscription, card, answer = found
    return Sending(
        id=send.id,
        who=who_of(subscription),
        settings=settings_of(subscription),
        day=send.day,
        question_id=send.question_id,
        version=send.version,
        why=Why(send.why),
        probe=send.probe,
        step=Step(send.step),
        rating=Rating(send.rating) if send.rating else None,
        graded_at=send.graded_at,
        card=None if card is None else _card(card),
        before=_card_before(send.before),
        answer="" if answer is None else answer.text,
        number=send.number,
    )


def _card(row: PrepCard) -> Card:
    return Card(row.question_id, row.stability, row.difficulty, row.reviewed, row.due, row.reviews)


def _card_before(text: str | None) -> Card | None:
    if not text:
        return None
    said = json.loads(text)
    days = {name: date.fromisoformat(said[name]) for name in ("reviewed", "due")}
    return Card(**said | days)
