"""The one way to make Slack clients, and where a workspace's token is found."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from bot.domain.errors import NotInstalled
from bot.ground.calendar import real_now
from bot.storage import leaving
from bot.storage.database import READING, Database
from bot.storage.installations import newest_bot_token, place_tokens
from bot.storage.tables import BOTS, INSTALLATIONS, STATES

PATIENCE = 15.0
"""Seconds for each step of a call where nobody says otherwise."""

Token = Callable[[str], str]
"""The bot token of a workspace, by team id; raises NotInstalled."""


class Clients:
    """Makes Slack clients without retries: the SDK's default client posts again after a reset."""

    def __init__(self, token: Token, base_url: str = WebClient.BASE_URL) -> None:
        self._token = token
        self._base_url = base_url

    def for_team(self, team_id: str, timeout: float = PATIENCE) -> WebClient:
        """A client with the workspace's bot token; `timeout` is in seconds. Raises NotInstalled."""
        return self.with_token(self._token(team_id), timeout)

    def with_token(self, token: str | None, timeout: float = PATIENCE) -> WebClient:
        """A client with this token (Socket Mode needs one with the app token), or with none."""
        seconds = max(1, round(timeout))
        return WebClient(token=token, base_url=self._base_url, timeout=seconds, retry_handlers=[])


def one_token(token: str) -> Token:
    """Every team id is the one workspace that the token in the settings belongs to."""
    return lambda _team_id: token


class Installations(SQLAlchemyInstallationStore):
    """The SDK's store over our own tables, whose tokens are sealed, and readable without a write lock.

    A workspace that uninstalls has left, and one that installs again is back. `now` is calendar time.
    """

    def __init__(self, database: Database, client_id: str, now: Callable[[], datetime] = real_now) -> None:
        super().__init__(client_id=client_id, engine=database.engine)
        self.metadata, self.bots, self.installations = BOTS.metadata, BOTS, INSTALLATIONS
        self._database, self._now = database, now
        self._reader = database.engine.execution_options(**{READING: True})
        self._finder = SQLAlchemyInstallationStore(client_id=client_id, engine=self._reader)
        self._finder.metadata, self._finder.bots = BOTS.metadata, BOTS
        self._finder.installations = INSTALLATIONS

    def save(self, installation: Installation) -> None:
        """As the SDK's, with tokens that are sealed for their row."""
        with self._database.transaction() as session:
            leaving.came_back(session, str(installation.team_id or ""), self._now())
        place_tokens(self._database, INSTALLATIONS, installation)
        super().save(installation)

    def save_bot(self, bot: Bot) -> None:
        """As the SDK's, with tokens that are sealed for their row."""
        place_tokens(self._database, BOTS, bot)
        super().save_bot(bot)

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """As the SDK's, when a workspace uninstalls: everything of it is deleted in 30 days."""
        super().delete_all(enterprise_id=enterprise_id, team_id=team_id)
        if team_id:
            with self._database.transaction() as session:
                leaving.left(session, team_id, self._now())

    def token(self, team_id: str) -> str:
        """The newest bot token of a workspace, also of one inside an Enterprise Grid. Raises NotInstalled."""
        token = newest_bot_token(self._reader, self.client_id, team_id)
        if token is None:
            raise NotInstalled("Fairloop isn't installed in this workspace. Ask an administrator to add it.")
        return token

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """As the SDK's, for every request that comes in."""
        return self._finder.find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """As the SDK's, for every request that comes in."""
        return self._finder.find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            is_enterprise_install=is_enterprise_install,
        )


class States(SQLAlchemyOAuthStateStore):
    """The SDK's store of OAuth states over our own table: a state made by one process is known to all."""

    def __init__(self, database: Database) -> None:
        super().__init__(expiration_seconds=600, engine=database.engine)
        self.metadata, self.oauth_states = STATES.metadata, STATES
