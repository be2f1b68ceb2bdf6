"""The one place where what an app sends is checked against Slack's rules."""

from collections.abc import Mapping
from typing import Any

from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import Json
from sandbox.validation import (
    Problem,
    check_call,
    check_for_older,
    check_message,
    check_response,
    decode,
)

__all__ = ["Problem", "answer_problems", "arguments", "as_json", "message_problems", "problems", "refuse"]


def arguments(method: str, args: Mapping[str, Any]) -> Json:
    """The arguments of a call as the kinds its method takes, whether they came as JSON or as a form."""
    return dict(decode(method, args)[0])


def problems(engine: Engine, method: str, args: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a Web API call and with the message or view in it."""
    found = check_call(method, args)
    if engine.new_blocks or method == "blocks.validate":
        return found
    return found + check_for_older(arguments(method, args))


def message_problems(engine: Engine, content: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a message that comes as an answer rather than a call."""
    return check_message(content) + _too_new(engine, content)


def answer_problems(engine: Engine, view: Mapping[str, Any], answer: object) -> list[Problem]:
    """What is wrong with the answer to a submission of `view`."""
    return check_response(view, answer) + _too_new(engine, answer if isinstance(answer, dict) else {})


def _too_new(engine: Engine, sent: Mapping[str, Any]) -> list[Problem]:
    return [] if engine.new_blocks else check_for_older(sent)


def refuse(found: list[Problem]) -> None:
    """Raise Slack's refusal for what was found, with each place and reason."""
    if found:
        messages = [f"[ERROR] {p.message}" for p in found]
        raise Refusal(found[0].error, response_metadata={"messages": messages})


def as_json(found: list[Problem]) -> list[Json]:
    """The problems for the transcript."""
    return [{"pointer": p.pointer, "message": p.message, "error": p.error} for p in found]
