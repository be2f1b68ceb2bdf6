"""A workspace that uninstalled Fairloop: everything of it is deleted when its time has come."""

from bot.acting.context import Context
from bot.storage import due, leaving


def purge(context: Context, team_id: str, due_id: int) -> None:
    """Delete everything of a workspace, where it hasn't come back."""
    now = context.now()
    with context.database.transaction() as session:
        due.finish(session, due_id)
        if leaving.is_due(session, team_id, now):
            leaving.purge(session, team_id, now)
