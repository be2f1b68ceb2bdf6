"""How fast we write to Slack, over all workers of one database."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.pace import Limits, Pace, TooSoon
from bot.storage import paces
from bot.storage.database import Database
from bot.storage.sending import Held


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2025, 11, 24, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def post(database: Database, pace: Pace, channel: str, *, op: str = "post", team: str = "T") -> bool:
    """Whether it was in time for one more."""
    with database.transaction() as session:
        return pace.take(session, team, op, channel)


def held(database: Database, pace: Pace) -> Held:
    with database.reading() as session:
        return pace.held(session)


def test_a_channel_rests_for_a_second_from_when_its_post_arrived(database: Database) -> None:
    watch = Watch()
    pace = Pace(database, Limits(), watch)
    assert post(database, pace, "C1")
    watch.move(0.8)
    pace.posted("T", "C1")
    watch.move(0.9)
    assert held(database, pace).targets == [("T", "C1")]
    watch.move(0.1)
    assert held(database, pace).targets == []


def test_of_two_workers_one_posts_to_a_channel_within_its_second(database: Database) -> None:
    watch = Watch()
    one, other = (Pace(database, Limits(), watch) for _ in range(2))
    assert post(database, one, "C1")
    assert not post(database, other, "C1")
    assert post(database, other, "C2")
    watch.move(1)
    assert post(database, other, "C1")


def test_two_workers_fill_one_minute_together_and_another_team_has_its_own(database: Database) -> None:
    watch = Watch()
    one, other = (Pace(database, Limits(channel_seconds=0, team_minute=3), watch) for _ in range(2))
    assert post(database, one, "C1")
    assert post(database, other, "C2")
    assert held(database, one).ops == []
    watch.move(10)
    assert post(database, one, "C3")
    assert held(database, other).ops == [("T", "post")]
    assert not post(database, other, "C4")
    assert post(database, other, "C4", team="T2")
    watch.move(52)
    assert held(database, other).ops == []
    assert post(database, other, "C4")
    assert post(database, one, "C5")
    assert not post(database, one, "C6")


def test_one_refused_channel_rests_alone_and_a_second_one_rests_the_whole_team(database: Database) -> None:
    watch = Watch()
    pace = Pace(database, Limits(), watch)
    pace.refused("T", "post", "C1", timedelta(seconds=30))
    assert held(database, pace).ops == []
    pace.refused("T", "post", "C2", timedelta(seconds=20))
    assert held(database, pace).ops == [("T", "post")]
    assert pace.next_moment() == watch.now + timedelta(seconds=20)


def test_a_refused_method_rests_for_the_team_in_all_workers_and_posts_go_on(database: Database) -> None:
    watch = Watch()
    one, other = (Pace(database, Limits(), watch) for _ in range(2))
    one.refused("T", "update", "C1", timedelta(seconds=5))
    assert held(database, other) == Held(targets=[], ops=[("T", "update")])
    assert not post(database, other, "C1", op="update")
    assert post(database, other, "C1")


@pytest.mark.parametrize("what", ["open", "look"])
def test_what_an_op_needs_is_called_no_faster_than_its_tier_allows_and_holds_no_post(
    database: Database, what: str
) -> None:
    watch = Watch()
    one, other = (Pace(database, Limits(tiers=0.04), watch) for _ in range(2))
    one.call("T", what)
    watch.move(11)
    other.call("T", what)
    with pytest.raises(TooSoon) as early:
        one.call("T", what)
    assert early.value.wait == timedelta(seconds=51)
    one.call("T2", what)
    watch.move(51)
    other.call("T", what)
    one.call_refused("T2", what, timedelta(seconds=30))
    with pytest.raises(TooSoon):
        other.call("T2", what)
    assert post(database, one, "C1")


def test_what_never_got_as_far_as_its_call_leaves_room_for_another(database: Database) -> None:
    pace = Pace(database, Limits(channel_seconds=0, team_minute=2), Watch())
    assert post(database, pace, "C1")
    assert post(database, pace, "C2")
    pace.not_done("T", "post")
    assert held(database, pace).ops == []
    assert post(database, pace, "C3")
    assert not post(database, pace, "C4")


def test_what_slack_refused_rests_on_where_something_is_counted_back(database: Database) -> None:
    pace = Pace(database, Limits(channel_seconds=0, team_minute=2), Watch())
    assert post(database, pace, "C1")
    for channel in ("C1", "C2"):
        pace.refused("T", "post", channel, timedelta(seconds=90))
    pace.not_done("T", "post")
    assert held(database, pace).ops == [("T", "post")]


def test_what_is_long_past_is_forgotten_and_what_counts_is_not(database: Database) -> None:
    watch = Watch()
    pace = Pace(database, Limits(channel_seconds=0, team_minute=1), watch)
    assert post(database, pace, "C1")
    with database.transaction() as session:
        paces.forget(session, watch.now - timedelta(minutes=3))
    assert not post(database, pace, "C1")
    watch.move(300)
    with database.transaction() as session:
        paces.forget(session, watch.now - timedelta(minutes=3))
    assert held(database, pace) == Held(targets=[], ops=[])
    assert post(database, pace, "C1")
