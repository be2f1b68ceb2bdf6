"""Which debriefs stand in which channel, whose candidate is among its people, and which guests a lead knows of."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select, update

from bot.domain.letters import DEBRIEF_LETTERS
from bot.domain.loops import LoopState
from bot.storage.tables import Candidate, ConfirmedGuest, DebriefRecord, Loop, Opening, Outbox, SlackUser
from bot.storage.unit import Unit

TO_COME = (LoopState.RUNNING,)
STANDS = (LoopState.DEBRIEFED, LoopState.DECIDED)


@dataclass(frozen=True)
class InChannel:
    """A loop whose debrief is to stand in a channel, or does where it `stands`.

    `is_under_way` is whether it is undecided or its opening still open, `hidden` why it is a line at the moment.
    """

    loop_id: int
    candidate_id: int
    stands: bool
    is_under_way: bool
    hidden: str | None


@dataclass(frozen=True)
class Post:
    """A message of a debrief that went out or may be going out; `is_there` once Slack has it."""

    key: str
    kind: str
    is_there: bool


def in_channel(unit: Unit, channel_id: str) -> list[InChannel]:
    """The loops whose debrief stands or is to stand in a channel, by id."""
    rows = unit.session.execute(
        select(Loop.id, Loop.candidate_id, Loop.state, Opening.closed_at, DebriefRecord.hidden)
        .join(Opening, Opening.id == Loop.opening_id)
        .outerjoin(DebriefRecord, DebriefRecord.loop_id == Loop.id)
        .where(unit.own(Loop), Loop.channel_id == channel_id, Loop.state.in_((*TO_COME, *STANDS)))
        .order_by(Loop.id)
    )
    return [
        InChannel(
            row.id,
            row.candidate_id,
            row.state in STANDS,
            row.state != LoopState.DECIDED or row.closed_at is None,
            row.hidden,
        )
        for row in rows
    ]


def channels(unit: Unit) -> list[str]:
    """The channels in which a debrief stands or is to stand."""
    used = select(Loop.channel_id).where(unit.own(Loop), Loop.state.in_((*TO_COME, *STANDS)))
    return sorted(set(unit.session.scalars(used.distinct())))


def candidates_among(
    unit: Unit, people: Collection[str], candidate_ids: Collection[int]
) -> dict[int, frozenset[str]]:
    """Which of these candidates are among these people, by Slack user or by the email that Slack knows of them."""
    known = unit.session.scalars(unit.rows(SlackUser).where(SlackUser.user_id.in_(people)))
    by_key = {
        key: one.user_id for one in known if one.email for key in unit.vault.fingerprints("email", one.email)
    }
    rows = unit.session.scalars(
        unit.rows(Candidate).where(
            Candidate.id.in_(candidate_ids),
            or_(Candidate.slack_user.in_(people), Candidate.email_key.in_(by_key)),
        )
    )
    found: dict[int, frozenset[str]] = {}
    for row in rows:
        users = (row.slack_user, by_key.get(row.email_key or ""))
        found[row.id] = frozenset(user for user in users if user is not None and user in people)
    return found


def posts(unit: Unit, loop_id: int, channel_id: str) -> list[Post]:
    """The messages of a loop's debrief in a channel, oldest first; what was dropped or refused is none."""
    rows = unit.session.execute(
        select(Outbox.dedupe_key, Outbox.kind, Outbox.state)
        .where(
            unit.own(Outbox),
            Outbox.kind.in_(DEBRIEF_LETTERS),
            Outbox.thing_id == loop_id,
            Outbox.target == channel_id,
            Outbox.op == "post",
            Outbox.state.not_in(("dropped", "dead")),
        )
        .order_by(Outbox.id)
    )
    return [Post(row.dedupe_key, row.kind, row.state == "sent") for row in rows]


def hide(unit: Unit, loop_id: int, why: str | None) -> bool:
    """Note why a debrief is hidden, or with None that it is shown; False where it was so already."""
    differs = DebriefRecord.hidden.is_not(None) if why is None else DebriefRecord.hidden.is_(None)
    done = unit.session.execute(
        update(DebriefRecord)
        .where(unit.own(DebriefRecord), DebriefRecord.loop_id == loop_id, differs)
        .values(hidden=why)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def confirmed(unit: Unit, channel_id: str, leads: Collection[str]) -> frozenset[str]:
    """The guests in a channel whom one of these leads knows of."""
    known = select(ConfirmedGuest.user_id).where(
        unit.own(ConfirmedGuest), ConfirmedGuest.channel_id == channel_id, ConfirmedGuest.lead_id.in_(leads)
    )
    return frozenset(unit.session.scalars(known))


def confirm(unit: Unit, channel_id: str, guests: Collection[str], lead_id: str) -> None:
    """Note that a lead knows of these guests."""
    known = confirmed(unit, channel_id, [lead_id])
    of = {"channel_id": channel_id, "lead_id": lead_id, "confirmed_at": unit.now}
    unit.add_all(
        [ConfirmedGuest(team_id=unit.team_id, user_id=one, **of) for one in sorted({*guests} - known)]
    )
