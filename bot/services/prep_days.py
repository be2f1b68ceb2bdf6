"""What comes by itself: the question of the day, and on Sunday the week."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from bot.delivery.outbox import LATER, Note
from bot.domain.errors import SlackUnavailable, UnknownPerson
from bot.domain.prep import (
    Card,
    Chosen,
    History,
    Week,
    Why,
    choose,
    pool,
    timely,
    tip_of_the_week,
    week,
)
from bot.domain.prep.states import Step
from bot.domain.questions import Bank, Question, Tip
from bot.services import prep_guard, questions
from bot.services.context import Context, Transaction, system
from bot.services.openings import competency_names
from bot.services.prep import (
    DAILY,
    EMPTY,
    SUMMARY,
    address,
    forget,
    plan_question,
    plan_summary,
    sends,
    settings_of,
)
from bot.storage.due import finish
from bot.storage.tables import PrepCard, PrepSend, PrepSubscription


@dataclass(frozen=True)
class Call:
    """A due row of prep: `day` is the local date that it is for, `planned` when it was to happen."""

    team_id: str
    due_id: int
    subscription_id: int
    day: date
    planned: datetime


def called(team_id: str, due_id: int, subscription_id: int, occurrence: str, planned: datetime) -> Call:
    """Read a due row, whose occurrence ends on its date."""
    day = date.fromisoformat(occurrence.rpartition(":")[2])
    return Call(team_id, due_id, subscription_id, day, planned)


def send(context: Context, call: Call) -> None:
    """Send the question of the day, once a local date, and plan the next.

    What downtime held up for more than six hours is left out rather than sent at night.
    """
    bank = context.bank()
    with context.transaction(system(call.team_id)) as tx:
        finish(tx.session, call.due_id)
        row = tx.session.get(PrepSubscription, call.subscription_id)
        if row is None or row.paused:
            return
        if timely(call.planned, tx.now) and (row.last_day is None or row.last_day < call.day):
            row.last_day = call.day
            found = pick(tx, bank, row, call.day)
            if found is None:
                _say_there_is_none(tx, row, call.day)
            else:
                _put(tx, row, found, call.day)
        plan_question(tx, row)


def pick(tx: Transaction, bank: Bank, row: PrepSubscription, day: date) -> Chosen | None:
    """The question for this date, past the leak guard; None where nothing may be sent."""
    may_train = prep_guard.trainable(tx, bank, row)
    return choose(
        pool(bank, settings_of(row), may_train), cards_of(tx, row.id), _history(tx, bank, row.id), day
    )


def sum_up(context: Context, call: Call) -> None:
    """Send the week, where there was something in it. Who has left the workspace is forgotten here.

    Once a week, because asking Slack about everybody every day is more than its limits allow.
    """
    left = _has_left(context, call)
    with context.transaction(system(call.team_id)) as tx:
        finish(tx.session, call.due_id)
        row = tx.session.get(PrepSubscription, call.subscription_id)
        if row is not None and left:
            forget(tx, row)
            return
        if row is None or row.paused:
            return
        row.last_summary = call.day
        recent = [one for one in sends(tx, row) if 0 <= (call.day - one.day).days < 7]
        if recent and timely(call.planned, tx.now):
            key = f"{SUMMARY}:{row.id}:{call.day}"
            args = {"day": call.day.isoformat()}
            tx.tell(Note(key, SUMMARY, row.id, address(tx, row), args=args, priority=LATER))
        plan_summary(tx, row)


def _has_left(context: Context, call: Call) -> bool:
    with context.reading(system(call.team_id)) as tx:
        row = tx.session.get(PrepSubscription, call.subscription_id)
    if row is None:
        return False
    try:
        return context.directory.person(call.team_id, row.target).deleted
    except UnknownPerson:
        return True
    except SlackUnavailable:
        return False


def week_of(tx: Transaction, bank: Bank, row: PrepSubscription, last: date) -> Week:
    """The week up to a date as it is now."""
    wanted = pool(bank, settings_of(row), prep_guard.trainable(tx, bank, row))
    return week(last, sends(tx, row), cards_of(tx, row.id), wanted, competency_names(bank))


def tip_of(bank: Bank, row: PrepSubscription, day: date) -> Tip | None:
    """This week's tip; None where the bank has none."""
    return tip_of_the_week(bank.prep.tips, row.started, day) if bank.prep else None


def cards_of(tx: Transaction, subscription_id: int) -> dict[str, Card]:
    """What is remembered of each question that was rated."""
    rows = tx.session.scalars(
        select(PrepCard).where(PrepCard.team_id == tx.team_id, PrepCard.subscription_id == subscription_id)
    )
    return {row.question_id: card_of(row) for row in rows}


def card_of(row: PrepCard) -> Card:
    """A row as the domain's card."""
    return Card(row.question_id, row.stability, row.difficulty, row.reviewed, row.due, row.reviews)


def _history(tx: Transaction, bank: Bank, subscription_id: int) -> History:
    rows = tx.session.execute(
        select(PrepSend.question_id, PrepSend.day, PrepSend.why)
        .where(PrepSend.team_id == tx.team_id, PrepSend.subscription_id == subscription_id)
        .order_by(PrepSend.day)
    )
    competency = {one.id: one.competency for one in bank.all_questions}
    last: dict[str, date] = {}
    turns: dict[str, date] = {}
    repeats = 0
    for question_id, day, why in rows:
        last[question_id] = day
        repeats = 0 if why == Why.NEW else repeats + 1
        if why == Why.NEW and question_id in competency:
            turns[competency[question_id]] = day
    return History(last, turns, repeats)


def _put(tx: Transaction, row: PrepSubscription, found: Chosen, day: date) -> None:
    question = found.question
    sent = PrepSend(
        team_id=tx.team_id,
        subscription_id=row.id,
        day=day,
        question_id=question.id,
        version=questions.keep_version(tx, question),
        why=found.why,
        probe=_next_probe(tx, row.id, question),
        step=Step.ASKED,
        sent_at=tx.now,
    )
    tx.session.add(sent)
    tx.session.flush()
    prep_guard.remember(tx, row, question)
    tx.tell(Note(f"{DAILY}:{row.id}:{day}", DAILY, sent.id, address(tx, row), priority=LATER))


def _next_probe(tx: Transaction, subscription_id: int, question: Question) -> int:
    """Each time that a question comes back, the next of its follow-ups is asked."""
    before = tx.session.scalars(
        select(PrepSend.id).where(
            PrepSend.team_id == tx.team_id,
            PrepSend.subscription_id == subscription_id,
            PrepSend.question_id == question.id,
        )
    )
    return len(before.all()) % len(question.probes)


def _say_there_is_none(tx: Transaction, row: PrepSubscription, day: date) -> None:
    """Once a week, so that nobody waits for nothing."""
    year, number, _ = day.isocalendar()
    tx.tell(Note(f"{EMPTY}:{row.id}:{year}-{number}", EMPTY, row.id, address(tx, row), priority=LATER))
