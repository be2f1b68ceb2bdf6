"""Slack is answered after the commit: "It's in" means that it is on disk."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import Invalid, TooLate
from handlers import requests

HANDLERS = Path(requests.__file__).parent
BODY = {
    "user_id": "U1",
    "team_id": "T1",
    "actions": [{"value": "7"}],
    "view": {"blocks": [{"type": "input", "block_id": "at"}]},
}


class Listening:
    """Stands in for Bolt: keeps the listener that is registered."""

    def __init__(self) -> None:
        self.handle: Callable[..., None] = lambda **_: None

    def __getattr__(self, _name: str) -> Callable[..., Callable[..., None]]:
        def keep(handle: Callable[..., None]) -> None:
            self.handle = handle

        return lambda _id: keep


@pytest.mark.parametrize("kind", ["command", "shortcut", "action", "submission"])
@pytest.mark.parametrize(
    "fails", [None, TooLate("It is over."), Invalid({"at": "Pick a time."}), RuntimeError("broken")]
)
def test_slack_is_answered_once_and_after_what_was_asked_is_done(kind: str, fails: Exception | None) -> None:
    happened: list[str] = []

    def listener(_request: requests.Request) -> None:
        happened.append("done")
        if fails is not None:
            raise fails

    app: Any = Listening()
    context: Any = None
    getattr(requests, kind)(app, context, "id", listener)

    class Client:
        def __getattr__(self, _name: str) -> Callable[..., None]:
            return lambda **_: None

    app.handle(
        ack=lambda **_: happened.append("answered"),
        body=BODY | {"trigger_id": "t"},
        client=Client(),
        respond=lambda **_: None,
    )
    assert happened == ["done", "answered"]


def asked_after_an_answer(source: str) -> list[str]:
    """Functions that answer Slack, and ask a service for something afterwards."""
    tree = ast.parse(source)
    services = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.services")
        for name in node.names
    }
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [function.name for function in functions if _late(function, services)]


def _late(function: ast.FunctionDef, services: set[str]) -> bool:
    calls = list(_calls(function))
    answers = [call.lineno for call in calls if ast.unparse(call.func).endswith((".ack", ".turn_into"))]
    asked = [call.lineno for call in calls if ast.unparse(call.func).split(".")[0] in services]
    leaves = [node.lineno for node in ast.walk(function) if isinstance(node, ast.Return)]
    return any(
        answer < ask and not any(answer <= leave < ask for leave in leaves)
        for answer in answers
        for ask in asked
    )


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


SHOWS_ANEW = {"prep": ["_draw"]}
"""What was asked is committed by then: where the click's own address fails, the sender draws the message."""


@pytest.mark.parametrize("path", sorted(HANDLERS.glob("*.py")), ids=lambda path: path.stem)
def test_no_listener_asks_for_anything_once_it_has_answered(path: Path) -> None:
    found = asked_after_an_answer(path.read_text(encoding="utf-8"))
    assert found == SHOWS_ANEW.get(path.stem, [])


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    request.ack()\n    seats.confirm(1)", ["listener"]),
        ("    request.turn_into(1)\n    seats.confirm(1)", ["listener"]),
        ("    seats.confirm(1)\n    request.ack()", []),
        ("    if one:\n        request.ack()\n        return\n    seats.confirm(1)", []),
    ],
)
def test_a_listener_that_answers_first_is_found(body: str, found: list[str]) -> None:
    source = f"from bot.services.loops import seats\ndef listener(request):\n{body}\n"
    assert asked_after_an_answer(source) == found
