"""Subscriptions: read as values, and written back where they changed."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, update

from bot.domain.prep import Settings, Subscriber, Subscription
from bot.domain.questions import Level
from bot.storage.tables import PrepSubscription
from bot.storage.unit import Unit


def of_person(unit: Unit, user_id: str) -> Subscription | None:
    """A person's own prep. Whoever may write holds it until the end, as with all of these."""
    return _one(unit, PrepSubscription.target == user_id, PrepSubscription.is_channel.is_(False))


def of_channel(unit: Unit, channel_id: str) -> Subscription | None:
    """A channel's prep, never a person's, whatever id is given."""
    return _one(unit, PrepSubscription.target == channel_id, PrepSubscription.is_channel.is_(True))


def get(unit: Unit, id: int) -> Subscription | None:
    """The subscription with this number, where it is this workspace's."""
    return _one(unit, PrepSubscription.id == id)


def add(unit: Unit, subscription: Subscription) -> Subscription:
    """Store a new one; returns it with its number."""
    who = subscription.who
    row = PrepSubscription(
        team_id=unit.team_id,
        target=who.target,
        is_channel=who.is_channel,
        started=subscription.started,
        created_by=subscription.set_up_by,
        **_values(subscription),
    )
    return subscription.stored_as(unit.add(row).id)


def save(unit: Unit, subscription: Subscription) -> None:
    """Write back what can change."""
    unit.session.execute(
        update(PrepSubscription)
        .where(unit.own(PrepSubscription), PrepSubscription.id == subscription.who.id)
        .values(**_values(subscription))
    )


def remove(unit: Unit, who: Subscriber) -> None:
    """Delete a subscription; the database deletes its questions, ratings and answers with it."""
    unit.session.execute(
        delete(PrepSubscription).where(unit.own(PrepSubscription), PrepSubscription.id == who.id)
    )


def settings_of(row: PrepSubscription) -> Settings:
    """A row's settings."""
    return Settings(
        role=row.role,
        level=Level(row.level),
        hour=row.hour,
        zone=ZoneInfo(row.zone),
        topics=frozenset(json.loads(row.topics)),
        weekdays=frozenset(int(day) for day in row.weekdays),
        interview=row.interview_on,
    )


def who_of(row: PrepSubscription) -> Subscriber:
    """Whose row it is."""
    return Subscriber(row.id, row.target, row.is_channel)


def _one(unit: Unit, *wanted: ColumnElement[bool]) -> Subscription | None:
    rows = unit.rows(PrepSubscription).where(*wanted)
    if unit.writing:
        rows = rows.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = unit.session.scalar(rows)
    if row is None:
        return None
    return Subscription(
        who=who_of(row),
        settings=settings_of(row),
        started=row.started,
        set_up_by=row.created_by,
        email_key=row.email_key,
        paused=row.paused,
        last_day=row.last_day,
        last_summary=row.last_summary,
    )


def _values(subscription: Subscription) -> dict[str, Any]:
    settings = subscription.settings
    return {
        "role": settings.role,
        "level": settings.level,
        "hour": settings.hour,
        "zone": settings.zone.key,
        "topics": json.dumps(sorted(settings.topics)),
        "weekdays": "".join(str(day) for day in sorted(settings.weekdays)),
        "email_key": subscription.email_key,
        "paused": subscription.paused,
        "last_day": subscription.last_day,
        "last_summary": subscription.last_summary,
        "interview_on": settings.interview,
    }
