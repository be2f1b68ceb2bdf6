"""The commands as people start them: real processes against a workspace on this machine."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands.serve import algebra_on_one_thread
from bot.storage import heartbeats
from sandbox import RateLimits, Sandbox
from tests.databases import HASH_KEY, KEY, open_database
from tests.delivery.conftest import MANIFEST

FAIRLOOP = str(Path(sys.executable).parent / "fairloop")
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, limits=RateLimits(on=False), signing_secret=SECRET) as running:
        yield running


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Commands that run in this process set up the logging of a process of their own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def environment(sandbox: Sandbox, database_url: str) -> dict[str, str]:
    return os.environ | {
        "FAIRLOOP_BOT_TOKEN": sandbox.bot_token,
        "FAIRLOOP_APP_TOKEN": sandbox.app_token,
        "FAIRLOOP_SIGNING_SECRET": sandbox.signing_secret,
        "FAIRLOOP_ENCRYPTION_KEYS": KEY,
        "FAIRLOOP_HASH_KEY": HASH_KEY,
        "FAIRLOOP_DATABASE_URL": database_url,
        "FAIRLOOP_SLACK_API_URL": sandbox.api_url,
    }


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([FAIRLOOP, *arguments], env=environment, stderr=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str]) -> str:
    """SIGTERM, a graceful end, and what it wrote to stderr."""
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    return errors


def run(environment: dict[str, str], *arguments: str) -> Result:
    """The same command in this process, where it need not be one of its own."""
    return CliRunner(env=environment).invoke(app, list(arguments))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_one_command_connects_by_socket_mode_and_answers(sandbox: Sandbox, tmp_path: Path) -> None:
    ada = sandbox.add_person("ada")
    process = start(environment(sandbox, f"sqlite:///{tmp_path}/fairloop.db"), "run")
    ada.wait_for(lambda: sandbox.sockets.connected, seconds=40, what="the bot to connect")
    ada.command("/loop", "help")
    ada.wait_for(lambda: ada.ephemerals, what="an answer")
    assert "Traceback" not in stop(process)


def test_web_and_worker_are_two_processes_on_one_database(sandbox: Sandbox, postgres_url: str) -> None:
    known = environment(sandbox, postgres_url)
    port, web_figures, worker_figures = free_port(), free_port(), free_port()
    for_web = known | {"FAIRLOOP_METRICS_PORT": str(web_figures)}
    web = start(for_web, "web", "--port", str(port), "--workers", "2")
    worker = start(known | {"FAIRLOOP_METRICS_PORT": str(worker_figures)}, "worker")
    ada = sandbox.add_person("ada")

    def connected() -> bool:
        try:
            sandbox.connect(f"http://127.0.0.1:{port}/slack/events")
        except ValueError:
            return False
        return True

    def ticked() -> bool:
        database = open_database(postgres_url)
        with database.reading() as session:
            last = heartbeats.last(session)
        database.dispose()
        return last is not None

    ada.wait_for(connected, seconds=40, what="the web process to answer")
    ada.command("/loop", "help")
    ada.wait_for(lambda: ada.ephemerals, what="an answer")
    ada.wait_for(ticked, seconds=40, what="the worker to tick")
    doctor = run(known, "doctor")
    assert doctor.exit_code == 0, doctor.output
    assert "worker: ticks" in doctor.output
    assert "fairloop_ack_seconds_count" in figures(web_figures)
    assert "fairloop_last_tick_seconds" in figures(worker_figures)
    said = stop(worker) + stop(web)
    assert "Traceback" not in said
    assert all(json.loads(line)["message"] for line in said.splitlines())


def figures(port: int) -> str:
    """What /metrics says there."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return str(answer.read().decode())


def test_the_doctor_says_what_to_do(sandbox: Sandbox, tmp_path: Path) -> None:
    ill = environment(sandbox, f"sqlite:///{tmp_path}/new.db") | {"FAIRLOOP_BOT_TOKEN": "xoxb-wrong"}
    found = run(ill, "doctor")
    assert found.exit_code == 1
    assert "BAD  tables: lack version 0001" in found.output
    assert "-> Run `fairloop migrate`." in found.output
    assert "BAD  token: Slack says invalid_auth" in found.output


def test_web_and_worker_refuse_a_database_that_is_not_migrated(sandbox: Sandbox, tmp_path: Path) -> None:
    known = environment(sandbox, f"sqlite:///{tmp_path}/new.db")
    for name in ("web", "worker"):
        refused = run(known, name)
        assert refused.exit_code == 1
        assert "Run `fairloop migrate` first." in refused.output


def test_several_processes_on_sqlite_are_refused(sandbox: Sandbox, sqlite_template: Path) -> None:
    refused = run(environment(sandbox, f"sqlite:///{sqlite_template}"), "web", "--workers", "2")
    assert refused.exit_code == 1
    assert "SQLite is for one process" in refused.output


def test_a_process_does_its_algebra_on_one_thread_unless_told_otherwise() -> None:
    environment = {"OMP_NUM_THREADS": "4"}
    algebra_on_one_thread(environment)
    assert environment == {"OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "1"}


def test_numpy_is_not_imported_before_a_process_has_said_so() -> None:
    code = "import sys, bot.cli, bot.commands.serve; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
