"""Chains the record's committed rows, within a second, in whichever process does due work."""

from bot.ground.lanes import Job
from bot.storage import chain
from bot.storage.database import Database


class Linker:
    """`take` returns a job where a row waits. Several processes may try: one of them links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self) -> Job | None:
        """A job that links what waits, or None."""
        with self._database.reading() as session:
            waits = chain.waits(session)
        return self._link if waits else None

    def _link(self) -> None:
        with self._database.transaction() as session:
            chain.link_next(session)
