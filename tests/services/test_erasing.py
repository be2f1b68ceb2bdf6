"""Whoever is erased is gone: rows, keys, messages and files; who is held stays; a time that is over erases."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.acting.context import Actor
from bot.domain.errors import Invalid, NotAllowed, TooLate
from bot.domain.retention import SHORTEST, USUAL
from bot.services import erasing
from bot.storage import erasing as stored
from bot.storage import leaving, record
from bot.storage.tables import Base, Candidate
from bot.storage.unit import Unit
from tests.net.door import TEAM, House
from tests.net.town import ADA, ADMIN, DEBRIEF, HIRE, LEAD, LOOP, PRIYA, Town, loop_form

NAME, EMAIL = "Ada Kowalski", "ada@example.com"
SAID = ("Ada", "Kowalski", EMAIL, "Strong on limits", "A. K.")
"""What is known and was written about her."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


@pytest.fixture
def decided(town: Town) -> House:
    """Her loop is decided, and all of it stands in Slack."""
    return town.house("decided")


def deleted(house: House) -> set[tuple[str, str]]:
    return {(one["channel"], one["ts"]) for name, one in house.slack.sent if name == "chat_delete"}


def about_her(house: House) -> set[tuple[str, str]]:
    """Every message about her that stands in Slack."""
    rows = house.rows("ledger")
    return {(row["channel"], row["ts"]) for row in rows if row["about"] is not None}


def readable(house: House) -> str:
    """All that can still be read in the database with its keys, and all that stands there in clear."""
    return " ".join(str(house.rows(table)) for table in house.raw())


def tables_left(house: House) -> set[str]:
    """The tables that have rows."""
    return {name for name, rows in house.raw().items() if rows}


def test_an_erased_candidate_is_in_no_row_and_no_message(decided: House) -> None:
    stood = about_her(decided)
    assert all(said in readable(decided) for said in (NAME, "Strong on limits"))
    decided.use("erasing.erase", LEAD, NAME, "Asked by email.")
    decided.settle()
    assert stood
    assert deleted(decided) == stood
    left = readable(decided)
    assert [said for said in SAID if said in left] == []
    gone = {
        "candidates",
        "loops",
        "interviews",
        "assignments",
        "scorecards",
        "ratings",
        "debriefs",
        "decisions",
    }
    assert not gone & tables_left(decided)


def test_the_file_of_a_debriefs_picture_goes_with_it(decided: House) -> None:
    decided.use("erasing.erase", LEAD, EMAIL, "Asked by email.")
    decided.settle()
    assert [one for name, one in decided.slack.sent if name == "conversations_replies"]
    assert [one["file"] for name, one in decided.slack.sent if name == "files_delete"] == ["F1"]


def test_the_report_says_what_could_not_be_removed(decided: House) -> None:
    decided.slack.refuses_deletions = {HIRE: "cant_delete_message"}
    about = len(about_her(decided))
    token = decided.use("erasing.erase", LEAD, NAME, "Asked by email.")
    waiting = erasing.report(decided.context, Actor(TEAM, LEAD), token)
    assert (waiting.gone, waiting.to_go) == (0, about)
    decided.settle()
    found = erasing.report(decided.context, Actor(TEAM, LEAD), token)
    refused = {(channel, error) for channel, _, error in found.refused}
    assert refused == {(HIRE, "cant_delete_message")}
    assert found.to_go == 0
    assert found.gone + len(found.refused) == waiting.to_go


def test_nothing_about_her_goes_out_any_more(town: Town) -> None:
    house = town.house("kits out")
    house.use("erasing.erase", LEAD, NAME, "Asked by email.")
    before = len(house.slack.sent)
    house.now = DEBRIEF + timedelta(days=30)
    house.settle()
    posted = [one for name, one in house.slack.sent[before:] if name == "chat_postMessage"]
    assert posted == []
    assert not [row for row in house.rows("due") if row["state"] == "failed"]


def test_the_record_keeps_that_it_was_done_and_nothing_of_her(decided: House) -> None:
    token = decided.use("erasing.erase", LEAD, NAME, "Asked by email.")
    with decided.context.reading(Actor(TEAM, LEAD)) as tx:
        rows = record.entries(tx, last=999)
    (done,) = [row for row in rows if row.action == "erase candidate"]
    assert (done.thing, done.detail) == (f"erased:{token}", "Asked by email.")
    assert not [row for row in rows if row.thing == f"loop:{LOOP}" and row.detail]


