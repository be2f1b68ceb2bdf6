"""Requests from Slack that are unsigned, stale or replayed; and how a process says how it is."""

import collections
import hashlib
import hmac
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from prometheus_client import generate_latest
from slack_bolt import Ack, App
from werkzeug.test import TestResponse

from bot.acting.context import Context
from bot.bootstrap import Fairloop, Parts, build
from bot.process.scrape import registry
from bot.settings import Settings
from bot.storage.tables import Heartbeat, SeenRequest
from bot.wsgi import make_app
from sandbox import RateLimits, Sandbox
from tests.delivery.bot_parts import QUICK, settings_for
from tests.delivery.conftest import MANIFEST

BODY = "command=%2Floop&text=plan&team_id=T0SANDBOX&user_id=U1&channel_id=C1&trigger_id=1.2.3"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, limits=RateLimits(on=False)) as running:
        yield running


@pytest.fixture
def done() -> list[str]:
    """What the bot did."""
    return []


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str) -> Settings:
    return settings_for(sandbox, database_url)


def parts(done: list[str]) -> Parts:
    def listen(app: App, context: Context) -> None:
        @app.command("/loop")
        def loop(ack: Ack, command: dict[str, str]) -> None:
            done.append(command["text"])
            ack("done")

    return Parts(listen=listen)


@pytest.fixture
def bot(settings: Settings, done: list[str]) -> Iterator[Fairloop]:
    running = build(settings, parts(done), QUICK)
    yield running
    running.stop()


@pytest.fixture
def client(bot: Fairloop) -> FlaskClient:
    return make_app(bot).test_client()


def signed(
    sandbox: Sandbox, *, ago: float = 0, secret: str | None = None, body: str = BODY
) -> dict[str, str]:
    """Headers as Slack makes them."""
    stamp = str(int(time.time() - ago))
    key = (secret or sandbox.signing_secret).encode()
    digest = hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def send(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
    return client.post("/slack/events", data=BODY, headers=headers)


def test_a_signed_request_is_answered(client: FlaskClient, sandbox: Sandbox, done: list[str]) -> None:
    answer = send(client, signed(sandbox))
    assert (answer.status_code, answer.text, done) == (200, "done", ["plan"])


def test_unsigned_wrongly_signed_and_stale_requests_change_nothing(
    client: FlaskClient, sandbox: Sandbox, bot: Fairloop, done: list[str]
) -> None:
    unsigned = {"Content-Type": "application/x-www-form-urlencoded"}
    for headers in (unsigned, signed(sandbox, secret="another secret"), signed(sandbox, ago=301)):
        assert send(client, headers).status_code == 401
    assert done == []
    with bot.database.reading() as session:
        assert session.query(SeenRequest).count() == 0


def test_a_replayed_request_is_refused_also_by_another_process(
    client: FlaskClient, sandbox: Sandbox, settings: Settings, done: list[str]
) -> None:
    headers = signed(sandbox)
    assert send(client, headers).status_code == 200
    assert send(client, headers).status_code == 401
    other = build(settings, parts(done), QUICK)
    assert send(make_app(other).test_client(), headers).status_code == 401
    other.stop()
    assert done == ["plan"]


def test_a_header_written_differently_is_the_same_signature(
    client: FlaskClient, sandbox: Sandbox, done: list[str]
) -> None:
    headers = signed(sandbox)
    send(client, headers)
    again = headers | {"X-Slack-Signature": f" {headers['X-Slack-Signature']} "}
    assert send(client, again).status_code == 401
    assert done == ["plan"]


def test_slacks_address_check_is_answered(client: FlaskClient, sandbox: Sandbox) -> None:
    body = '{"type":"url_verification","challenge":"abc"}'
    headers = signed(sandbox, body=body) | {"Content-Type": "application/json"}
    answer = client.post("/slack/events", data=body, headers=headers)
    assert (answer.status_code, answer.get_json()) == (200, {"challenge": "abc"})


def test_healthz_says_whether_a_worker_ticks(client: FlaskClient, bot: Fairloop) -> None:
    assert client.get("/healthz").get_json()["worker"] == "never seen"
    bot.worker.tick()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json()["ok"] is True
    with bot.database.transaction() as session:
        beat = session.query(Heartbeat).one()
        beat.at = beat.at.replace(year=2020)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["ok"], answer.get_json()["worker"]) == (200, False, "late")


def scraped(bot: Fairloop) -> dict[str, float]:
    """What /metrics says, by its lines."""
    made = generate_latest(registry(bot.database, bot.clocks)).decode()
    lines = (line.rpartition(" ") for line in made.splitlines() if not line.startswith("#"))
    return {name: float(figure) for name, _, figure in lines}


def test_metrics_count_rows_answers_and_who_was_not_let_in(
    client: FlaskClient, sandbox: Sandbox, bot: Fairloop, caplog: pytest.LogCaptureFixture
) -> None:
    before = collections.Counter(scraped(bot))
    send(client, signed(sandbox))
    send(client, signed(sandbox) | {"X-Slack-Signature": "v0=" + "0" * 64})
    after = scraped(bot)
    assert after["fairloop_ack_seconds_count"] == before["fairloop_ack_seconds_count"] + 1
    unsigned = 'fairloop_requests_refused_total{why="unsigned"}'
    assert after[unsigned] == before[unsigned] + 1
    assert after["fairloop_due_late_seconds"] == 0
    assert "process_resident_memory_bytes" in after
    assert "copy the Signing Secret" in caplog.text


def test_metrics_are_not_served_where_slack_comes_in(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404


def test_a_process_is_ready_when_it_can_serve(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"ready": True})
