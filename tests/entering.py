"""Taking any way in from Slack, at the listeners themselves: no Bolt, no HTTP, no workspace."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import handlers
from bot.acting.context import Context
from tests.net.door import TEAM

Json = dict[str, Any]
Listener = Callable[..., None]


class Listened:
    """What `handlers.register` listens to, in place of a Bolt app: kind and name, with the listener."""

    def __init__(self, context: Context | None) -> None:
        self.to: dict[tuple[str, str], Listener] = {}
        handlers.register(self, context)  # type: ignore[arg-type]

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Listener], Listener]]:
        """Any of Bolt's decorators."""

        def named(name: Any) -> Callable[[Listener], Listener]:
            def keep(listener: Listener) -> Listener:
                plain = name.pattern if isinstance(name, re.Pattern) else name
                self.to[kind, plain.removeprefix("^").removesuffix(r"\.\d+$").replace("\\", "")] = listener
                return listener

            return keep

        return named


@dataclass
class Answers:
    """Everything that a listener answered, as text."""

    said: list[str] = field(default_factory=list)

    def note(self, *given: Any, **more: Any) -> Any:
        """Keep an answer."""
        self.said.append(str((given, more)))
        return SimpleNamespace(status_code=200)

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.said)


class Client:
    """The Web API's client, which takes every view."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def __getattr__(self, _method: str) -> Callable[..., Any]:
        """Any method."""
        return self._answers.note


def enter(listener: Listener, kind: str, user_id: str, body: Mapping[str, Any]) -> str:
    """Let somebody take this way in; returns all that was answered."""
    answers = Answers()
    who: Json = {"user": {"id": user_id}, "team": {"id": TEAM}, "team_id": TEAM, "trigger_id": "T", **body}
    client = Client(answers)
    if kind == "event":
        listener(event={"user": user_id, "tab": "home"}, body=who, client=client)
    else:
        listener(answers.note, who, client, answers.note)
    return answers.text
