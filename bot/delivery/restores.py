"""After a restore: what is put into the outbox anew may stand in Slack already."""

from datetime import datetime
from functools import cached_property

from bot.storage import backups
from bot.storage.backups import LOOKED_FIRST, Restored
from bot.storage.database import Database
from bot.storage.sending import Item


class Restores:
    """Read once: a restore needs all processes stopped."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def _last(self) -> Restored | None:
        with self._database.reading() as session:
            return backups.last_restore(session)

    def may_stand_there(self, item: Item, now: datetime) -> bool:
        """Whether a post that is tried for the first time may have been sent before the restore."""
        fresh = self._last is not None and now - self._last.at < LOOKED_FIRST
        return fresh and item.op == "post" and item.attempts == 1

    def since(self, item: Item) -> datetime:
        """From when on the item's message may stand in Slack."""
        began = min(item.created_at, item.attempted_at)
        return began if self._last is None else min(began, self._last.taken_at)
