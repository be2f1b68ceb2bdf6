"""What follows in prep: messages, what comes next, the record of channels, and what Home shows."""

from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.acting.context import Transaction
from bot.delivery.outbox import take_back
from bot.domain.letters import PREP_DAILY, PREP_EVE, PREP_LETTERS, PREP_WEEK, PREP_WELCOME, prep_keys
from bot.domain.prep import Occurrence, Subscriber, spread, spread_summary
from bot.domain.prep.events import (
    AnswerDeleted,
    AnswerWritten,
    ClickUnanswered,
    EveCame,
    InterviewOver,
    InterviewPlanned,
    Left,
    LinkGone,
    LinkMade,
    Lost,
    NoQuestionLeft,
    NothingChanged,
    PageGone,
    PageKept,
    Paused,
    PrepEvent,
    QuestionPlanned,
    QuestionSent,
    Rated,
    RatingTakenBack,
    Resumed,
    SettingsChanged,
    StepTaken,
    Stopped,
    Subscribed,
    SummaryPlanned,
    WeekSummedUp,
)
from bot.letters import prep as letters
from bot.letters.home import HomeShownAnew
from bot.services.prep import days, interview, week
from bot.services.prep_pages import keeping, links
from bot.storage.due import drop, schedule
from bot.storage.prep import waiting

HOUR, SUMMARIES = timedelta(hours=1), timedelta(hours=4)
"""Who counts as a crowd: all whose question, or whose summary, comes within this time."""

DUE = (days.DUE, week.DUE, interview.EVE_DUE, interview.END_DUE)
"""The kinds of due rows that a subscription has."""


def follow(tx: Transaction, event: PrepEvent) -> None:
    """Letters, due rows, the record, and Home."""
    match event:
        case Subscribed(who):
            letters.Welcome(who.id, who.target).put(tx)
            _record(tx, who, "set up prep in a channel")
            _show_on_home(tx, who)
        case SettingsChanged(who):
            _drop_plans(tx, who)
            _record(tx, who, "set up prep in a channel")
            _show_on_home(tx, who)
        case Paused(who):
            _halt(tx, who)
            _show_on_home(tx, who)
        case Resumed(who):
            _drop_plans(tx, who)
            _show_on_home(tx, who)
        case NothingChanged(who):
            _show_on_home(tx, who)
        case Lost(who, set_up_by):
            _halt(tx, who)
            if who.is_channel:
                letters.Lost(who.id, tx.now, set_up_by).put(tx)
        case Stopped(who):
            _forget(tx, who)
            _record(tx, who, "switch prep off in a channel")
            _show_on_home(tx, who)
        case Left(who):
            _forget(tx, who)
        case QuestionPlanned(who, coming, zone):
            _plan_question(tx, who, coming, zone)
        case SummaryPlanned(who, coming):
            _plan_summary(tx, who, coming)
        case QuestionSent(who, day, send_id, extra):
            letters.Daily(who.id, day, send_id, _address(tx, who), extra).put(tx)
        case InterviewPlanned(who, eve, end):
            _plan_interview(tx, who, eve, end)
        case EveCame(who, day):
            letters.Eve(who.id, day, _address(tx, who)).put(tx)
        case InterviewOver(who, day):
            _halt(tx, who)
            letters.Over(who.id, day, _address(tx, who)).put(tx)
            _show_on_home(tx, who)
        case NoQuestionLeft(who, day):
            letters.Empty(who.id, day, _address(tx, who)).put(tx)
        case WeekSummedUp(who, day):
            letters.Week(who.id, day, _address(tx, who)).put(tx)
        case ClickUnanswered(who, day, send_id, extra):
            letters.DailyShownAnew(who.id, day, send_id, who.target, extra).put(tx)
        case LinkMade(link_id, ends):
            _let_end(tx, links.DUE, link_id, ends)
        case PageKept(page_id, ends):
            _let_end(tx, keeping.DUE, page_id, ends)
        case LinkGone(link_id):
            waiting.remove_due(tx, Subscriber(link_id, ""), (links.DUE,))
        case PageGone(page_id):
            waiting.remove_due(tx, Subscriber(page_id, ""), (keeping.DUE,))
        case StepTaken() | Rated() | RatingTakenBack() | AnswerWritten() | AnswerDeleted():
            pass  # The click itself is answered with it, and nobody keeps a record of how somebody practises.
        case never:
            assert_never(never)


def _plan_question(tx: Transaction, who: Subscriber, coming: Occurrence, zone: ZoneInfo) -> None:
    """Spread over the crowd that waits for the same hour."""
    crowd = waiting.crowd(tx, days.DUE, coming.at, HOUR)
    _schedule(tx, days.DUE, who, coming.day, spread(coming.at, zone, crowd, who.id))


def _plan_summary(tx: Transaction, who: Subscriber, coming: Occurrence) -> None:
    crowd = waiting.crowd(tx, week.DUE, coming.at, SUMMARIES)
    _schedule(tx, week.DUE, who, coming.day, spread_summary(coming.at, crowd, who.id))


def _let_end(tx: Transaction, kind: str, id: int, ends: Occurrence) -> None:
    schedule(tx, kind, id, f"{kind}:{id}:{ends.day}", ends.at)


def _plan_interview(tx: Transaction, who: Subscriber, eve: Occurrence | None, end: Occurrence) -> None:
    if eve is not None:
        _schedule(tx, interview.EVE_DUE, who, eve.day, eve.at)
    _schedule(tx, interview.END_DUE, who, end.day, end.at)


def _schedule(tx: Transaction, kind: str, who: Subscriber, day: date, at: datetime) -> None:
    """None of the kind may wait for another date yet. The occurrence ends on its date, by which it happens once."""
    schedule(tx, kind, who.id, f"{kind}:{who.id}:{day}", at)


def _drop_plans(tx: Transaction, who: Subscriber) -> None:
    for kind in DUE:
        drop(tx, kind, who.id)


def _halt(tx: Transaction, who: Subscriber) -> None:
    """Nothing more is planned, and what waits in the outbox doesn't go out."""
    _drop_plans(tx, who)
    for kind in (PREP_DAILY, PREP_WEEK, PREP_EVE):
        take_back(tx, prep_keys(kind, who.id))


def _forget(tx: Transaction, who: Subscriber) -> None:
    """No due row and no note of a message says any more that they did prep."""
    waiting.remove_due(tx, who, DUE)
    waiting.remove_letters(tx, [prep_keys(kind, who.id) for kind in PREP_LETTERS])


def _record(tx: Transaction, who: Subscriber, what: str) -> None:
    """Of channels alone: who practises is nobody's business."""
    if who.is_channel:
        tx.audit(what, who.target)


def _show_on_home(tx: Transaction, who: Subscriber) -> None:
    if not who.is_channel:
        HomeShownAnew(who.target).put(tx)


def _address(tx: Transaction, who: Subscriber) -> str:
    """The channel, or the DM that the welcome opened, so that it isn't opened daily.

    Opening a DM is a call of Slack's third tier, 50 a minute; a crowd at one hour would wait for hours.
    """
    return waiting.channel_of(tx, prep_keys(PREP_WELCOME, who.id)) or who.target
