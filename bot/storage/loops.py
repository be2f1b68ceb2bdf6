"""Loops as they are decided on: read whole, and written back where they changed."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.errors import NotFound
from bot.domain.loops import CardState, LoopState, Missed, Role, SeatState, Unmet
from bot.domain.loops.loop import Loop, Plan
from bot.domain.loops.overfull import Overfull
from bot.domain.loops.seat import UTC, Ask, Leaving, Seat
from bot.domain.scorecards import Asked
from bot.storage import tables
from bot.storage.scorecards import written_on
from bot.storage.tables import Assignment, Due, Interview, Scorecard, SlackUser
from bot.storage.unit import AnyWorkspace, Scope, Unit

GONE_LOOP = "This loop isn't there any more."
GONE_SEAT = "This interview isn't there any more."
LOOP_VALUES = (
    "opening_id",
    "candidate_id",
    "lead_id",
    "label",
    "level",
    "channel_id",
    "first_at",
    "minutes",
    "debrief_at",
    "debriefed_at",
    "cancelled_at",
    "debrief_tries",
    "goes_on_with",
    "debrief_asked",
    "talk_shown_at",
    "meeting_link",
    "practice",
    "sample",
    "revision",
    "trial",
    "view_id",
    "plan_view",
    "created_at",
)
SEAT_VALUES = (
    "user_id",
    "position",
    "start_at",
    "minutes",
    "most_competencies",
    "kit_revision",
    "excused",
    "knows_candidate",
    "replaces_id",
    "host_id",
    "reverse",
    "with_id",
)
ASK_VALUES = ("question_id", "version", "competency", "position", "minutes", "reason")


def get(unit: Unit, loop_id: int) -> Loop:
    """The loop. Whoever may write holds it until the end: changes of one loop take turns. Raises NotFound."""
    return _get(unit, loop_id, held=unit.writing)


def look(unit: Unit, loop_id: int) -> Loop:
    """The loop, to be read alone: nobody waits for it. Raises NotFound."""
    return _get(unit, loop_id, held=False)


def _get(unit: Unit, loop_id: int, *, held: bool) -> Loop:
    row = unit.load(_HELD if held else _LOOP, loop_id=loop_id).scalar()
    if row is None:
        raise NotFound(GONE_LOOP)
    return read(unit, [row])[0]


def row(unit: Unit, loop_id: int) -> tables.Loop | None:
    """A loop's row; None where it is gone."""
    return unit.get(tables.Loop, loop_id)


def of_seat(unit: Unit, interview_id: int) -> tuple[Loop, Seat]:
    """The loop that a seat belongs to, and the seat. Raises NotFound."""
    loop_id = id_of_seat(unit, interview_id)
    loop = get(unit, loop_id)
    return loop, loop.seat(interview_id)


def id_of_seat(unit: Unit, interview_id: int) -> int:
    """The loop that a seat belongs to. Raises NotFound."""
    loop_id: int | None = unit.ask(_LOOP_OF, seat_id=interview_id).scalar()
    if loop_id is None:
        raise NotFound(GONE_SEAT)
    return loop_id


def draft_of_view(unit: Unit, view_id: str) -> Loop | None:
    """The draft that a form in this view made."""
    wanted = unit.rows(tables.Loop).where(
        tables.Loop.view_id == view_id, tables.Loop.state == LoopState.DRAFT
    )
    row = unit.session.scalar(wanted)
    return None if row is None else get(unit, row.id)


def know_zone(unit: Unit, seat: Seat) -> None:
    """A new seat's holder has the time zone that Slack said."""
    known = select(SlackUser.zone).where(unit.own(SlackUser), SlackUser.user_id == seat.user_id)
    zone = unit.session.scalar(known)
    seat.zone = ZoneInfo(zone) if zone else UTC


def people_of(unit: Unit, loop_id: int) -> list[str]:
    """Everybody who has a seat in a loop."""
    wanted = select(Interview.user_id).where(unit.own(Interview), Interview.loop_id == loop_id)
    return list(unit.session.scalars(wanted.distinct()))


