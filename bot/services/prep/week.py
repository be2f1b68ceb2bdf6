"""The week of prep, told on Sunday, and what is told on a day without a question."""

from datetime import date

from bot.acting.context import Context, Transaction, system
from bot.domain.errors import SlackUnavailable, UnknownPerson
from bot.domain.prep import (
    Subscription,
    Week,
    history_of,
    next_date,
    pool,
    standing,
    tip_of_the_week,
    topics_by_question,
    week,
)
from bot.domain.prep.states import NothingLeft
from bot.domain.questions import Bank, Tip
from bot.services.prep import guard
from bot.services.prep.calls import Call
from bot.storage.prep import sendings, subscriptions, waiting

DUE = "prep_week"
"""The kind of the due row that tells it."""


def sum_up(context: Context, call: Call) -> None:
    """Send the week, where there was something in it. Who has left the workspace is forgotten here.

    Once a week, because asking Slack about everybody every day is more than its limits allow.
    """
    left = _has_left(context, call)
    with context.transaction(system(call.team_id)) as tx:
        found = subscriptions.get(tx, call.subscription_id)
        waiting.finish(tx, call.due_id)
        if found is not None and left:
            subscriptions.remove(tx, found.who)
            tx.happened(*found.leave())
        elif found is not None:
            _week_comes(tx, found, call)


def _week_comes(tx: Transaction, found: Subscription, call: Call) -> None:
    sent = sendings.sent(tx, found.who)
    if events := found.sum_up(call.day, call.planned, tx.now, sent):
        subscriptions.save(tx, found)
        tx.happened(*events)


def week_of(tx: Transaction, bank: Bank, subscription_id: int, last: date) -> tuple[Week, Tip | None] | None:
    """The week up to a date as it is now, with its tip where the bank has any; None where prep is paused or gone."""
    found = subscriptions.get(tx, subscription_id)
    if found is None or found.paused:
        return None
    wanted = pool(bank, found.settings, guard.trainable(tx, bank, found))
    sent, topics = sendings.sent(tx, found.who), topics_by_question(bank.all_questions)
    tip = tip_of_the_week(bank.prep.tips, found.started, last) if bank.prep else None
    return week(last, sent, wanted, topics, found.settings), tip


def nothing_left(tx: Transaction, bank: Bank, subscription_id: int) -> NothingLeft | None:
    """What is told where no question may be sent; None where prep is paused or gone, or there is one by now."""
    found = subscriptions.get(tx, subscription_id)
    if found is None or found.paused:
        return None
    wanted = pool(bank, found.settings, guard.trainable(tx, bank, found))
    sent, topics = sendings.sent(tx, found.who), topics_by_question(bank.all_questions)
    if {one.id for one in wanted} - {one.question_id for one in sent}:
        return None
    history = history_of(sent, {}, topics)
    today = tx.now.astimezone(found.settings.zone).date()
    again = next_date(wanted, sendings.cards(tx, found.who), history, today, found.settings.interview)
    known = standing(sent, topics, found.settings, wanted)
    return NothingLeft(found.settings, len(wanted), known, again, found.who.is_channel)


def _has_left(context: Context, call: Call) -> bool:
    with context.reading(system(call.team_id)) as tx:
        found = subscriptions.get(tx, call.subscription_id)
    if found is None:
        return False
    try:
        return context.directory.person(call.team_id, found.who.target).deleted
    except UnknownPerson:
        return True
    except SlackUnavailable:
        return False
