"""How somebody stands to a loop is read from their own workspace's rows alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.domain.loops import LoopState, Role, SeatState
from bot.storage import access
from bot.storage.access import Facts
from bot.storage.database import Database
from bot.storage.tables import Candidate, Interview, Loop, Opening, Person
from bot.storage.unit import Unit

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@contextmanager
def unit(database: Database, team_id: str) -> Iterator[Unit]:
    with database.transaction() as session:
        yield Unit(session, team_id, AT)


def a_loop(database: Database, team_id: str, state: LoopState = LoopState.RUNNING) -> int:
    """Led by UL, with UP on the panel, about UC."""
    with unit(database, team_id) as tx:
        tx.add(Person(team_id=team_id, user_id="UL", is_lead=True, created_at=AT))
        opening = tx.add(
            Opening(
                team_id=team_id,
                title="Engineer",
                question_set="engineer",
                level="mid",
                quorum=1,
                minutes=45,
                channel_id="G1",
            )
        )
        who = tx.add(Candidate(team_id=team_id, label="A. K.", name="A", name_key="k", slack_user="UC"))
        loop = tx.add(
            Loop(
                team_id=team_id,
                opening_id=opening.id,
                candidate_id=who.id,
                lead_id="UL",
                label="A. K.",
                state=state,
                level="mid",
                channel_id="G1",
                first_at=AT,
                minutes=45,
                debrief_at=AT,
                created_at=AT,
            )
        )
        seat = Interview(
            team_id=team_id,
            loop_id=loop.id,
            user_id="UP",
            role=Role.PANELIST,
            position=0,
            minutes=45,
            state=SeatState.SENT,
        )
        tx.add(seat)
        return loop.id


def test_each_stands_to_the_loop_as_its_rows_say(database: Database) -> None:
    loop_id = a_loop(database, "T1")
    with unit(database, "T1") as tx:
        assert access.facts(tx, "UL", loop_id) == Facts(lead=True, candidate=False, owner=True)
        assert access.facts(tx, "UP", loop_id) == Facts(lead=False, candidate=False, on_panel=True)
        assert access.facts(tx, "UC", loop_id) == Facts(lead=False, candidate=True, about_them=True)
        assert access.facts(tx, "UX", loop_id) == Facts(lead=False, candidate=False)
        assert access.facts(tx, "UL") == Facts(lead=True, candidate=False)


def test_the_candidate_of_a_loop_that_is_over_stays_its_candidate_alone(database: Database) -> None:
    loop_id = a_loop(database, "T1", LoopState.DECIDED)
    with unit(database, "T1") as tx:
        assert access.facts(tx, "UC", loop_id) == Facts(lead=False, candidate=False, about_them=True)


def test_the_same_people_are_nobody_in_another_workspace(database: Database) -> None:
    loop_id = a_loop(database, "T1")
    with unit(database, "T2") as tx:
        for user_id in ("UL", "UP", "UC"):
            assert access.facts(tx, user_id, loop_id) == Facts(lead=False, candidate=False)
        assert access.leaders_of(tx, "UL", 1) == ("UL",)
