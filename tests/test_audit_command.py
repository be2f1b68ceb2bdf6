"""The record at the command line: read, checked, and its anchor kept elsewhere."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.storage.database import Database
from tests.databases import HASH_KEY, KEY
from tests.storage.test_record import Record
from tests.storage.two import Two


@pytest.fixture
def kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Six rows, linked, in the database of the settings."""
    found = Record(Two(database))
    for name, value in (("ENCRYPTION_KEYS", KEY), ("HASH_KEY", HASH_KEY), ("DATABASE_URL", database.url)):
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    for number in range(3):
        found.add(number)
    found.link()
    return found


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    """An address that anchors are sent to, and what came there."""
    came: list[dict[str, object]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on stderr."""

    server = HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("FAIRLOOP_ANCHOR_URL", f"http://127.0.0.1:{server.server_port}/anchors")
    yield came
    server.shutdown()
    thread.join()
    server.server_close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])


def test_rows_are_shown_and_that_they_were_is_on_record(kept: Record) -> None:
    shown = run("show", "--about", f"loop:{kept.two.loops[1]}").output.splitlines()
    assert shown == [f"            #3  2026-06-09 00:00:01  U1  decide  loop:{kept.two.loops[1]}  detail 1"]
    (_, newest) = run("show", "--last", "2").output.splitlines()[-2:]
    assert "cli:" in newest
    assert newest.endswith(f"read the record  workspace  loop:{kept.two.loops[1]}")
    assert "not linked yet" in newest


def test_a_record_that_nobody_changed_is_well(kept: Record) -> None:
    known = run("anchor").output.split()[0]
    done = run("verify", "--anchor", known)
    assert done.exit_code == 0
    assert done.output == "6 rows are linked as they were written, 0 are missing.\n"
    assert "can't be seen whether the newest rows were cut off" in run("verify").output


def test_a_row_that_was_changed_or_taken_away_is_named(kept: Record) -> None:
    kept.tamper("UPDATE audit SET actor = 'U9' WHERE id = 2", "DELETE FROM audit WHERE id = 4")
    done = run("verify")
    assert done.exit_code == 1
    assert "Row 2 was changed, or was not written by Fairloop." in done.output
    assert "Row 4 is missing: it stood at 4 in the chain." in done.output


def test_a_record_that_was_cut_is_noticed_by_its_anchor(kept: Record) -> None:
    known = run("anchor").output.split()[0]
    kept.tamper("DELETE FROM audit WHERE id = 6", "DELETE FROM audit_links WHERE audit_id = 6")
    assert run("verify").exit_code == 0
    done = run("verify", "--anchor", known)
    assert done.exit_code == 1
    assert "there are 5 rows" in done.output


def test_what_is_no_anchor_is_refused(kept: Record) -> None:
    done = run("verify", "--anchor", "newest")
    assert done.exit_code == 2
    assert "an anchor is a number, a colon" in done.output


def test_an_anchor_is_sent_where_the_setting_says(kept: Record, elsewhere: list[dict[str, object]]) -> None:
    printed = run("anchor").output
    (sent,) = elsewhere
    assert f"{sent['count']}:{sent['head']}" == printed.split()[0] == str(kept.anchor())
    assert sent["workspace"] == "T1"


def test_an_anchor_that_could_not_be_sent_is_no_success(
    kept: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRLOOP_ANCHOR_URL", "http://127.0.0.1:9/anchors")
    done = run("anchor")
    assert done.exit_code == 1
    assert "could not be sent" in done.output
