"""blocks.validate: what Slack would say about a payload, without sending it.

Source: https://docs.slack.dev/reference/methods/blocks.validate
"""

from collections.abc import Callable
from typing import Any

from sandbox.api.registry import method
from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import Json
from sandbox.validation import Problem, check_blocks, check_message, check_view


def _blocks(given: Any) -> list[Problem]:
    return check_blocks(given, "message")


def _message(given: Any) -> list[Problem]:
    # A message without text passes here, though notifications and screen readers have nothing then.
    return [problem for problem in check_message(given) if problem.error != "no_text"]


# What may be asked about: how it is checked, what it fails with, and where its own pointers begin.
_PAYLOADS: dict[str, tuple[Callable[[Any], list[Problem]], str, str]] = {
    "blocks": (_blocks, "invalid_blocks", "/blocks"),
    "message": (_message, "invalid_message", ""),
    "view": (check_view, "invalid_view", "/view"),
}


@method("blocks.validate", token="none")
def validate(engine: Engine, args: Json) -> Json:
    """Judge exactly one of blocks (as a message's), message and view, by the documentation alone.

    Whether Slack's own answer knows what a workspace has not got yet is open, so this one does not.
    """
    del engine
    given = [name for name in _PAYLOADS if name in args]
    if len(given) != 1:
        said = f"[ERROR] must define exactly one of {', '.join(f'`{name}`' for name in _PAYLOADS)}"
        raise Refusal("invalid_arguments", response_metadata={"messages": [said]})
    check, error, above = _PAYLOADS[given[0]]
    problems = check(args[given[0]])
    if problems:
        raise Refusal(error, errors=[_as_json(problem, above) for problem in problems])
    return {}


def _as_json(problem: Problem, above: str) -> Json:
    shown: Json = {
        "pointer": problem.pointer.removeprefix(above),
        "code": problem.code,
        "message": problem.says,
    }
    if problem.constraint is not None:
        shown["constraint"] = dict(problem.constraint)
    if problem.field is not None:
        shown["field"] = problem.field
    return shown
