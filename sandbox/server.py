"""`Sandbox`: a workspace with a real HTTP server in threads on 127.0.0.1."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import BaseWSGIServer

from sandbox import populate, rooms, steps, ticking
from sandbox.clock import Calendar
from sandbox.control import POSTS
from sandbox.engine import Engine
from sandbox.faults import Faults
from sandbox.limits import Limiter, RateLimits
from sandbox.manifest import Manifest
from sandbox.oauth import Grants
from sandbox.person import Person
from sandbox.protocol import Triggers
from sandbox.serving import bind
from sandbox.sockets import Sockets
from sandbox.state import Channel, User, Workspace
from sandbox.transcript import Transcript
from sandbox.web import make_app

CLIENT_ID = "1111111111.4444444444"
CLIENT_SECRET = "c1db0c5a4db0c5a4db0c5a4db0c5a4db"
RETRIES = (0.0, 60.0, 300.0)


class Sandbox:
    """A Slack workspace on this machine with one app installed. Use it as a context manager.

    `manifest` says what the app has (a mapping or a JSON file); `now` where the calendar stands (without it
    the calendar follows the real clock); `port` is the first port tried (0: any free one). Rate limits are
    Slack's unless `limits` says otherwise; `event_retries` are real seconds before each retry of an event;
    `new_blocks` says whether the workspace has the blocks of 2026.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any] | Path | str,
        *,
        now: datetime | None = None,
        port: int = 0,
        signing_secret: str = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d",
        bot_token: str = "xoxb-1111111111-2222222222-sandboxbottoken",
        app_token: str = "xapp-1-A0SANDBOX-3333333333-sandboxapptoken",
        team_id: str = "T0SANDBOX",
        limits: RateLimits | None = None,
        event_retries: Sequence[float] = RETRIES,
        new_blocks: bool = True,
    ) -> None:
        calendar = Calendar(now)
        read = Manifest.read(manifest)
        workspace = Workspace(calendar, team_id)
        bot = User(workspace.new_id("U"), read.name.lower(), read.name, "", "Etc/UTC", is_bot=True)
        workspace.users[bot.id] = bot
        self._engine = Engine(
            workspace=workspace,
            manifest=read,
            bot=bot,
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=signing_secret,
            grants=Grants(CLIENT_ID, CLIENT_SECRET),
            triggers=Triggers(team_id),
            transcript=Transcript(calendar, workspace.changed),
            limiter=Limiter(limits or RateLimits()),
            sockets=Sockets(),
            event_retries=tuple(event_retries),
            new_blocks=new_blocks,
        )
        self._first_port = port
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Bind the first free port and serve. OSError if none is free."""
        self._server = bind(make_app(self._engine), self._first_port)
        self._engine.workspace.base_url = f"http://127.0.0.1:{self._server.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close connections and stop serving."""
        self._engine.closing.set()
        self._engine.workspace.changed()
        self._engine.sockets.disconnect("link_disabled")
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base address, such as http://127.0.0.1:8765."""
        return self._engine.workspace.base_url

    @property
    def api_url(self) -> str:
        """The Web API's base address for slack_sdk's `base_url`."""
        return f"{self.url}/api/"

    @property
    def signing_secret(self) -> str:
        """What callbacks are signed with."""
        return self._engine.signing_secret

    @property
    def bot_token(self) -> str:
        """The app's bot token."""
        return self._engine.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self._engine.app_token

    @property
    def client_id(self) -> str:
        """The app's client id, for installing it at {url}/oauth/v2/authorize."""
        return self._engine.grants.client_id

    @property
    def client_secret(self) -> str:
        """The app's client secret."""
        return self._engine.grants.client_secret

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self._engine.workspace.team_id

    @property
    def bot_user_id(self) -> str:
        """The app's user id."""
        return self._engine.bot.id

    @property
    def transcript(self) -> Transcript:
        """Every Web API call and every callback so far."""
        return self._engine.transcript

    @property
    def faults(self) -> Faults:
        """The switches that make the workspace misbehave."""
        return self._engine.faults

    @property
    def sockets(self) -> Sockets:
        """The app's Socket Mode connections."""
        return self._engine.sockets

    @property
    def now(self) -> datetime:
        """Calendar time, aware, in UTC."""
        return self._engine.workspace.calendar.now

    def move_clock(self, *, to: datetime | None = None, by: timedelta | None = None) -> datetime:
        """Move the calendar forward, tell the app (tick_url) and wait until it is idle."""
        return ticking.move(self._engine, to=to, by=by)

    def connect(
        self, request_url: str | None, *, tick_url: str | None = None, due_url: str | None = None
    ) -> None:
        """Say where the app is. ValueError if it does not answer Slack's challenge."""
        POSTS["/app"](self._engine, {"request_url": request_url, "tick_url": tick_url, "due_url": due_url})

    def refuse_new_blocks(self, refuse: bool = True) -> None:
        """Make this a workspace that does not have the blocks of 2026 yet, or (False) one that has."""
        POSTS["/workspace"](self._engine, {"new_blocks": not refuse})

    def add_person(
        self,
        name: str,
        *,
        tz: str = "Europe/Berlin",
        email: str | None = None,
        real_name: str | None = None,
        guest: bool = False,
        admin: bool = False,
        **belongs: Any,
    ) -> Person:
        """Add a person and act as them. ValueError if the name is taken or the zone is unknown.

        `belongs` may say locale, single_channel, team (the id of another one) and stranger.
        """
        said = {
            "name": name,
            "tz": tz,
            "email": email,
            "real_name": real_name,
            "guest": guest,
            "admin": admin,
        } | belongs
        return self.person(populate.add_person(self._engine, said)["id"])

    def person(self, user_id: str) -> Person:
        """Act as somebody who is there already."""
        return Person(self.url, user_id)

    def remove_person(self, person: Person) -> None:
        """Deactivate somebody's account."""
        populate.update_person(self._engine, {"id": person.id, "deleted": True})

    def change_person(self, person: Person, **changes: Any) -> None:
        """Change tz, real_name, locale, guest, single_channel, team or stranger."""
        populate.update_person(self._engine, {"id": person.id} | changes)

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: Sequence[Person] = (),
        bot: bool = True,
        **shared: Any,
    ) -> Channel:
        """Add a channel; `bot` says whether the app is in it.

        `shared` may say connected and pending (lists of other teams' ids) and org_shared.
        """
        ids = [m.id for m in members]
        said = {"name": name, "private": private, "members": ids, "bot": bot} | shared
        return self._engine.workspace.channels[rooms.add_channel(self._engine, said)["id"]]

    def change_channel(self, channel: Channel, **changes: Any) -> None:
        """Change archived, private, bot, add or remove (lists of user ids), connected, pending, org_shared."""
        rooms.update_channel(self._engine, {"id": channel.id} | changes)

    def add_group(self, handle: str, members: Sequence[Person]) -> str:
        """Add a user group and return its id."""
        said = {"handle": handle, "users": [m.id for m in members]}
        return str(populate.add_group(self._engine, said)["id"])

    def run_step(self, callback_id: str, **inputs: Any) -> str:
        """Run one of the app's workflow steps and return the execution's id. ValueError if it doesn't fit."""
        return str(steps.run(self._engine, {"step": callback_id, "inputs": inputs})["id"])

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Every run of a workflow step: id, step, inputs, status, outputs, error."""
        return steps.listed(self._engine)

    def change_group(self, group: str, **changes: Any) -> None:
        """Change a user group: users (people or their ids), handle, name."""
        if "users" in changes:
            changes["users"] = [getattr(user, "id", user) for user in changes["users"]]
        populate.update_group(self._engine, {"id": group} | changes)
