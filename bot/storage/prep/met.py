"""What the leak guard looks up: who is who, what was planned or asked, what was sent, and the marks that stay."""

from collections.abc import Collection, Iterable

from sqlalchemy import or_, select

from bot.storage.tables import Assignment, Candidate, Loop, PrepMark, PrepSend, PrepSubscription
from bot.storage.unit import Unit
from bot.storage.upsert import insert_all_once

Version = tuple[str, str]
"""A question's id and the version of its words."""

_CHUNK = 500


def asked(unit: Unit, candidates: Collection[int] | None) -> list[Version]:
    """What was or will be asked of these candidates, or of anybody, in loops that are no practice."""
    loops = select(Loop.id).where(unit.own(Loop), Loop.practice.is_(False))
    if candidates is not None:
        loops = loops.where(Loop.candidate_id.in_(candidates))
    rows = unit.session.execute(
        select(Assignment.question_id, Assignment.version)
        .where(unit.own(Assignment), Assignment.loop_id.in_(loops))
        .distinct()
    )
    return [(id, version) for id, version in rows]


def sent(unit: Unit, users: Collection[str], emails: Collection[str]) -> list[Version]:
    """What these people, by Slack user or by their email's keyed hashes, and any channel got as prep."""
    rows = unit.session.execute(
        select(PrepSend.question_id, PrepSend.version)
        .join(PrepSubscription, PrepSubscription.id == PrepSend.subscription_id)
        .where(
            unit.own(PrepSend),
            unit.own(PrepSubscription),
            or_(
                PrepSubscription.is_channel,
                PrepSubscription.target.in_(users),
                PrepSubscription.email_key.in_(emails),
            ),
        )
        .distinct()
    )
    return [(id, version) for id, version in rows]


def marked(unit: Unit, marks: Collection[str]) -> set[str]:
    """Those of the marks that were made."""
    wanted = list(marks)
    known: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        rows = select(PrepMark.mark).where(
            unit.own(PrepMark), PrepMark.mark.in_(wanted[start : start + _CHUNK])
        )
        known.update(unit.session.scalars(rows))
    return known


def mark(unit: Unit, marks: Iterable[str]) -> None:
    """Make these marks, where they aren't made yet."""
    insert_all_once(unit.session, PrepMark, [{"team_id": unit.team_id, "mark": mark} for mark in marks])


def candidates_like(unit: Unit, user_id: str, emails: Collection[str]) -> list[Candidate]:
    """The candidates' records with this Slack user, or with one of these keyed hashes of an email."""
    same = [Candidate.slack_user == user_id, Candidate.email_key.in_(emails)]
    return list(unit.session.scalars(unit.rows(Candidate).where(or_(*same))))


def candidates(unit: Unit, ids: Collection[int]) -> list[Candidate]:
    """The candidates' records with these numbers, in their order."""
    if not ids:
        return []
    return list(
        unit.session.scalars(unit.rows(Candidate).where(Candidate.id.in_(ids)).order_by(Candidate.id))
    )
