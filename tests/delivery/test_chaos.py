"""Two bots, a network at its worst, and still every message once and every stream in order."""

import random
import secrets
from collections.abc import Callable

from bot.bootstrap import Fairloop
from sandbox import Sandbox
from sandbox.faults import Kind
from tests.delivery.bot_parts import rows, said, tell

FAULTS: list[Kind] = ["reset_after", "lost_before", "server_error", "slow"]
METHODS = ["chat.postMessage", "chat.postMessage", "conversations.history", "chat.update"]


def test_every_message_stands_once_and_in_order_whatever_the_network_does(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop]
) -> None:
    seed = secrets.randbelow(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    channels = [sandbox.add_channel(f"c{n}") for n in range(4)]
    bots = [make_bot(), make_bot()]
    for _ in range(25):
        sandbox.faults.add(dice.choice(FAULTS), dice.choice(METHODS), seconds=0.1)
    for bot in bots:
        bot.worker.start()
    for number in range(10):
        for channel in channels:
            tell(dice.choice(bots), sandbox.team_id, said(f"{channel.name}.{number}", channel.id))
            if number == 5:
                edit = said(f"{channel.name}.0#2", channel.id, op="update", edits=f"{channel.name}.0")
                tell(dice.choice(bots), sandbox.team_id, edit)
    bots[0].worker.run_until_idle(within=60)
    for channel in channels:
        keys = [m.metadata["event_payload"]["key"] for m in channel.messages if m.metadata]
        assert keys == [f"{channel.name}.{number}" for number in range(10)], f"seed {seed}"
        assert channel.messages[0].text == f"{channel.name}.0#2"
    assert {row.state for row in rows(bots[0]).values()} == {"sent"}
