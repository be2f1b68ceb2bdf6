"""Prep: subscribing, settings, pausing, resuming, stopping."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from bot.delivery.outbox import LATER, Note, take_back
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotFound
from bot.domain.prep import (
    LONGEST_SPREAD,
    Occurrence,
    Sent,
    Settings,
    known_topics,
    next_send,
    next_summary,
    spread,
    spread_summary,
    streak,
)
from bot.domain.prep.states import Subscription
from bot.domain.questions import Level
from bot.services.access import authorise
from bot.services.context import Actor, Context, Transaction, system
from bot.services.panels import refresh_home
from bot.storage.due import drop, schedule
from bot.storage.tables import Due, Outbox, Posted, PrepSend, PrepSubscription

DAILY, SUMMARY, EMPTY, WELCOME, LOST = "prep", "prep_week", "prep_empty", "prep_welcome", "prep_lost"
MESSAGES = (DAILY, SUMMARY, EMPTY, WELCOME, LOST)
NOT_SUBSCRIBED = "You aren't doing prep. Write /prep to begin: one question a day, at your hour."


@dataclass(frozen=True)
class PrepForm:
    """What the settings form says. `channel_id` is set where a lead switches prep on for a channel."""

    level: str
    hour: int
    zone: str
    topics: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset(range(7))
    channel_id: str | None = None


def get(context: Context, actor: Actor, channel_id: str | None = None) -> Subscription | None:
    """The actor's own prep, or a channel's for its leads; None where there is none."""
    with context.reading(actor) as tx:
        authorise(tx, Action.RUN_PREP_CHANNEL if channel_id else Action.DO_PREP)
        row = find(tx, channel_id or actor.user_id)
        return None if row is None else read(tx, row)


def check_may_run_channel(context: Context, actor: Actor) -> None:
    """Raise NotAllowed where the actor can't switch prep on for a channel."""
    with context.reading(actor) as tx:
        authorise(tx, Action.RUN_PREP_CHANNEL)


def undeliverable(context: Context, team_id: str, key: str) -> None:
    """Slack takes no more messages there: pause, and tell who set a channel up."""
    with context.transaction(system(team_id)) as tx:
        row = tx.session.get(PrepSubscription, int(key.split(":")[1]))
        if row is None or row.paused:
            return
        _halt(tx, row)
        if row.is_channel:
            tx.tell(Note(f"{LOST}:{row.id}:{tx.now:%Y%m%d%H%M%S}", LOST, row.id, row.created_by))


def zone_of(context: Context, actor: Actor) -> ZoneInfo:
    """The actor's zone, as Slack knows it."""
    return context.directory.person(actor.team_id, actor.user_id).zone


def save(context: Context, actor: Actor, form: PrepForm) -> Subscription:
    """Begin, or change the settings. Raises Invalid by field."""
    settings = _settings(context, form)
    person = context.directory.person(actor.team_id, actor.user_id)
    if form.channel_id:
        _check_channel(context, actor, form.channel_id)
    with context.transaction(actor) as tx:
        authorise(tx, Action.RUN_PREP_CHANNEL if form.channel_id else Action.DO_PREP)
        target = form.channel_id or actor.user_id
        row = find(tx, target)
        if row is None:
            row = _begun(tx, target, settings, is_channel=form.channel_id is not None)
        if person.email and not row.is_channel:
            row.email_key = tx.vault.fingerprint("email", person.email)
        _keep(row, settings)
        tx.session.flush()
        if not row.paused:
            plan_next(tx, row)
        if row.is_channel:
            tx.audit("set up prep in a channel", target)
        _show_on_home(tx, row)
        return read(tx, row)


def pause(context: Context, actor: Actor, channel_id: str | None = None) -> Subscription:
    """Send nothing until they resume. A second click changes nothing."""
    with context.transaction(actor) as tx:
        row = _own(tx, channel_id)
        _halt(tx, row)
        _show_on_home(tx, row)
        return read(tx, row)


def resume(context: Context, actor: Actor, channel_id: str | None = None) -> Subscription:
    """Go on with the next hour that they chose, or the one under way. A second click changes nothing."""
    with context.transaction(actor) as tx:
        row = _own(tx, channel_id)
        if row.paused:
            row.paused = False
            plan_next(tx, row)
        _show_on_home(tx, row)
        return read(tx, row)


