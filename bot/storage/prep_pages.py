"""Links to prep pages, the pages, and what somebody did on theirs. Addresses are found by their hashes."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from bot.domain.prep import Card, Rating, Sending, Sent, Settings, Subscriber, Why
from bot.domain.prep.pages import Address, Link, Page
from bot.domain.prep.states import Step
from bot.domain.questions import Level
from bot.storage.tables import PrepLink, PrepPage, PrepPageCard, PrepPageSend
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update

AN_ADDRESS = "a page"
"""Who a sending is for: whoever has the address."""


def team_of_link(session: Session, hash: str) -> str | None:
    """The workspace of a link, whose address doesn't say it."""
    return session.scalar(select(PrepLink.team_id).where(PrepLink.token_hash == hash))


def team_of_page(session: Session, hash: str) -> str | None:
    """The workspace of a page, whose address doesn't say it."""
    return session.scalar(select(PrepPage.team_id).where(PrepPage.token_hash == hash))


def team_of_feed(session: Session, hash: str) -> str | None:
    """The workspace of a page, by the address of its calendar feed."""
    return session.scalar(select(PrepPage.team_id).where(PrepPage.feed_hash == hash))


def link(unit: Unit, hash: str) -> Link | None:
    """The link with this hash."""
    row = unit.session.scalar(unit.rows(PrepLink).where(PrepLink.token_hash == hash))
    return None if row is None else _link(row)


def links_by(unit: Unit, user_id: str) -> int:
    """How many links of this person there are."""
    mine = select(func.count()).where(unit.own(PrepLink), PrepLink.made_by == user_id)
    return unit.session.scalar(mine) or 0


def add_link(unit: Unit, address: Address, made_by: str, zone: ZoneInfo, ends: date) -> Link:
    """Store a new link."""
    row = PrepLink(team_id=unit.team_id, token_hash=address.hash, made_by=made_by, zone=zone.key, ends=ends)
    return _link(unit.add(row))


def remove_link(unit: Unit, id: int, made_by: str | None = None) -> bool:
    """Delete a link, of this person where one is given; whether there was one."""
    wanted = [PrepLink.id == id]
    if made_by is not None:
        wanted.append(PrepLink.made_by == made_by)
    found = unit.session.execute(delete(PrepLink).where(unit.own(PrepLink), *wanted))
    return bool(found.rowcount)  # type: ignore[attr-defined]


def page(unit: Unit, hash: str) -> Page | None:
    """The page at this address. Whoever may write holds it until the end, as with all of these."""
    return _page(unit, PrepPage.token_hash == hash)


def page_of_feed(unit: Unit, hash: str) -> Page | None:
    """The page whose calendar feed has this address."""
    return _page(unit, PrepPage.feed_hash == hash)


def get_page(unit: Unit, id: int) -> Page | None:
    """The page with this number."""
    return _page(unit, PrepPage.id == id)


def add_page(unit: Unit, page: Page, address: Address) -> Page:
    """Store a new page under its address; returns it with its number."""
    row = PrepPage(
        team_id=unit.team_id,
        token_hash=address.hash,
        feed_hash=address.feed(page.feed).hash,
        started=page.started,
        **_values(page),
    )
    page.id = unit.add(row).id
    return page


def save_page(unit: Unit, page: Page) -> None:
    """Write back what can change but the feed's address."""
    _write(unit, page, _values(page))


def save_feed(unit: Unit, page: Page, address: Address) -> None:
    """Write back the feed's new address, too."""
    _write(unit, page, _values(page) | {"feed_hash": address.feed(page.feed).hash})


def remove_page(unit: Unit, id: int) -> None:
    """Delete a page; the database deletes its questions, ratings and notes with it."""
    unit.session.execute(delete(PrepPage).where(unit.own(PrepPage), PrepPage.id == id))


def sent(unit: Unit, page: Page) -> list[Sent]:
    """What they went into, oldest first."""
    rows = unit.session.scalars(
        unit.rows(PrepPageSend)
        .where(PrepPageSend.page_id == page.id)
        .order_by(PrepPageSend.day, PrepPageSend.number)
    )
    return [
        Sent(
            row.day,
            row.question_id,
            row.graded_at is not None,
            Why(row.why),
            Rating(row.rating) if row.rating else None,
            row.graded_at,
            row.number,
        )
        for row in rows
    ]


def cards(unit: Unit, page: Page) -> dict[str, Card]:
    """What is remembered of each question that was rated."""
    rows = unit.session.scalars(unit.rows(PrepPageCard).where(PrepPageCard.page_id == page.id))
    return {row.question_id: _card(row) for row in rows}


