"""The one place where what an app sends is checked against Slack's rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.protocol import Refusal
from sandbox.state import Json


@dataclass(frozen=True)
class Problem:
    """One thing Slack would refuse."""

    pointer: str
    message: str
    error: str


def problems(method: str, args: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the arguments of a Web API call."""
    del method, args
    return []


def message_problems(content: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a message that comes as an answer rather than a call."""
    del content
    return []


def view_problems(view: object) -> list[Problem]:
    """What is wrong with a view that comes as an answer rather than a call."""
    del view
    return []


def refuse(found: list[Problem]) -> None:
    """Raise Slack's refusal for what was found, with each place and reason."""
    if found:
        said = [f"[ERROR] {p.message} [json-pointer:{p.pointer}]" for p in found]
        raise Refusal(found[0].error, response_metadata={"messages": said})


def as_json(found: list[Problem]) -> list[Json]:
    """The problems for the transcript."""
    return [{"pointer": p.pointer, "message": p.message, "error": p.error} for p in found]
