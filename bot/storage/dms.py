"""The DM channels that Slack opened for us, kept for all processes: to ask for one is limited to 50 a minute."""

from sqlalchemy import delete, select

from bot.storage.tables import Dm
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update


def find(unit: Unit, user_id: str) -> str | None:
    """The channel of our DM with this person, where one was opened."""
    return unit.session.scalar(select(Dm.channel_id).where(unit.own(Dm), Dm.user_id == user_id))


def keep(unit: Unit, user_id: str, channel_id: str) -> None:
    """Note the channel of our DM with this person."""
    values = {"team_id": unit.team_id, "user_id": user_id, "channel_id": channel_id}
    insert_or_update(unit.session, Dm, values, ["team_id", "user_id"])


def forget(unit: Unit, channel_id: str) -> bool:
    """Forget a DM that Slack doesn't know; False where it was none that we know."""
    gone = delete(Dm).where(unit.own(Dm), Dm.channel_id == channel_id).returning(Dm.id)
    return unit.session.execute(gone).first() is not None
