"""The Slack SDK's own tables for installations, inside our metadata and with sealed tokens."""

from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Column, String, Table, text

from bot.storage.tables.base import Base
from bot.storage.types import SealedText

SECRET_COLUMNS = (
    "bot_token",
    "bot_refresh_token",
    "user_token",
    "user_refresh_token",
    "incoming_webhook_url",
)


def with_sealed_tokens(table: Table) -> Table:
    """The SDK's table, its tokens (plain text in the SDK) sealed instead; `Installations` places them."""
    for name in SECRET_COLUMNS:
        if name in table.c:
            table.c[name].type = SealedText()
    table.append_column(Column("row_key", String(32), nullable=False, default="", server_default=text("''")))
    table.append_column(Column("key_id", String(32)))
    return table


INSTALLATIONS = with_sealed_tokens(
    SQLAlchemyInstallationStore.build_installations_table(Base.metadata, "slack_installations")
)
BOTS = with_sealed_tokens(SQLAlchemyInstallationStore.build_bots_table(Base.metadata, "slack_bots"))
STATES = SQLAlchemyOAuthStateStore.build_oauth_states_table(Base.metadata, "slack_oauth_states")
