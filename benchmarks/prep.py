"""Prep for ten thousand at one hour: does everybody get one question in it, and do kits go first?

    python -m benchmarks.prep [--people 10000] [--minutes 60] [--seconds 1500]

The workspace allows a hundred times Slack's rates, so that the calendar's hour fits into the time that the
machine needs; nothing else about it is changed. While the crowd is served, urgent notes (as kits are) are
put in twice a second, and once without a crowd to compare with. After `--seconds` the clock stops moving;
what was done until then is counted, and the last line says how much of the crowd that is.
"""

import argparse
import json
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select

from bot.acting.context import Context
from bot.bootstrap import PARTS, Fairloop, Parts, build
from bot.delivery.outbox import URGENT, Note, put
from bot.delivery.rendered import Rendered
from bot.domain.letters import PREP_DAILY
from bot.domain.prep import spread
from bot.ground.resources import resource_path
from bot.services.prep.days import DUE
from bot.settings import Settings
from bot.storage.migrations import upgrade
from bot.storage.sending import Item
from bot.storage.tables import Due, Outbox, PrepSend, PrepSubscription
from bot.storage.unit import Unit
from bot.wsgi import LocalServer, make_app
from sandbox import populate
from sandbox.limits import RateLimits
from sandbox.server import Sandbox
from sandbox.ticking import AppSilent

RAISED = 100
SLACK_A_MINUTE = 300
HOUR = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUIET_NOTES = 20
KIT_AIM, MINUTE_AIM = 1.0, 250
PATIENCE = 600.0


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder)) as (sandbox, bot):
        people = _crowd(sandbox, bot, options.people)
        bot.worker.start()
        probe = Probe(bot, people[: QUIET_NOTES * 2])
        quiet = _quiet(probe)
        seconds, minutes = _hour(sandbox, probe, options.minutes, options.seconds)
        found = _figures(bot, sandbox, probe, quiet, options.people) | {
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "seconds": round(seconds, 1),
            "calendar_minutes": minutes,
        }
    _show(found)
    print(json.dumps(found | {"aims": _aims(found)}))


class Probe:
    """Puts in urgent notes, and knows when."""

    def __init__(self, bot: Fairloop, people: list[str]) -> None:
        self.bot = bot
        self.people = people
        self.put_at: dict[str, datetime] = {}
        self._busy = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="probe")

    def tell(self, phase: str) -> None:
        """One urgent note to the next person."""
        number = len(self.put_at)
        key = f"{phase}:{number}"
        note = Note(key, "urgent", 1, self.people[number % len(self.people)], priority=URGENT)
        with self.bot.database.transaction() as session:
            put(Unit(session, "T0SANDBOX", HOUR), note)
        self.put_at[key] = self.bot.clocks.protocol()
        self.bot.worker.wake()

    @contextmanager
    def twice_a_second(self) -> Iterator[None]:
        """Notes while the crowd is served."""
        self._thread.start()
        try:
            yield
        finally:
            self._over.set()
            self._thread.join()

    def busy(self, is_busy: bool) -> None:
        """Notes are put in only while the clock moves."""
        (self._busy.set if is_busy else self._busy.clear)()

    def _run(self) -> None:
        while not self._over.wait(0.5):
            if self._busy.is_set():
                self.tell("crowd")


def _urgent(_context: Context, item: Item) -> Rendered:
    block = {"type": "section", "block_id": "b1", "text": {"type": "plain_text", "text": item.key}}
    return Rendered(text=item.key, blocks=[block])


@contextmanager
def _running(folder: Path) -> Iterator[tuple[Sandbox, Fairloop]]:
    limits = RateLimits(scale=RAISED, posts_a_minute=SLACK_A_MINUTE)
    with Sandbox(resource_path("manifest.json"), now=HOUR - timedelta(minutes=30), limits=limits) as sandbox:
        settings = Settings(
            _env_file=None,
            bot_token=SecretStr(sandbox.bot_token),
            signing_secret=SecretStr(sandbox.signing_secret),
            encryption_keys=SecretStr("A" * 43 + "="),
            hash_key=SecretStr("a hash key for the benchmark, long enough"),
            database_url=SecretStr(f"sqlite:///{folder / 'prep.db'}"),
            slack_api_url=sandbox.api_url,
            calendar_url=f"{sandbox.url}/sandbox/clock",
            channel_seconds=1 / RAISED,
            posts_a_minute=SLACK_A_MINUTE * RAISED,
        )
        bot = build(settings, Parts({**PARTS.renderers, "urgent": _urgent}, PARTS.runners, PARTS.listen))
        upgrade(bot.database)
        server = LocalServer(make_app(bot))
        server.start()
        sandbox.connect(f"{server.url}/slack/events", tick_url=f"{server.url}/calendar/tick")
        try:
            yield sandbox, bot
        finally:
            server.stop()
            bot.stop()