def read(unit: Unit, rows: Sequence[tables.Loop]) -> list[Loop]:
    """These loops with their seats, in as many statements as for one."""
    seats = _seats(unit, [row.id for row in rows])
    return [_loop(row, seats.get(row.id, [])) for row in rows]


def _loop(row: tables.Loop, seats: list[Seat]) -> Loop:
    return Loop(
        id=row.id,
        state=LoopState(row.state),
        plan=_plan(row.plan),
        left_out=tuple(row.left_out.split(",")) if row.left_out else (),
        seats=seats,
        **{name: getattr(row, name) for name in LOOP_VALUES},
    )


def _plan(text: str | None) -> Plan | None:
    if text is None:
        return None
    kept = json.loads(text)
    too_much = kept.get("overfull")
    return Plan(
        kept["trouble"],
        tuple(Unmet(**item) for item in kept["unmet"]),
        Overfull(**{**too_much, "fit": tuple(too_much["fit"])}) if too_much else None,
    )


def _seats(unit: Unit, loop_ids: Collection[int]) -> dict[int, list[Seat]]:
    """Seats by loop."""
    rows = unit.load(_SEATS, loop_ids=list(loop_ids)).all()
    ids = [row.id for row, _ in rows]
    asks, cards, kits = _asks(unit, ids), card_states(unit, ids), _waiting_kits(unit, ids)
    found: dict[int, list[Seat]] = {}
    for row, zone in rows:
        found.setdefault(row.loop_id, []).append(
            Seat(
                id=row.id,
                role=Role(row.role),
                state=SeatState(row.state),
                missed=Missed(row.missed) if row.missed else None,
                before_leaving=_leaving(row),
                card=cards.get(row.id, CardState.NONE),
                kit_waits=row.id in kits,
                zone=ZoneInfo(zone) if zone else UTC,
                asks=asks.get(row.id, []),
                **{name: getattr(row, name) for name in SEAT_VALUES},
            )
        )
    return found


def _leaving(row: Interview) -> Leaving | None:
    if row.before_leaving is None:
        return None
    kept: dict[str, Any] = json.loads(row.before_leaving)
    kit = bool(kept.get("kit", not row.kit_revision))
    return Leaving(SeatState(kept["state"]), kept["with"], kit, tuple(kept["asks"]))


def _asks(unit: Unit, seat_ids: Collection[int]) -> dict[int, list[Ask]]:
    found: dict[int, list[Ask]] = {}
    for row in unit.load(_ASKS, seat_ids=list(seat_ids)).scalars():
        ask = Ask(id=row.id, state=Asked(row.state), **{name: getattr(row, name) for name in ASK_VALUES})
        found.setdefault(row.interview_id, []).append(ask)
    return found


def card_states(unit: Unit, seat_ids: Collection[int]) -> dict[int, CardState]:
    """Where the scorecards of these seats stand: one that was only opened says nothing yet."""
    rows = unit.ask(_CARDS, seat_ids=list(seat_ids))
    return {
        seat_id: CardState.IN if submitted else CardState.DRAFT if begun else CardState.NONE
        for seat_id, submitted, begun in rows
    }


def _waiting_kits(unit: Unit, seat_ids: Collection[int]) -> frozenset[int]:
    """The seats for which a kit is still to go out."""
    return frozenset(unit.ask(_KITS, seat_ids=list(seat_ids)).scalars())


def save(unit: Unit, loop: Loop) -> None:
    """Write what changed; new seats and questions get their ids, seats that are gone from the loop are deleted."""
    row = unit.get(tables.Loop, loop.id) if loop.id else None
    if row is None:
        row = tables.Loop(team_id=unit.team_id)
    for name in LOOP_VALUES:
        setattr(row, name, getattr(loop, name))
    row.state = loop.state
    row.plan = None if loop.plan is None else json.dumps(asdict(loop.plan))
    row.left_out = ",".join(loop.left_out) or None
    unit.add(row)
    loop.id = row.id
    _forget_gone(unit, loop)
    for seat in loop.seats:
        _save_seat(unit, loop, seat)
    _save_asks(unit, loop)


