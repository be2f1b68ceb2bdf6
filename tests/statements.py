"""What the database is asked, counted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.storage.database import Database


@contextmanager
def counted(database: Database, *, everywhere: bool = False) -> Iterator[list[str]]:
    """The statements that this thread, or every thread, sends meanwhile, without the beginnings of transactions."""
    seen: list[str] = []
    own = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if (everywhere or threading.get_ident() == own) and not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
