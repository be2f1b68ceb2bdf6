"""Two candidates' loops in one workspace, with what is said about them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text

from bot.domain.scorecards import Field, Stored
from bot.storage import canaries, scorecards
from bot.storage.database import Database
from bot.storage.tables import Candidate, Interview, Loop, Opening, SlackUser
from bot.storage.unit import Unit

AT = datetime(2026, 6, 9, tzinfo=UTC)
TEAM = "T1"
FIELD = Field("q", "evidence")
OPENING: dict[str, Any] = {
    "team_id": TEAM,
    "title": "Engineer",
    "question_set": "engineer",
    "level": "mid",
    "quorum": 1,
    "minutes": 45,
    "channel_id": "G1",
}
LOOP: dict[str, Any] = {
    "lead_id": "ULEAD",
    "state": "running",
    "level": "mid",
    "channel_id": "G1",
    "first_at": AT,
    "minutes": 45,
    "debrief_at": AT,
    "created_at": AT,
}
SEAT: dict[str, Any] = {"position": 0, "start_at": AT, "minutes": 45}


class Two:
    """Two candidates' loops, with a scorecard each by Priya and by Marc, and what may be moved about."""

    def __init__(self, database: Database) -> None:
        self.database = database
        canaries.check(database)
        with database.transaction() as session:
            unit = Unit(session, TEAM, AT)
            opening = unit.add(Opening(**OPENING)).id
            self.candidates = [self.candidate(unit, name) for name in ("Ada Kowalski", "Ben Larsen")]
            self.loops = [self._loop(unit, opening, one) for one in self.candidates]
            self.seats: list[int] = []
            self.priya, self.marc = (
                self._card(unit, self.loops[0], who, f"{who} wrote this") for who in ("Priya", "Marc")
            )
            self.ben = self._card(unit, self.loops[1], "Priya", "Of another candidate")
            unit.add(
                SlackUser(
                    team_id=TEAM,
                    user_id="UPRIYA",
                    name="Priya Natarajan",
                    zone="UTC",
                    is_admin=False,
                    is_bot=False,
                    is_guest=False,
                    deleted=False,
                    fetched_at=AT,
                )
            )

    def evidence(self, card: int) -> str:
        with self.database.reading() as session:
            found = scorecards.fields(Unit(session, TEAM, AT, writing=False), [card])[card]
        return str(found[FIELD].value)

    def slack_user(self, unit: Unit) -> SlackUser:
        return unit.session.get_one(SlackUser, (TEAM, "UPRIYA"))

    def names(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Candidate.name).order_by(Candidate.id)))

    def raw(self, statement: str, **given: Any) -> None:
        with self.database.transaction() as session:
            session.execute(text(statement), given)

    def candidate(self, unit: Unit, name: str) -> int:
        email = f"{name.split()[0].lower()}@example.com"
        row = Candidate(
            team_id=TEAM,
            label=name[0],
            name=name,
            name_key=unit.vault.fingerprint("name", name),
            email=email,
            email_key=unit.vault.fingerprint("email", email),
        )
        return unit.add(row).id

    def _loop(self, unit: Unit, opening: int, candidate: int) -> int:
        row = Loop(team_id=TEAM, opening_id=opening, candidate_id=candidate, label="L", **LOOP)
        return unit.add(row).id

    def _card(self, unit: Unit, loop: int, who: str, words: str) -> int:
        seat = unit.add(
            Interview(team_id=TEAM, loop_id=loop, user_id=who, role="panelist", state="sent", **SEAT)
        )
        self.seats.append(seat.id)
        scorecards.open_one(unit, seat.id, loop, who)
        (card,) = scorecards.of_seats(unit, [seat.id])
        scorecards.write(unit, card.id, {FIELD: Stored(words, "1.0", "V1")})
        return card.id
