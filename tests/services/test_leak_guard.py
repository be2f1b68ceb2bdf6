from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.domain.prep import guard
from tests.chance import count, dice
from tests.databases import copied, open_database
from tests.services.leak_world import Leak, World

WORLDS = count(usual=2, large=20)
ATTEMPTS = 500 * WORLDS


@pytest.fixture
def new_world(sqlite_template: Path, tmp_path: Path) -> Iterator[Callable[[], World]]:
    """Makes worlds, each with its own database, all by the run's seed."""
    seed = dice("leak guard")
    databases = []

    def made() -> World:
        databases.append(open_database(copied(sqlite_template, tmp_path)))
        return World(databases[-1], seed)

    yield made
    for database in databases:
        database.dispose()


@pytest.mark.large
def test_no_attempt_gets_anything_past_the_leak_guard(new_world: Callable[[], World]) -> None:
    counts: Counter[str] = Counter()
    for _ in range(WORLDS):
        world = new_world()
        world.attempts(ATTEMPTS // WORLDS)
        counts.update(world.counts)
        world.database.dispose()
    print(dict(counts))
    assert counts.total() == ATTEMPTS
    assert min(counts.values()) > ATTEMPTS / 100


def test_with_the_guard_always_allowing_the_same_attempts_leak_within_a_hundred(
    new_world: Callable[[], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "may_use", lambda _question, _use, _met: True)
    with pytest.raises(Leak):
        new_world().attempts(100)
