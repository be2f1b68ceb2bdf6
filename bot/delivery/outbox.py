"""What is to be told to whom about which thing: put here in the transaction of what it follows from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.storage import outbox
from bot.storage.unit import Unit

Op = Literal["post", "update", "delete", "home", "view", "ephemeral"]

# Lower goes first. Kits and debriefs are never held up by what can wait.
URGENT, NORMAL, LATER = 1, 5, 9


@dataclass(frozen=True)
class Note:
    """One thing to tell.

    `key` is unique in the workspace: a second note with the same key is not sent. `target` is a user
    (a DM is opened), a channel, or for `op="view"` a view id. `reply_to` is the key of the message
    whose thread this belongs to, `edits` the key of the message that an update or delete is about.
    `about` is the candidate, for the ledger. `args` are small and hold no text about people.
    """

    key: str
    kind: str
    thing_id: int
    target: str
    op: Op = "post"
    args: Mapping[str, object] = field(default_factory=dict)
    reply_to: str | None = None
    edits: str | None = None
    about: int | None = None
    priority: int = NORMAL


def put(unit: Unit, note: Note) -> bool:
    """Queue a note; returns False where a note with this key is there already, also by another process."""
    values = {
        "dedupe_key": note.key,
        "priority": note.priority,
        "op": note.op,
        "kind": note.kind,
        "thing_id": note.thing_id,
        "args": json.dumps(dict(note.args), sort_keys=True),
        "target": note.target,
        "reply_to": note.reply_to,
        "edits": note.edits,
        "about": note.about,
        "created_at": unit.now,
    }
    return outbox.insert(unit, _stream(note), values)


def refresh(unit: Unit, note: Note) -> bool:
    """Queue an update, home or view note unless the same one is still waiting: it will show the newest rows.

    `note.key` is a prefix here; a number makes it unique. One that waits is locked until this transaction
    ends, so that no sender can render it before what we changed is there to be seen.
    """
    same = {"op": note.op, "kind": note.kind, "thing_id": note.thing_id, "target": note.target}
    if outbox.lock_queued(unit, _stream(note), same):
        return False
    again(unit, note)
    return True


def again(unit: Unit, note: Note) -> None:
    """Queue a note that may be told more than once; `note.key` is a prefix that a number makes unique."""
    same = {"op": note.op, "kind": note.kind, "thing_id": note.thing_id, "target": note.target}
    number = _number(outbox.newest_key(unit, same))
    while not put(unit, replace(note, key=f"{note.key}#{number + 1}")):
        number += 1


def take_back(unit: Unit, key_prefix: str) -> None:
    """Drop queued notes whose key starts so; what has gone out stays."""
    outbox.drop_queued(unit, key_prefix)


def _stream(note: Note) -> str:
    """A Home that can't be published must not hold up what goes to the same person as a message."""
    return f"{note.target}:{'home' if note.op == 'home' else note.reply_to or ''}"


def _number(key: str | None) -> int:
    """The number that `again` gave to a key; 0 where it gave none."""
    last = (key or "").rpartition("#")[2]
    return int(last) if last.isdecimal() else 0
