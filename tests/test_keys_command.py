"""The command line and keys: what is under which, a wrong one at the start, and what leaves the database."""

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands.ratings_csv import read_ratings
from bot.domain.scorecards import Field, Stored
from bot.storage import scorecards
from bot.storage.database import Database
from bot.storage.erasing import destroy_keys
from bot.storage.tables import Assignment, Audit, Candidate, DataKeyRow, Loop
from bot.storage.unit import Unit
from tests.databases import HASH_KEY, KEY
from tests.storage.two import AT, TEAM, Two

NEW = Fernet.generate_key().decode()
DIMENSION = Field("q", "rating:depth")


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Commands that run in this process set up the logging of a process of their own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def two(database: Database, monkeypatch: pytest.MonkeyPatch) -> Two:
    """Its database and its keys are those of the settings."""
    made = Two(database)
    for name, value in (
        ("ENCRYPTION_KEYS", KEY),
        ("HASH_KEY", HASH_KEY),
        ("DATABASE_URL", database.url),
        ("BOT_TOKEN", "xoxb-1-2-abc"),
        ("SIGNING_SECRET", "0123456789abcdef0123456789abcdef"),
    ):
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    return made


@pytest.fixture
def rated(two: Two) -> Two:
    """Priya's scorecard is in, with one rating, and the debrief has opened."""
    with two.database.transaction() as session:
        unit = Unit(session, TEAM, AT)
        loop = session.get_one(Loop, two.loops[0])
        loop.debriefed_at = AT
        (card,) = [one for one in scorecards.of_seats(unit, two.seats) if one.id == two.priya]
        unit.add(
            Assignment(
                team_id=TEAM,
                loop_id=loop.id,
                interview_id=card.interview_id,
                question_id="q",
                version="1",
                competency="data",
                position=0,
                minutes=10,
                reason="",
                state="asked",
            )
        )
        scorecards.write(unit, card.id, {DIMENSION: Stored("3", "1.0", "V1")})
        scorecards.hand_in(unit, card.id)
    return two


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def recorded(two: Two) -> list[tuple[str, str, str | None]]:
    with two.database.reading() as session:
        rows = session.execute(select(Audit.actor, Audit.action, Audit.detail).order_by(Audit.id))
        return [(row.actor, row.action, row.detail) for row in rows]


def test_it_is_said_what_is_under_which_key_and_what_to_do(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLOOP_ENCRYPTION_KEYS", f"{NEW},{KEY}")
    shown = run("keys", "show").output
    old = two.database.vault.masters[0]
    assert f"FAIRLOOP_ENCRYPTION_KEYS  {old}  8 rows of text  old: run `fairloop keys rotate`" in shown
    assert "0 rows of text  newest" in shown
    assert "4 keyed hashes  newest" in shown
    done = run("keys", "rotate").output
    assert f"{old}  0 rows of text  old: nothing is under it" in done
    assert "8 rows of text  newest" in done
    monkeypatch.setenv("FAIRLOOP_ENCRYPTION_KEYS", NEW)
    assert run("keys", "show").output.splitlines()[0].endswith("8 rows of text  newest")


@pytest.mark.parametrize("command", [("worker",), ("web",), ("migrate",), ("keys", "rotate")])
def test_a_wrong_key_stops_a_command_with_what_to_do(
    two: Two, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FAIRLOOP_ENCRYPTION_KEYS", NEW)
    done = run(*command)
    assert done.exit_code == 2
    assert f"FAIRLOOP_ENCRYPTION_KEYS lacks the key {two.database.vault.masters[0]}" in done.output
    assert "Traceback" not in done.output


def test_the_doctor_notices_a_wrong_key(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ok   keys: those of the database" in run("doctor").output
    monkeypatch.setenv("FAIRLOOP_HASH_KEY", "y" * 40)
    found = run("doctor").output
    assert "BAD  keys: not those of the database" in found
    assert "-> FAIRLOOP_HASH_KEY lacks the key" in found


def test_an_export_is_recorded_and_names_nobody(rated: Two, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    assert "1 ratings" in run("calibrate", "--export", str(file)).output
    written = file.read_text()
    assert "Priya" not in written
    assert len(read_ratings(file.read_bytes(), (1.0, 4.0)).data.panelist) == 1
    ((actor, action, detail),) = recorded(rated)
    assert actor.startswith("cli:")
    assert (action, detail) == ("export ratings", "1 ratings with pseudonyms")


def test_with_a_reason_it_has_user_ids_and_the_reason_is_recorded(rated: Two, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    run("calibrate", "--export", str(file), "--with-ids", "To check one panelist's figures")
    assert "Priya" in file.read_text()
    ((_, _, detail),) = recorded(rated)
    assert detail == "1 ratings with user ids: To check one panelist's figures"


def test_a_pseudonym_is_the_same_in_every_export(rated: Two, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("calibrate", "--export", str(tmp_path / name))
    assert (tmp_path / "one").read_text() == (tmp_path / "two").read_text()


def test_nothing_is_exported_with_ids_and_without_a_reason(rated: Two, tmp_path: Path) -> None:
    done = run("calibrate", "--export", str(tmp_path / "ratings.csv"), "--with-ids", " ")
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == [] or not (tmp_path / "ratings.csv").exists()
    assert recorded(rated) == []


def test_nothing_is_exported_without_the_databases_keys(
    rated: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRLOOP_ENCRYPTION_KEYS", NEW)
    done = run("calibrate", "--export", str(tmp_path / "ratings.csv"))
    assert done.exit_code == 2
    assert not (tmp_path / "ratings.csv").exists()


def test_an_exports_file_is_for_its_owner_alone_also_where_it_was_there(rated: Two, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text("old")
    file.chmod(0o644)
    run("calibrate", "--export", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "old" not in file.read_text()


def test_a_new_database_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLOOP_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    run("migrate")
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("new.db*")}
    assert files["new.db"] == 0o600
    assert set(files.values()) == {0o600}


def test_what_was_erased_is_erased_again_after_a_restore(two: Two, tmp_path: Path) -> None:
    with two.database.reading() as session:
        ada = session.get_one(Candidate, two.candidates[0]).row_key
        backup = {row.id: row.wrapped for row in session.scalars(select(DataKeyRow))}
    with two.database.transaction() as session:
        destroy_keys(session, TEAM, ada)
    listed = run("keys", "erased").output
    assert listed == f"{TEAM} {ada}\n"
    with two.database.transaction() as session:
        for id, wrapped in backup.items():
            session.get_one(DataKeyRow, id).wrapped = wrapped
    assert two.names() == ["Ada Kowalski", "Ben Larsen"]
    (tmp_path / "erased").write_text(listed)
    assert "1 keys were there again" in run("keys", "erase-again", str(tmp_path / "erased")).output
    assert two.names() == ["", "Ben Larsen"]
    (tmp_path / "erased").write_text("nonsense")
    assert run("keys", "erase-again", str(tmp_path / "erased")).exit_code == 2
