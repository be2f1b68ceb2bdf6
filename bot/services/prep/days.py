"""The question of the day: chosen past the leak guard, sent once a local date; and a further one for who asks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.prep import (
    Card,
    Chosen,
    History,
    PrepEvent,
    Sending,
    Sent,
    Subscription,
    choose,
    choose_now,
    history_of,
    next_probe,
    pool,
    topics_by_question,
)
from bot.domain.prep.states import Day
from bot.domain.questions import Bank, Question
from bot.services import questions
from bot.services.prep import guard, steps
from bot.services.prep.calls import Call
from bot.storage.prep import sendings, subscriptions, waiting

DUE = "prep"
"""The kind of the due row that sends it."""
MOST_MORE = 8
"""Further questions that somebody may ask for on one local date."""

NOT_SUBSCRIBED = "You aren't doing prep. Write /prep to begin: one question a day, at your hour."
ENOUGH = "That was the last one for today. What you answered comes back better after a night."
NONE_LEFT = (
    "There is no other question for you today. More topics or another level bring more: /prep settings."
)

Choice = Callable[[Sequence[Question], Mapping[str, Card], History, date], Chosen | None]


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


def more(context: Context, actor: Actor) -> None:
    """Send a further question now: their weakest, or a new one. Raises TooLate where it is enough for a date."""
    bank = context.bank()
    with context.transaction(actor) as tx:
        authorise(tx, Action.DO_PREP)
        found = subscriptions.of_person(tx, actor.user_id)
        if found is None:
            raise NotFound(NOT_SUBSCRIBED)
        day = tx.now.astimezone(found.settings.zone).date()
        sent = sendings.sent(tx, found.who)
        extra = 1 + max((one.number for one in sent if one.day == day), default=0)
        if extra > MOST_MORE:
            raise TooLate(ENOUGH)
        choice = _pick(tx, bank, found, sent, day, choose_now)
        if choice is None:
            raise NotFound(NONE_LEFT)
        tx.happened(*found.got_more(day, _add(tx, found, sent, choice, day, extra), extra))


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
    choice = _pick(tx, bank, found, sent, call.day, _for_the_day(found))
    if choice is None:
        return found.go_without(call.day, tx.now)
    return found.got(call.day, _add(tx, found, sent, choice, call.day), tx.now)


def _for_the_day(found: Subscription) -> Choice:
    return lambda usable, cards, history, day: choose(usable, cards, history, day, found.settings.interview)


def _pick(
    tx: Transaction, bank: Bank, found: Subscription, sent: list[Sent], day: date, choice: Choice
) -> Chosen | None:
    usable = pool(bank, found.settings, guard.trainable(tx, bank, found))
    competencies = {one.id: one.competency for one in bank.all_questions}
    history = history_of(sent, competencies, topics_by_question(bank.all_questions))
    return choice(usable, sendings.cards(tx, found.who), history, day)


def _add(
    tx: Transaction, found: Subscription, sent: list[Sent], choice: Chosen, day: date, extra: int = 0
) -> int:
    """Store what goes out, in its words of today, and never forget that they got it."""
    question = choice.question
    times_before = sum(one.question_id == question.id for one in sent)
    sending = Sending(
        id=0,
        who=found.who,
        settings=found.settings,
        day=day,
        number=extra,
        question_id=question.id,
        version=questions.keep_version(tx, question),
        why=choice.why,
        probe=next_probe(question, times_before),
    )
    guard.remember(tx, found, question)
    return sendings.add(tx, sending)
