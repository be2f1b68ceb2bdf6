"""A running loop, what waits for it, and what following an event changes of that, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase

from bot.acting.context import Transaction
from bot.consequences import follow
from bot.consequences.times import LOOP_WORK, SEAT_WORK
from bot.delivery.outbox import Note, put
from bot.domain.events import Event
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.storage import due, leads
from bot.storage.tables import Audit, Candidate, Due, Opening, Outbox, Person
from bot.storage.tables import Loop as LoopRow
from bot.storage.tables.base import OfTeam
from tests.domain.loops.built import BERLIN, NOW, at, loop, seat

TEAM = "T1"
EARLY = 2
"""An opening whose debriefs open soon after the last scorecard."""
Left = set[str]


@dataclass
class Scene:
    """Two panelists (the second without a kit yet), the first one's shadow, and a stand-in; the lead and another."""

    loop: Loop
    one: Seat
    two: Seat
    shadow: Seat
    stand_in: Seat

    def in_state(self, state: LoopState) -> "Scene":
        """The same in another state of the loop."""
        self.loop.state = state
        return self

    def with_cards(self, *numbers: int) -> "Scene":
        """The same with these seats' scorecards in."""
        for number in numbers:
            self.loop.seat(number).card = CardState.IN
        return self

    def asked(self, times: int) -> "Scene":
        """The same where the debrief waits and its lead was asked so often."""
        self.loop.debrief_asked = times
        return self

    def without(self, number: int) -> "Scene":
        """The same without this seat's holder."""
        self.loop.seat(number).state = SeatState.DECLINED
        return self

    def early(self) -> "Scene":
        """The same for an opening whose debriefs open early."""
        self.loop.opening_id = EARLY
        return self


def scene() -> Scene:
    """The seats are numbered 1 to 4, and sit at 9:00, 10:00, 9:00, and nowhere."""
    one = seat(1, kit_revision=1, state=SeatState.SENT, zone=BERLIN)
    two = seat(2, zone=BERLIN)
    shadow = seat(3, Role.SHADOW, host_id=1, start_at=at("9:00"), kit_revision=1, state=SeatState.SENT)
    stand_in = seat(4, Role.STAND_IN, start_at=None, zone=BERLIN)
    of = loop(one, two, shadow, stand_in, revision=5, plan_view="VIEW")
    return Scene(of, one, two, shadow, stand_in)


def set_up(tx: Transaction) -> None:
    """All work for the loop and its seats waits, and seat 1 was asked for its scorecard once and is to be again."""
    tx.session.add_all(
        Person(team_id=TEAM, user_id=user_id, is_lead=True, created_at=NOW) for user_id in ("Lead", "Second")
    )
    tx.session.add_all(
        Opening(
            id=number,
            team_id=TEAM,
            title="ML engineer",
            question_set="ml_engineer",
            level="mid",
            quorum=2,
            minutes=45,
            channel_id="C1",
            early=number == EARLY,
        )
        for number in (1, EARLY)
    )
    tx.session.flush()
    for row in _told_rows():
        tx.add(row)
    leads.write_of_loop(tx, 1, ["Lead", "Second"])
    tomorrow = NOW + timedelta(days=1)
    for kind in LOOP_WORK:
        due.schedule(tx, kind, 1, f"{kind}:1:old", tomorrow)
    for number in range(1, 5):
        for kind in SEAT_WORK:
            due.schedule(tx, kind, number, f"{kind}:{number}:old", tomorrow)
    for key, kind in (("nudge:1:1", "nudge"), ("knows:1:4", "seat_news"), ("nudge:1:2", "nudge")):
        put(tx, Note(key, kind, 1, "Lead" if kind == "seat_news" else "U1"))
        if key != "nudge:1:2":
            letter = tx.session.scalars(select(Outbox).where(Outbox.dedupe_key == key)).one()
            letter.state = "sent"
    tx.session.flush()


def _told_rows() -> Iterator[OfTeam]:
    """The rows of the loop that letters and rights ask for; its seats stand in the scene alone."""
    of = loop()
    yield Candidate(id=of.candidate_id, team_id=TEAM, label="A. K.", name="Ada", name_key="k")
    names = (
        "id",
        "opening_id",
        "candidate_id",
        "lead_id",
        "label",
        "state",
        "level",
        "channel_id",
        "first_at",
    )
    times = ("minutes", "debrief_at", "created_at")
    yield LoopRow(team_id=TEAM, **{name: getattr(of, name) for name in (*names, *times)})


def what_follows(tx: Transaction, event: Event) -> Left:
    """Letters, due rows and records that are new or changed once the event was followed."""
    before = _rows(tx)
    follow(tx, event)
    tx.session.expire_all()
    return _rows(tx) - before


def _rows(tx: Transaction) -> Left:
    tables: tuple[type[DeclarativeBase], ...] = (Outbox, Due, Audit)
    rows = (row for table in tables for row in tx.session.scalars(select(table)))
    return {_in_words(row) for row in rows}


def _in_words(row: DeclarativeBase) -> str:
    match row:
        case Outbox(op="home"):
            return f"home {row.target}"
        case Outbox(state="queued"):
            return f"{row.op} {row.dedupe_key} to {row.target}"
        case Outbox():
            return f"{row.state} {row.dedupe_key}"
        case Due(state="waiting"):
            return f"due {row.occurrence} at {row.due_at.astimezone(BERLIN):%d %H:%M}"
        case Due():
            return f"{row.state} {row.occurrence}"
        case Audit():
            return f"record {row.action}, {row.thing}, {row.detail}"
    raise TypeError(row)


def home(*people: str) -> Left:
    """These people's Home is shown anew."""
    return {f"home {user_id}" for user_id in people}


def kit_shown(*numbers: int) -> Left:
    """These seats' kits are shown anew, where they are out, and their holders' Homes."""
    found = home(*(f"U{number}" for number in numbers))
    return found | {f"update refresh:kit:{number}:1#1 to U{number}" for number in numbers if number in (1, 3)}


STATUS = {"update status:1#1 to Lead", "home Lead"}
SHRUNK = {"dropped nudge:1:2", "update shrunk:nudge:1:1 to U1"}
"""Seat 1's reminder becomes a line, and the next doesn't go out."""


def stopped(*numbers: int, kinds: tuple[str, ...] = SEAT_WORK) -> Left:
    """What waited for these seats doesn't happen."""
    return {f"dropped {kind}:{number}:old" for number in numbers for kind in kinds}


STOPPED_LOOP = {f"dropped {kind}:1:old" for kind in LOOP_WORK}


def reminded(*numbers: int) -> Left:
    """These seats' scorecards open, and panelists are asked for theirs, as the loop is now."""
    found = {f"due opens:{number}:5 at 09 {9 if number == 2 else 8:02}:50" for number in numbers}
    for number in set(numbers) & {1, 2}:
        times = (f"{8 + number:02}:45", f"{12 + number}:45", "18:00")
        found |= {f"due nudge:{number}:5:{turn} at 09 {time}" for turn, time in enumerate(times, start=1)}
    return found


def kit_due(*numbers: int) -> Left:
    """These seats' kits come, at once."""
    return {f"due kit:{number}:5 at 09 08:00" for number in numbers}


def planned_anew(*numbers: int) -> Left:
    """Kit, scorecard and reminders of these seats are planned in place of what waited."""
    return stopped(*numbers) | kit_due(*numbers) | reminded(*numbers)


def record(what: str, thing: str, detail: str | None = None) -> Left:
    """This is on record."""
    return {f"record {what}, {thing}, {detail}"}
