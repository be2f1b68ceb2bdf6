"""A whole bot in a process of its own that a test may kill: `python -m tests.delivery.killable POINT`.

It is the real composition (web app, worker, database, Slack over HTTP) with a `/loop` that tells the channel
named in its text. At POINT (commit, send, or none) it says so on stdout and waits there for ever; the places
are in what the composition is given, not in the product.
"""

import sys
import threading

from slack_bolt import Ack, App

from bot.acting.context import Actor, Context
from bot.bootstrap import Parts, build
from bot.delivery.outbox import put
from bot.delivery.rendered import Rendered
from bot.delivery.timing import Timing
from bot.settings import load_settings
from bot.storage.sending import Item
from bot.wsgi import LocalServer, make_app
from tests.delivery.bot_parts import said, say

TIMING = Timing(lease=4.0, call=1.2, settle=0.05, first_wait=0.05, longest_wait=0.2)


def wait_for_death(point: str) -> None:
    """If this is where the test wants to kill us, say so and wait."""
    if sys.argv[1] == point:
        print(f"at {point}", flush=True)
        threading.Event().wait()


def listen(app: App, context: Context) -> None:
    """`/loop CHANNEL KEY`: validate, commit, then ack."""

    @app.command("/loop")
    def loop(ack: Ack, command: dict[str, str]) -> None:
        channel, key = command["text"].split()
        with context.transaction(Actor(command["team_id"], command["user_id"])) as tx:
            put(tx, said(key, channel))
            wait_for_death("commit")
        ack("noted")


def render(context: Context, item: Item) -> Rendered | None:
    """The message, once the row is claimed."""
    wait_for_death("send")
    return say(context, item)


def main() -> None:
    """Serve until killed; the address is the first line on stdout."""
    fairloop = build(load_settings("web"), Parts(renderers={"say": render}, listen=listen), TIMING)
    server = LocalServer(make_app(fairloop))
    server.start()
    fairloop.worker.start()
    print(server.url, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
