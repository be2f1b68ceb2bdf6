"""Requests of Slack's, mutated at random."""

import copy
import json
import urllib.parse
from collections.abc import Callable
from random import Random
from typing import Any

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**70, 1e308, 0.5, [], {}, [None], [[]], [{}], {"id": None}),
    *("", " ", "0", "-1", "x", "9" * 30, "9" * 5000, "x" * 300, "x" * 20_000, ":", "a:b:c:d", "1:2:3"),
    *(
        "\0",
        "T\0",
        "\ud800",
        "é",
        "\u202e",
        "🦊",
        "null",
        "{}",
        "[]",
        "'; DROP TABLE loops; --",
        "../..",
        "%s",
    ),
    *({"id": {"id": "U1"}}, {"value": None}, {"type": "button"}, ["x", 1], {"": ""}, float("nan")),
)


def encoded(payload: Json) -> tuple[bytes, str]:
    """The body and content type in which Slack sends this kind of request."""
    if "command" in payload:
        return urllib.parse.urlencode({k: _word(v) for k, v in payload.items()}).encode(), FORM
    if "event" in payload:
        return json.dumps(payload).encode(), JSON
    return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode(), FORM


def _word(value: Any) -> str:
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace").decode()


def mutant(payloads: list[Json], dice: Random) -> tuple[bytes, str]:
    """One of them, changed in its values (mostly) or in its bytes."""
    payload = copy.deepcopy(dice.choice(payloads))
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        _change(payload, payloads, dice)
    body, kind = encoded(payload)
    return _in_bytes(body, kind, dice) if dice.random() < 0.15 else (body, kind)


def _change(payload: Json, payloads: list[Json], dice: Random) -> None:
    """Take something out, put something odd there, or what stands at the same place in another request."""
    places = list(_places(payload))
    if not places:
        return
    holder, key = dice.choice(places)
    act = dice.random()
    if act < 0.3:
        del holder[key]
    elif act < 0.85:
        holder[key] = copy.deepcopy(dice.choice(ODD))
    elif isinstance(holder, dict):
        other = dice.choice(payloads)
        holder[key] = copy.deepcopy(other.get(key, other))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in it, shallow ones several times as often: there the meaning is."""
    found: list[tuple[Any, Any]] = []
    level: list[Any] = [value]
    for weight in (16, 8, 4, 2, 1, 1, 1, 1):
        below = []
        for holder in level:
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            found += [(holder, key) for key in keys] * weight
            below += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
        level = below
    return found


def _in_bytes(body: bytes, kind: str, dice: Random) -> tuple[bytes, str]:
    at = dice.randrange(len(body) + 1)
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: body[:at],
        lambda: body[:at] + dice.randbytes(3) + body[at:],
        lambda: body[:at] + body[at + 1 :],
        lambda: b"",
        lambda: dice.randbytes(40),
        lambda: b"payload=" + b"[" * 20_000,
        lambda: (
            b"payload="
            + dice.choice((b"", b"null", b"[]", b"1", b'"x"', b"{", b"NaN", b"%FF", b"%22%5Cud800%22"))
        ),
        lambda: dice.choice((b"{", b"{}", b"[]", b"null", b'{"type":"url_verification"}', b'{"payload":{}}')),
    )
    return dice.choice(changes)(), dice.choice(
        (kind, kind, FORM, JSON, "text/plain", "", "application/json; x")
    )
