"""One Web API request from HTTP to its answer: token, faults, limits, scopes, checks, method, transcript."""

import hmac
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any

from flask import Request

from sandbox import checks
from sandbox.api.registry import METHODS, Method, need, provided
from sandbox.engine import Engine
from sandbox.faults import Fault
from sandbox.protocol import Refusal
from sandbox.state import Json
from sandbox.validation import METHODS as METHOD_RULES

TAKE_TEAM_ID = {name for name, rules in METHOD_RULES.items() if "team_id" in rules.arguments}
"""Bolt sends team_id with every call; Slack ignores it where it has no meaning."""
JSON_FIELDS = ("blocks", "view", "message", "metadata", "attachments", "files")


@dataclass
class Reply:
    """What goes back over HTTP; with `reset` the connection is torn down instead."""

    body: Json | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False


def read_arguments(name: str, request: Request) -> tuple[Json, str | None]:
    """The arguments of a request, from query, form or JSON body, and the token. Refusal: invalid_json."""
    args: Json = dict(request.args.items())
    if request.mimetype == "application/json":
        body = request.get_json(silent=True) if request.get_data() else {}
        if not isinstance(body, dict):
            raise Refusal("invalid_json")
        args |= body
    else:
        args |= dict(request.form.items())
        for name in JSON_FIELDS:
            if isinstance(args.get(name), str):
                args[name] = _decoded(args[name])
    if args.get("team_id") and name not in TAKE_TEAM_ID:
        del args["team_id"]
    scheme, _, header = request.headers.get("Authorization", "").partition(" ")
    token = args.pop("token", None)
    if scheme == "Basic" and request.authorization is not None:
        args |= {"client_id": request.authorization.username, "client_secret": request.authorization.password}
    return args, header if scheme == "Bearer" and header else token


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def answer(engine: Engine, name: str, request: Request) -> Reply:
    """Answer one call and record it."""
    started = time.monotonic()
    args: Json = {}
    found: list[checks.Problem] = []
    fault = engine.faults.take(name)
    try:
        args, token = read_arguments(name, request)
        reply = _hit_before(engine, fault)
        if reply is None:
            found = checks.problems(engine, name, args)
            reply = _hit_after(engine, fault, partial(_run, engine, name, args, token, found))
    except Refusal as refusal:
        reply = _refused(refusal)
    if reply.body is not None:
        reply.headers.setdefault("X-OAuth-Scopes", provided(engine))
    ms = (time.monotonic() - started) * 1000
    engine.transcript.call(name, args, reply.body, ms, checks.as_json(found))
    return reply


def _hit_before(engine: Engine, fault: Fault | None) -> Reply | None:
    match fault.kind if fault else None:
        case "ratelimited":
            seconds = max(1, round(fault.seconds)) if fault else 1
            return _refused(Refusal("ratelimited", retry_after=seconds))
        case "server_error":
            return Reply({"ok": False, "error": "internal_error"}, status=500)
        case "refused":
            return _refused(Refusal(fault.error if fault else ""))
        case "lost_before":
            return Reply(None, reset=True)
        case "timeout":
            engine.closing.wait(fault.seconds if fault else 0)
            return Reply(None, reset=True)
    return None


def _hit_after(engine: Engine, fault: Fault | None, run: Callable[[], Reply]) -> Reply:
    if fault is not None and fault.kind == "done_late":
        engine.closing.wait(fault.seconds)
        Thread(target=_done_late, args=(engine, fault.seconds, run), daemon=True).start()
        return Reply(None, reset=True)
    reply = run()
    match fault.kind if fault else None:
        case "reset_after":
            return Reply(None, reset=True)
        case "slow":
            engine.closing.wait(fault.seconds if fault else 0)
    return reply


def _done_late(engine: Engine, seconds: float, run: Callable[[], Reply]) -> None:
    """Do what a call asked for when its connection is long gone; nobody hears of a refusal."""
    if not engine.closing.wait(seconds):
        with suppress(Refusal):
            run()


def _refused(refusal: Refusal) -> Reply:
    extra = dict(refusal.extra)
    seconds = extra.pop("retry_after", None)
    body: Json = {"ok": False, "error": refusal.error} | extra
    if seconds is not None:
        return Reply(body, status=429, headers={"Retry-After": str(seconds)})
    return Reply(body)


def _run(engine: Engine, name: str, args: Json, token: str | None, found: list[checks.Problem]) -> Reply:
    method = METHODS.get(name)
    if method is None or name not in METHOD_RULES:
        raise Refusal("unknown_method", req_method=name)
    execution = next(
        (e for e in engine.workspace.executions.values() if token and _same(token, e.token)), None
    )
    _check_token(engine, method, engine.bot_token if execution else token)
    channel = args.get("channel")
    seconds = engine.limiter.seconds_to_wait(name, channel if isinstance(channel, str) else None)
    if seconds:
        raise Refusal("ratelimited", retry_after=seconds)
    if method.token == "bot":
        need(engine, *filter(None, [METHOD_RULES[name].scopes.get("any")]))
    checks.refuse(found)
    with engine.workspace.changes:
        # What is posted with a step's own token belongs to that step, and so does what is pressed in it.
        known = checks.arguments(name, args) | ({"execution": execution.id} if execution else {})
        return Reply({"ok": True} | method.run(engine, known))


def _check_token(engine: Engine, method: Method, token: str | None) -> None:
    if method.token == "none":
        return
    if not token:
        raise Refusal("not_authed")
    kinds = {"bot": engine.bot_token, "app": engine.app_token}
    kind = next((k for k, known in kinds.items() if _same(token, known)), None)
    if kind is None:
        raise Refusal("invalid_auth")
    if kind != method.token:
        raise Refusal("not_allowed_token_type")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
