"""Looks at everything that a running Fairloop needs, and says what to do about what is wrong."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.bootstrap import open_database
from bot.ground.calendar import real_now
from bot.settings import Settings
from bot.slack.clients import Clients, one_token
from bot.slack.manifest import bot_scopes
from bot.storage import canaries, heartbeats, migrations, queues, sending
from bot.storage.database import Database

SKEW = timedelta(seconds=60)
"""Slack's requests are refused when five minutes apart; a minute is where to do something about it."""
LATE = timedelta(minutes=2)
BOLTS_OWN = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` says what to do and is empty where all is well."""

    what: str
    found: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.remedy


def examine(settings: Settings) -> Iterator[Finding]:
    """Findings, one after the other; each is made when it is asked for."""
    database = open_database(settings)
    try:
        yield from _database(database)
    finally:
        database.dispose()
    if settings.bot_token is not None:
        clients = Clients(one_token(settings.bot_token.get_secret_value()), settings.api_url)
        yield from _slack(clients)
        yield from _socket_mode(settings, clients)
    else:
        yield Finding("Slack", "installed by people in their workspaces, so there is no token to try here")
    stray = [name for name in BOLTS_OWN if os.environ.get(name)]
    if stray:
        yield Finding(
            "environment", f"{', '.join(stray)} set, which Fairloop does not read (it reads FAIRLOOP_...)"
        )


def _database(database: Database) -> Iterator[Finding]:
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        missing = migrations.missing(database)
    except SQLAlchemyError as error:
        remedy = "Check FAIRLOOP_DATABASE_URL, and that the database runs and lets this machine in."
        yield Finding("database", f"{kind} can't be opened: {type(error).__name__}", remedy)
        return
    yield Finding("database", f"{kind} answers")
    if database.others_can_read:
        yield Finding(
            "file",
            "others on this machine can read the database",
            f"chmod 600 {database.engine.url.database}",
        )
    if missing:
        yield Finding("tables", f"lack version {', '.join(missing)}", "Run `fairloop migrate`.")
        return
    yield Finding("tables", "at the newest version")
    wrong = canaries.faults(database)
    yield (
        Finding("keys", "not those of the database", " ".join(wrong))
        if wrong
        else Finding("keys", "those of the database")
    )
    yield from _worker(database)


def _worker(database: Database) -> Iterator[Finding]:
    with database.reading() as session:
        last, depths = heartbeats.last(session), queues.outbox(session)
    remedy = "Start `fairloop worker`, or `fairloop run`; without one nothing is posted."
    if last is None:
        yield Finding("worker", "none was ever seen", remedy)
    elif real_now() - last > LATE:
        yield Finding("worker", f"last seen at {last:%d %b %H:%M} UTC", remedy)
    else:
        yield Finding("worker", "ticks")
    waiting = sum(one.rows for one in depths if one.state in sending.WAITING)
    dead = sum(one.rows for one in depths) - waiting
    yield Finding("outbox", f"{waiting} waiting, {dead} given up (`fairloop outbox list --dead`)")


def _slack(clients: Clients) -> Iterator[Finding]:
    answer, problem = _asked(lambda: clients.for_team("").auth_test())
    if answer is None:
        remedy = (
            "Copy the Bot User OAuth Token again (OAuth & Permissions), or reach Slack from this machine."
        )
        yield Finding("token", problem, remedy)
        return
    yield Finding("token", f"is {answer['user']} in {answer['team']}")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    lacking = [scope for scope in bot_scopes() if scope not in granted]
    if lacking:
        remedy = "Give the app the scopes of manifest.json (OAuth & Permissions) and install it again."
        yield Finding("scopes", f"lacks {', '.join(lacking)}", remedy)
    else:
        yield Finding("scopes", "as in manifest.json")
    yield from _clock(headers.get("date"))


def _clock(date: str | None) -> Iterator[Finding]:
    if date is None:
        return
    skew = abs(_parsed(date) - real_now())
    if skew > SKEW:
        remedy = "Set this machine's clock (NTP): Slack's requests are refused when it is five minutes off."
        yield Finding("clock", f"{skew.total_seconds():.0f} s apart from Slack's", remedy)
    else:
        yield Finding("clock", "agrees with Slack's")


def _parsed(date: str) -> datetime:
    return parsedate_to_datetime(date)


def _socket_mode(settings: Settings, clients: Clients) -> Iterator[Finding]:
    if settings.app_token is None:
        yield Finding("Socket Mode", "not set up (FAIRLOOP_APP_TOKEN); Slack has to reach `fairloop web`")
        return
    token = settings.app_token.get_secret_value()
    ask: Callable[[], Any] = partial(clients.with_token(token).apps_connections_open, app_token=token)
    answer, problem = _asked(ask)
    remedy = "Make an App-Level Token with connections:write, and turn Socket Mode on in the app's settings."
    yield Finding("Socket Mode", "opens") if answer else Finding("Socket Mode", problem, remedy)


def _asked(ask: Callable[[], Any]) -> tuple[Any, str]:
    try:
        return ask(), ""
    except SlackApiError as error:
        return None, f"Slack says {error.response['error']}"
    except OSError as error:
        return None, f"Slack can't be reached: {type(error).__name__}"
