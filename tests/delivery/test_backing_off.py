"""What fails is tried again later and later, and not all at once."""

import threading

import pytest

from bot.delivery.timing import Timing
from bot.ground.lanes import Job, Lane


@pytest.mark.parametrize(("attempts", "least"), [(1, 2), (2, 4), (3, 8), (12, 300), (1_000, 300)])
def test_a_wait_doubles_up_to_five_minutes_and_is_at_most_a_quarter_longer(
    attempts: int, least: float
) -> None:
    waits = [Timing().wait(attempts) for _ in range(200)]
    assert all(least <= wait <= 1.25 * least for wait in waits)
    assert len(set(waits)) > 1


def test_a_lane_that_can_not_look_rests_longer_each_time_and_stops_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    looked = threading.Event()

    def away() -> Job | None:
        looked.set()
        raise ConnectionError("the database is away")

    lane = Lane("send", away)
    lane.start()
    assert looked.wait(5)
    assert lane.stop(5)
    (said,) = [record for record in caplog.records if "can't look for work" in record.message]
    assert 1 <= vars(said)["seconds"] <= 1.3
