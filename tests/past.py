"""A workspace with a past, written as rows: loops that three panelists scored, debriefed and decided."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.acting.context import Context, system
from bot.consequences import follow
from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.scorecards import Asked, Recommendation, Sureness
from bot.services.debriefs import deciding
from bot.storage.database import Database
from bot.storage.tables import (
    Assignment,
    Candidate,
    Due,
    Interview,
    Loop,
    LoopLead,
    OpeningCompetency,
    QuestionVersion,
    Rating,
    Scorecard,
    ScorecardNote,
    SlackUser,
)
from tests.databases import open_database
from tests.letters.scene import ASKED, BANK, CHANNEL, LEAD, NOW, TEAM, Directory, rows

PANELISTS = [f"U{number}" for number in range(6)]
COMPETENCIES = ("data", "mlops")
DIMENSIONS = ("clarity", "judgment")
EVIDENCE = "Named a first check and its cost, then a limit."
BOT = system(TEAM)


class InSlack(Directory):
    """Knows everybody, and no candidate by their email."""

    def with_email(self, _team_id: str, _email: str) -> str | None:
        return None


@dataclass
class Past:
    """A workspace whose loops are entered one after the other; each has its own random ratings, by its number."""

    context: Context
    database: Database
    now: datetime = NOW

    def loop(self, number: int, *, debriefed: bool = True, days: int = 0, **values: Any) -> int:
        """A loop `days` after the beginning that three panelists have scored, debriefed a day later; its id."""
        source, loop_id = random.Random(number), 100 + number
        at = NOW + timedelta(days=days)
        with self.database.transaction() as session:
            session.add(
                Candidate(
                    id=1000 + number, team_id=TEAM, label="S. C.", name=f"Sam {number}", name_key=str(number)
                )
            )
            session.flush()
            about = {
                "opening_id": 1,
                "candidate_id": 1000 + number,
                "lead_id": LEAD,
                "label": "S. C.",
                "level": "mid",
                "channel_id": CHANNEL,
                "minutes": 45,
            }
            session.add(
                Loop(
                    id=loop_id,
                    team_id=TEAM,
                    state=LoopState.DEBRIEFED if debriefed else LoopState.RUNNING,
                    first_at=at,
                    debrief_at=at + timedelta(days=1),
                    debriefed_at=at + timedelta(days=1) if debriefed else None,
                    created_at=at,
                    **{**about, **values},
                )
            )
            session.flush()
            session.add(LoopLead(team_id=TEAM, loop_id=loop_id, user_id=LEAD))
            for position, who in enumerate(source.sample(PANELISTS, 3)):
                _sheet(session, source, loop_id, position, who, at)
        return loop_id

    def debrief(self, number: int, **values: Any) -> int:
        """The next loop's debrief opens, through the service; its id."""
        loop_id = self.loop(number, debriefed=False, **values)
        with self.database.transaction() as session:
            due = Due(
                team_id=TEAM,
                kind="debrief",
                thing_id=loop_id,
                occurrence=str(number),
                due_at=self.now,
                lease_until=self.now + timedelta(minutes=5),
            )
            session.add(due)
            session.flush()
            due_id = due.id
        deciding.open_debrief(self.context, TEAM, due_id, loop_id)
        return loop_id


@contextmanager
def past(url: str) -> Iterator[Past]:
    """A workspace without a loop that has opened."""
    opened = open_database(url)
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
        for number, key in enumerate(COMPETENCIES):
            wanted = {"position": number, "weight": 5, "panelists": 1, "lowest": 0, "highest": 2}
            session.add(OpeningCompetency(opening_id=1, team_id=TEAM, competency=key, **wanted))
        for user_id in (*PANELISTS, LEAD):
            session.add(_known_to_slack(user_id))
        for key in COMPETENCIES:
            for position in range(3):
                question = ASKED.model_copy(update={"id": f"{key}-{position}", "competency": key})
                content = question.model_dump_json()
                session.add(
                    QuestionVersion(team_id=TEAM, question_id=question.id, version="1", content=content)
                )
    directory: Any = InSlack()
    context = Context(opened, lambda: made.now, directory, lambda: BANK, lambda: None, follow)
    made = Past(context, opened, NOW + timedelta(days=400))
    yield made
    opened.dispose()


def _known_to_slack(user_id: str) -> SlackUser:
    told = dict.fromkeys(("is_admin", "is_bot", "is_guest", "deleted"), False)
    name = f"Panelist {user_id}"
    return SlackUser(team_id=TEAM, user_id=user_id, name=name, zone="Europe/Berlin", fetched_at=NOW, **told)


def _sheet(session: Any, source: random.Random, loop_id: int, position: int, who: str, at: datetime) -> None:
    id = loop_id * 10 + position
    about = {"team_id": TEAM, "loop_id": loop_id, "user_id": who}
    start = at + timedelta(hours=position)
    session.add(
        Interview(
            id=id,
            role=Role.PANELIST,
            position=position,
            start_at=start,
            minutes=45,
            state=SeatState.CONFIRMED,
            **about,
        )
    )
    session.flush()
    handed_in = start + timedelta(minutes=45 + source.randrange(10, 600))
    session.add(Scorecard(id=id, interview_id=id, submitted_at=handed_in, **about))
    session.flush()
    given: list[int] = []
    for turn, competency in enumerate(COMPETENCIES):
        question = f"{competency}-{position}"
        session.add(
            Assignment(
                team_id=TEAM,
                loop_id=loop_id,
                interview_id=id,
                question_id=question,
                version="1",
                competency=competency,
                position=turn,
                minutes=10,
                reason="",
                state=Asked.ASKED,
            )
        )
        for dimension in DIMENSIONS:
            value = min(4, max(1, round(source.gauss(2.6, 0.8))))
            given.append(value)
            key = {"scorecard_id": id, "question_id": question, "dimension": dimension}
            session.add(Rating(team_id=TEAM, value=value, acted_at="1", written_in="V", **key))
        _note(session, id, question, "evidence", EVIDENCE)
    recommended = Recommendation.YES if sum(given) / len(given) >= 2.6 else Recommendation.NO
    _note(session, id, "", "recommendation", str(recommended))
    _note(session, id, "", "sureness", str(Sureness.FAIRLY))


def _note(session: Any, card: int, question: str, field: str, value: str) -> None:
    session.add(
        ScorecardNote(
            team_id=TEAM,
            scorecard_id=card,
            question_id=question,
            field=field,
            value=json.dumps(value),
            acted_at="1",
            written_in="V",
        )
    )