def newest_of(unit: Unit, page: Page, day: date) -> Sending | None:
    """The newest question that they went into on this date."""
    return _sending(unit, page, PrepPageSend.day == day)


def sending(unit: Unit, page: Page, id: int) -> Sending | None:
    """A question with this number, where it is this page's."""
    return _sending(unit, page, PrepPageSend.id == id)


def add_sending(unit: Unit, sending: Sending) -> Sending:
    """Store a question that they go into; returns it with its number."""
    row = PrepPageSend(
        team_id=unit.team_id,
        page_id=sending.who.id,
        day=sending.day,
        number=sending.number,
        question_id=sending.question_id,
        why=sending.why,
        probe=sending.probe,
        step=sending.step,
    )
    sending.id = unit.add(row).id
    return sending


def save_sending(unit: Unit, sending: Sending) -> None:
    """Write back how far they got, how it went, and the sealed answer."""
    before = json.dumps(asdict(sending.before), default=date.isoformat) if sending.before else None
    unit.session.execute(
        update(PrepPageSend)
        .where(unit.own(PrepPageSend), PrepPageSend.id == sending.id)
        .values(
            step=sending.step,
            rating=None if sending.rating is None else int(sending.rating),
            graded_at=sending.graded_at,
            before=before,
            sealed_answer=sending.answer or None,
        )
    )


def save_card(unit: Unit, sending: Sending) -> None:
    """Write back what is remembered of the question; nothing where it was never rated."""
    key = {"page_id": sending.who.id, "question_id": sending.question_id}
    if sending.card is not None:
        values = key | asdict(sending.card)
        insert_or_update(unit.session, PrepPageCard, {"team_id": unit.team_id, **values}, list(key))
        return
    unit.session.execute(
        delete(PrepPageCard).where(
            unit.own(PrepPageCard),
            PrepPageCard.page_id == sending.who.id,
            PrepPageCard.question_id == sending.question_id,
        )
    )


def _link(row: PrepLink) -> Link:
    return Link(row.id, ZoneInfo(row.zone), row.ends)


def _page(unit: Unit, wanted: ColumnElement[bool]) -> Page | None:
    rows = unit.rows(PrepPage).where(wanted)
    if unit.writing:
        rows = rows.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = unit.session.scalar(rows)
    if row is None:
        return None
    settings = Settings(row.role, Level(row.level), row.hour, ZoneInfo(row.zone), interview=row.interview_on)
    return Page(row.id, settings, row.started, row.ends, row.feed)


def _values(page: Page) -> dict[str, Any]:
    settings = page.settings
    return {
        "role": settings.role,
        "level": settings.level,
        "hour": settings.hour,
        "zone": settings.zone.key,
        "interview_on": settings.interview,
        "ends": page.ends,
        "feed": page.feed,
    }


def _write(unit: Unit, page: Page, values: dict[str, Any]) -> None:
    unit.session.execute(update(PrepPage).where(unit.own(PrepPage), PrepPage.id == page.id).values(**values))


def _sending(unit: Unit, page: Page, wanted: ColumnElement[bool]) -> Sending | None:
    rows = unit.rows(PrepPageSend).where(PrepPageSend.page_id == page.id, wanted)
    row = unit.session.scalar(
        rows.order_by(PrepPageSend.number.desc()).limit(1).execution_options(populate_existing=True)
    )
    if row is None:
        return None
    card = unit.session.scalar(
        unit.rows(PrepPageCard).where(
            PrepPageCard.page_id == page.id, PrepPageCard.question_id == row.question_id
        )
    )
    return Sending(
        id=row.id,
        who=Subscriber(page.id, AN_ADDRESS),
        settings=page.settings,
        day=row.day,
        question_id=row.question_id,
        version="",
        why=Why(row.why),
        probe=row.probe,
        step=Step(row.step),
        rating=Rating(row.rating) if row.rating else None,
        graded_at=row.graded_at,
        card=None if card is None else _card(card),
        before=_card_before(row.before),
        answer=row.sealed_answer or "",
        number=row.number,
    )


def _card(row: PrepPageCard) -> Card:
    return Card(row.question_id, row.stability, row.difficulty, row.reviewed, row.due, row.reviews)


def _card_before(text: str | None) -> Card | None:
    if not text:
        return None
    said = json.loads(text)
    days = {name: date.fromisoformat(said[name]) for name in ("reviewed", "due")}
    return Card(**said | days)
