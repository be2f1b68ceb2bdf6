"""Column types: aware UTC times, and text that is encrypted at rest."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.storage.vault import Vault

VAULT_ATTRIBUTE = "fairloop_vault"

# SQLite gives row ids only to INTEGER; PostgreSQL should have room.
Id = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; refuses naive ones with a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone can't be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware again (SQLite gives naive ones back)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Text about a person. The vault comes with the engine that the statement runs on."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Ciphertext for the database."""
        return None if value is None else vault_of(dialect).encrypt(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """The text again."""
        return None if value is None else vault_of(dialect).decrypt(str(value))


def vault_of(dialect: Dialect) -> Vault:
    """The vault that `Database` put on its engine's dialect."""
    vault = getattr(dialect, VAULT_ATTRIBUTE, None)
    if not isinstance(vault, Vault):
        raise RuntimeError("this engine has no vault: make it with bot.storage.database.Database")
    return vault
