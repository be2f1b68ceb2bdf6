"""The composition root: the one place that wires everything. Building connects to nothing."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

from cryptography.fernet import Fernet
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web import SlackResponse
from sqlalchemy.orm import Session

import handlers
from bot import consequences, letters
from bot.acting.context import Context, Transaction, system
from bot.consequences import given_up
from bot.consequences.dead_letters import follow_dead_letter
from bot.delivery import dead_letters
from bot.delivery.calls import Calls
from bot.delivery.dead_letters import DeadLetter
from bot.delivery.pace import Limits, Pace
from bot.delivery.reconciler import Reconciler
from bot.delivery.rendered import Render, Rendered
from bot.delivery.restores import Restores
from bot.delivery.sender import Sender
from bot.delivery.timing import Clocks, Timing
from bot.domain.errors import NotInstalled
from bot.ground.calendar import real_now, workspace_now
from bot.ground.lanes import Bell, Lane
from bot.process.clock import DueRunner
from bot.process.clock import Handler as DueHandler
from bot.process.due_work import RUNNERS, SLOW
from bot.process.linker import Linker
from bot.process.shelf import BankShelf, BankWatch, Reading
from bot.process.worker import Threads, Worker
from bot.services import bank_news
from bot.settings import Settings, SettingsError
from bot.slack.clients import Clients, Installations, Token, one_token
from bot.slack.directory import SlackDirectory
from bot.slack.ladder import Ladder
from bot.slack.replays import ReplayGuard
from bot.storage.database import Database
from bot.storage.due import DueItem
from bot.storage.sending import Item
from bot.storage.vault import Vault

LISTENERS = 32
"""With Bolt's five threads, five busy listeners starved the sixth until Slack's deadline had passed."""

Authorize = Callable[..., AuthorizeResult | None]
Renderer = Callable[[Context, Item], Rendered | None]
Runner = Callable[[Context, DueItem], None]


@dataclass(frozen=True)
class Parts:
    """What is plugged into the machinery: a renderer for each kind of note, a runner for each kind of due row.

    `listen` registers Bolt listeners; `on_dead` tells the lead of a message that Slack refuses, `on_given_up`
    of a due row that failed too often.
    """

    renderers: Mapping[str, Renderer] = field(default_factory=dict)
    runners: Mapping[str, Runner] = field(default_factory=dict)
    listen: Callable[[App, Context], None] = lambda _app, _context: None
    on_dead: Callable[[Context, DeadLetter, str], None] = lambda _context, _letter, _error: None
    on_given_up: Callable[[Transaction, DueItem], None] = lambda _tx, _item: None


PARTS = Parts(
    renderers={kind: letter.render for kind, letter in letters.KINDS.items()},
    runners=RUNNERS,
    listen=handlers.register,
    on_dead=follow_dead_letter,
    on_given_up=given_up.tell_lead,
)


@dataclass(frozen=True)
class Fairloop:
    """Everything that a process runs."""

    settings: Settings
    database: Database
    clients: Clients
    context: Context
    clocks: Clocks
    bolt_app: App
    worker: Worker
    listeners: ThreadPoolExecutor

    def stop(self) -> None:
        """Let what is under way end, then close the connections."""
        self.worker.stop()
        self.listeners.shutdown(wait=True)
        self.database.dispose()


def build(settings: Settings, parts: Parts = PARTS, timing: Timing = Timing()) -> Fairloop:  # noqa: B008
    """Wire everything as the settings say. Nothing connects before it is used."""
    database = open_database(settings)
    clocks = own_clocks(settings)
    client_id = settings.client_id
    installations = Installations(database, client_id, clocks.calendar) if client_id else None
    clients = Clients(_token(settings, installations), settings.api_url)
    bell = Bell()
    shelf = BankShelf(settings.question_sets)
    context = Context(
        database=database,
        now=clocks.calendar,
        directory=SlackDirectory(database, clients, clocks.protocol),
        bank=shelf,
        wake=bell.ring,
        follow=consequences.follow,
        ladder=Ladder(clocks.protocol),
        public_url=settings.public_url,
    )
    watch = BankWatch(shelf, partial(_tell_of_bank, context))
    worker = _worker(settings, context, clients, clocks, parts, timing, watch)
    bell.heard_by(worker.wake)
    listeners = ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener")
    bolt_app = _bolt_app(settings, database, clients, installations, listeners)
    parts.listen(bolt_app, context)
    return Fairloop(settings, database, clients, context, clocks, bolt_app, worker, listeners)


def offline(settings: Settings) -> Context:
    """What the services are given at the command line: nothing is asked of Slack, and workers send what follows."""
    database, clocks = open_database(settings), own_clocks(settings)
    clients = Clients(_nobodys_token, settings.api_url)
    return Context(
        database=database,
        now=clocks.calendar,
        directory=SlackDirectory(database, clients, clocks.protocol),
        bank=BankShelf(settings.question_sets),
        wake=lambda: None,
        follow=consequences.follow,
        ladder=Ladder(clocks.protocol),
    )


def _nobodys_token(_team_id: str) -> str:
    raise NotInstalled("At the command line nothing is asked of Slack.")


def own_clocks(settings: Settings) -> Clocks:
    """The calendar of the workspace, where it has one of its own, and the real time."""
    calendar = workspace_now(settings.calendar_url) if settings.calendar_url else real_now
    return Clocks(calendar=calendar, protocol=real_now)


def open_database(settings: Settings) -> Database:
    """The database of the settings. Without keys (to migrate) nothing sealed can be read or written."""
    keys = settings.vault_keys or [Fernet.generate_key().decode()]
    return Database(settings.database_url.get_secret_value(), Vault(keys, settings.hash_keys))


def _token(settings: Settings, installations: Installations | None) -> Token:
    if installations is not None:
        return installations.token
    if settings.bot_token is None:
        raise SettingsError(["FAIRLOOP_BOT_TOKEN is missing, and so is FAIRLOOP_CLIENT_ID: set one of them"])
    return one_token(settings.bot_token.get_secret_value())


def _worker(
    settings: Settings,
    context: Context,
    clients: Clients,
    clocks: Clocks,
    parts: Parts,
    timing: Timing,
    watch: BankWatch,
) -> Worker:
    database = context.database
    pace = Pace(
        database,
        Limits(settings.channel_seconds, settings.posts_a_minute, settings.slack_tiers),
        clocks.protocol,
    )
    calls = Calls(database, clients, pace, context.ladder, timing.call)
    renderers: dict[str, Render] = {kind: partial(make, context) for kind, make in parts.renderers.items()}
    restores = Restores(database)
    sender = Sender(database, calls, renderers, clocks, pace, timing, restores)
    reconciler = Reconciler(database, calls, clocks, timing, restores)
    handlers: dict[str, DueHandler] = {k: partial(run, context) for k, run in parts.runners.items()}
    handlers[dead_letters.KIND] = dead_letters.teller(database, partial(parts.on_dead, context))
    given_up = partial(_tell_given_up, context, parts)
    slow = {kind: handlers.pop(kind) for kind in SLOW & handlers.keys()}
    runner, behind = (DueRunner(database, some, clocks, timing, given_up) for some in (handlers, slow))
    record = Lane("record", Linker(database).take)
    lanes = [Lane("bank", watch.take), Lane("slow", behind.take), record]
    return Worker(database, clocks, (runner, sender, reconciler), pace, Threads(), lanes)


def _tell_given_up(context: Context, parts: Parts, session: Session, item: DueItem, now: datetime) -> None:
    tx = Transaction(session, system(item.team_id), now)
    parts.on_given_up(tx, item)
    context.follow_all(tx)


def _tell_of_bank(context: Context, reading: Reading) -> None:
    if reading.faults:
        bank_news.tell_broken(context, reading.version, reading.faults)
    else:
        bank_news.tell_mended(context)


def _bolt_app(
    settings: Settings,
    database: Database,
    clients: Clients,
    installations: Installations | None,
    listeners: ThreadPoolExecutor,
) -> App:
    """Bolt, with signatures checked, replays refused, and tokens found without asking Slack each time.

    `authorize` is always ours: with SLACK_CLIENT_ID in the environment Bolt would turn on OAuth by itself.
    """
    secret = settings.signing_secret
    app = App(
        name="Fairloop",
        signing_secret=secret.get_secret_value() if secret else "",
        client=clients.with_token(None),
        authorize=_installed(installations) if installations else _alone(clients),  # type: ignore[arg-type]  # None refuses
        installation_store=installations,
        before_authorize=ReplayGuard(database, real_now),
        request_verification_enabled=True,
        listener_executor=listeners,
    )
    if installations is not None:
        app.enable_token_revocation_listeners()
    return app


def _alone(clients: Clients) -> Authorize:
    """For one workspace: who the token in the settings is, asked once."""

    @cache
    def who() -> SlackResponse:
        return clients.for_team("").auth_test()

    def authorize() -> AuthorizeResult | None:
        token = clients.for_team("").token
        return AuthorizeResult.from_auth_test_response(
            bot_token=token, auth_test_response=who(), user_auth_test_response=None
        )

    return authorize


def _installed(installations: Installations) -> Authorize:
    """For several workspaces: the newest installation in the one that the request is from."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        bot = installations.find_bot(enterprise_id=enterprise_id, team_id=team_id)
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_scopes=bot.bot_scopes,
        )

    return authorize
