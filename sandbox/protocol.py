"""Protocol time: triggers that live three seconds, response URLs, request signatures. Always real time."""

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass

ACK_SECONDS = 3.0
"""How long Slack waits for an app's answer, and how long a trigger lives (docs: "Handling interactions")."""
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


class Refusal(Exception):
    """Slack says no: an error code, and what else goes into the answer."""

    def __init__(self, error: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


@dataclass
class Trigger:
    """What a trigger_id stands for: who acted, from inside which modal, and when (monotonic seconds)."""

    user: str
    view_id: str | None
    born: float
    used: bool = False


class Triggers:
    """The trigger ids given out: each opens one view, within three real seconds."""

    def __init__(self, team_id: str) -> None:
        self._team = team_id
        self._lock = threading.Lock()
        self._known: dict[str, Trigger] = {}

    def new(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger id for something this person just did."""
        key = f"{secrets.randbelow(10**13)}.{self._team}.{secrets.token_hex(16)}"
        with self._lock:
            self._known[key] = Trigger(user, view_id, time.monotonic())
        return key

    def check(self, key: str) -> Trigger:
        """The trigger if it can still be used. Refusal: unknown, used before, or too old."""
        with self._lock:
            trigger = self._known.get(key)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() - trigger.born > ACK_SECONDS:
            raise Refusal("expired_trigger_id")
        return trigger

    def exchange(self, key: str) -> Trigger:
        """Use the trigger up. Refusal as in `check`."""
        trigger = self.check(key)
        with self._lock:
            if trigger.used:
                raise Refusal("exchanged_trigger_id")
            trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """Where an app may answer to an action later: the channel, the person, and the message acted on."""

    channel: str
    user: str
    message_ts: str | None
    born: float
    uses: int = 0


class ResponseUrls:
    """The response URLs given out: five uses within thirty real minutes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, ResponseUrl] = {}

    def new(self, channel: str, user: str, message_ts: str | None = None) -> str:
        """The secret part of a fresh response URL."""
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._known[key] = ResponseUrl(channel, user, message_ts, time.monotonic())
        return key

    def use(self, key: str) -> ResponseUrl:
        """Count one use. Refusal: expired_url (unknown or old) or used_url (more than five)."""
        with self._lock:
            url = self._known.get(key)
            if url is None or time.monotonic() - url.born > RESPONSE_URL_SECONDS:
                raise Refusal("expired_url")
            if url.uses >= RESPONSE_URL_USES:
                raise Refusal("used_url")
            url.uses += 1
            return url


def signed_headers(secret: str, body: bytes, content_type: str) -> dict[str, str]:
    """Headers of a request from Slack: the v0 signature over timestamp and body (HMAC-SHA256)."""
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept": "application/json,*/*",
    }
