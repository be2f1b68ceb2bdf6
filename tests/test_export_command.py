"""`fairloop export`: what was rated, shown and decided, without a name or a word; it is recorded."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands.ratings_csv import read_ratings
from bot.domain.loops.states import Outcome
from bot.storage.record import entries
from bot.storage.tables import Decision, Loop
from tests.databases import HASH_KEY, KEY, copied
from tests.letters.scene import LEAD, NOW, TEAM
from tests.past import BOT, EVIDENCE, PANELISTS, Past, past

REASON = "The lead met the panel twice."


@pytest.fixture
def company(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Past]:
    """Six debriefed loops, one of them practice, a seventh through the service and decided, and a running one."""
    url = copied(sqlite_template, tmp_path)
    for name, value in (("ENCRYPTION_KEYS", KEY), ("HASH_KEY", HASH_KEY), ("DATABASE_URL", url)):
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    with past(url) as made:
        for number in range(6):
            made.loop(number, practice=number == 0)
        made.debrief(6)
        made.loop(7, debriefed=False)
        with made.database.transaction() as session:
            told = {"outcome": Outcome.MOVE_ON, "reason": REASON, "decided_at": NOW, "decided_by": LEAD}
            session.add(Decision(team_id=TEAM, loop_id=106, **told))
        yield made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments])


def recorded(company: Past) -> list[str | None]:
    with company.context.reading(BOT) as tx:
        return [one.detail for one in entries(tx, last=50) if one.action == "export loops"]


def exported(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    file = tmp_path / "loops.json"
    assert run(str(file), *arguments).exit_code == 0
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def test_the_ratings_are_those_of_the_database_and_calibrate_reads_them(
    company: Past, tmp_path: Path
) -> None:
    file = tmp_path / "ratings.csv"
    done = run(str(file))
    assert done.exit_code == 0, done.output
    assert file.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(file.read_text().splitlines()))
    raw = sqlite3.connect(company.database.url.removeprefix("sqlite:///"))
    counted = raw.execute(
        "SELECT c.loop_id, r.value FROM ratings r JOIN scorecards c ON c.id = r.scorecard_id"
        " JOIN loops l ON l.id = c.loop_id WHERE l.debriefed_at IS NOT NULL AND NOT l.practice"
    ).fetchall()
    assert sorted((row["candidate"], int(row["score"])) for row in rows) == sorted(
        (f"loop:{loop}", value) for loop, value in counted
    )
    assert read_ratings(file.read_bytes(), (1, 4)).has_competencies
    assert {row["debriefed_on"] for row in rows} >= {"2026-03-03"}


def test_nobody_is_named_and_nothing_that_somebody_wrote_is_in_it(company: Past, tmp_path: Path) -> None:
    exported(tmp_path)
    assert run(str(tmp_path / "r.csv")).exit_code == 0
    for file in (tmp_path / "loops.json", tmp_path / "r.csv"):
        text = file.read_text()
        assert not any(f'"{who}"' in text or f",{who}," in text for who in PANELISTS)
        assert not any(word in text for word in (EVIDENCE, REASON, "S. C.", "Sam", "Panelist"))
    assert recorded(company) == ["6 loops, 72 ratings with pseudonyms"] * 2


def test_loops_have_the_scores_as_shown_and_the_decision(company: Past, tmp_path: Path) -> None:
    loops = {one["loop"]: one for one in exported(tmp_path)["loops"]}
    assert set(loops) == {f"loop:{100 + number}" for number in range(1, 7)}
    assert loops["loop:106"]["decision"] == {"outcome": "move_on", "on": "2026-03-02"}
    assert loops["loop:106"]["scores"]["competencies"].keys() == {"data", "mlops"}
    assert loops["loop:101"]["scores"] is None
    cards = loops["loop:106"]["scorecards"]
    assert len(cards) == 3
    assert all(0 < card["hours_to_scorecard"] < 11 for card in cards)
    assert all(card["recommendation"] in ("yes", "no") for card in cards)
    assert all(len(card["ratings"]) == 4 for card in cards)


def test_pseudonyms_are_the_same_each_time_and_user_ids_need_a_reason(company: Past, tmp_path: Path) -> None:
    first, again = exported(tmp_path), exported(tmp_path)
    assert first == again
    assert run(str(tmp_path / "x.json"), "--with-ids", " ").exit_code == 2
    named = exported(tmp_path, "--with-ids", "an audit")
    assert {card["panelist"] for one in named["loops"] for card in one["scorecards"]} <= set(PANELISTS)
    assert recorded(company)[-1] == "6 loops, 72 ratings with user ids: an audit"
    assert len(recorded(company)) == 3


def test_a_practice_loop_counts_nowhere(company: Past, tmp_path: Path) -> None:
    with company.database.transaction() as session:
        session.get_one(Loop, 101).practice = True
    assert "loop:101" not in {one["loop"] for one in exported(tmp_path)["loops"]}


def test_another_kind_of_file_is_refused(company: Past) -> None:
    assert "should end in .csv or .json" in run("loops.xlsx").output
