from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Fairloop, Parts
from sandbox import RateLimits, Sandbox
from tests.delivery.bot_parts import bot_for

MANIFEST = Path(__file__).parents[2] / "manifest.json"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, limits=RateLimits(on=False)) as running:
        yield running


@pytest.fixture
def make_bot(sandbox: Sandbox, database_url: str) -> Iterator[Callable[..., Fairloop]]:
    """Builds bots on this database and sandbox, and stops them at the end."""
    made: list[Fairloop] = []

    def make(parts: Parts | None = None, **changes: Any) -> Fairloop:
        made.append(bot_for(sandbox, database_url, parts, **changes))
        return made[-1]

    yield make
    for bot in made:
        bot.stop()


@pytest.fixture
def bot(make_bot: Callable[..., Fairloop]) -> Fairloop:
    return make_bot()
