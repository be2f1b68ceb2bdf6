"""Two bots, a network at its worst, and still every message once and every stream in order."""

from collections.abc import Callable

import pytest

from bot.bootstrap import Fairloop
from sandbox import Sandbox
from sandbox.faults import Kind
from tests.chance import count, dice
from tests.delivery.bot_parts import rows, said, tell

FAULTS: list[Kind] = ["reset_after", "lost_before", "server_error", "slow"]
METHODS = ["chat.postMessage", "chat.postMessage", "conversations.history", "chat.update"]


@pytest.mark.large
def test_every_message_stands_once_and_in_order_whatever_the_network_does(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop]
) -> None:
    messages = count(usual=10, large=60)
    chance = dice("chaos")
    channels = [sandbox.add_channel(f"c{n}") for n in range(4)]
    bots = [make_bot(), make_bot()]
    for _ in range(count(usual=25, large=150)):
        sandbox.faults.add(chance.choice(FAULTS), chance.choice(METHODS), seconds=0.1)
    for bot in bots:
        bot.worker.start()
    for number in range(messages):
        for channel in channels:
            tell(chance.choice(bots), sandbox.team_id, said(f"{channel.name}.{number}", channel.id))
            if number == 5:
                edit = said(f"{channel.name}.0#2", channel.id, op="update", edits=f"{channel.name}.0")
                tell(chance.choice(bots), sandbox.team_id, edit)
    bots[0].worker.run_until_idle(within=count(usual=60, large=300))
    for channel in channels:
        keys = [m.metadata["event_payload"]["key"] for m in channel.messages if m.metadata]
        assert keys == [f"{channel.name}.{number}" for number in range(messages)]
        assert channel.messages[0].text == f"{channel.name}.0#2"
    assert {row.state for row in rows(bots[0]).values()} == {"sent"}