def stop(context: Context, actor: Actor, channel_id: str | None = None) -> None:
    """Delete everything about this person's prep but the keyed hashes that the leak guard needs."""
    with context.transaction(actor) as tx:
        row = _own(tx, channel_id)
        if row.is_channel:
            tx.audit("switch prep off in a channel", row.target)
        forget(tx, row)
        _show_on_home(tx, row)


def forget(tx: Transaction, row: PrepSubscription) -> None:
    """Delete a subscription with its questions, ratings, answers, and our notes of the messages."""
    gone = (Due.team_id == tx.team_id, Due.thing_id == row.id, Due.kind.in_((DAILY, SUMMARY)))
    tx.session.execute(delete(Due).where(*gone))
    for table in (Outbox, Posted):
        mine = [table.dedupe_key.startswith(f"{kind}:{row.id}:", autoescape=True) for kind in MESSAGES]
        for ours in mine:
            tx.session.execute(delete(table).where(table.team_id == tx.team_id, ours))
    tx.session.delete(row)
    tx.session.flush()


def find(tx: Transaction, target: str) -> PrepSubscription | None:
    """The row of a person or channel."""
    return tx.session.scalar(
        select(PrepSubscription).where(
            PrepSubscription.team_id == tx.team_id, PrepSubscription.target == target
        )
    )


def settings_of(row: PrepSubscription) -> Settings:
    """A row's settings."""
    return Settings(
        level=Level(row.level),
        hour=row.hour,
        zone=ZoneInfo(row.zone),
        topics=frozenset(json.loads(row.topics)),
        weekdays=frozenset(int(day) for day in row.weekdays),
    )


def read(tx: Transaction, row: PrepSubscription) -> Subscription:
    """A row as people see it."""
    settings = settings_of(row)
    today = tx.now.astimezone(settings.zone).date()
    sent = sends(tx, row)
    return Subscription(
        target=row.target,
        settings=settings,
        paused=row.paused,
        next_at=None if row.paused else max(tx.now, _following(row, tx.now).at),
        streak=streak(sent, today),
        rated=sum(one.graded for one in sent),
        started=row.started,
        is_channel=row.is_channel,
    )


def address(tx: Transaction, row: PrepSubscription) -> str:
    """Where messages go: the channel, or the DM that the first message opened, so that it isn't opened daily.

    Opening a DM is a call of Slack's third tier, 50 a minute; a crowd at one hour would wait for hours.
    """
    welcome = select(Outbox.channel).where(
        Outbox.team_id == tx.team_id, Outbox.dedupe_key == f"{WELCOME}:{row.id}:", Outbox.state == "sent"
    )
    return tx.session.scalar(welcome) or row.target


def sends(tx: Transaction, row: PrepSubscription) -> list[Sent]:
    """What was sent, by local date."""
    rows = tx.session.execute(
        select(PrepSend.day, PrepSend.question_id, PrepSend.graded_at)
        .where(PrepSend.team_id == tx.team_id, PrepSend.subscription_id == row.id)
        .order_by(PrepSend.day)
    )
    return [Sent(day, question_id, graded_at is not None) for day, question_id, graded_at in rows]


def plan_next(tx: Transaction, row: PrepSubscription) -> None:
    """Let the next question and the next summary come at the times of the settings; earlier plans go."""
    _drop_plans(tx, row)
    plan_question(tx, row)
    if not row.is_channel:
        plan_summary(tx, row)


def plan_question(tx: Transaction, row: PrepSubscription) -> None:
    """Let the next question come; in an hour that has begun and brought none, now. None may be planned yet."""
    settings = settings_of(row)
    following = _following(row, tx.now)
    crowd = _crowd(tx, DAILY, following.at, timedelta(hours=1))
    at = spread(following.at, settings.zone, crowd, row.id)
    schedule(tx.session, tx.team_id, DAILY, row.id, f"{DAILY}:{row.id}:{following.day}", at)


