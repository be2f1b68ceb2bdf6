"""A unit of work: the rows of one workspace, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Executable, Result, Select, bindparam, select
from sqlalchemy.orm import Session

from bot.storage.tables.base import OfTeam
from bot.storage.types import vault_of
from bot.storage.vault import Vault

Row = TypeVar("Row", bound=OfTeam)


WORKSPACE = "of_team"
"""The parameter of a statement that is built once. SQLAlchemy wants no parameter of an UPDATE named as a column."""


class Scope(Protocol):
    """Whatever says of a table which rows are meant."""

    def own(self, table: type[OfTeam]) -> ColumnElement[bool]:
        """That a row of this table is the workspace's."""

    def rows(self, table: type[Row]) -> Select[Row]:
        """The workspace's rows of a table."""


class AnyWorkspace:
    """In the place of a unit where a statement is built once and asked all day: `Unit.ask` names the workspace.

    Building a statement takes SQLAlchemy ten times as long as a database needs to answer it.
    """

    def own(self, table: type[OfTeam]) -> ColumnElement[bool]:
        """That a row of this table is the asking workspace's."""
        return table.team_id == bindparam(WORKSPACE)

    def rows(self, table: type[Row]) -> Select[Row]:
        """The asking workspace's rows of a table, to be narrowed down."""
        return select(table).where(self.own(table))


class Unit:
    """What a query is given. Every statement in `bot/storage` names its workspace with `own`, `rows`, `get`
    or `one`.

    `now` is calendar time. `writing` is False where everything is thrown away: such a reader need not wait
    for anybody.
    """

    def __init__(self, session: Session, team_id: str, now: datetime, *, writing: bool = True) -> None:
        self.session = session
        self.team_id = team_id
        self.now = now
        self.writing = writing

    @property
    def vault(self) -> Vault:
        """The keys of this database."""
        return vault_of(self.session.get_bind().dialect)

    def own(self, table: type[OfTeam]) -> ColumnElement[bool]:
        """That a row of this table is this workspace's."""
        return table.team_id == self.team_id

    def ask(self, statement: Executable, **given: Any) -> CursorResult[*tuple[Any, ...]]:
        """The answer to a statement that was built once, of `AnyWorkspace`: for this workspace, with these values."""
        self.session.flush()
        return self.session.connection().execute(statement, {WORKSPACE: self.team_id, **given})

    def load(self, statement: Executable, **given: Any) -> Result[*tuple[Any, ...]]:
        """The same where it asks for mapped rows, which a writer reads anew."""
        fresh = {"populate_existing": self.writing}
        return self.session.execute(statement, {WORKSPACE: self.team_id, **given}, execution_options=fresh)

    def rows(self, table: type[Row]) -> Select[Row]:
        """This workspace's rows of a table, to be narrowed down."""
        return select(table).where(self.own(table))

    def get(self, table: type[Row], id: int) -> Row | None:
        """The row with this number, where it is this workspace's."""
        row = self.session.get(table, id)
        return row if row is not None and row.team_id == self.team_id else None

    def one(self, table: type[Row], id: int) -> Row:
        """The row with this number, which other rows of this workspace point to. Raises LookupError without it."""
        row = self.get(table, id)
        if row is None:
            raise LookupError(f"{table.__name__} {id} isn't there")
        return row

    def add(self, row: Row) -> Row:
        """Write a new row at once, so that it has its number. Raises ValueError where it is another workspace's."""
        self.add_all([row])
        return row

    def add_all(self, rows: Sequence[OfTeam]) -> None:
        """The same for several rows."""
        if any(row.team_id != self.team_id for row in rows):
            raise ValueError("a row of another workspace")
        self.session.add_all(rows)
        self.session.flush()
