"""Where a workspace's bot token is found, and how tokens are sealed for their row."""

from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy import Engine, Table, desc, select

from bot.storage.database import Database
from bot.storage.sealing import placed, sealed_columns
from bot.storage.tables import BOTS


def newest_bot_token(reader: Engine, client_id: str, team_id: str) -> str | None:
    """The newest bot token of a workspace, also of one inside an Enterprise Grid; None where there is none."""
    newest = (
        select(BOTS.c.bot_token)
        .where(BOTS.c.client_id == client_id, BOTS.c.team_id == team_id)
        .where(BOTS.c.bot_token.is_not(None))
        .order_by(desc(BOTS.c.installed_at), desc(BOTS.c.id))
        .limit(1)
    )
    with reader.connect() as connection:
        return connection.scalar(newest)


def place_tokens(database: Database, table: Table, given: Installation | Bot) -> None:
    """Bind the tokens of an installation, which the SDK writes, to the row of this table that it writes."""
    with database.transaction() as session:
        (row,) = placed(session, table, [{**given.to_dict(), "row_key": None}])
    for name in sealed_columns(table):
        setattr(given, name, row[name])
    for name in ("row_key", "key_id"):
        given.set_custom_value(name, row[name])