def plan_summary(tx: Transaction, row: PrepSubscription) -> None:
    """Let the next weekly summary come. None may be planned yet."""
    sunday = next_summary(settings_of(row), tx.now, row.last_summary)
    at = spread_summary(sunday.at, _crowd(tx, SUMMARY, sunday.at, timedelta(hours=4)), row.id)
    schedule(tx.session, tx.team_id, SUMMARY, row.id, f"{SUMMARY}:{row.id}:{sunday.day}", at)


def _following(row: PrepSubscription, now: datetime) -> Occurrence:
    """The next sending, or that of the hour that is under way."""
    return next_send(settings_of(row), now - LONGEST_SPREAD, row.last_day)


def _crowd(tx: Transaction, kind: str, at: datetime, span: timedelta) -> int:
    """How many others of this workspace wait for the same hour."""
    waiting = select(func.count()).where(
        Due.state == "waiting",
        Due.due_at >= at,
        Due.due_at < at + span,
        Due.team_id == tx.team_id,
        Due.kind == kind,
    )
    return tx.session.scalar(waiting) or 0


def _halt(tx: Transaction, row: PrepSubscription) -> None:
    row.paused = True
    _drop_plans(tx, row)
    for kind in (DAILY, SUMMARY):
        take_back(tx.session, tx.team_id, f"{kind}:{row.id}:")


def _drop_plans(tx: Transaction, row: PrepSubscription) -> None:
    for kind in (DAILY, SUMMARY):
        drop(tx.session, tx.team_id, kind, row.id)


def _show_on_home(tx: Transaction, row: PrepSubscription) -> None:
    if not row.is_channel:
        refresh_home(tx, row.target)


def _own(tx: Transaction, channel_id: str | None) -> PrepSubscription:
    authorise(tx, Action.RUN_PREP_CHANNEL if channel_id else Action.DO_PREP)
    row = find(tx, channel_id or tx.actor.user_id)
    if row is None:
        raise NotFound("Prep isn't on in this channel." if channel_id else NOT_SUBSCRIBED)
    return row


def _begun(tx: Transaction, target: str, settings: Settings, *, is_channel: bool) -> PrepSubscription:
    row = PrepSubscription(
        team_id=tx.team_id,
        target=target,
        is_channel=is_channel,
        paused=False,
        started=tx.now.astimezone(settings.zone).date(),
        created_by=tx.actor.user_id,
    )
    _keep(row, settings)
    tx.session.add(row)
    tx.session.flush()
    tx.tell(Note(f"{WELCOME}:{row.id}:", WELCOME, row.id, target, priority=LATER))
    return row


def _keep(row: PrepSubscription, settings: Settings) -> None:
    row.level, row.hour, row.zone = settings.level, settings.hour, settings.zone.key
    row.topics = json.dumps(sorted(settings.topics))
    row.weekdays = "".join(str(day) for day in sorted(settings.weekdays))


def _settings(context: Context, form: PrepForm) -> Settings:
    faults: dict[str, str] = {}
    if form.level not in list(Level):
        faults["level"] = "Pick junior, mid or senior."
    if not 0 <= form.hour <= 23:
        faults["hour"] = "Pick an hour of the day."
    if not form.weekdays:
        faults["weekdays"] = "Pick at least one day. To get nothing for a while, use Pause."
    try:
        zone = ZoneInfo(form.zone)
    except (KeyError, ValueError, OSError):
        faults["zone"] = "Pick a place with your time."
    bank = context.bank()
    topics = known_topics(bank, form.topics)
    if "level" not in faults and not any(
        form.level in one.levels and (not topics or one.competency in topics)
        for one in bank.questions(prep=True)
    ):
        faults["topics"] = "There is no question on these topics at this level yet. Pick more topics."
    if faults:
        raise Invalid(faults)
    return Settings(Level(form.level), form.hour, zone, topics, form.weekdays)


def _check_channel(context: Context, actor: Actor, channel_id: str) -> None:
    channel = context.directory.channel(actor.team_id, channel_id)
    if channel.is_archived:
        raise Invalid({"channel": "This channel is archived. Pick another one."})
    if not channel.is_member:
        raise Invalid({"channel": "Invite Fairloop there first: write /invite @Fairloop in the channel."})
