"""Calls from the workspace to the app: over signed HTTP, or over Socket Mode where it is connected so."""

import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from threading import Thread
from typing import Any, Literal

from sandbox.engine import Engine
from sandbox.objects import APP_ID
from sandbox.protocol import ACK_SECONDS, signed_headers
from sandbox.sockets import NotConnected
from sandbox.state import Json

Kind = Literal["slash_commands", "interactive", "events_api"]
_HTTP = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """What the app answered in time, or Slack's error code for what went wrong."""

    status: int | str
    body: Any = None
    error: str | None = None


def deliver(
    engine: Engine, name: str, kind: Kind, payload: Json, headers: dict[str, str] | None = None
) -> Answer:
    """Send one callback, wait for its answer at most three real seconds, and record both."""
    fault = engine.faults.take(name, callback=True)
    answer = _once(
        engine, name, kind, payload, headers or {}, late=fault is not None and fault.kind == "late"
    )
    if fault is not None and fault.kind == "duplicate":
        _once(engine, name, kind, payload, headers or {}, late=False)
    return answer


def _once(
    engine: Engine, name: str, kind: Kind, payload: Json, headers: dict[str, str], *, late: bool
) -> Answer:
    started = time.monotonic()
    if kind == "interactive" and not engine.manifest.interactive:
        answer = Answer("interactivity_disabled", error="interactivity_disabled")
    elif engine.sockets.connected:
        answer = _over_socket(engine, kind, payload, headers)
    elif engine.app.request_url:
        answer = _over_http(engine, engine.app.request_url, kind, payload, headers)
    else:
        answer = Answer("dispatch_failed", error="dispatch_failed")
    ms = (time.monotonic() - started) * 1000
    if late or ms > ACK_SECONDS * 1000:
        answer = Answer("operation_timeout", answer.body, error="operation_timeout")
    engine.transcript.callback(name, payload, answer.status, answer.body, ms)
    return answer


def _over_socket(engine: Engine, kind: Kind, payload: Json, headers: dict[str, str]) -> Answer:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }
    if kind == "events_api":
        envelope["retry_attempt"] = int(headers.get("X-Slack-Retry-Num", "0"))
        envelope["retry_reason"] = headers.get("X-Slack-Retry-Reason", "")
    try:
        said = engine.sockets.deliver(envelope, ACK_SECONDS)
    except TimeoutError:
        return Answer("operation_timeout", error="operation_timeout")
    except NotConnected:
        return Answer("dispatch_failed", error="dispatch_failed")
    return Answer(200, said.get("payload") or None)


def _over_http(engine: Engine, url: str, kind: Kind, payload: Json, headers: dict[str, str]) -> Answer:
    if kind == "events_api":
        body, content_type = json.dumps(payload).encode(), "application/json"
    else:
        fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        body = urllib.parse.urlencode(fields).encode()
        content_type = "application/x-www-form-urlencoded"
    signed = signed_headers(engine.signing_secret, body, content_type)
    request = urllib.request.Request(url, data=body, headers=signed | headers, method="POST")
    try:
        with _HTTP.open(request, timeout=ACK_SECONDS) as response:
            raw, kind_of_body = response.read(), response.headers.get_content_type()
            return Answer(response.status, _read(raw, kind_of_body))
    except urllib.error.HTTPError as error:
        with error:
            said = _read(error.read(), error.headers.get_content_type())
        return Answer(error.code, said, error=f"http_status_{error.code}")
    except TimeoutError:
        return Answer("operation_timeout", error="operation_timeout")
    except OSError as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            return Answer("operation_timeout", error="operation_timeout")
        return Answer("dispatch_failed", error="dispatch_failed")


def _read(raw: bytes, content_type: str) -> Any:
    said = raw.decode("utf-8", "replace")
    if content_type == "application/json" and said:
        try:
            return json.loads(said)
        except json.JSONDecodeError:
            return said
    return said or None


def verify_url(engine: Engine, url: str) -> bool:
    """Whether the app at this URL answers Slack's challenge, as Slack asks before it sends events."""
    challenge = secrets.token_urlsafe(30)
    payload: Json = {"token": "sandbox", "challenge": challenge, "type": "url_verification"}
    started = time.monotonic()
    answer = _over_http(engine, url, "events_api", payload, {})
    engine.transcript.callback(
        "url_verification", payload, answer.status, answer.body, (time.monotonic() - started) * 1000
    )
    said = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
    return answer.error is None and said == challenge


SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
"""What an app subscribes to for the messages of a channel type (docs: event `message`)."""


def emit(engine: Engine, event: Json) -> None:
    """Send an event the app subscribed to. The first try is waited for; failed ones are retried behind.

    Slack tries again at once, after one minute and after five (docs: Events API, "Retries"), in real time.
    """
    if _subscription(event) in engine.manifest.events:
        send_event(engine, event)


def send_event(engine: Engine, event: Json) -> None:
    """Send an event whether or not the app subscribed to it; see `emit`."""
    payload: Json = {
        "token": "sandbox",
        "team_id": engine.workspace.team_id,
        "context_team_id": engine.workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(engine.workspace.calendar.now.timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": engine.workspace.team_id,
                "user_id": engine.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": _shared(engine, event),
        "event_context": secrets.token_hex(12),
    }
    first = deliver(engine, event["type"], "events_api", payload)
    if first.error is not None:
        Thread(target=_retry, args=(engine, payload, first.error), daemon=True).start()


def _shared(engine: Engine, event: Json) -> bool:
    channel = engine.workspace.channels.get(str(event.get("channel")))
    return channel is not None and bool(channel.connected)


def _subscription(event: Json) -> str:
    kind = str(event["type"])
    return SUBSCRIPTIONS[event["channel_type"]] if kind == "message" else kind


def _retry(engine: Engine, payload: Json, error: str) -> None:
    for attempt, delay in enumerate(engine.event_retries, start=1):
        if engine.closing.wait(delay):
            return
        reason = "http_timeout" if error == "operation_timeout" else "http_error"
        headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        answer = deliver(engine, payload["event"]["type"], "events_api", payload, headers)
        if answer.error is None:
            return
        error = answer.error
