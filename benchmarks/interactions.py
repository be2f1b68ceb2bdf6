"""What a tap on a scorecard costs, from Slack's signed request to our answer, against bare Bolt's empty listener.

    python -m benchmarks.interactions [--db sqlite|postgres] [--taps 300] [--at-once 10 50 100]

Both are Flask apps in this process, called with the same signed request one after the other: processor time of the
whole process, and statements with their commits (one that commits itself has none). Then `--at-once` people tap at
the same time, each on their own scorecard, four times: seconds from request to answer, which other load on the
machine adds to. HTTP and Socket Mode differ before our door only; what is measured here is behind it. The last line
is JSON with the aims of issue 18.
"""

import argparse
import json
import os
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from rich.console import Console
from rich.table import Table
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import event

from bot.acting.context import Actor
from bot.bootstrap import Fairloop, build
from bot.domain.scorecards import RATING
from bot.services import scorecards
from bot.storage.database import Database
from bot.storage.tables import Assignment, Interview, Loop
from bot.storage.tables.base import Base
from bot.views import ids
from bot.views import scorecards as views
from bot.wsgi import make_app
from sandbox import RateLimits, Sandbox
from tests.databases import Postgres, migrated_sqlite, open_database
from tests.delivery.bot_parts import settings_for
from tests.letters.scene import TEAM, rows
from tests.statements import counted

MANIFEST = Path(__file__).parents[1] / "manifest.json"
PATH = "/slack/events"
AIMS = {"ratio": 3.0, "statements": 4, "p99 at 50": 0.3}
EACH = 4
Body = Callable[[int], bytes]


def main() -> None:
    options = _options()
    with _database(options.db) as url, Sandbox(MANIFEST, limits=RateLimits(on=False)) as sandbox:
        secret = sandbox.signing_secret
        people = max(options.at_once)
        _fill(url, people)
        fairloop = build(settings_for(sandbox, url))
        app, bare = make_app(fairloop), _bare(secret)
        taps = [_tapping(fairloop, number) for number in range(people)]
        for tap in taps[:2]:
            _answered(app, secret, tap(0))
        found = _alone(fairloop, app, bare, secret, taps[0], options.taps)
        for number in options.at_once:
            found |= _at_once(app, secret, taps[:number])
        fairloop.stop()
    _show(found)


def _alone(
    fairloop: Fairloop, app: Flask, bare: Flask, secret: str, tap: Body, taps: int
) -> dict[str, float]:
    """In turns of fifty, so that a machine that slows down slows both down."""
    used = {"bare": 0.0, "tap": 0.0}
    for begin in range(1, taps + 1, 50):
        for name, one in (("bare", bare), ("tap", app)):
            bodies = [tap(number) for number in range(begin, begin + 50)]
            began = time.process_time()
            for body in bodies:
                _answered(one, secret, body)
            used[name] += time.process_time() - began
    commits: list[object] = []
    event.listen(fairloop.database.engine, "commit", commits.append)
    with counted(fairloop.database, everywhere=True) as statements:
        _answered(app, secret, tap(taps + 51))
    done = 50 * len(range(1, taps + 1, 50))
    return {
        "bare ms": round(1000 * used["bare"] / done, 2),
        "tap ms": round(1000 * used["tap"] / done, 2),
        "ratio": round(used["tap"] / used["bare"], 2),
        "statements": len(statements) + len(commits),
    }


def _at_once(app: Flask, secret: str, taps: list[Body]) -> dict[str, float]:
    seconds: list[float] = []

    def work(tap: Body) -> None:
        for number in range(EACH):
            body = tap(1_000 + len(taps) * EACH + number)
            began = time.perf_counter()
            _answered(app, secret, body)
            seconds.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(tap,)) for tap in taps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds.sort()
    return {f"p99 at {len(taps)}": round(seconds[int(0.99 * len(seconds))], 3)}


