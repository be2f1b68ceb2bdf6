"""`/loop help`, `/loop mine` and `/loop status` in words: each line is there for who it is true of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.first_day import Here
from bot.domain.home import Home, Running, ToDo, Upcoming
from bot.domain.loops import Role, SeatState
from bot.views import first_day, help
from sandbox.validation import check_message, check_view

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
NOBODY = Home("U1", NOW, leads=False, may_name_leads=False, any_leads=True)
LEAD = replace(NOBODY, leads=True)
ADMIN = replace(NOBODY, may_name_leads=True)
PANELIST = replace(NOBODY, panelist=True)
NEXT = Upcoming(4, "S. C.", NOW + timedelta(hours=3), ("MLOps",), SeatState.SENT, NOW, Role.PANELIST)
CARD = ToDo(5, "A. K.", timedelta(hours=2), NOW, started=False)
RUNNING = Running(7, "S. C.", "Engineer", NOW + timedelta(days=1), ())


def helped(home: Home, leads: tuple[str, ...] = ("U7", "U8"), openings: int = 0) -> str:
    text, blocks = help.what_you_can_do(Here(home, leads, openings), ZONE)
    check_message({"text": text, "blocks": blocks})
    return text


def test_who_has_no_part_in_hiring_reads_of_prep_and_who_leads_and_nothing_else() -> None:
    text = helped(NOBODY)
    assert [word for word in ("/prep", "/loop help") if f"{word} " in text.replace("`", "")]
    assert "<@U7> and <@U8>" in text
    for word in ("/loop mine", "/loop status", "/loop leads", "/loop people", "candidate"):
        assert word not in text


def test_a_hiring_lead_reads_how_many_loops_run_and_openings_there_are() -> None:
    text = helped(replace(LEAD, running=(RUNNING,), more_running=2), openings=3)
    assert "your 3 running loops" in text
    assert "3 open" in text
    assert "you are a hiring lead" in text
    assert "/loop leads" not in text


def test_a_lead_of_nothing_reads_that_nothing_is_there_yet() -> None:
    text = helped(LEAD)
    assert "none is running" in text
    assert "the roles you hire for: none yet" in text


def test_an_administrator_reads_what_that_does_not_open_to_them() -> None:
    text = helped(ADMIN, leads=())
    assert "name who leads hiring: nobody yet" in text
    assert "opens no scorecard and no debrief to you" in text
    assert "/loop status" not in text


@pytest.mark.parametrize(
    ("home", "says"),
    [
        (PANELIST, "your interviews and scorecards: none now"),
        (replace(NOBODY, upcoming=(NEXT,)), "your next interview: Mon 13:30, S. C."),
        (replace(PANELIST, upcoming=(NEXT,), to_do=(CARD,)), "1 scorecard to write"),
    ],
)
def test_a_panelist_reads_what_is_theirs_now(home: Home, says: str) -> None:
    text = helped(home)
    assert says in text
    assert "you are a panelist" in text


def test_whoever_is_administrator_and_lead_reads_both() -> None:
    text = helped(replace(LEAD, may_name_leads=True))
    assert "you are an administrator and a hiring lead" in text
    assert "/loop leads" in text
    assert "opens no scorecard" not in text, "a lead reads debriefs of the loops on whose list they are"


def test_where_nobody_leads_the_text_says_who_names_them() -> None:
    assert "An administrator of this workspace names who does" in helped(NOBODY, leads=())


def test_of_many_leads_some_are_named_and_the_rest_counted() -> None:
    assert "and 2 more" in helped(NOBODY, leads=tuple(f"U{number}" for number in range(7)))


def test_mine_has_scorecards_first_then_interviews_each_with_its_button() -> None:
    waiting = replace(NEXT, interview_id=6, state=SeatState.WAITING, kit_at=NOW + timedelta(hours=1))
    text, blocks = help.mine(replace(PANELIST, to_do=(CARD,), upcoming=(NEXT, waiting)), ZONE)
    check_message({"text": text, "blocks": blocks})
    assert text.index("A. K. · 2 hours late") < text.index("S. C., Mon 13:30")
    assert "The kit comes Mon 11:30" in text
    assert "Buttons: Open scorecard, Candidate and My hours and limit" in text


def test_mine_says_so_where_there_is_nothing() -> None:
    assert "Nothing to do" in help.mine(NOBODY, ZONE)[0]


def test_status_says_how_each_loop_stands_and_fits_into_a_message_however_many_there_are() -> None:
    many = tuple(replace(RUNNING, id=number) for number in range(60))
    text, blocks = help.status(replace(LEAD, running=many), ZONE)
    check_message({"text": text, "blocks": blocks})
    assert "S. C. · Engineer · 0 of 0 scorecards" in text
    assert "More is on your Home." in str(blocks)


def test_status_of_a_lead_of_nothing_says_what_comes_next() -> None:
    assert "No loop is running." in help.status(LEAD, ZONE)[0]
    assert "Describe the opening" in help.status(replace(LEAD, no_openings=True), ZONE)[0]


@pytest.mark.parametrize(
    ("admin", "says", "says_not"),
    [
        (True, "until you name who leads hiring", "ask one to write"),
        (False, "ask one to write `/loop leads`", "until you name"),
    ],
)
def test_only_an_administrator_who_installs_it_reads_that_they_name_leads(
    admin: bool, says: str, says_not: str
) -> None:
    text, blocks = first_day.welcome(admin=admin)
    check_message({"text": text, "blocks": blocks})
    assert says.replace("`", "") in text.replace("`", "")
    assert says_not not in text
    assert ("Name hiring leads" in text) is admin


def test_one_who_names_themselves_is_told_so() -> None:
    assert "You named yourself" in first_day.lead_named("U1", "U1")[0]
    assert "<@U2> named you" in first_day.lead_named("U2", "U1")[0]


def test_what_it_keeps_can_be_shown() -> None:
    check_view(first_day.keeps())