def test_her_keys_are_destroyed_and_listed_for_after_a_restore(decided: House) -> None:
    with decided.context.reading(Actor(TEAM, LEAD)) as tx:
        key = tx.one(Candidate, 1).row_key
    decided.use("erasing.erase", LEAD, NAME, "Asked by email.")
    with decided.database.reading() as session:
        assert stored.destroyed(session) == [(TEAM, key)]


def test_who_is_held_is_erased_neither_when_asked_nor_by_time(decided: House) -> None:
    assert decided.use("erasing.hold", LEAD, NAME, "A claim before the court.") == 1
    with pytest.raises(TooLate, match="held for a legal reason"):
        decided.use("erasing.erase", LEAD, NAME, "Asked by email.")
    decided.now = DEBRIEF + timedelta(days=USUAL * 3)
    decided.settle()
    assert decided.rows("candidates")
    decided.use("erasing.hold", LEAD, NAME, "It is settled.", held=False)
    decided.now += timedelta(days=2)
    decided.settle()
    assert not decided.rows("candidates")


def test_a_year_after_the_decision_she_is_erased_and_not_before(decided: House) -> None:
    decided.now = DEBRIEF + timedelta(days=USUAL - 1)
    decided.settle()
    assert decided.rows("candidates")
    decided.now = DEBRIEF + timedelta(days=USUAL + 1)
    decided.settle()
    assert not decided.rows("candidates")
    assert deleted(decided)


def test_a_workspace_that_keeps_it_shorter_erases_earlier_and_says_so_in_the_record(decided: House) -> None:
    with pytest.raises(Invalid, match="between 180 and"):
        decided.use("erasing.retention", LEAD, SHORTEST - 1)
    decided.use("erasing.retention", LEAD, SHORTEST)
    decided.settle()
    assert decided.rows("candidates")
    decided.now = DEBRIEF + timedelta(days=SHORTEST + 1)
    decided.settle()
    assert not decided.rows("candidates")


def test_an_administrator_has_somebody_erased_and_nobody_else(decided: House) -> None:
    with pytest.raises(NotAllowed):
        decided.use("erasing.for_admin", LEAD, NAME, "Asked by email.")
    with pytest.raises(Invalid, match="Say why"):
        decided.use("erasing.for_admin", ADMIN, NAME, " ")
    with pytest.raises(Invalid, match="Nobody is known here by that"):
        decided.use("erasing.for_admin", ADMIN, "Somebody Else", "Asked by email.")
    decided.use("erasing.for_admin", ADMIN, NAME, "Asked by email.")
    assert not decided.rows("candidates")


def test_two_people_of_one_name_are_told_apart_by_their_numbers(town: Town) -> None:
    house = town.house("kits out")
    form = loop_form(
        email="other@example.com",
        first_at=DEBRIEF + timedelta(days=9),
        debrief_at=DEBRIEF + timedelta(days=12),
    )
    house.use("loops.draft", LEAD, form, "V7")
    with pytest.raises(Invalid, match="Write one of these numbers: 1, 2"):
        house.use("erasing.erase", LEAD, NAME, "Asked by email.")
    house.use("erasing.erase", LEAD, "2", "Asked by email.")
    assert [row["id"] for row in house.rows("candidates")] == [1]


def test_her_own_data_are_all_there_with_panelists_under_pseudonyms(decided: House) -> None:
    found: dict[str, Any] = decided.use("own_data.of_candidate", LEAD, NAME, "She asked for it.")
    said = json.dumps(found)
    assert found["records"][0]["name"] == NAME
    assert "Strong on limits" in said
    assert '"evidence"' in said
    assert "Panelist 1" in said
    assert PRIYA not in said
    assert [row["detail"] for row in decided.rows("audit") if row["action"] == "export candidate"] == [
        "She asked for it."
    ]


def test_until_the_debrief_opens_scorecards_are_sealed_in_her_data_too(town: Town) -> None:
    house = town.house("quorum")
    found: dict[str, Any] = house.use("own_data.of_candidate", LEAD, NAME, "She asked for it.")
    cards = [seat["scorecard"] for loop in found["loops"] for seat in loop["interviews"] if seat["scorecard"]]
    assert cards
    assert all(set(card) == {"submitted", "sealed"} for card in cards)


