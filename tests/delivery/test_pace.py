from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.pace import Limits, Pace, TooSoon
from bot.storage.sending import Held


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2025, 11, 24, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def test_a_channel_rests_for_a_second_from_when_its_post_arrived() -> None:
    watch = Watch()
    pace = Pace(Limits(), watch)
    pace.posting("T", "C1")
    watch.move(0.8)
    pace.posted("T", "C1")
    watch.move(0.9)
    assert list(pace.held().targets) == [("T", "C1")]
    watch.move(0.1)
    assert list(pace.held().targets) == []


def test_a_team_rests_when_its_minute_is_full_and_another_does_not() -> None:
    watch = Watch()
    pace = Pace(Limits(channel_seconds=0, team_minute=3), watch)
    for channel in ("C1", "C2"):
        pace.posting("T", channel)
    assert list(pace.held().ops) == []
    watch.move(10)
    pace.posting("T", "C3")
    assert list(pace.held().ops) == [("T", "post")]
    watch.move(51)
    assert list(pace.held().ops) == []
    pace.posting("T", "C4")
    assert list(pace.held().ops) == []


def test_one_refused_channel_rests_alone_and_a_second_one_rests_the_whole_team() -> None:
    watch = Watch()
    pace = Pace(Limits(), watch)
    pace.refused("T", "post", "C1", timedelta(seconds=30))
    assert list(pace.held().ops) == []
    pace.refused("T", "post", "C2", timedelta(seconds=20))
    assert list(pace.held().ops) == [("T", "post")]
    assert pace.next_moment() == watch.now + timedelta(seconds=20)


def test_a_refused_method_rests_for_the_team_and_posts_go_on() -> None:
    pace = Pace(Limits(), Watch())
    pace.refused("T", "update", "C1", timedelta(seconds=5))
    assert list(pace.held().ops) == [("T", "update")]
    assert list(pace.held().targets) == []


def test_dms_are_opened_no_faster_than_a_minute_allows_and_a_refused_one_holds_no_post() -> None:
    watch = Watch()
    pace = Pace(Limits(dms_minute=2), watch)
    pace.opening("T")
    watch.move(11)
    pace.opening("T")
    with pytest.raises(TooSoon) as early:
        pace.opening("T")
    assert early.value.wait == timedelta(seconds=50)
    pace.opening("T2")
    watch.move(50)
    pace.opening("T")
    pace.opening_refused("T2", timedelta(seconds=30))
    with pytest.raises(TooSoon):
        pace.opening("T2")
    assert pace.held() == Held()
