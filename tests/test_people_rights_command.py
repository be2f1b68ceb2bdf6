"""What is kept of somebody, at the command line: erased, held, told, counted, and kept for so long."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.storage.tables import Candidate
from bot.storage.unit import Unit
from tests.databases import HASH_KEY, KEY, copied, open_database
from tests.letters.scene import NOW, RECORD, TEAM, rows

NAME = "Samira Castellanos"


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A running loop about Samira, in the database of the settings."""
    found = copied(sqlite_template, tmp_path)
    database = open_database(found)
    with database.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
        unit = Unit(session, TEAM, NOW)
        candidate = unit.one(Candidate, RECORD)
        candidate.name, candidate.name_key = NAME, unit.vault.fingerprint("name", NAME)
    database.dispose()
    for name, value in (("ENCRYPTION_KEYS", KEY), ("HASH_KEY", HASH_KEY), ("DATABASE_URL", found)):
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def names(url: str) -> list[str]:
    database = open_database(url)
    with database.reading() as session:
        found = [one.name for one in session.scalars(Unit(session, TEAM, NOW).rows(Candidate))]
    database.dispose()
    return found


def test_somebody_is_erased_and_the_report_can_be_asked_for_again(url: str) -> None:
    done = run("erase", "--candidate", NAME)
    assert done.exit_code == 0, done.output
    assert names(url) == []
    token = done.output.split("--report ")[1].split()[0]
    again = run("erase", "--report", token, "--workspace", TEAM)
    assert "Messages: 0 removed from Slack, 0 waiting for a worker." in again.output


def test_nobody_and_nothing_asked_for_end_in_words(url: str) -> None:
    assert "Nobody is known here by that" in run("erase", "--candidate", "Somebody Else").output
    neither = run("erase")
    assert (neither.exit_code, "Say whom with --candidate" in neither.output) == (2, True)
    assert names(url) == [NAME]


def test_who_is_held_is_not_erased(url: str) -> None:
    assert run("hold", "--candidate", NAME, "--reason", "A claim.").output == "1 records are held.\n"
    assert "held for a legal reason" in run("erase", "--candidate", NAME).output
    assert names(url) == [NAME]


def test_retention_is_shown_and_set_with_the_floors_that_it_is_under(url: str) -> None:
    assert "erased 365 days after" in run("retention").output
    assert "Keep it between 180 and 1827 days." in run("retention", "--days", "30").output
    set_to = run("retention", "--days", "200").output
    assert "erased 200 days after" in set_to
    assert "29 CFR 1602.14" in set_to
    assert "Germany" not in set_to
    assert names(url) == [NAME]


def test_ones_own_data_go_into_a_file_for_its_owner_alone(url: str, tmp_path: Path) -> None:
    out = tmp_path / "own.json"
    said = run("person", "--candidate", NAME, "--reason", "She asked.", "--out", str(out))
    assert said.exit_code == 0, said.output
    assert json.loads(out.read_text())["records"][0]["name"] == NAME == names(url)[0]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_file_of_groups_is_counted_and_one_without_its_columns_refused(url: str, tmp_path: Path) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text(f"candidate,group\n{NAME},a\nSomebody Else,b\n")
    counted = run("impact", "--groups", str(groups))
    assert counted.exit_code == 0, counted.output
    assert "1 lines name nobody who is known here" in counted.output
    assert "Katz's log method" in counted.output
    groups.write_text("name,group\n")
    assert "needs the columns candidate and group" in run("impact", "--groups", str(groups)).output
    assert names(url) == [NAME]