def _crowd(sandbox: Sandbox, bot: Fairloop, number: int) -> list[str]:
    """So many people, all subscribed for the same hour, as the settings form would have left them."""
    engine = sandbox._engine
    people = [populate.add_person(engine, {"name": f"p{n}", "tz": "UTC"})["id"] for n in range(number)]
    row = {
        "team_id": sandbox.team_id,
        "is_channel": False,
        "level": "mid",
        "topics": "[]",
        "hour": HOUR.hour,
        "zone": "UTC",
        "weekdays": "0123456",
        "paused": False,
        "started": HOUR.date(),
    }
    team, zone = sandbox.team_id, ZoneInfo("UTC")
    with bot.database.transaction() as session:
        rows = [row | {"target": person, "created_by": person} for person in people]
        session.execute(insert(PrepSubscription), rows)
        known = list(session.scalars(select(PrepSubscription.id).order_by(PrepSubscription.id)))
        due = [
            {
                "team_id": team,
                "kind": DUE,
                "thing_id": id,
                "occurrence": f"{DUE}:{id}:{HOUR.date()}",
                "due_at": spread(HOUR, zone, number, id),
            }
            for id in known
        ]
        session.execute(insert(Due), due)
    return people


def _quiet(probe: Probe) -> list[float]:
    """Seconds that urgent notes wait where nothing else is to be done."""
    for _ in range(QUIET_NOTES):
        probe.tell("quiet")
        probe.bot.worker.run_until_idle()
    return _waits(probe, "quiet")


def _hour(sandbox: Sandbox, probe: Probe, minutes: int, most: float) -> tuple[float, int]:
    """Move through the hour, a minute at a time; the seconds that took, and the minutes that were moved."""
    began = monotonic()
    moved = 0
    with probe.twice_a_second():
        sandbox.move_clock(to=HOUR - timedelta(seconds=1))
        while moved < minutes and monotonic() - began < most:
            probe.busy(True)
            _next_minute(sandbox, probe.bot)
            probe.busy(False)
            moved += 1
    probe.bot.worker.run_until_idle()
    return monotonic() - began, moved


def _next_minute(sandbox: Sandbox, bot: Fairloop) -> None:
    """Move on; on a machine so busy that the tick isn't answered in time, wait for the bot itself."""
    try:
        sandbox.move_clock(by=timedelta(minutes=1))
    except AppSilent:
        bot.worker.run_until_idle(PATIENCE)


def _waits(probe: Probe, phase: str) -> list[float]:
    with probe.bot.database.reading() as session:
        rows = session.execute(
            select(Outbox.dedupe_key, Outbox.attempted_at).where(Outbox.kind == "urgent")
        ).all()
    tried = {key: at for key, at in rows if at is not None and key.startswith(phase)}
    return sorted((at - probe.put_at[key]).total_seconds() for key, at in tried.items())


def _figures(
    bot: Fairloop, sandbox: Sandbox, probe: Probe, quiet: list[float], people: int
) -> dict[str, Any]:
    with bot.database.reading() as session:
        posts = session.execute(
            select(Outbox.target, Outbox.sent_at)
            .where(Outbox.kind == PREP_DAILY, Outbox.state == "sent")
            .order_by(Outbox.attempted_at)
        ).all()
        planned = session.scalar(select(func.count()).select_from(PrepSend)) or 0
    each = Counter(target for target, _ in posts)
    minute = Counter((at - HOUR) // timedelta(minutes=1) for _, at in posts if at is not None)
    answers = sandbox.transcript.calls("chat.postMessage")
    crowd = _waits(probe, "crowd")
    return {
        "people": people,
        "got_one": sum(count == 1 for count in each.values()),
        "got_more": sum(count > 1 for count in each.values()),
        "planned": planned,
        "outside_the_hour": sum(not 0 <= number < 60 for number in minute.elements()),
        "most_in_a_minute": max(minute.values(), default=0),
        "refused_for_rate": sum((one["response"] or {}).get("error") == "ratelimited" for one in answers),
        "kits": len(crowd),
        "kit_wait_p95": _share(crowd, 0.95),
        "kit_wait_p95_quiet": _share(quiet, 0.95),
    }


def _share(values: list[float], share: float) -> float:
    return round(values[min(len(values) - 1, int(share * len(values)))], 3) if values else float("nan")


def _aims(found: dict[str, Any]) -> dict[str, Any]:
    def aim(wanted: float, got: float, met: bool) -> dict[str, Any]:
        return {"aim": wanted, "got": got, "met": met}

    people = found["people"]
    return {
        "everybody_once": aim(people, found["got_one"], found["got_one"] == people),
        "nobody_twice": aim(0, found["got_more"], found["got_more"] == 0),
        "all_in_the_hour": aim(0, found["outside_the_hour"], found["outside_the_hour"] == 0),
        "below_slacks_minute": aim(
            MINUTE_AIM, found["most_in_a_minute"], found["most_in_a_minute"] <= MINUTE_AIM
        ),
        "kits_wait_seconds_p95": aim(KIT_AIM, found["kit_wait_p95"], found["kit_wait_p95"] <= KIT_AIM),
    }


def _show(found: dict[str, Any]) -> None:
    table = Table("Prep at one hour", "")
    for name, value in found.items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=1500.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
