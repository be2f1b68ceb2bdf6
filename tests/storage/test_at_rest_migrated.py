"""Version 0011: what was under Fernet is sealed for its row, on a database with a story of before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import inspect, select, text

from bot.storage import canaries, migrations
from bot.storage.database import Database
from bot.storage.migrations import CannotMigrate
from bot.storage.rotation import usage
from bot.storage.tables import Audit, Candidate, DataKeyRow, Loop, PrepAnswer, ScorecardNote, SlackUser
from bot.storage.vault import Vault
from tests.databases import Postgres
from tests.net import door
from tests.net.kept_story import ENCRYPTION_KEY, HASH_KEY, database_at, kept, load

FERNET = "gAAAA"
STORY = kept("0003")


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The kept story at version 0013."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/kept.db"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.bare()
    database = database_at(url)
    door.migrate(database, STORY["revision"])
    load(database, STORY["rows"])
    door.migrate(database, "0013")
    yield database
    database.dispose()


def everything(database: Database) -> str:
    with database.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return "\n".join(
            str(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}"))
        )


def rows(database: Database, of: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(of)))


def test_all_text_is_sealed_anew_and_opens_and_can_be_taken_back(before: Database) -> None:
    assert FERNET in everything(before)
    migrations.upgrade(before)
    found = everything(before)
    assert FERNET not in found
    in_clear = [one.name for one in rows(before, Candidate) if one.name in found.replace(f"V{one.name}", "")]
    assert in_clear == [], "but for the ids of the story's views, which are made from names"
    assert "Ada Kowalski" in [one.name for one in rows(before, Candidate)]
    assert all(rows(before, column) for column in (ScorecardNote.value, SlackUser.name, PrepAnswer.text))
    _each_candidate_has_a_key(before)
    _hashes_name_their_key(before)
    migrations.downgrade(before, "0013")
    with before.reading() as session:
        names = session.execute(text("SELECT name FROM candidates")).scalars().all()
        marks = session.execute(text("SELECT mark FROM prep_marks")).scalars().all()
    assert "Ada Kowalski" in [before.vault.open_fernet(name) for name in names]
    assert sorted(marks) == sorted(row["mark"] for row in STORY["rows"]["prep_marks"])


def _each_candidate_has_a_key(database: Database) -> None:
    with database.reading() as session:
        subjects = select(DataKeyRow.subject).join(Loop, Loop.key_id == DataKeyRow.id)
        of_loops = session.scalars(subjects.order_by(Loop.candidate_id)).all()
        of_candidates = session.scalars(select(Candidate.row_key).order_by(Candidate.id)).all()
        about_a_loop = select(Audit.key_id).where(Audit.thing == "loop:1", Audit.detail.is_not(None))
        of_record = set(session.scalars(about_a_loop))
        first = session.scalars(select(Loop.key_id).where(Loop.id == 1)).one()
    assert list(dict.fromkeys(of_loops)) == list(of_candidates)
    assert of_record <= {first}


def _hashes_name_their_key(database: Database) -> None:
    uses = [use for use in usage(database) if use.kind == canaries.HASH]
    assert [use.id for use in uses] == list(database.vault.hash_keys)
    ada = next(one for one in rows(database, Candidate) if one.name == "Ada Kowalski")
    assert ada.name_key == database.vault.fingerprint("name", "Ada Kowalski")


def test_with_the_wrong_key_nothing_is_changed_and_it_is_said_which_setting_to_mend(before: Database) -> None:
    was = everything(before)
    wrong = Database(before.url, Vault([Fernet.generate_key().decode()], [HASH_KEY]))
    with pytest.raises(CannotMigrate, match="FAIRLOOP_ENCRYPTION_KEYS"):
        migrations.upgrade(wrong)
    wrong.dispose()
    assert everything(before) == was


def test_without_the_hash_key_nothing_is_changed(before: Database) -> None:
    without = Database(before.url, Vault([ENCRYPTION_KEY], []))
    with pytest.raises(CannotMigrate, match="FAIRLOOP_HASH_KEY"):
        migrations.upgrade(without)
    without.dispose()
    assert migrations.missing(before)[0] == "0011"
