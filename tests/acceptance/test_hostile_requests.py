"""Requests that Slack would never send: signed ones that are mutated, and unsigned ones."""

import collections
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from slack_bolt import BoltRequest
from sqlalchemy import inspect, text

from bot.bootstrap import LISTENERS
from bot.demo.cast import PANEL
from bot.demo.world import World
from bot.slack.incoming import Door
from bot.wsgi import make_app
from sandbox.protocol import signed_headers
from tests.acceptance.house import BEGIN, DEBRIEF, FIRST, House, furnish, rate_page
from tests.chance import count, dice
from tests.databases import copied
from tests.in_process import without_sockets
from tests.mutants import Json, encoded, mutant

SPENT = "seen_requests"
REPLAYED = 401  # a mutant can come out twice the same, within one second: its twin was let in
PRIYA, MARC, *_ = PANEL


def recorded(house: House) -> list[Json]:
    """Every kind of request that a loop brings, from the form to the debrief, as the workspace sent it."""
    lead, priya = house.lead, house.person(PRIYA)
    lead.open_home()
    for words in ("", "openings", "people", "questions", "help"):
        lead.command("/loop", words)
    for words in ("", "pause"):
        priya.command("/prep", words)
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST)
    house.kit(PRIYA).click("I'll be there")
    house.move_to(FIRST + timedelta(hours=2))
    card = house.open_card(PRIYA)
    rate_page(card, 3)
    card.submit()
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    house.move_to(DEBRIEF)
    house.debrief().click("Record decision")
    lead.modal.choose("What did you decide?", "Move forward")
    lead.modal.fill("What decided it?", "Sound on constraints.")
    lead.modal.submit()
    house.settle()
    entries = house.world.sandbox.transcript.entries
    return [entry["payload"] for entry in entries if "callback" in entry]


class Town:
    """A world in which a story was played, whose worker sleeps, so that all that changes is by requests."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.payloads = recorded(house)
        house.world.fairloop.worker.stop()
        self.client: FlaskClient = make_app(house.world.fairloop).test_client()
        self.secret = house.world.sandbox.signing_secret

    def post(self, body: bytes, headers: dict[str, str]) -> int:
        return self.client.post("/slack/events", data=body, headers=headers).status_code

    def signed(self, body: bytes, kind: str) -> int:
        return self.post(body, signed_headers(self.secret, body, kind))

    def rest(self) -> None:
        """Wait for what goes on behind a 200: each of Bolt's threads has come to the barrier, so none is at work."""
        barrier = Barrier(LISTENERS + 1)
        for _ in range(LISTENERS):
            self.house.world.fairloop.listeners.submit(barrier.wait)
        barrier.wait(60)

    def rows(self) -> list[object]:
        """Everything that the database holds, but for the signatures that were seen."""
        with self.house.context.database.engine.connect() as connection:
            tables = [name for name in inspect(connection).get_table_names() if name != SPENT]
            return [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("hostile")
    url = copied(sqlite_template, folder)
    with without_sockets(), World(folder, BEGIN, port=0, database_url=url) as world:
        yield Town(furnish(world))


@pytest.mark.large
def test_no_signed_request_ends_in_a_500_and_one_that_is_refused_changes_nothing(town: Town) -> None:
    chance, seen = dice("signed and mutated"), collections.Counter[int]()
    refused: list[tuple[bytes, str]] = []
    for number in range(count(usual=150, large=10_000)):
        body, kind = mutant(town.payloads, chance)
        status = town.signed(body, kind)
        seen[status] += 1
        assert status < 500, (number, kind, body[:2000])
        if status not in (200, REPLAYED):
            refused.append((body, kind))
    town.rest()
    before = town.rows()
    for body, kind in refused:
        assert 400 <= town.signed(body, kind) < 500, (kind, body[:2000])
    town.rest()
    assert refused
    assert town.rows() == before
    print(f"signed: {dict(sorted(seen.items()))}")


@pytest.mark.large
def test_no_unsigned_request_is_read_or_changes_anything(town: Town) -> None:
    chance = dice("unsigned and mutated")
    before = town.rows()
    for number in range(count(usual=60, large=1_000)):
        body, kind = mutant(town.payloads, chance)
        headers = _badly_signed(town.secret, body, kind, chance)
        assert town.post(body, headers) == 401, (number, headers, body[:2000])
    assert town.rows() == before


def _badly_signed(secret: str, body: bytes, kind: str, chance: Random) -> dict[str, str]:
    """Headers as Slack makes them, with one thing wrong."""
    good = signed_headers(secret, body, kind)
    stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
    wrong: tuple[dict[str, str], ...] = (
        {"Content-Type": kind},
        {name: value for name, value in good.items() if name != stamp},
        {name: value for name, value in good.items() if name != signature},
        signed_headers("f" * 32, body, kind),
        signed_headers(secret, body + b" ", kind),
        good | {stamp: str(int(time.time()) - 600)},
        good | {stamp: chance.choice(("", "now", "-1", "1e9", "\xb2", "9" * 5000, "0x10", "1.5"))},
        good | {signature: chance.choice(("", "v0=", "v1=" + "0" * 64, "\xe9" * 67, "v0=" + "0" * 5000))},
    )
    return chance.choice(wrong)


def test_an_unsigned_look_at_the_certificate_is_answered_and_nothing_more(town: Town) -> None:
    before = town.rows()
    assert town.post(b"ssl_check=1&token=abc", {"Content-Type": "application/x-www-form-urlencoded"}) == 200
    assert town.post(b"ssl_check=1&command=%2Floop&token=" + b"x" * 300, {}) == 401
    assert town.rows() == before


def test_everything_that_was_recorded_is_let_in(town: Town) -> None:
    """Without the check that a second one is a replay: the door alone."""
    door = Door(town.secret)
    for payload in town.payloads:
        body, kind = encoded(payload)
        known = door.let_in(body.decode(), signed_headers(town.secret, body, kind))
        assert isinstance(known, BoltRequest), payload
