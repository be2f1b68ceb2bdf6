"""Groups that are held elsewhere are counted, and not kept."""

from collections.abc import Iterator

import pytest

from bot.domain.impact import Stage
from tests.net.town import ADMIN, Town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def test_a_candidate_is_found_by_email_and_counted_at_each_stage(town: Town) -> None:
    house = town.house("decided")
    found = house.use("impact.of_groups", ADMIN, [("ada@example.com", "a"), ("nobody@example.com", "b")])
    assert [(one.stage, one.opening) for one in found.compared if one.opening is None] == [
        (Stage.DEBRIEFED, None),
        (Stage.MOVED_ON, None),
    ]
    assert [rate.group for one in found.compared for rate in one.rates] == ["a"] * 4
    assert found.unmatched == 1


def test_somebody_in_two_groups_is_counted_once_and_told_of(town: Town) -> None:
    house = town.house("decided")
    found = house.use("impact.of_groups", ADMIN, [("ada@example.com", "a"), ("Ada Kowalski", "b")])
    assert found.unmatched == 1


def test_no_group_is_in_the_database_afterwards(town: Town) -> None:
    house = town.house("decided")
    house.use("impact.of_groups", ADMIN, [("ada@example.com", "a group that nobody should read")])
    assert "a group that nobody should read" not in str([house.rows(table) for table in house.raw()])
    assert [row["detail"] for row in house.rows("audit") if row["action"] == "count impact"] == ["1 lines"]
