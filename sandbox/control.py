"""The control API under /sandbox: how `Person` and the page see and act (docs/SANDBOX.md)."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request

from sandbox import acting, callbacks, clicking, populate, rooms, screen, steps, ticking
from sandbox.engine import AppConnection, Engine
from sandbox.protocol import Refusal
from sandbox.state import Json, User

Act = Callable[[Engine, User, Json], Json | None]
LONGEST_WAIT = 30.0


def _command(engine: Engine, user: User, said: Json) -> None:
    acting.command(engine, user, str(said["command"]), str(said.get("text", "")), said.get("channel"))


def _shortcut(engine: Engine, user: User, said: Json) -> None:
    at = (str(said["channel"]), str(said["ts"])) if said.get("ts") else None
    acting.shortcut(engine, user, str(said["name"]), at)


def _home(engine: Engine, user: User, said: Json) -> None:
    del said
    acting.open_home(engine, user)


def _say(engine: Engine, user: User, said: Json) -> Json:
    ts = acting.say(engine, user, str(said["text"]), said.get("channel"), said.get("thread_ts"))
    return {"ts": ts}


def _ids(said: Json) -> tuple[str, str]:
    return str(said["block_id"]), str(said["action_id"])


def _asked(dialog: Json | None) -> Json | None:
    return {"confirm": dialog} if dialog is not None else None


def _click(engine: Engine, user: User, said: Json) -> Json | None:
    pressed = clicking.click(
        engine, user, said, _ids(said), option=said.get("option"), confirmed=bool(said.get("confirmed"))
    )
    return _asked(pressed)


def _fill(engine: Engine, user: User, said: Json) -> Json | None:
    how = {k: bool(said.get(k)) for k in ("confirmed", "enter")}
    return _asked(clicking.fill(engine, user, said, _ids(said), value=said.get("value"), **how))


def _submit(engine: Engine, user: User, said: Json) -> None:
    acting.submit(engine, user, str(said["view"]))


def _close(engine: Engine, user: User, said: Json) -> None:
    acting.close(engine, user, str(said["view"]), everything=bool(said.get("all")))


def _read(engine: Engine, user: User, said: Json) -> None:
    with engine.workspace.changes:
        channel = acting.place(engine, user, said.get("channel"))
        if channel.messages:
            channel.last_read[user.id] = channel.messages[-1].ts
        engine.workspace.changed()


ACTS: dict[str, Act] = {
    "command": _command,
    "shortcut": _shortcut,
    "home": _home,
    "say": _say,
    "click": _click,
    "fill": _fill,
    "submit": _submit,
    "close": _close,
    "read": _read,
}


def _clock(engine: Engine, said: Json) -> Json:
    by = said.get("by_seconds")
    to = datetime.fromisoformat(said["now"]) if said.get("now") else None
    moved = ticking.move(engine, to=to, by=timedelta(seconds=float(by)) if by is not None else None)
    return {"now": moved.isoformat()}


def _app(engine: Engine, said: Json) -> Json:
    url = said.get("request_url")
    for address in filter(None, (url, said.get("tick_url"), said.get("due_url"))):
        if urlsplit(str(address)).scheme not in ("http", "https"):
            raise ValueError(f"{address!r} is not an http address")
    if url and engine.manifest.events and not callbacks.verify_url(engine, str(url)):
        raise ValueError("Your URL didn't respond with the value of the challenge parameter.")
    engine.app = AppConnection(url, said.get("tick_url"), said.get("due_url"))
    engine.workspace.changed()
    return {}


def _fault(engine: Engine, said: Json) -> Json:
    how = {
        "times": said.get("times", 1),
        "seconds": float(said.get("seconds", 1.0)),
        "error": str(said.get("error") or ""),
    }
    engine.faults.add(said["kind"], str(said.get("on", "*")), **how)
    return {"faults": engine.faults.listed()}


def _workspace(engine: Engine, said: Json) -> Json:
    engine.new_blocks = bool(said["new_blocks"])
    engine.workspace.changed()
    return {"new_blocks": engine.new_blocks}


def _act(engine: Engine, said: Json) -> Json:
    user = acting.person(engine, str(said.get("as", "")))
    act = ACTS.get(str(said.get("do", "")))
    if act is None:
        raise ValueError(f"do is one of {', '.join(ACTS)}")
    return act(engine, user, said) or {}


def _posted(engine: Engine, run: Callable[[Engine, Json], Json]) -> tuple[Response, int]:
    said = request.get_json(silent=True)
    if not isinstance(said, dict):
        return jsonify(ok=False, error="send a JSON object"), 400
    try:
        return jsonify({"ok": True} | run(engine, said)), 200
    except acting.NotPossible as error:
        return jsonify(ok=False, error=str(error)), 409
    except Refusal as error:
        return jsonify(ok=False, error=error.error), 409
    except ticking.AppSilent as error:
        return jsonify(ok=False, error=str(error)), 502
    except KeyError as error:
        return jsonify(ok=False, error=f"{error.args[0]} is missing"), 400
    except (ValueError, TypeError) as error:
        return jsonify(ok=False, error=str(error)), 400


POSTS: dict[str, Callable[[Engine, Json], Json]] = {
    "/act": _act,
    "/clock": _clock,
    "/app": _app,
    "/faults": _fault,
    "/workspace": _workspace,
    "/people": populate.add_person,
    "/people/update": populate.update_person,
    "/channels": rooms.add_channel,
    "/channels/update": rooms.update_channel,
    "/usergroups": populate.add_group,
    "/usergroups/update": populate.update_group,
    "/steps": steps.run,
}


def _poster(engine: Engine, run: Callable[[Engine, Json], Json]) -> Callable[[], tuple[Response, int]]:
    return lambda: _posted(engine, run)


def _wait(engine: Engine) -> None:
    after = request.args.get("after", type=int)
    if after is None:
        return
    seconds = min(request.args.get("seconds", default=LONGEST_WAIT, type=float), LONGEST_WAIT)
    with engine.workspace.changes:
        engine.workspace.changes.wait_for(
            lambda: engine.workspace.revision > after or engine.closing.is_set(), timeout=seconds
        )


def _stream(engine: Engine) -> Iterator[str]:
    seen = -1
    while not engine.closing.is_set():
        newer = _newer(engine, seen)
        yield ": still here\n\n" if newer == seen else f"data: {json.dumps({'revision': newer})}\n\n"
        seen = newer


def _newer(engine: Engine, seen: int) -> int:
    """The revision once it is past `seen`, or after 15 seconds."""
    with engine.workspace.changes:
        engine.workspace.changes.wait_for(
            lambda: engine.workspace.revision > seen or engine.closing.is_set(), timeout=15.0
        )
        return engine.workspace.revision


def _reads(blueprint: Blueprint, engine: Engine) -> None:
    @blueprint.get("/state")
    def get_state() -> tuple[Response, int]:
        try:
            user = acting.person(engine, request.args.get("as", ""))
        except acting.NotPossible as error:
            return jsonify(ok=False, error=str(error)), 404
        _wait(engine)
        parts = [p for p in request.args.get("parts", "").split(",") if p]
        return jsonify({"ok": True} | screen.state(engine, user, parts)), 200

    @blueprint.get("/people")
    def get_people() -> Response:
        return jsonify(people=screen.people(engine))

    @blueprint.get("/clock")
    def get_clock() -> Response:
        return jsonify(now=engine.workspace.calendar.now.isoformat())

    @blueprint.get("/steps")
    def get_steps() -> Response:
        return jsonify(steps=steps.listed(engine))

    @blueprint.get("/workspace")
    def get_workspace() -> Response:
        return jsonify(new_blocks=engine.new_blocks)

    @blueprint.get("/faults")
    def get_faults() -> Response:
        return jsonify(faults=engine.faults.listed())

    @blueprint.delete("/faults")
    def delete_faults() -> Response:
        engine.faults.clear()
        return jsonify(ok=True)

    @blueprint.get("/transcript")
    def get_transcript() -> Response:
        start = request.args.get("from", default=0, type=int)
        entries = engine.transcript.entries
        return jsonify(entries=entries[start:], next=len(entries))

    @blueprint.get("/due")
    def get_due() -> tuple[Response, int]:
        try:
            return jsonify(due=ticking.due(engine)), 200
        except (ticking.AppSilent, ValueError) as error:
            return jsonify(due=[], error=str(error)), 502

    @blueprint.get("/events")
    def get_events() -> Response:
        return Response(_stream(engine), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def blueprint(engine: Engine) -> Blueprint:
    """The control API for one engine. It answers to this machine's own names only."""
    made = Blueprint("control", __name__, url_prefix="/sandbox")

    @made.before_request
    def only_local() -> tuple[Response, int] | None:
        host = urlsplit(f"//{request.host}").hostname
        if host not in ("127.0.0.1", "localhost", "::1"):
            return jsonify(ok=False, error="the sandbox answers on localhost only"), 403
        return None

    for path, run in POSTS.items():
        made.add_url_rule(path, path.strip("/").replace("/", "_"), _poster(engine, run), methods=["POST"])
    _reads(made, engine)
    return made
