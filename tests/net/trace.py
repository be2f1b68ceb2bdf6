"""What a use case leaves behind: the letters, due rows and records, and every other row that it changed."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

Rows = Mapping[str, Mapping[tuple[Any, ...], Mapping[str, Any]]]

APART = ("outbox", "due", "audit", "ledger", "heartbeats", "paces", "seen_requests", "slack_users")
"""Tables with lines of their own, and those that say nothing of what was wished."""
LONGEST = 100
_NUMBER = re.compile(r"#\d+$")
_TOKEN = re.compile(r"(plan-\d+-|trial-|\b(?:forget|erased?):)[0-9a-f]{8,}")


def lines(before: Rows, after: Rows) -> list[str]:
    """The differences of two states of a database, one line each, in an order that is always the same."""
    return [
        *_letters(before["outbox"], after["outbox"]),
        *_due(before["due"], after["due"]),
        *_records(before["audit"], after["audit"]),
        *_others(before, after),
    ]


def _letters(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterable[str]:
    for key, row in sorted(after.items(), key=lambda item: (item[1]["stream"], item[1]["sequence"])):
        if key not in before:
            yield f"letter  {_letter(row)}"
        elif row["state"] != before[key]["state"]:
            yield f"letter  {plain(row['dedupe_key'])}: {before[key]['state']} → {row['state']}"
    for key in sorted(before.keys() - after.keys()):
        yield f"letter  {plain(before[key]['dedupe_key'])}: deleted"


def _letter(row: Mapping[str, Any]) -> str:
    key = _NUMBER.sub("#n", plain(row["dedupe_key"]))
    said = [f"{row['op']} {row['kind']} of {row['thing_id']} to {plain(row['target'])}, key {key}"]
    said += [
        f"{name} {plain(str(row[name]))}" for name in ("reply_to", "edits", "about") if row[name] is not None
    ]
    said += [f"args {row['args']}"] if row["args"] != "{}" else []
    said += [f"priority {row['priority']}"]
    said += [str(row["state"]), str(row["error"])] if row["state"] != "queued" else []
    return ", ".join(said)


def _due(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterable[str]:
    for key, row in sorted(after.items(), key=lambda item: item[1]["occurrence"]):
        old = before.get(key)
        name = f"{row['kind']} of {row['thing_id']}, {plain(row['occurrence'])}"
        if old is None:
            yield f"due     {name}, at {value(row['due_at'])}" + (
                "" if row["state"] == "waiting" else f", {row['state']}"
            )
        elif (old["state"], old["due_at"]) != (row["state"], row["due_at"]):
            moved = (
                ""
                if old["due_at"] == row["due_at"]
                else f", at {value(old['due_at'])} → {value(row['due_at'])}"
            )
            turned = "" if old["state"] == row["state"] else f", {old['state']} → {row['state']}"
            yield f"due     {name}{turned}{moved}"
    for key in sorted(before.keys() - after.keys()):
        yield f"due     {before[key]['occurrence']}: deleted"


def _records(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterable[str]:
    for key in sorted(after.keys() - before.keys()):
        row = after[key]
        detail = f" ({plain(str(row['detail']))})" if row["detail"] is not None else ""
        yield f"record  {row['actor']}: {row['action']}, {plain(row['thing'])}{detail}"


def _others(before: Rows, after: Rows) -> Iterable[str]:
    for table in sorted(after):
        if table in APART:
            continue
        then, now = before.get(table, {}), after[table]
        for key in sorted(now.keys() | then.keys(), key=str):
            name = f"row     {table} {' '.join(map(_short, key))}"
            old, new = then.get(key), now.get(key)
            if new is None:
                yield f"{name}: deleted"
            elif old is None:
                keys = {*map(str, key), "None"}
                kept = {k: v for k, v in new.items() if str(v) not in keys and k != "team_id"}
                yield f"{name}: " + ", ".join(f"{k} {value(v)}" for k, v in kept.items())
            elif old != new:
                changed = {k: (old.get(k), v) for k, v in new.items() if old.get(k) != v}
                yield f"{name}: " + ", ".join(f"{k} {value(a)} → {value(b)}" for k, (a, b) in changed.items())


def value(given: Any) -> str:
    """A value as it stands in the table: times in UTC, long texts as a hash."""
    if isinstance(given, datetime):
        return f"{given.astimezone(UTC):%d %b %H:%MZ}"
    if isinstance(given, date):
        return f"{given:%d %b}"
    if isinstance(given, bytes):
        return "bytes"
    if isinstance(given, float):
        return f"{given:.4g}"
    text = plain(_rounded(given) if isinstance(given, str) else str(given)).replace("\n", " ")
    return text if len(text) <= LONGEST else f"{text[:40]}… #{digest(text)}"


def _short(part: object) -> str:
    text = str(part)
    return text if len(text) < 40 else f"{text[:8]}…"


def plain(text: str) -> str:
    """Without what is drawn by lot."""
    return _TOKEN.sub(r"\1*", text)


def _rounded(text: str) -> str:
    """JSON with its figures to six places, since the last ones are the processor's."""
    if text[:1] not in "[{":
        return text
    try:
        return json.dumps(rounded(json.loads(text)), ensure_ascii=False)
    except ValueError:
        return text


def rounded(given: Any) -> Any:
    """The same with figures to six places."""
    if isinstance(given, dict):
        return {key: rounded(item) for key, item in given.items()}
    if isinstance(given, list):
        return [rounded(item) for item in given]
    return round(given, 6) if isinstance(given, float) else given


def digest(text: str) -> str:
    """Eight hexadecimal digits that change with the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def in_turn(screens: Iterable[str]) -> list[str]:
    """Screens by the place they go to, and there in the order in which they came: other orders nobody sees."""
    return sorted(screens, key=lambda text: text.partition("\n")[0])


def shown(call: tuple[str, Mapping[str, Any]], keys: Mapping[str, str]) -> str:
    """A call of the Web API as a screen: where it goes, and every word, button, id and value in it.

    `keys` name the messages by their ts.
    """
    method, given = call
    named = ("channel", "user_id", "external_id", "view_id", "file")
    place = next((given[name] for name in named if given.get(name)), None)
    thread = f" in the thread of {plain(keys[given['thread_ts']])}" if given.get("thread_ts") else ""
    at = f" over {plain(keys[given['ts']])}" if given.get("ts") else ""
    said = [f"{method} to {plain(str(place))}{thread}{at}"]
    if given.get("metadata"):
        said.append(f"  metadata {json.dumps(given['metadata'], sort_keys=True)}")
    if given.get("text"):
        said.append(f"  text {given['text']}")
    view = given.get("view")
    blocks = (view or given).get("blocks") or ()
    said += [f"  {plain(json.dumps(_bare(block), ensure_ascii=False))}" for block in blocks]
    if view:
        frame = {key: item for key, item in view.items() if key != "blocks"}
        said.append(f"  {plain(json.dumps(_bare(frame), ensure_ascii=False, sort_keys=True))}")
    return "\n".join(said)


def _bare(given: Any) -> Any:
    """A block without the words that are the same everywhere: text objects as their text."""
    if isinstance(given, dict):
        if given.keys() <= {"type", "text", "emoji", "verbatim"} and given.get("type") in (
            "mrkdwn",
            "plain_text",
        ):
            return given["text"]
        return {key: _bare(item) for key, item in given.items()}
    if isinstance(given, list):
        return [_bare(item) for item in given]
    return given
