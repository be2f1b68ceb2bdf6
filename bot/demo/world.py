"""The demo's world: the sandbox workspace, the bot over signed HTTP, the clock, and SQLite in a folder of its own."""

import secrets
import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.fernet import Fernet
from flask import Flask, Response, jsonify
from pydantic import SecretStr
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from bot.bootstrap import Fairloop, build
from bot.demo.cast import ADMIN, CHANNEL, EVERYBODY, LEAD, SHADOW, Role
from bot.demo.webapp import Quiet
from bot.migrations import upgrade
from bot.resources import resource_path
from bot.settings import Settings
from bot.storage.tables import Due
from bot.wsgi import make_app
from sandbox.limits import RateLimits
from sandbox.person import Person
from sandbox.server import Sandbox

PORT = 8765
FASTER = 20
"""The demo's workspace allows this many times Slack's rates, so that nobody waits for a thread of ten replies."""
DUE_WORDS = {
    "plan": "a plan is made",
    "kit": "a kit goes out",
    "scorecard_opens": "a scorecard opens",
    "nudge": "a late panelist is asked",
    "debrief": "a debrief is posted",
}


class World:
    """Everything that runs in a demo; a context manager that stops it all.

    `now` is where the sandbox's calendar begins (None: it follows the real clock).
    """

    def __init__(self, folder: Path, now: datetime | None, *, port: int = PORT, database_url: str | None = None) -> None:
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder / 'fairloop.db'}"
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
        self.fairloop.worker.run_until_idle()

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
            FAIRLOOP_DATABASE_URL=SecretStr(self.database_url),
            slack_api_url=self.sandbox.api_url,
            calendar_url=f"{self.sandbox.url}/sandbox/clock",
            channel_seconds=1 / FASTER,
            posts_a_minute=300 * FASTER,
        )
        upgrade(self.database_url)
        fairloop = build(settings)
        self._stack.callback(fairloop.stop)
        return fairloop

    def _serve(self, fairloop: Fairloop) -> None:
        app = make_app(fairloop)
        _add_clock(app, fairloop)
        server: BaseWSGIServer = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, name="bot", daemon=True)
        thread.start()
        self._stack.callback(thread.join)
        self._stack.callback(server.server_close)
        self._stack.callback(server.shutdown)
        fairloop.worker.start()
        base = f"http://127.0.0.1:{server.server_port}"
        self.sandbox.connect(f"{base}/slack/events", tick_url=f"{base}/demo/tick", due_url=f"{base}/demo/due")


def _add_clock(app: Flask, fairloop: Fairloop) -> None:
    """The sandbox says that its calendar moved, and asks what is due."""

    @app.post("/demo/tick")
    def tick() -> tuple[str, int]:
        fairloop.worker.run_until_idle()
        return "", 204

    @app.get("/demo/due")
    def due() -> Response:
        with fairloop.database.reading() as session:
            rows = session.scalars(select(Due).where(Due.state == "waiting").order_by(Due.due_at).limit(50))
            return jsonify([{"at": row.due_at.isoformat(), "what": DUE_WORDS.get(row.kind, row.kind)} for row in rows])


__all__ = ["World"]
