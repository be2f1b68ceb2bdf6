"""A known text under every key in use: by these a process notices before it starts that a key is wrong or missing."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.storage.database import Database
from bot.storage.tables import Canary, DataKeyRow
from bot.storage.upsert import insert_all_once
from bot.storage.vault import CANARY, ID, Vault

TEXT, HASH = "text", "hash"
SETTINGS = {TEXT: "FAIRLOOP_ENCRYPTION_KEYS", HASH: "FAIRLOOP_HASH_KEY"}
MISSING = (
    "{setting} lacks the key {id}, which this database is under. Put it back behind the newest one, with a comma "
    "between them, then start again. `fairloop keys rotate` is what lets an old key go."
)
BROKEN = (
    "The key {id} of {setting} doesn't open what this database has under it: the row of `canaries` was changed. "
    "Restore the database from a backup."
)


class WrongKeys(Exception):
    """The keys of the settings are not those of the database; `problems` says what to do, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def check(database: Database) -> None:
    """Raise WrongKeys where a key is missing or wrong. Keys that are new here are known from now on."""
    problems = faults(database)
    if problems:
        raise WrongKeys(problems)
    with database.transaction() as session:
        sit(session, database.vault)


def faults(database: Database) -> list[str]:
    """What is wrong with the keys, in words; nothing is changed."""
    with database.reading() as session:
        known = dict(session.execute(select(Canary.key, Canary.value)).all())
        masters = select(func.substr(DataKeyRow.wrapped, 1, ID)).where(DataKeyRow.wrapped.is_not(None))
        for master in session.scalars(masters.distinct()):
            known.setdefault(f"{TEXT}:{master}", "")
    return [fault for key, value in sorted(known.items()) if (fault := _fault(database.vault, key, value))]


def sit(session: Session, vault: Vault) -> None:
    """Have a canary for each key that is in use from now on: the newest of each kind."""
    rows = [{"key": f"{TEXT}:{vault.masters[0]}", "value": vault.canary()}]
    if vault.hash_keys:
        newest = vault.hash_keys[0]
        rows.append({"key": f"{HASH}:{newest}", "value": vault.fingerprint(CANARY, newest)})
    insert_all_once(session, Canary, rows)


def fly(session: Session, kind: str, id: str) -> None:
    """Nothing is under this key any more: it need not be in the settings."""
    session.execute(delete(Canary).where(Canary.key == f"{kind}:{id}"))


def known(session: Session, kind: str) -> list[str]:
    """The ids of the keys of this kind that something may be under."""
    keys = session.scalars(select(Canary.key).order_by(Canary.key))
    return [key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")]


def _fault(vault: Vault, key: str, value: str) -> str | None:
    kind, _, id = key.partition(":")
    if id not in (vault.masters if kind == TEXT else vault.hash_keys):
        return MISSING.format(setting=SETTINGS[kind], id=id)
    sings = vault.sings(id, value) if kind == TEXT else value in vault.fingerprints(CANARY, id)
    return None if sings or not value else BROKEN.format(setting=SETTINGS[kind], id=id)
