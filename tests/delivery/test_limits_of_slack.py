"""With Slack's own limits on: nothing is lost, and our own pace keeps us from hitting them."""

from collections.abc import Iterator

import pytest

from bot.bootstrap import Fairloop
from sandbox import RateLimits, Sandbox
from tests.delivery.bot_parts import bot_for, rows, said, tell
from tests.delivery.conftest import MANIFEST


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, limits=RateLimits(posts_a_minute=8)) as running:
        yield running


@pytest.fixture
def paced(sandbox: Sandbox, database_url: str) -> Iterator[Fairloop]:
    bot = bot_for(sandbox, database_url, channel_seconds=1.0, posts_a_minute=8)
    yield bot
    bot.stop()


def test_two_messages_to_one_channel_are_a_second_apart_without_a_refusal(
    sandbox: Sandbox, paced: Fairloop
) -> None:
    channels = [sandbox.add_channel(f"c{n}") for n in range(3)]
    notes = [said(f"{c.name}.{n}", c.id) for c in channels for n in range(2)]
    tell(paced, sandbox.team_id, *notes)
    paced.worker.run_until_idle()
    calls = sandbox.transcript.calls("chat.postMessage")
    assert [c["response"].get("error") for c in calls] == [None] * 6
    assert {row.state for row in rows(paced).values()} == {"sent"}
