"""What Slack knows about people and channels, with people remembered for an hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import SlackUnavailable, UnknownChannel, UnknownPerson
from bot.ground.zones import zone_of
from bot.slack.clients import Clients
from bot.storage.database import Database
from bot.storage.people import keep_slack_user, known_to_slack
from bot.storage.tables import SlackUser

FRESH = timedelta(hours=1)
PATIENCE = 2.0
"""Seconds for one question: they are asked while a person waits for the three-second answer."""
LONG_PATIENCE = 30.0
"""The same where nobody waits for an answer of ours."""
PAGE = 200

NO_PERSON = {"user_not_found", "user_not_visible", "users_not_found"}
NOBODY_FOUND = {"users_not_found", "missing_scope"}
"""Without the scope nobody's email is known: an installation from before it was asked for goes on as it did."""
NO_GROUPS = {"missing_scope", "no_such_subteam", "plan_upgrade_required"}
"""Where there are none to be seen: the scope isn't granted, or the plan has no user groups."""
NO_CHANNEL = {"channel_not_found", "not_in_channel", "method_not_supported_for_channel_type"}


@dataclass(frozen=True)
class DirectoryPerson:
    """A person of a workspace; `name` is what colleagues read in Slack, `zone` how they read times.

    A stranger belongs to another company.
    """

    user_id: str
    name: str
    zone: ZoneInfo
    email: str | None
    is_admin: bool
    is_bot: bool
    is_guest: bool
    deleted: bool
    is_stranger: bool = False


@dataclass(frozen=True)
class Channel:
    """A channel as it is now; `is_member` says whether Fairloop can post there.

    `is_shared` is whether another company is in it (Slack Connect), `is_pending` whether one was invited. A channel
    that is shared within an Enterprise Grid is neither.
    """

    id: str
    name: str
    is_private: bool
    is_archived: bool
    is_member: bool
    is_shared: bool = False
    is_pending: bool = False


@dataclass(frozen=True)
class Group:
    """A user group; `handle` is what it is mentioned by, without the @."""

    id: str
    handle: str


class Directory(Protocol):
    """What services ask. No question may be asked inside `Database.transaction` (RuntimeError)."""

    def person(self, team_id: str, user_id: str) -> DirectoryPerson:
        """The person, at most an hour old, or older while Slack can't be reached.

        Raises UnknownPerson, or SlackUnavailable where nothing is known from before.
        """

    def person_now(self, team_id: str, user_id: str) -> DirectoryPerson:
        """The person as Slack knows them now, kept for everybody who asks next. Raises as `person` does."""

    def everybody(self, team_id: str) -> tuple[DirectoryPerson, ...]:
        """Everybody whom Slack lists in the workspace, who left and apps included. Raises SlackUnavailable."""

    def with_email(self, team_id: str, email: str) -> str | None:
        """The user id of whoever has this email now, or None. Raises SlackUnavailable."""

    def groups(self, team_id: str) -> tuple[Group, ...]:
        """The user groups that are in use, by handle; none where we may not see them. Raises SlackUnavailable."""

    def in_group(self, team_id: str, group_id: str) -> tuple[str, ...]:
        """The user ids of everybody in a user group now; nobody where it is gone. Raises SlackUnavailable."""

    def channel(self, team_id: str, channel_id: str) -> Channel:
        """The channel as it is now. Raises UnknownChannel or SlackUnavailable."""

    def members(self, team_id: str, channel_id: str) -> frozenset[str]:
        """The user ids of everybody in the channel. Raises UnknownChannel or SlackUnavailable."""


