"""The question of the day: chosen past the leak guard, sent once a local date."""

from bot.acting.context import Context, Transaction, system
from bot.domain.prep import (
    Chosen,
    PrepEvent,
    Sending,
    Sent,
    Subscription,
    choose,
    history_of,
    next_probe,
    pool,
)
from bot.domain.prep.states import Day
from bot.domain.questions import Bank
from bot.services import questions
from bot.services.prep import guard, steps
from bot.services.prep.calls import Call
from bot.storage.prep import sendings, subscriptions, waiting

DUE = "prep"
"""The kind of the due row that sends it."""


def send(context: Context, call: Call) -> None:
    """Send the question of the day, once a local date, and plan the next.

    What downtime held up for more than six hours is left out rather than sent at night.
    """
    bank = context.bank()
    with context.transaction(system(call.team_id)) as tx:
        found = subscriptions.get(tx, call.subscription_id)
        waiting.finish(tx, call.due_id)
        if found is not None and (events := _day_comes(tx, bank, found, call)):
            subscriptions.save(tx, found)
            tx.happened(*events)


def to_send(tx: Transaction, bank: Bank, send_id: int) -> Day | None:
    """A question that waits to go out; None where it is gone, prep paused, or it was planned for them meanwhile."""
    sending = sendings.get(tx, send_id)
    if sending is None:
        return None
    found = subscriptions.get(tx, sending.who.id)
    if found is None or found.paused:
        return None
    day = steps.read(tx, bank, sending)
    # The mark may have gone since; whether they met the question is what is asked again.
    marked = day.question.model_copy(update={"prep": True})
    return day if guard.trainable(tx, bank, found)(marked) else None


def _day_comes(tx: Transaction, bank: Bank, found: Subscription, call: Call) -> tuple[PrepEvent, ...]:
    if not found.is_owed(call.day, call.planned, tx.now):
        return found.skip(tx.now)
    sent = sendings.sent(tx, found.who)
    choice = _pick(tx, bank, found, sent, call)
    if choice is None:
        return found.go_without(call.day, tx.now)
    return found.got(call.day, _add(tx, found, sent, choice, call), tx.now)


def _pick(tx: Transaction, bank: Bank, found: Subscription, sent: list[Sent], call: Call) -> Chosen | None:
    usable = pool(bank, found.settings, guard.trainable(tx, bank, found))
    competencies = {one.id: one.competency for one in bank.all_questions}
    return choose(usable, sendings.cards(tx, found.who), history_of(sent, competencies), call.day)


def _add(tx: Transaction, found: Subscription, sent: list[Sent], choice: Chosen, call: Call) -> int:
    """Store what goes out, in its words of today, and never forget that they got it."""
    question = choice.question
    times_before = sum(one.question_id == question.id for one in sent)
    sending = Sending(
        id=0,
        who=found.who,
        settings=found.settings,
        day=call.day,
        question_id=question.id,
        version=questions.keep_version(tx, question),
        why=choice.why,
        probe=next_probe(question, times_before),
    )
    guard.remember(tx, found, question)
    return sendings.add(tx, sending)
