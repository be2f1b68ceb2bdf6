"""auth.test and apps.connections.open."""

from sandbox.api.registry import method
from sandbox.engine import Engine
from sandbox.objects import APP_ID, BOT_ID
from sandbox.state import Json


@method("auth.test")
def auth_test(engine: Engine, args: Json) -> Json:
    """Who the token stands for."""
    del args
    return {
        "url": f"{engine.base_url}/",
        "team": engine.workspace.team_name,
        "user": engine.bot.name,
        "team_id": engine.workspace.team_id,
        "user_id": engine.bot.id,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", app_token=True)
def connections_open(engine: Engine, args: Json) -> Json:
    """The address of a websocket, for one connection."""
    del args
    base = engine.base_url.replace("http://", "ws://", 1)
    return {"url": f"{base}/socket/{engine.sockets.ticket()}"}