class SlackDirectory:
    """The directory over Slack's Web API and the table of people. `clock` gives protocol time."""

    def __init__(self, database: Database, clients: Clients, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clients = clients
        self._clock = clock

    def person(self, team_id: str, user_id: str) -> DirectoryPerson:
        """See Directory."""
        with self._database.reading() as session:
            known = known_to_slack(session, team_id, user_id)
        if known is not None and self._clock() - known.fetched_at < FRESH:
            return _person(known)
        return self._asked(team_id, user_id, known)

    def person_now(self, team_id: str, user_id: str) -> DirectoryPerson:
        """See Directory."""
        with self._database.reading() as session:
            known = known_to_slack(session, team_id, user_id)
        return self._asked(team_id, user_id, known)

    def _asked(self, team_id: str, user_id: str, known: SlackUser | None) -> DirectoryPerson:
        try:
            user = self._ask(team_id, "users.info", user=user_id, include_locale=True)["user"]
        except SlackUnavailable:
            if known is None:
                raise
            return _person(known)
        except SlackApiError as error:
            raise _named(error, NO_PERSON, UnknownPerson("Slack doesn't know this person.")) from error
        row = _row(team_id, user, self._clock())
        with self._database.transaction() as session:
            keep_slack_user(session, row)
        return _person(row)

    def everybody(self, team_id: str) -> tuple[DirectoryPerson, ...]:
        """See Directory."""
        found: list[DirectoryPerson] = []
        cursor = ""
        while True:
            try:
                following: dict[str, Any] = {"cursor": cursor} if cursor else {}
                answer = self._ask(team_id, "users.list", patience=LONG_PATIENCE, limit=PAGE, **following)
            except SlackApiError as error:
                raise _unavailable() from error
            found += [_person(_row(team_id, user, self._clock())) for user in answer["members"]]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return tuple(found)

    def with_email(self, team_id: str, email: str) -> str | None:
        """See Directory."""
        try:
            found: str = self._ask(team_id, "users.lookupByEmail", email=email)["user"]["id"]
        except SlackApiError as error:
            if error.response.get("error") in NOBODY_FOUND:
                return None
            raise _unavailable() from error
        return found

    def groups(self, team_id: str) -> tuple[Group, ...]:
        """See Directory."""
        try:
            found = self._ask(team_id, "usergroups.list")["usergroups"]
        except SlackApiError as error:
            if error.response.get("error") in NO_GROUPS:
                return ()
            raise _unavailable() from error
        return tuple(sorted((Group(one["id"], one["handle"]) for one in found), key=lambda one: one.handle))

    def in_group(self, team_id: str, group_id: str) -> tuple[str, ...]:
        """See Directory."""
        try:
            found = self._ask(team_id, "usergroups.users.list", usergroup=group_id)["users"]
        except SlackApiError as error:
            if error.response.get("error") in NO_GROUPS:
                return ()
            raise _unavailable() from error
        return tuple(sorted(found))

    def channel(self, team_id: str, channel_id: str) -> Channel:
        """See Directory."""
        try:
            found = self._ask(team_id, "conversations.info", channel=channel_id)["channel"]
        except SlackApiError as error:
            raise _named(error, NO_CHANNEL, _no_channel()) from error
        return Channel(
            id=found["id"],
            name=found.get("name") or "",
            is_private=bool(found.get("is_private") or found.get("is_im") or found.get("is_mpim")),
            is_archived=bool(found.get("is_archived")),
            is_member=bool(found.get("is_member") or found.get("is_im")),
            is_shared=bool(found.get("is_ext_shared")),
            is_pending=bool(found.get("is_pending_ext_shared")),
        )

    def members(self, team_id: str, channel_id: str) -> frozenset[str]:
        """See Directory."""
        people: set[str] = set()
        cursor = ""
        while True:
            page: dict[str, Any] = {"channel": channel_id, "limit": PAGE} | (
                {"cursor": cursor} if cursor else {}
            )
            try:
                answer = self._ask(team_id, "conversations.members", **page)
            except SlackApiError as error:
                raise _named(error, NO_CHANNEL, _no_channel()) from error
            people.update(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(people)

    def _ask(
        self, team_id: str, method: str, *, patience: float = PATIENCE, **params: object
    ) -> dict[str, Any]:
        """Slack's answer. Refusals are raised as SlackApiError, everything else as SlackUnavailable."""
        if self._database.in_transaction:
            raise RuntimeError("ask the directory before the transaction: nobody waits for Slack inside one")
        client = self._clients.for_team(team_id, patience)
        try:
            answer = client.api_call(method, params=dict(params))
        except SlackApiError as error:
            if error.response.status_code != 200:
                raise _unavailable() from error
            raise
        except (OSError, SlackClientError) as error:
            raise _unavailable() from error
        return dict(answer.data) if isinstance(answer.data, dict) else {}


def _unavailable() -> SlackUnavailable:
    return SlackUnavailable("Slack didn't answer in time. Please try again in a moment.")


def _no_channel() -> UnknownChannel:
    return UnknownChannel("Fairloop can't see this channel. Invite it there with /invite @Fairloop.")


def _named(error: SlackApiError, names: set[str], known: Exception) -> Exception:
    """The typed error for a refusal that says what is missing; others mean that Slack can't answer us now."""
    return known if error.response.get("error") in names else _unavailable()


def _row(team_id: str, user: dict[str, Any], now: datetime) -> SlackUser:
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name")
    return SlackUser(
        team_id=team_id,
        user_id=user["id"],
        name=name or user.get("name") or user["id"],
        email=profile.get("email"),
        zone=zone_of(user.get("tz"), None).key,
        locale=user.get("locale"),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=_is_stranger(team_id, user),
        deleted=bool(user.get("deleted")),
        fetched_at=now,
    )


def _is_stranger(team_id: str, user: dict[str, Any]) -> bool:
    """Whether they belong to another company.

    Slack's `is_stranger` is missing for those of other companies with whom a channel is shared: their `team_id` is
    another one. So is that of a colleague from another workspace of the same Enterprise Grid, who is an enterprise
    user; one of another company's grid is seen by the channel being shared.
    """
    elsewhere = user.get("team_id") not in (None, team_id)
    return bool(user.get("is_stranger")) or (elsewhere and not user.get("enterprise_user"))


def _person(row: SlackUser) -> DirectoryPerson:
    return DirectoryPerson(
        user_id=row.user_id,
        name=row.name,
        zone=zone_of(row.zone, row.locale),
        email=row.email,
        is_admin=row.is_admin,
        is_bot=row.is_bot,
        is_guest=row.is_guest,
        deleted=row.deleted,
        is_stranger=row.is_stranger,
    )
