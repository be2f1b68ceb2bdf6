"""A database of an earlier day is migrated, and the story in it goes on: letters, due work, and screens left open."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.storage import migrations
from sandbox.surfaces import Message
from tests.acceptance.prep_office import Office
from tests.databases import Postgres
from tests.net import door
from tests.net.kept_story import (
    ADA,
    BO,
    CY,
    EVIDENCE,
    FROZEN,
    GUS,
    HAL,
    KEPT,
    NAMES,
    NEW_ROOM,
    ROOM,
    Play,
    at,
    database_at,
    kept,
    load,
    opened,
    score_all,
)

REVISIONS = sorted(path.name.partition(".")[0] for path in KEPT.glob("*.json.gz"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kept.db"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.bare()


@pytest.fixture(params=REVISIONS)
def story(request: pytest.FixtureRequest, url: str) -> dict[str, Any]:
    """What was kept at a revision, in a database that has been brought from there to today."""
    found = kept(request.param)
    database = database_at(url)
    door.migrate(database, found["revision"])
    load(database, found["rows"])
    migrations.upgrade(database)
    assert migrations.differences(database) == []
    database.dispose()
    return found


@pytest.fixture
def it(story: dict[str, Any], url: str) -> Iterator[Play]:
    """The people of the story at the screens that they had left open."""
    with opened(url, FROZEN, story["slack"]) as running:
        ids = {user["real_name"].split()[0]: key for key, user in story["slack"]["users"].items()}
        yield Play(running, {name: running.sandbox.person(ids[name]) for name in NAMES})


def column(office: Office, query: str, **given: Any) -> list[Any]:
    with office.bot.database.reading() as session:
        return list(session.execute(text(query), given).scalars())


def head(it: Play, who: str, room: str, label: str) -> Message:
    """The debrief of a candidate, as somebody sees it in a room."""
    found: Message = it.people[who].wait_for(
        lambda: [
            one for one in it.people[who].channel(room) if "Debrief ready ·" in one.text and label in one.text
        ][-1],
        what=f"the debrief of {label}",
    )
    return found


def letters(story: dict[str, Any], state: str) -> list[str]:
    return [row["dedupe_key"] for row in story["rows"]["outbox"] if row["state"] == state]


@pytest.mark.long
def test_a_kept_story_goes_on_after_migrating(story: dict[str, Any], it: Play) -> None:
    _what_waited_is_sent_and_done(story, it)
    _the_half_filled_card_is_finished_in_its_open_modal(it)
    _the_open_plan_is_sent_from_its_modal(it)
    _the_open_decision_is_recorded_from_its_modal(it)
    _old_buttons_of_kits_work(it)
    _an_old_reminder_is_answered(it)
    _old_questions_of_the_day_are_answered(it)
    _a_debrief_that_was_refused_goes_elsewhere_under_the_next_number(it)
    _who_was_excused_is_not_reminded_before_another_time(it)
    _debriefs_that_waited_open_or_wait_for_their_lead(it)
    _what_was_read_from_the_record_is_still_known(it)


def _what_waited_is_sent_and_done(story: dict[str, Any], it: Play) -> None:
    it.office.settle()
    waiting = letters(story, "queued")
    assert {key.partition(":")[0] for key in waiting} >= {
        "cancelled",
        "stood_in",
        "knows",
        "refresh",
        "status",
        "home",
    }
    for key in waiting:
        assert column(it.office, "SELECT state FROM outbox WHERE dedupe_key = :key", key=key) == ["sent"], key
    due = [
        row["occurrence"]
        for row in story["rows"]["due"]
        if row["state"] == "waiting" and datetime.fromisoformat(row["due_at"] + "+00:00") <= FROZEN
    ]
    assert {one.partition(":")[0] for one in due} == {"plan", "kit"}
    for occurrence in due:
        done = column(it.office, "SELECT state FROM due WHERE occurrence = :one", one=occurrence)
        assert done == ["done"], occurrence
    assert "knows the candidate" in it.message("Nora", "A. K.").text
    assert "called off" in it.message("Ines", "D. M.").text
    assert it.kit("Lena", "A. K.").buttons


def _the_half_filled_card_is_finished_in_its_open_modal(it: Play) -> None:
    marc = it.people["Marc"]
    assert marc.modal.value(EVIDENCE) == "Half a sentence"
    score_all(marc, "2")
    assert "Question 1: how the answer held" in marc.modal.text, "its page was drawn before that was asked"
    marc.modal.click("Fix")
    score_all(marc, "2")
    assert "Thank you" in marc.modal.text
    marc.modal.close()
    seat = it.seat(ADA, "Marc")
    query = "SELECT count(*) FROM scorecards WHERE interview_id = :seat AND submitted_at IS NOT NULL"
    assert column(it.office, query, seat=seat) == [1]


def _the_open_plan_is_sent_from_its_modal(it: Play) -> None:
    nora = it.people["Nora"]
    nora.modal.submit()
    it.office.settle()
    assert column(it.office, "SELECT state FROM loops WHERE id = :id", id=BO) == ["running"]
    assert "0 of 2 scorecards in" in it.message("Nora", "B. L.").text


def _the_open_decision_is_recorded_from_its_modal(it: Play) -> None:
    bea = it.people["Bea"]
    bea.modal.choose("What did you decide?", "Not decided yet")
    bea.modal.fill("What decided it?", "One more talk first.")
    bea.modal.submit()
    it.office.settle()
    told = head(it, "Nora", ROOM, "E. N.").thread()[-1]
    assert "One more talk first." not in told.text
    told.click("Read")
    assert "One more talk first." in it.people["Nora"].modal.text
    it.people["Nora"].modal.close()


def _old_buttons_of_kits_work(it: Play) -> None:
    it.kit("Tomas", "C. L.").click("I'll be there")
    it.office.settle()
    seat = it.seat(CY, "Tomas")
    assert column(it.office, "SELECT state FROM interviews WHERE id = :seat", seat=seat) == ["confirmed"]
    it.message("Jo", "You can't make").click("Undo")
    it.office.settle()
    seat = it.seat(CY, "Jo")
    assert column(it.office, "SELECT state FROM interviews WHERE id = :seat", seat=seat) == ["confirmed"]
    it.kit("Sam", "A. K.").click("Open scorecard")
    assert EVIDENCE in it.people["Sam"].modal.labels
    it.people["Sam"].modal.close()


def _an_old_reminder_is_answered(it: Play) -> None:
    it.message("Lena", "H. P.").menu("Go on without me")
    it.office.settle()
    seat = it.seat(HAL, "Lena")
    waiting = "SELECT count(*) FROM due WHERE kind = 'nudge' AND thing_id = :seat AND state = 'waiting'"
    assert column(it.office, waiting, seat=seat) == [0]


def _old_questions_of_the_day_are_answered(it: Play) -> None:
    omar = it.people["Omar"]
    question = [one for one in omar.dm() if one.notification.startswith("Question of the day")][-1]
    for button in ("I've answered", "Show a strong answer", "Good"):
        question.click(button)
    omar.wait_for(lambda: "Back in" in question.text, what="when it comes back")


def _a_debrief_that_was_refused_goes_elsewhere_under_the_next_number(it: Play) -> None:
    """Its key had the number 1 already, since its time had been moved once."""
    it.message("Nora", "G. O.").click("Pick a channel")
    form = it.people["Nora"].modal
    form.fill(form.labels[0], NEW_ROOM)
    form.submit()
    it.office.settle()
    assert "G. O." in head(it, "Nora", NEW_ROOM, "G. O.").text
    sent = "SELECT dedupe_key FROM outbox WHERE kind = 'debrief' AND thing_id = :id AND state = 'sent' AND op = 'post'"
    assert column(it.office, sent, id=GUS) == [f"debrief:{GUS}:2"]


def _who_was_excused_is_not_reminded_before_another_time(it: Play) -> None:
    """The one was excused before the migration, the other after it."""
    it.use("debriefs.move_time", "Nora", HAL, at(26, 17, 30))
    for who in ("Fatima", "Lena"):
        waiting = "SELECT count(*) FROM due WHERE kind = 'nudge' AND thing_id = :seat AND state = 'waiting'"
        assert column(it.office, waiting, seat=it.seat(HAL, who)) == [0], who


def _debriefs_that_waited_open_or_wait_for_their_lead(it: Play) -> None:
    it.office.move_to(at(25, 16))
    assert "2 of 3" in head(it, "Nora", ROOM, "A. K.").text
    it.office.move_to(at(26, 17, 30))
    assert "0 scorecards are in" in it.message("Nora", "A debrief is waiting for you").text
    sent = "SELECT dedupe_key FROM outbox WHERE kind = 'debrief' AND thing_id = :id AND state = 'sent' AND op = 'post'"
    assert column(it.office, sent, id=ADA) == [f"debrief:{ADA}"]
    assert column(it.office, sent, id=HAL) == []


def _what_was_read_from_the_record_is_still_known(it: Play) -> None:
    """Who knows the candidate, and whose interview didn't happen."""
    ada = "\n".join(one.text for one in head(it, "Nora", ROOM, "A. K.").thread())
    assert "Marc says they know the candidate" in ada
    state = "SELECT state FROM interviews WHERE id = :id"
    assert column(it.office, state, id=it.seat(HAL, "Wei")) == ["missed"]
