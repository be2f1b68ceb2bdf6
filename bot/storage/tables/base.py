"""What every table shares: the metadata, names of constraints, and the workspace's team id."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.types import Id, UtcDateTime

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Strings are short ids and keys, times are UTC; text about people is SealedText."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: String(255), datetime: UtcDateTime()}  # noqa: RUF012


class OfTeam:
    """A row of one workspace."""

    team_id: Mapped[str] = mapped_column(String(32), index=True)


class Row(OfTeam):
    """A numbered row of one workspace."""

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)


class Sealed:
    """A row with sealed text. `row_key` is random and made before the insert; the text is bound to it.

    `key_id` is the data key that the row's text is under; NULL where it has none.
    """

    row_key: Mapped[str] = mapped_column(String(32), default="", server_default=text("''"))
    key_id: Mapped[str | None] = mapped_column(String(32))


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The database keeps nothing else in this column; the constraint is named for it."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
