"""People: who leads hiring, what is known of panelists, and what Slack said of them."""

from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.domain.working import WorkingCalendar, country_of
from bot.storage.database import Database
from bot.storage.sealing import placed
from bot.storage.tables import Person, SlackUser, Strength
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update

UTC = ZoneInfo("UTC")


def person(unit: Unit, user_id: str) -> Person | None:
    """What is known here of somebody; None where nothing is yet."""
    return unit.session.get(Person, (unit.team_id, user_id))


def everybody(unit: Unit) -> Sequence[Person]:
    """All who are known here."""
    return unit.session.scalars(unit.rows(Person)).all()


def number(unit: Unit) -> int:
    """How many people are known here."""
    return unit.session.scalar(select(func.count()).select_from(Person).where(unit.own(Person))) or 0


def some(unit: Unit, begin: int, limit: int) -> Sequence[Person]:
    """At most `limit` people, those known longest first, without the first `begin`."""
    inorder = unit.rows(Person).order_by(Person.created_at, Person.user_id)
    return unit.session.scalars(inorder.limit(limit).offset(begin)).all()


def leads(unit: Unit) -> tuple[str, ...]:
    """Who leads hiring in this workspace, by user id, those known longest first."""
    named = select(Person.user_id).where(unit.own(Person), Person.is_lead.is_(True))
    return tuple(unit.session.scalars(named.order_by(Person.created_at, Person.user_id)))


def leads_everywhere(database: Database) -> list[tuple[str, str]]:
    """The leads of all workspaces, as team and user id, in order of both."""
    named = select(Person.team_id, Person.user_id).where(Person.is_lead.is_(True))
    with database.reading() as session:
        rows = session.execute(named.order_by(Person.team_id, Person.user_id))
        return [(row.team_id, row.user_id) for row in rows]


def strengths(unit: Unit, user_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Strengths by person and competency, for those who have any."""
    found: dict[str, dict[str, int]] = {}
    for row in unit.session.scalars(unit.rows(Strength).where(Strength.user_id.in_(user_ids))):
        found.setdefault(row.user_id, {})[row.competency] = row.strength
    return found


def knowing(unit: Unit, competencies: Collection[str], least: int) -> list[tuple[str, str, int]]:
    """Who knows these competencies at least so well and is here: user, competency, strength."""
    gone = select(SlackUser.user_id).where(unit.own(SlackUser), SlackUser.deleted.is_(True))
    known = select(Strength.user_id, Strength.competency, Strength.strength).where(
        unit.own(Strength),
        Strength.competency.in_(competencies),
        Strength.strength >= least,
        Strength.user_id.not_in(gone),
    )
    return [(row.user_id, row.competency, row.strength) for row in unit.session.execute(known)]


def write_strengths(unit: Unit, user_id: str, by_competency: Mapping[str, int]) -> None:
    """Somebody's strengths, in place of what was said before."""
    unit.session.execute(delete(Strength).where(unit.own(Strength), Strength.user_id == user_id))
    unit.add_all(
        [
            Strength(team_id=unit.team_id, user_id=user_id, competency=competency, strength=strength)
            for competency, strength in by_competency.items()
        ]
    )


def seniorities(unit: Unit, user_ids: Collection[str]) -> dict[str, str]:
    """Seniority by person, for those who are known here."""
    known = select(Person.user_id, Person.seniority).where(unit.own(Person), Person.user_id.in_(user_ids))
    return {row.user_id: row.seniority for row in unit.session.execute(known)}


def names(unit: Unit, user_ids: Collection[str]) -> dict[str, str]:
    """What Slack said people are called, for those it was asked about."""
    said = select(SlackUser.user_id, SlackUser.name).where(
        unit.own(SlackUser), SlackUser.user_id.in_(user_ids)
    )
    return {row.user_id: row.name for row in unit.session.execute(said)}


def calendar_of(unit: Unit, user_id: str) -> WorkingCalendar:
    """When somebody works: as they or a lead said, in the zone and country that Slack says."""
    return calendar(person(unit, user_id), in_slack(unit, user_id))


def calendar(said: Person | None, known: SlackUser | None) -> WorkingCalendar:
    """The same of rows that were read."""
    zone = ZoneInfo(known.zone) if known else UTC
    country = country_of(known.locale) if known else None
    if said is None:
        return WorkingCalendar(zone, country=country)
    return WorkingCalendar(
        zone,
        (said.hours_from, said.hours_to),
        frozenset(int(day) for day in said.working_days),
        country if said.country is None else said.country or None,
        said.away_until,
    )


def in_slack(unit: Unit, user_id: str) -> SlackUser | None:
    """What Slack said about somebody of this workspace the last time it was asked."""
    return known_to_slack(unit.session, unit.team_id, user_id)


def known_to_slack(session: Session, team_id: str, user_id: str) -> SlackUser | None:
    """What Slack said about somebody the last time it was asked."""
    return session.get(SlackUser, (team_id, user_id))


def keep_slack_user(session: Session, row: SlackUser) -> None:
    """Insert or renew. Two processes may ask about the same person at once: the later answer stays."""
    values = {column.key: getattr(row, column.key) for column in SlackUser.__table__.columns}
    (sealed,) = placed(session, SlackUser, [values])
    insert_or_update(session, SlackUser, sealed, ["team_id", "user_id"])
