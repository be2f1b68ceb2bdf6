"""Erasing what is about a candidate: their rows, and the keys of all that was said about them, also after a restore."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.letters import DEBRIEF_PART, PICTURE_PART
from bot.domain.retention import USUAL, Kept, Message
from bot.storage.record import MAC
from bot.storage.sealing import RECORD, WORKSPACE
from bot.storage.sending import waits
from bot.storage.tables import (
    Candidate,
    DataKeyRow,
    Decision,
    Due,
    Interview,
    KeptFit,
    Loop,
    LoopLead,
    Outbox,
    Retention,
    SlackUser,
)
from bot.storage.unit import Unit

GONE = "dropped", "dead"
OF_WORKSPACE = WORKSPACE, MAC


@dataclass(frozen=True)
class Owned:
    """What hangs on somebody's records: loops and seats by id, the messages about them, who saw any of it."""

    loops: tuple[int, ...]
    seats: tuple[int, ...]
    messages: tuple[Message, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Left:
    """What became of the messages of an erasing: how many are gone or still to go, and where the rest stand."""

    gone: int
    to_go: int
    refused: tuple[tuple[str, str, str], ...]
    """Channel, ts, and Slack's word."""


def named(unit: Unit, said: str) -> list[Candidate]:
    """The records with this number, full name, email, id in another system, or Slack user."""
    keys = [
        Candidate.name_key.in_(unit.vault.fingerprints("name", said)),
        Candidate.email_key.in_(unit.vault.fingerprints("email", said)),
        Candidate.ats_key.in_(unit.vault.fingerprints("ats", said)),
        Candidate.slack_user == said,
    ]
    if said.isdecimal() and len(said) < 10:
        keys.append(Candidate.id == int(said))
    return list(unit.session.scalars(unit.rows(Candidate).where(or_(*keys)).order_by(Candidate.id)))


def some(unit: Unit, ids: Collection[int]) -> Sequence[Candidate]:
    """These records."""
    return unit.session.scalars(unit.rows(Candidate).where(Candidate.id.in_(ids))).all()


def owned(unit: Unit, ids: Collection[int]) -> Owned:
    """What hangs on these records."""
    about = select(Loop.id).where(unit.own(Loop), Loop.candidate_id.in_(ids))
    loops = tuple(unit.session.scalars(about))
    seats = unit.session.execute(
        select(Interview.id, Interview.user_id).where(unit.own(Interview), Interview.loop_id.in_(loops))
    ).all()
    leads = unit.session.scalars(
        select(LoopLead.user_id).where(unit.own(LoopLead), LoopLead.loop_id.in_(loops))
    )
    posted = unit.session.execute(
        select(Outbox.dedupe_key, Outbox.target, Outbox.kind).where(
            unit.own(Outbox), Outbox.about.in_(ids), Outbox.op == "post", Outbox.state.not_in(GONE)
        )
    )
    messages = tuple(
        Message(
            row.dedupe_key, row.target, row.kind == DEBRIEF_PART and row.dedupe_key.endswith(PICTURE_PART)
        )
        for row in posted
    )
    people = sorted({*leads, *(row.user_id for row in seats)})
    return Owned(loops, tuple(row.id for row in seats), messages, tuple(people))


def stop(unit: Unit, ids: Collection[int], loops: Collection[int], seats: Collection[int]) -> None:
    """Let nothing that waits be said or done about these records any more."""
    unit.session.execute(
        update(Outbox)
        .where(unit.own(Outbox), waits(Outbox), Outbox.state == "queued", Outbox.about.in_(ids))
        .values(state="dropped")
    )
    of_loop = Due.kind.in_(OF_LOOP) & Due.thing_id.in_(loops)
    of_seat = Due.kind.in_(OF_SEAT) & Due.thing_id.in_(seats)
    unit.session.execute(
        update(Due)
        .where(unit.own(Due), Due.state.in_(("waiting", "failed")), or_(of_loop, of_seat))
        .values(state="dropped")
    )


OF_LOOP, OF_SEAT = ("plan", "debrief", "trial", "fit"), ("kit", "scorecard_opens", "nudge")
"""Kinds of due rows about a loop, and about a seat."""


def delete_rows(unit: Unit, ids: Collection[int]) -> None:
    """Delete these records with all that hangs on them, what Slack said of them, and what was learned from them."""
    users = [one.slack_user for one in some(unit, ids) if one.slack_user]
    unit.session.execute(delete(Loop).where(unit.own(Loop), Loop.candidate_id.in_(ids)))
    unit.session.execute(delete(Candidate).where(unit.own(Candidate), Candidate.id.in_(ids)))
    unit.session.execute(delete(SlackUser).where(unit.own(SlackUser), SlackUser.user_id.in_(users)))
    unit.session.execute(delete(KeptFit).where(unit.own(KeptFit)))
    unit.session.expire_all()


def kept(unit: Unit, ids: Collection[int]) -> list[Kept]:
    """The loops of these records, as far as retention asks."""
    decided = (
        select(Decision.loop_id, func.max(Decision.decided_at).label("at"))
        .where(unit.own(Decision))
        .group_by(Decision.loop_id)
        .subquery()
    )
    rows = unit.session.execute(
        select(Loop.id, Loop.first_at, Loop.debrief_at, decided.c.at)
        .outerjoin(decided, decided.c.loop_id == Loop.id)
        .where(unit.own(Loop), Loop.candidate_id.in_(ids))
    ).all()
    starts = unit.session.execute(
        select(Interview.loop_id, func.max(Interview.start_at).label("at"))
        .where(unit.own(Interview), Interview.loop_id.in_([row.id for row in rows]))
        .group_by(Interview.loop_id)
    )
    last = {row.loop_id: row.at for row in starts if row.at is not None}
    return [Kept(row.at, max(row.first_at, last.get(row.id, row.first_at))) for row in rows]


def days(unit: Unit) -> int:
    """For how many days this workspace keeps what is about a candidate."""
    said = unit.session.scalar(select(Retention.days).where(unit.own(Retention)))
    return USUAL if said is None else said


def set_days(unit: Unit, days: int) -> None:
    """Keep it so long from now on; what waits for its end is looked at anew."""
    known = unit.session.scalar(unit.rows(Retention))
    if known is None:
        unit.add(Retention(team_id=unit.team_id, days=days))
    else:
        known.days = days
    unit.session.execute(
        update(Due)
        .where(unit.own(Due), Due.kind == "retention", Due.state == "waiting")
        .values(due_at=unit.now)
    )


def left(unit: Unit, key_prefix: str) -> Left:
    """What became of the messages of an erasing, whose notes begin so."""
    begins = Outbox.dedupe_key.startswith(key_prefix, autoescape=True)
    notes = unit.session.scalars(unit.rows(Outbox).where(begins, Outbox.op == "delete")).all()
    refused = []
    for one in notes:
        if one.state == "dead":
            place = unit.session.execute(
                select(Outbox.channel, Outbox.ts).where(unit.own(Outbox), Outbox.dedupe_key == one.edits)
            ).first()
            channel, ts = (place.channel, place.ts) if place else (one.target, "")
            refused.append((channel or one.target, ts or "", one.error or "refused"))
    gone = sum(one.state in ("sent", "dropped") for one in notes)
    return Left(gone, len(notes) - gone - len(refused), tuple(refused))


def destroy_keys(session: Session, team_id: str, row_key: str) -> int:
    """Destroy the keys of all text about a candidate, by their row key; returns how many there were.

    What they sealed reads as empty from now on, the details of the record with it, and nothing more can be
    written about this candidate. It is the only thing that a transaction does: it may hold no such key itself.
    """
    of = DataKeyRow.subject.in_((row_key, f"{RECORD}{row_key}"))
    gone = update(DataKeyRow).where(DataKeyRow.team_id == team_id, of, DataKeyRow.wrapped.is_not(None))
    return len(session.execute(gone.values(wrapped=None).returning(DataKeyRow.id)).all())


def destroyed(session: Session) -> list[tuple[str, str]]:
    """Whose keys were destroyed, as workspace and row key: random ids, which say nothing of anybody.

    Keys of a whole workspace that left aren't among them: by now it may be back under new ones.
    """
    gone = select(DataKeyRow.team_id, DataKeyRow.subject).where(DataKeyRow.wrapped.is_(None))
    rows = session.execute(gone.order_by(DataKeyRow.team_id, DataKeyRow.subject))
    known = {(row.team_id, row.subject.removeprefix(RECORD)) for row in rows}
    return sorted(one for one in known if one[1] not in OF_WORKSPACE)


def destroy_again(session: Session, erased: Iterable[tuple[str, str]]) -> int:
    """The same keys in a database that was restored; returns how many were there again."""
    return sum(destroy_keys(session, team_id, row_key) for team_id, row_key in erased)
