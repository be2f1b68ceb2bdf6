"""Who the app is, where it connects, and how it is installed."""

from sandbox.api.registry import method, text
from sandbox.engine import Engine
from sandbox.objects import APP_ID, BOT_ID, bot_profile
from sandbox.payloads import DOMAIN
from sandbox.protocol import Refusal
from sandbox.state import Json


@method("auth.test")
def auth_test(engine: Engine, args: Json) -> Json:
    """Who the token stands for."""
    del args
    return {
        "url": f"{engine.workspace.base_url}/",
        "team": engine.workspace.team_name,
        "user": engine.bot.name,
        "team_id": engine.workspace.team_id,
        "user_id": engine.bot.id,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", token="app")
def connections_open(engine: Engine, args: Json) -> Json:
    """The address of a websocket, for one connection."""
    del args
    base = engine.workspace.base_url.replace("http://", "ws://", 1)
    return {"url": f"{base}/socket/{engine.sockets.ticket()}"}


@method("oauth.v2.access", token="none")
def oauth_access(engine: Engine, args: Json) -> Json:
    """Exchange the code of an installation for the bot token."""
    grant = engine.grants.exchange(
        text(args, "code"), text(args, "client_id"), text(args, "client_secret"), args.get("redirect_uri")
    )
    return {
        "app_id": APP_ID,
        "authed_user": {"id": grant.user},
        "scope": grant.scopes,
        "token_type": "bot",
        "access_token": engine.bot_token,
        "bot_user_id": engine.bot.id,
        "team": {"id": engine.workspace.team_id, "name": engine.workspace.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


@method("team.info")
def team_info(engine: Engine, args: Json) -> Json:
    """The workspace."""
    del args
    workspace = engine.workspace
    shown: Json = {"id": workspace.team_id, "name": workspace.team_name, "domain": DOMAIN}
    return {
        "team": shown
        | {"email_domain": "", "icon": {"image_default": True}, "url": f"{engine.workspace.base_url}/"}
    }


@method("bots.info")
def bots_info(engine: Engine, args: Json) -> Json:
    """The app's bot. Refusal: bot_not_found."""
    if args.get("bot") not in (None, BOT_ID):
        raise Refusal("bot_not_found")
    profile = bot_profile(engine.workspace, engine.manifest.name)
    return {"bot": profile | {"user_id": engine.bot.id}}
