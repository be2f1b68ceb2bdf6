"""Where an interview is held stands at the top of its kit and on Home, until the kit is closed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.home import Home, Upcoming
from bot.domain.loops import Role, SeatState
from bot.views import home, kits
from tests.views.test_scorecards import kit

NOW = datetime(2026, 6, 9, 8, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
LINK = "https://meet.example/j/12?a=1&b=2"


def test_a_kit_has_the_link_below_who_it_is_about() -> None:
    _, blocks = kits.message(kit(meeting_link=LINK), ZONE, NOW)
    assert LINK in str(blocks[2])
    assert [LINK in str(block) for block in blocks].count(True) == 1


def test_a_kit_without_a_link_or_that_is_closed_has_none() -> None:
    assert "Meeting" not in str(kits.message(kit(), ZONE, NOW))
    assert LINK not in str(kits.message(kit(meeting_link=LINK, closed=True), ZONE, NOW))


def test_home_has_the_link_of_each_interview_to_come() -> None:
    start = NOW + timedelta(hours=3)
    item = Upcoming(1, "A. K.", start, ("Data",), SeatState.CONFIRMED, NOW, Role.PANELIST, LINK)
    shown = str(home.tab(Home("U1", NOW, False, False, True, upcoming=(item,)), ZONE))
    assert "<https://meet.example/j/12?a=1&amp;b=2|Join the meeting>" in shown
