"""Where a workspace's bot token is found."""

from sqlalchemy import Engine, desc, select

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
