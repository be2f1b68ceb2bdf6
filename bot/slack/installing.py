"""Installing Fairloop in a workspace from a browser (OAuth), where it serves several."""

import logging
from collections.abc import Callable
from functools import partial

from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.response import BoltResponse

from bot.domain.errors import FairloopError
from bot.settings import Settings
from bot.slack.clients import Clients, Installations, States
from bot.slack.manifest import INSTALL, REDIRECT, bot_scopes
from bot.storage.database import Database

log = logging.getLogger(__name__)
Installed = Callable[[str, str], None]
"""Is told the workspace and the user, where somebody installed Fairloop."""


def install_flow(
    settings: Settings,
    database: Database,
    clients: Clients,
    installations: Installations,
    installed: Installed,
) -> OAuthFlow:
    """Bolt's own flow over our tables. It stands apart from the App, whose tokens are found by `authorize`."""
    secret = settings.client_secret.get_secret_value() if settings.client_secret else None
    redirect = f"{settings.public_url.rstrip('/')}{REDIRECT}" if settings.public_url else None
    flow = OAuthFlow(
        client=clients.with_token(None),
        settings=OAuthSettings(
            client_id=settings.client_id,
            client_secret=secret,
            scopes=bot_scopes(),
            user_scopes=[],
            redirect_uri=redirect,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            installation_store=installations,
            state_store=States(database),
        ),
    )
    flow.success_handler = partial(_welcomed, flow.success_handler, installed)
    return flow


def _welcomed(
    answer: Callable[[SuccessArgs], BoltResponse], installed: Installed, args: SuccessArgs
) -> BoltResponse:
    """Tell of the installation, which stands whether or not anybody can be welcomed now."""
    found = args.installation
    if found.team_id and found.user_id:
        try:
            installed(found.team_id, found.user_id)
        except FairloopError as error:
            log.warning("whoever installed it isn't welcomed", extra={"why": error.text})
    return answer(args)
