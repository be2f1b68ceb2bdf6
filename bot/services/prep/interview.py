"""The day before an interview and the day after: what is told, and the pause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.access import Action
from bot.domain.errors import NotFound
from bot.domain.prep import PrepEvent, Standing, Subscription, countdown, standing, topics_by_question
from bot.domain.questions import Bank
from bot.services.prep.calls import Call
from bot.services.prep.days import NOT_SUBSCRIBED
from bot.services.questions import kept_versions
from bot.storage.prep import sendings, subscriptions, waiting

EVE_DUE, END_DUE = "prep_eve", "prep_over"
"""The kinds of the due rows that tell of it."""
MOST_ANSWERS = 20
"""Written answers that are read again at once, the newest."""
Comes = Callable[[Subscription, Transaction], tuple[PrepEvent, ...]]


@dataclass(frozen=True)
class Eve:
    """What is told on the day before: how they stand, and whether they wrote answers down."""

    known: Standing
    has_answers: bool


def eve_comes(context: Context, call: Call) -> None:
    """Tell them on the day before their interview, where that date still stands."""
    _on(context, call, lambda found, tx: found.eve_comes(call.day, call.planned, tx.now))


def ends(context: Context, call: Call) -> None:
    """Pause prep on the day after their interview, where that date still stands."""
    _on(context, call, lambda found, tx: found.interview_over(tx.now.astimezone(found.settings.zone).date()))


def eve_of(tx: Transaction, bank: Bank, subscription_id: int, day: date) -> Eve | None:
    """What is told on this local date; None where the interview isn't on the next, or prep is paused by now."""
    found = subscriptions.get(tx, subscription_id)
    if found is None or found.paused:
        return None
    coming = countdown(found.settings.interview, day)
    if coming is None or coming.eve != day:
        return None
    topics = topics_by_question(bank.all_questions)
    known = standing(sendings.sent(tx, found.who), topics, found.settings)
    return Eve(known, bool(sendings.answers(tx, found.who, 1)))


def answers(context: Context, actor: Actor) -> list[tuple[str, str]]:
    """What the actor wrote down, the newest first: each question with the answer."""
    with context.reading(actor) as tx:
        authorise(tx, Action.DO_PREP)
        found = subscriptions.of_person(tx, actor.user_id)
        if found is None:
            raise NotFound(NOT_SUBSCRIBED)
        written = sendings.answers(tx, found.who, MOST_ANSWERS)
        asked = kept_versions(tx, [(id, version) for id, version, _ in written])
        return [(asked[id, version].prompt, text) for id, version, text in written]


def _on(context: Context, call: Call, comes: Comes) -> None:
    with context.transaction(system(call.team_id)) as tx:
        found = subscriptions.get(tx, call.subscription_id)
        waiting.finish(tx, call.due_id)
        if found is not None and (events := comes(found, tx)):
            subscriptions.save(tx, found)
            tx.happened(*events)
