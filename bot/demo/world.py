"""The demo's world: the sandbox workspace, the bot over signed HTTP, the clock, and SQLite in a folder of its own."""

import secrets
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.bootstrap import Fairloop, build
from bot.demo.cast import ADMIN, CHANNEL, EVERYBODY, LEAD, SHADOW, Role
from bot.ground.resources import resource_path
from bot.settings import Settings
from bot.storage.migrations import upgrade
from bot.wsgi import LocalServer, make_app
from sandbox.limits import RateLimits
from sandbox.person import Person
from sandbox.server import Sandbox

PORT = 8765
PATIENCE = 150.0
"""Seconds until something is called stuck: longer than a lease, so that a row whose sender died is taken up again."""
FASTER = 20
"""The demo's workspace allows this many times Slack's rates, so that nobody waits for a thread of ten replies."""


class World:
    """Everything that runs in a demo; a context manager that stops it all.

    `now` is where the sandbox's calendar begins (None: it follows the real clock). `question_sets` is a
    folder with a bank instead of Fairloop's own.
    """

    def __init__(
        self,
        folder: Path,
        now: datetime | None,
        *,
        port: int = PORT,
        database_url: str | None = None,
        question_sets: Path | None = None,
    ) -> None:
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder / 'fairloop.db'}"
        self.question_sets = question_sets
        self._stack = ExitStack()
        self.sandbox = Sandbox(
            resource_path("manifest.json"),
            now=now,
            port=port,
            signing_secret=secrets.token_hex(16),
            limits=RateLimits(scale=FASTER, posts_a_minute=300 * FASTER),
        )
        self.people: dict[str, Person] = {}

    def __enter__(self) -> Self:
        try:
            self._stack.enter_context(self.sandbox)
            self._populate()
            self.fairloop = self._build()
            self._serve(self.fairloop)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def person(self, role: Role) -> Person:
        """Somebody of the cast, at their own screen."""
        return self.people[role.name]

    def move_to(self, at: datetime) -> None:
        """Move the calendar forward; returns when everything that fell due is done."""
        self.sandbox.move_clock(to=at)

    def settle(self) -> None:
        """Wait until the bot has nothing left to do now."""
        self.fairloop.worker.run_until_idle(PATIENCE)

    def environment(self) -> str:
        """What a command needs to open this database, as the lines of a .env file."""
        settings = self.fairloop.settings
        hash_key = settings.hash_key.get_secret_value() if settings.hash_key else ""
        lines = {
            "ENCRYPTION_KEYS": ",".join(settings.vault_keys),
            "HASH_KEY": hash_key,
            "DATABASE_URL": "sqlite:///fairloop.db",
        }
        return "".join(f"FAIRLOOP_{name}={value}\n" for name, value in lines.items())

    def _populate(self) -> None:
        for role in EVERYBODY:
            email = f"{role.name.split()[0].lower()}@example.com"
            self.people[role.name] = self.sandbox.add_person(
                role.name, tz=role.tz, email=email, real_name=role.name, admin=role.admin
            )
        members = [self.people[role.name] for role in EVERYBODY if role not in (ADMIN, SHADOW)]
        self.sandbox.add_channel(CHANNEL, private=True, members=members)
        self.sandbox.add_channel("general", members=list(self.people.values()))
        self.lead = self.people[LEAD.name]

    def _build(self) -> Fairloop:
        settings = Settings(
            bot_token=SecretStr(self.sandbox.bot_token),
            signing_secret=SecretStr(self.sandbox.signing_secret),
            encryption_keys=SecretStr(Fernet.generate_key().decode()),
            hash_key=SecretStr(secrets.token_hex(32)),
            database_url=SecretStr(self.database_url),
            slack_api_url=self.sandbox.api_url,
            question_sets=self.question_sets,
            calendar_url=f"{self.sandbox.url}/sandbox/clock",
            channel_seconds=1 / FASTER,
            posts_a_minute=300 * FASTER,
            slack_tiers=FASTER,
        )
        fairloop = build(settings)
        self._stack.callback(fairloop.stop)
        upgrade(fairloop.database)
        return fairloop

    def _serve(self, fairloop: Fairloop) -> None:
        server = LocalServer(make_app(fairloop))
        server.start()
        self._stack.callback(server.stop)
        fairloop.worker.start()
        self.sandbox.connect(
            f"{server.url}/slack/events",
            tick_url=f"{server.url}/calendar/tick",
            due_url=f"{server.url}/calendar/due",
        )
