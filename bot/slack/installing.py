"""Installing Fairloop in a workspace from a browser (OAuth), where it serves several."""

from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings

from bot.settings import Settings
from bot.slack.clients import Clients, Installations, States
from bot.slack.manifest import INSTALL, REDIRECT, bot_scopes
from bot.storage.database import Database


def install_flow(
    settings: Settings, database: Database, clients: Clients, installations: Installations
) -> OAuthFlow:
    """Bolt's own flow over our tables. It stands apart from the App, whose tokens are found by `authorize`."""
    secret = settings.client_secret.get_secret_value() if settings.client_secret else None
    redirect = f"{settings.public_url.rstrip('/')}{REDIRECT}" if settings.public_url else None
    return OAuthFlow(
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