def test_every_row_that_points_to_a_loop_goes_with_it() -> None:
    """A table that doesn't would keep what is about somebody, or stop the erasing."""
    stays = {
        (table.name, key.parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in ("loops", "interviews", "scorecards", "debriefs", "decisions")
        and key.ondelete not in ("CASCADE", "SET NULL")
    }
    assert stays == {("interviews", "replaces_id"), ("interviews", "host_id")}, "of the same loop, as it goes"


def purged(house: House) -> None:
    """The workspace uninstalled a month ago."""
    with house.database.transaction() as session:
        leaving.left(session, TEAM, house.now)
    house.now += timedelta(days=31)
    house.run_due("purge")


def test_a_month_after_it_left_nothing_of_a_workspace_is_there_but_empty_keys(decided: House) -> None:
    purged(decided)
    assert tables_left(decided) <= {"data_keys", "canaries", "backups", "heartbeats", "alembic_version"}
    with decided.database.reading() as session:
        keys = session.execute(text("SELECT count(*) FROM data_keys WHERE wrapped IS NOT NULL")).scalar()
    assert keys == 0


def test_a_workspace_that_comes_back_keeps_its_rows_and_sends_nothing_that_waited(town: Town) -> None:
    house = town.house("quorum")
    with house.database.transaction() as session:
        leaving.left(session, TEAM, house.now)
    house.now = DEBRIEF + timedelta(days=5)
    house.run_due("debrief")
    assert [row for row in house.rows("outbox") if row["state"] == "queued"]
    with house.database.transaction() as session:
        leaving.came_back(session, TEAM, house.now)
    house.now += timedelta(days=60)
    assert house.send() == []
    house.run_due("purge")
    assert house.rows("loops")


def test_a_workspace_that_comes_back_after_its_purge_begins_anew_and_its_record_is_closed_again(
    decided: House,
) -> None:
    purged(decided)
    with decided.database.transaction() as session:
        leaving.came_back(session, TEAM, decided.now)
    decided.know_everybody()
    decided.use("leads.name", ADMIN, [LEAD])
    assert [row["action"] for row in decided.rows("audit")] == ["name leads"]
    with pytest.raises(Exception, match="only added to"), decided.database.transaction() as session:
        session.execute(text("DELETE FROM audit"))


def other_workspace(house: House) -> None:
    """Another workspace, where somebody of the same name applies."""
    with house.database.transaction() as session:
        other = Unit(session, "T2", house.now)
        known = {"name_key": other.vault.fingerprint("name", NAME)}
        other.add(Candidate(team_id="T2", label="A. K.", name=NAME, **known))


def names_in(house: House, team_id: str) -> list[str]:
    with house.database.reading() as session:
        unit = Unit(session, team_id, house.now)
        return [one.name for one in session.scalars(unit.rows(Candidate))]


@pytest.mark.parametrize("leave", [False, True], ids=["erased", "uninstalled"])
def test_another_workspaces_candidate_of_that_name_stays(decided: House, *, leave: bool) -> None:
    other_workspace(decided)
    if leave:
        purged(decided)
    else:
        decided.use("erasing.erase", LEAD, NAME, "Asked by email.")
    assert names_in(decided, TEAM) == []
    assert names_in(decided, "T2") == [NAME]


def test_a_workspace_that_is_purged_leaves_the_others_record_alone(decided: House) -> None:
    with decided.context.transaction(Actor("T2", "U1")) as tx:
        tx.audit("name leads", "workspace", "U1")
    purged(decided)
    with decided.context.reading(Actor("T2", "U1")) as tx:
        assert [row.action for row in record.entries(tx, last=9)] == ["name leads"]


def test_once_erased_nobody_is_known_by_any_of_it(decided: House) -> None:
    decided.use("erasing.erase", LEAD, EMAIL, "Asked by email.")
    for said in (NAME, EMAIL, ADA, "1"):
        with pytest.raises(Invalid, match="Nobody is known here by that"):
            decided.use("erasing.erase", LEAD, said, "Asked again.")
