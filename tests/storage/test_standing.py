"""How somebody stands to a loop is read from their own workspace's rows alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.domain.loops import LoopState, Role, SeatState
from bot.storage import access, leads
from bot.storage.access import Facts
from bot.storage.database import Database
from bot.storage.tables import Candidate, Interview, Loop, Opening, Person, SlackUser
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
        leads.write_of_loop(tx, loop.id, ["UL"])
        return loop.id


def test_each_stands_to_the_loop_as_its_rows_say(database: Database) -> None:
    loop_id = a_loop(database, "T1")
    with unit(database, "T1") as tx:
        assert access.facts(tx, "UL", loop_id) == Facts(lead=True, owner=True)
        assert access.facts(tx, "UP", loop_id) == Facts(lead=False, on_panel=True)
        assert access.facts(tx, "UC", loop_id) == Facts(lead=False, about_them=True)
        assert access.facts(tx, "UX", loop_id) == Facts(lead=False)
        assert access.facts(tx, "UL") == Facts(lead=True)


def test_the_candidate_of_a_loop_that_is_over_stays_its_candidate_alone(database: Database) -> None:
    loop_id = a_loop(database, "T1", LoopState.DECIDED)
    with unit(database, "T1") as tx:
        assert access.facts(tx, "UC", loop_id) == Facts(lead=False, about_them=True)


def test_the_same_people_are_nobody_in_another_workspace(database: Database) -> None:
    loop_id = a_loop(database, "T1")
    with unit(database, "T2") as tx:
        for user_id in ("UL", "UP", "UC"):
            assert access.facts(tx, user_id, loop_id) == Facts(lead=False)
        assert access.present_leads(tx) == frozenset()


def test_a_loop_is_led_by_those_on_its_list_who_are_named_leads_and_here(database: Database) -> None:
    loop_id = a_loop(database, "T1")
    with unit(database, "T1") as tx:
        for user_id in ("UA", "UB", "UGONE"):
            tx.add(Person(team_id="T1", user_id=user_id, is_lead=True, created_at=AT))
        tx.add(slack_user("UGONE", deleted=True))
        assert access.leaders_of(tx, loop_id) == ("UL",), "being named a lead gives no loop"
        leads.write_of_loop(tx, loop_id, ["UA", "UL", "UGONE", "UNOBODY"])
        assert access.leaders_of(tx, loop_id) == ("UL", "UA"), "who planned it comes first"
        leads.write_of_loop(tx, loop_id, ["UGONE"])
        assert access.leaders_of(tx, loop_id) == (), "it waits for a grant, and is nobody's meanwhile"
        for user_id in ("UA", "UB", "UL", "UGONE"):
            assert not access.facts(tx, user_id, loop_id).owner


def test_a_candidate_known_by_email_alone_is_found_once_slack_says_who_they_are(database: Database) -> None:
    loop_id = a_loop(database, "T1")
    with unit(database, "T1") as tx:
        tx.add(Person(team_id="T1", user_id="UADA", is_lead=True, created_at=AT))
        leads.write_of_loop(tx, loop_id, ["UADA", "UL"])
        loop = tx.one(Loop, loop_id)
        tx.one(Candidate, loop.candidate_id).email_key = tx.vault.fingerprint("email", "ada@example.com")
        assert access.facts(tx, "UADA", loop_id).owner
        tx.add(slack_user("UADA", email=" Ada@Example.com"))
        assert access.facts(tx, "UADA", loop_id) == Facts(lead=True, about_them=True)
        assert access.leaders_of(tx, loop_id) == ("UL",)
        among = ("UADA", "UL", "UC")
        assert access.same_person(tx, "UC", "ada@example.com", among) == {"UADA", "UC"}
        assert access.same_person(tx, None, None, among) == frozenset()
        assert access.same_person(tx, None, "ada@example.com", ("UL",)) == frozenset()


def slack_user(user_id: str, *, deleted: bool = False, email: str | None = None) -> SlackUser:
    return SlackUser(
        team_id="T1",
        user_id=user_id,
        name=user_id,
        email=email,
        zone="UTC",
        is_admin=False,
        is_bot=False,
        is_guest=False,
        deleted=deleted,
        fetched_at=AT,
    )
