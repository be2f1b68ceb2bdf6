"""Channels that a debrief may go to: private, alive, ours, and without the candidate."""

from bot.acting.context import Context
from bot.domain.errors import FairloopError, UnknownChannel

UNFIT = {
    "is_public": "Everybody can read that channel. Pick a private one.",
    "is_archived": "That channel is archived. Pick another one.",
    "not_in_channel": "Fairloop isn't in that channel. Write /invite @Fairloop there, then try again.",
    "candidate_in_channel": "The candidate is in that channel. Pick another one.",
}


def channel_fault(
    context: Context, team_id: str, channel_id: str, candidate: str | None = None
) -> str | None:
    """Why a debrief can't go to this channel, or None. It must be private, alive, ours, without the candidate."""
    try:
        found = unfit(context, team_id, channel_id, candidate)
    except FairloopError as error:
        return error.text
    return UNFIT[found] if found else None


def unfit(context: Context, team_id: str, channel_id: str, candidate: str | None) -> str | None:
    """The same in one of UNFIT's words. Raises SlackUnavailable where Slack can't be asked now."""
    try:
        channel = context.directory.channel(team_id, channel_id)
        if not channel.is_private:
            return "is_public"
        if channel.is_archived:
            return "is_archived"
        if not channel.is_member:
            return "not_in_channel"
        if candidate and candidate in context.directory.members(team_id, channel_id):
            return "candidate_in_channel"
    except UnknownChannel:
        return "not_in_channel"
    return None
