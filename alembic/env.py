"""How migrations run: on the connection that bot.storage.migrations opened."""

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from bot.storage.tables import Base


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Our own column types as what they are in the database: a migration must not change when they do."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