def _forget_gone(unit: Unit, loop: Loop) -> None:
    held = {seat.id for seat in loop.seats}
    wanted = unit.rows(Interview).where(Interview.loop_id == loop.id)
    gone = [row for row in unit.session.scalars(wanted) if row.id not in held]
    # Shadows first: they point at their hosts.
    for row in sorted(gone, key=lambda one: one.host_id is None):
        unit.session.delete(row)
        unit.session.flush()


def _save_seat(unit: Unit, loop: Loop, seat: Seat) -> None:
    row = unit.get(Interview, seat.id) if seat.id else None
    if row is None:
        row = Interview(team_id=unit.team_id, loop_id=loop.id)
    for name in SEAT_VALUES:
        setattr(row, name, getattr(seat, name))
    row.role, row.state, row.missed = seat.role, seat.state, seat.missed
    row.before_leaving = _kept(seat.before_leaving)
    if not seat.id:
        unit.add(row)
        seat.id = row.id


def _kept(leaving: Leaving | None) -> str | None:
    if leaving is None:
        return None
    kept = {
        "state": leaving.state,
        "with": leaving.partner_id,
        "kit": leaving.kit,
        "asks": list(leaving.asks),
    }
    return json.dumps(kept)


def _save_asks(unit: Unit, loop: Loop) -> None:
    """A question is asked once in a loop, so those that go are deleted before others come."""
    unit.session.flush()
    known = {
        row.id: row
        for row in unit.session.scalars(unit.rows(Assignment).where(Assignment.loop_id == loop.id))
    }
    held = {ask.id for seat in loop.seats for ask in seat.asks}
    for row in known.values():
        if row.id not in held:
            unit.session.delete(row)
    unit.session.flush()
    asked = [(seat, ask) for seat in loop.seats for ask in seat.asks]
    for seat, ask in asked:
        if ask.id:
            _set_ask(known[ask.id], seat, ask)
    unit.session.flush()
    for seat, ask in asked:
        if not ask.id:
            row = Assignment(team_id=unit.team_id, loop_id=loop.id)
            _set_ask(row, seat, ask)
            ask.id = unit.add(row).id


def _set_ask(row: Assignment, seat: Seat, ask: Ask) -> None:
    for name in ASK_VALUES:
        setattr(row, name, getattr(ask, name))
    row.interview_id, row.state = seat.id, ask.state


def _one(unit: Scope) -> Select[tables.Loop]:
    return unit.rows(tables.Loop).where(tables.Loop.id == bindparam("loop_id"))


def _seat_rows(unit: Scope) -> Select[Interview, str]:
    zone = select(SlackUser.zone).where(unit.own(SlackUser), SlackUser.user_id == Interview.user_id)
    seats = select(Interview, zone.scalar_subquery()).where(unit.own(Interview))
    return seats.where(_among(Interview.loop_id, "loop_ids")).order_by(Interview.id)


def _ask_rows(unit: Scope) -> Select[Assignment]:
    asks = unit.rows(Assignment).where(_among(Assignment.interview_id, "seat_ids"))
    return asks.order_by(Assignment.position, Assignment.id)


def _card_rows(unit: Scope) -> Select[int, bool, bool]:
    return select(Scorecard.interview_id, Scorecard.submitted_at.is_not(None), written_on(unit)).where(
        unit.own(Scorecard), _among(Scorecard.interview_id, "seat_ids")
    )


def _kit_rows(unit: Scope) -> Select[int]:
    kits = select(Due.thing_id).where(unit.own(Due), Due.kind == "kit", Due.state == "waiting")
    return kits.where(_among(Due.thing_id, "seat_ids"))


def _loop_of(unit: Scope) -> Select[int]:
    return select(Interview.loop_id).where(unit.own(Interview), Interview.id == bindparam("seat_id"))


def _among(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


_LOOP = _one(AnyWorkspace())
_HELD = _LOOP.with_for_update(key_share=True)
_SEATS = _seat_rows(AnyWorkspace())
_ASKS = _ask_rows(AnyWorkspace())
_CARDS = _card_rows(AnyWorkspace())
_KITS = _kit_rows(AnyWorkspace())
_LOOP_OF = _loop_of(AnyWorkspace())
