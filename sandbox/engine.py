"""Everything that a running sandbox is made of, in one value that its parts share."""

import threading
from dataclasses import dataclass, field

from sandbox.faults import Faults
from sandbox.limits import Limiter
from sandbox.manifest import Manifest
from sandbox.oauth import Grants
from sandbox.protocol import ResponseUrls, Triggers
from sandbox.sockets import Sockets
from sandbox.state import User, Workspace
from sandbox.transcript import Transcript


@dataclass
class AppConnection:
    """Where the app is: its request URL, and the optional addresses for the clock."""

    request_url: str | None = None
    tick_url: str | None = None
    due_url: str | None = None


@dataclass
class Engine:
    """A workspace with one app installed, and the switches around them."""

    workspace: Workspace
    manifest: Manifest
    bot: User
    bot_token: str
    app_token: str
    signing_secret: str
    grants: Grants
    triggers: Triggers
    transcript: Transcript
    limiter: Limiter
    sockets: Sockets
    event_retries: tuple[float, ...]
    new_blocks: bool = True
    """Whether the workspace has the blocks of 2026."""
    faults: Faults = field(default_factory=Faults)
    response_urls: ResponseUrls = field(default_factory=ResponseUrls)
    app: AppConnection = field(default_factory=AppConnection)
    closing: threading.Event = field(default_factory=threading.Event)
