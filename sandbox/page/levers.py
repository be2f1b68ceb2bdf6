"""The panel beside the workspace: the clock with what is due, the inspector, the faults."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from sandbox import ticking
from sandbox.engine import Engine
from sandbox.faults import Kind
from sandbox.notifications import received
from sandbox.plain import Reader

Json = dict[str, Any]

PANELS = {"clock": "Clock", "inspector": "Inspector", "faults": "Faults", "people": "People"}
# Newer calls push older ones off the list; the whole record is in the transcript.
SHOWN_ENTRIES = 150

FAULTS: dict[str, str] = {
    "ratelimited": "429 with Retry-After",
    "server_error": "500",
    "refused": "Refused with Slack's own error",
    "reset_after": "Reset after it is done",
    "lost_before": "Reset before it is done",
    "slow": "Slow answer",
    "timeout": "Hang, then reset",
    "done_late": "Hang, then reset, done later",
    "duplicate": "Callback sent twice",
    "late": "Late ack",
}


def panel(engine: Engine, name: str, asked: Mapping[str, str]) -> Json | None:
    """What the open panel shows, or None where none is open."""
    if name not in PANELS:
        return None
    shown: Json = {"name": name, "title": PANELS[name], "panels": PANELS}
    if name == "clock":
        return shown | _due(engine)
    if name == "inspector":
        return shown | _entries(engine, asked.get("only", ""))
    if name == "people":
        return shown
    return shown | {
        "on": engine.faults.listed(),
        "kinds": fault_kinds(),
        "new_blocks": engine.new_blocks,
    }


def fault_kinds() -> dict[str, str]:
    """Every fault with its name for people."""
    return {kind: FAULTS.get(kind, kind.replace("_", " ").capitalize()) for kind in get_args(Kind)}


def _due(engine: Engine) -> Json:
    if not engine.app.due_url:
        return {"due": [], "error": "", "offered": False}
    try:
        found = [_thing(item) for item in ticking.due(engine)]
    except (ticking.AppSilent, ValueError) as error:
        return {"due": [], "error": str(error), "offered": True}
    now = engine.workspace.calendar.now
    ahead = _counted(sorted((item for item in found if item["at"]), key=lambda item: item["at"]))
    upcoming = next((item["at"] for item in ahead if item["at"] > now), None)
    return {"due": ahead, "error": "", "offered": True, "next": upcoming}


def _counted(things: list[Json]) -> list[Json]:
    """What falls due alike at one time, as one thing with its number."""
    counts = Counter((thing["at"], thing["what"]) for thing in things)
    return [{"at": at, "what": what, "count": count} for (at, what), count in counts.items()]


def _thing(item: Json) -> Json:
    try:
        moment = datetime.fromisoformat(str(item.get("at")))
    except ValueError:
        return {"at": None, "what": str(item.get("what", ""))}
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return {"at": aware, "what": str(item.get("what", ""))}


MESSAGES = {"chat.postMessage", "chat.postEphemeral", "chat.update", "response_url"}
# As much of a notification as one may count on being seen.
GLANCE = 200


def what_is_received(entry: Json, reader: Reader) -> list[Json]:
    """For a call with a message: what each gets of it, parted where a glance ends. Empty for other calls."""
    if entry.get("method") not in MESSAGES:
        return []
    got = received(entry["args"], reader)
    by_name = {
        "A phone's notification": got.phone,
        "A desktop's notification": got.desktop,
        "A screen reader": got.screen_reader,
    }
    return [{"who": who, "first": said[:GLANCE], "rest": said[GLANCE:]} for who, said in by_name.items()]


def _entries(engine: Engine, only: str) -> Json:
    every = [_row(number, entry) for number, entry in enumerate(engine.transcript.entries)]
    kept = [row for row in every if _chosen(row, only)]
    return {"entries": kept[::-1][:SHOWN_ENTRIES], "count": len(every), "only": only}


def _chosen(row: Json, only: str) -> bool:
    if only == "refused":
        return bool(row["bad"])
    return row["name"] in MESSAGES if only == "message" else only in ("", row["kind"])


def _row(number: int, entry: Json) -> Json:
    call = "method" in entry
    response = entry.get("response") or {}
    if call:
        bad = not response.get("ok", False)
        outcome = "no answer" if entry["response"] is None else response.get("error") or "ok"
    else:
        bad = entry["status"] != 200
        outcome = str(entry["status"])
    return {
        "number": number,
        "kind": "call" if call else "callback",
        "name": entry["method"] if call else entry["callback"],
        "outcome": outcome,
        "bad": bad or bool(entry.get("problems")),
        "ms": entry["ms"],
        "at": datetime.fromisoformat(entry["at"]).timestamp(),
    }
