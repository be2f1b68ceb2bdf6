"""Practice loops: found again, and erased with all that was written about them."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, select

from bot.storage import erasing
from bot.storage.people import in_slack, keep_slack_user
from bot.storage.tables import Candidate, Loop, Opening, Posted, SlackUser
from bot.storage.unit import Unit

ALWAYS = datetime(9000, 1, 1, tzinfo=UTC)
"""Slack is never asked about somebody who is made up: what stands here of them is fresh until then."""


def own(unit: Unit, user_id: str) -> int | None:
    """The practice loop that this lead has, by id."""
    theirs = select(Loop.id).where(
        unit.own(Loop), Loop.practice.is_(True), Loop.sample.is_(False), Loop.lead_id == user_id
    )
    return unit.session.scalar(theirs.limit(1))


def know(unit: Unit, names: Mapping[str, str], like: str) -> None:
    """Let made-up people have names here, and the time zone of this person."""
    known = in_slack(unit, like)
    for user_id, name in names.items():
        row = SlackUser(
            team_id=unit.team_id,
            user_id=user_id,
            name=name,
            zone=known.zone if known else "UTC",
            locale=known.locale if known else None,
            is_admin=False,
            is_bot=False,
            is_guest=False,
            is_stranger=False,
            deleted=False,
            fetched_at=ALWAYS,
        )
        keep_slack_user(unit.session, row)


def standing(unit: Unit, mark: str) -> list[Posted]:
    """The messages of a loop that was set apart which stand in Slack, in the order in which they came."""
    there = unit.rows(Posted).where(Posted.dedupe_key.startswith(mark, autoescape=True))
    return list(unit.session.scalars(there.where(Posted.deleted_at.is_(None)).order_by(Posted.id)))


def erase(unit: Unit, loop_id: int, made_up: Collection[str]) -> str:
    """Delete the loop with everything in it, its opening and its candidate; returns the candidate's row key.

    What is known of the made-up people goes with the last practice loop.
    """
    loop = unit.one(Loop, loop_id)
    candidate = unit.one(Candidate, loop.candidate_id)
    row_key, candidate_id, opening_id = candidate.row_key, candidate.id, loop.opening_id
    unit.session.execute(delete(Loop).where(unit.own(Loop), Loop.id == loop_id))
    unit.session.execute(delete(Candidate).where(unit.own(Candidate), Candidate.id == candidate_id))
    unit.session.execute(delete(Opening).where(unit.own(Opening), Opening.id == opening_id))
    others = select(Loop.id).where(unit.own(Loop), Loop.practice.is_(True), Loop.sample.is_(False))
    if unit.session.scalar(others.limit(1)) is None:
        unit.session.execute(delete(SlackUser).where(unit.own(SlackUser), SlackUser.user_id.in_(made_up)))
    return row_key


def destroy_keys(unit: Unit, row_key: str) -> None:
    """Destroy the keys of what was sealed for the candidate, in a transaction that does nothing else."""
    erasing.destroy_keys(unit.session, unit.team_id, row_key)
