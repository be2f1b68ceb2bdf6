"""`fairloop debrief`: an opened debrief as text, JSON and a page to print; that it was read, and why, is recorded."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.storage.record import entries
from bot.storage.tables import DebriefRecord, Loop, Scorecard
from tests.databases import HASH_KEY, KEY, copied
from tests.past import BOT, EVIDENCE, Past, past

WHY = ("--reason", "the panel meets without Slack")


@pytest.fixture
def company(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Past]:
    """Six loops, and a seventh whose debrief has just opened: loop 106."""
    url = copied(sqlite_template, tmp_path)
    for name, value in (("ENCRYPTION_KEYS", KEY), ("HASH_KEY", HASH_KEY), ("DATABASE_URL", url)):
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    with past(url) as made:
        for number in range(6):
            made.loop(number)
        made.debrief(6)
        yield made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["debrief", *arguments])


def recorded(company: Past) -> list[tuple[str, str, str | None]]:
    with company.context.reading(BOT) as tx:
        found = entries(tx, last=50)
    return [(one.action, one.thing, one.detail) for one in found if one.actor.startswith("cli:")]


def test_it_is_told_in_sentences_with_all_evidence_and_that_it_can_be_made_again(company: Past) -> None:
    done = run("106", *WHY)
    assert done.exit_code == 0, done.output
    assert "S. C., Engineer. 3 of 3 scorecards are in." in done.output
    assert done.output.count(EVIDENCE) == 6
    assert "every figure and every topic came out the same" in done.output
    assert recorded(company) == [("open debrief", "loop:106", "taken out: the panel meets without Slack")]


def test_as_json_it_has_every_figure(company: Past) -> None:
    found = json.loads(run("106", *WHY, "--json").stdout)
    with company.database.reading() as session:
        kept = json.loads(session.query(DebriefRecord).one().numbers)
    assert found["numbers"]["shown"] == kept["shown"]
    assert found["made_again"] == {"cannot": "", "otherwise": [], "same": True}
    assert found["decision"] is None


def test_the_page_holds_the_table_and_the_evidence_and_fetches_nothing(company: Past, tmp_path: Path) -> None:
    with company.database.transaction() as session:
        session.get_one(Loop, 106).label = "<script>alert(1)</script> & co"
    file = tmp_path / "debrief.html"
    done = run("106", *WHY, "--html", str(file))
    assert done.exit_code == 0, done.output
    assert file.stat().st_mode & 0o777 == 0o600
    page = file.read_text()
    assert page.count(EVIDENCE) == 6
    assert "Scores by competency" in page
    assert "the panel meets without Slack" in page
    assert not re.search(r"<script|src=|href=|@import|url\(", page)


@pytest.mark.parametrize("arguments", [("106",), ("106", "--reason", "  ")])
def test_without_a_reason_nothing_is_shown(company: Past, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert EVIDENCE not in done.output
    assert recorded(company) == []


def test_what_has_not_opened_is_sealed_here_too(company: Past) -> None:
    loop_id = company.loop(7, debriefed=False)
    done = run(str(loop_id), *WHY)
    assert done.exit_code == 2
    assert "sealed here, too" in done.output
    assert EVIDENCE not in done.output


def test_a_loop_that_is_not_there_is_said_so(company: Past) -> None:
    assert "isn't there any more" in run("9999", *WHY).output
    assert recorded(company) == []


def test_a_debrief_that_comes_out_otherwise_ends_with_1_and_names_what(company: Past) -> None:
    with company.database.transaction() as session:
        session.get_one(Scorecard, 1060).submitted_at = None
    done = run("106", *WHY)
    assert done.exit_code == 1
    assert "this comes out otherwise: Overall" in done.output