def _answered(app: Flask, secret: str, body: bytes) -> None:
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signature),
    }
    answer = app.test_client().post(PATH, data=body, headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"a tap was answered with {answer.status_code}: {answer.text[:200]}")


def _bare(secret: str) -> Flask:
    """Bolt with one listener that says nothing, as its documentation sets it up."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-1", bot_user_id="UBOT")

    app = App(signing_secret=secret, authorize=authorize)

    @app.action(ids.RATING)
    def listen(ack: Ack) -> None:
        ack()

    flask, handler = Flask("bare"), SlackRequestHandler(app)

    @flask.post(PATH)
    def events() -> Response:
        return handler.handle(request)

    return flask


def _tapping(fairloop: Fairloop, person: int) -> Body:
    """The requests of somebody who rates their question again and again."""
    actor, seat = Actor(TEAM, _person(person)), _seat(person)
    opened = scorecards.open_card(fairloop.context, actor, seat)
    page = views.page(opened.kit, opened.rubric, opened.card, 0, (), own=False)
    inputs = {one["block_id"]: one["element"] for one in page["blocks"] if one["type"] == "input"}
    rated = next(block for block in inputs if f":{RATING}" in block)

    def body(number: int) -> bytes:
        stamp = f"{1_764_000_000 + number}.000100"
        chosen = inputs[rated]["options"][number % 4]
        state = {block: {one["action_id"]: _empty(one)} for block, one in inputs.items()}
        state[rated] = {ids.RATING: {"type": inputs[rated]["type"], "selected_option": chosen}}
        action = {"block_id": rated, "action_id": ids.RATING, "action_ts": stamp} | state[rated][ids.RATING]
        view = {"id": f"V{person}", "hash": stamp, "state": {"values": state}}
        payload = {
            "type": "block_actions",
            "user": {"id": actor.user_id, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "benchmark"},
            "api_app_id": "A1",
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": "1.2.3",
            "view": page | view,
            "actions": [action],
        }
        return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()

    return body


def _empty(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    empty: dict[str, dict[str, Any]] = {
        "checkboxes": {"selected_options": []},
        "plain_text_input": {"value": None},
    }
    return {"type": kind, **empty.get(kind, {"selected_option": None})}


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "postgres":
        server = Postgres(f"taps-{os.getpid()}")
        yield server.new()
        server.close()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{migrated_sqlite(Path(folder) / 'fairloop.db')}"


def _fill(url: str, people: int) -> None:
    """A loop for everybody, in which they have the one seat."""
    database: Database = open_database(url)
    with database.transaction() as session:
        for row in [*rows(), *(one for number in range(people) for one in _loop(number))]:
            session.add(row)
            session.flush()
    database.dispose()


def _loop(number: int) -> Iterator[Base]:
    """The scene's loop with its seat and question once more, for somebody else."""
    mine = {
        "id": _seat(number),
        "loop_id": _seat(number),
        "interview_id": _seat(number),
        "user_id": _person(number),
    }
    for row in rows():
        if isinstance(row, Loop | Interview | Assignment):
            given = {name: value for name, value in vars(row).items() if not name.startswith("_")}
            yield type(row)(**given | {name: value for name, value in mine.items() if name in given})


def _seat(number: int) -> int:
    return 1_000 + number


def _person(number: int) -> str:
    return f"UP{number:03}"


def _show(found: dict[str, float]) -> None:
    table = Table("", "now", "aim")
    for name, value in found.items():
        table.add_row(name, f"{value:g}", f"{AIMS[name]:g}" if name in AIMS else "")
    Console().print(table)
    met = {
        name: {"aim": aim, "got": found[name], "met": found[name] <= aim}
        for name, aim in AIMS.items()
        if name in found
    }
    print(json.dumps({"found": found, "aims": met}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--taps", type=int, default=300)
    parser.add_argument("--at-once", type=int, nargs="+", default=[10, 50, 100])
    return parser.parse_args()


if __name__ == "__main__":
    main()
