"""How long many messages take, against the least time that Slack's limits allow, with one worker and with several.

    python -m benchmarks.fanout [--messages 1000] [--people 200] [--workers 1 3]

The sandbox keeps Slack's limits: 300 posts and 50 new DMs a minute in a workspace, one post a second in a channel.
Every worker is a sender with its own connections to one PostgreSQL; they run in this process. The least time is
played by `_least` second by second, by somebody who knows everything; processor time is that of the workers and the
sandbox together, and on a machine with other work the seconds are that work's as well. The last line is JSON with
the aims of issue 18.
"""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.bootstrap import Fairloop
from bot.storage import queues
from sandbox import RateLimits, Sandbox
from tests.databases import Postgres
from tests.delivery.bot_parts import bot_for, said, tell

MANIFEST = Path(__file__).parents[1] / "manifest.json"
POSTS, DMS, MINUTE = 300, 50, 60
RATIO = 1.1


def main() -> None:
    options = _options()
    least = _least(options.messages, options.people)
    found = {str(workers): _played(workers, options, least) for workers in options.workers}
    table = Table("workers", "seconds", "least", "ratio", "processor s", "sent", "429s of posts", "of others")
    for workers, one in found.items():
        table.add_row(workers, *(str(value) for value in one.values()))
    Console().print(table)
    aims = {
        f"{workers} workers": {"aim": RATIO, "got": one["ratio"], "met": one["ratio"] <= RATIO}
        for workers, one in found.items()
    }
    refused = sum(one["posts refused"] + one["others refused"] for one in found.values())
    print(
        json.dumps({"found": found, "aims": aims | {"429s": {"aim": 0, "got": refused, "met": refused == 0}}})
    )


def _played(workers: int, options: argparse.Namespace, least: int) -> dict[str, Any]:
    server = Postgres(f"fanout-{os.getpid()}-{workers}")
    try:
        with Sandbox(MANIFEST, limits=RateLimits()) as sandbox:
            url = server.new()
            bots = [bot_for(sandbox, url, channel_seconds=1.0, slack_tiers=1.0) for _ in range(workers)]
            people = [sandbox.add_person(f"Person {number}").id for number in range(options.people)]
            notes = [
                said(f"note:{number}", people[number % len(people)], args={"text": f"Message {number}"})
                for number in range(options.messages)
            ]
            tell(bots[0], sandbox.team_id, *notes)
            used = time.process_time()
            seconds = _sent(bots)
            used = time.process_time() - used
            calls = sandbox.transcript.calls("chat.postMessage")
            every = sandbox.transcript.calls()
            for bot in bots:
                bot.stop()
    finally:
        server.close()
    refused = [one for one in every if one["response"].get("error") == "ratelimited"]
    posts = [one for one in refused if one in calls]
    return {
        "seconds": round(seconds, 1),
        "least": least,
        "ratio": round(seconds / least, 3),
        "processor": round(used, 1),
        "sent": len(calls) - len(posts),
        "posts refused": len(posts),
        "others refused": len(refused) - len(posts),
    }


def _sent(bots: list[Fairloop]) -> float:
    began = time.perf_counter()
    for bot in bots:
        bot.worker.start()
    while True:
        with bots[0].database.reading() as session:
            if not any(depth.rows for depth in queues.outbox(session)):
                return time.perf_counter() - began
        time.sleep(0.5)


def _least(messages: int, people: int) -> int:
    """Seconds until the last post may leave, where each minute's posts and DMs go out as soon as they may."""
    left = [messages // people + (one < messages % people) for one in range(people)]
    opened, posts, dms, second = 0, [0] * MINUTE, [0] * MINUTE, 0
    while any(left):
        posts, dms = [*posts[1:], 0], [*dms[1:], 0]
        new = min(DMS - sum(dms), people - opened)
        opened, dms[-1] = opened + new, new
        longest = sorted(range(opened), key=lambda one: -left[one])[: POSTS - sum(posts)]
        for one in longest:
            if left[one]:
                left[one] -= 1
                posts[-1] += 1
        second += 1
    return second


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 3])
    return parser.parse_args()


if __name__ == "__main__":
    main()
