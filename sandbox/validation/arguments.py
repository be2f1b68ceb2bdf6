"""The arguments of a Web API call: known, of the right kind, and all there.

Slack takes JSON bodies and form fields; in a form everything is a string, and blocks, views, metadata
and files are JSON inside one. Source: https://docs.slack.dev/apis/web-api#basics
"""

import json
from collections.abc import Mapping

from sandbox.validation.messages import check_message
from sandbox.validation.methods import METHODS, Method
from sandbox.validation.problem import Finding, Problem, step
from sandbox.validation.shapes import name_of
from sandbox.validation.views import INVALID, check_view

_TRUE, _FALSE = ("1", "true"), ("0", "false")
_SHOWS_A_MESSAGE = ("chat.postMessage", "chat.update", "chat.postEphemeral")
_SHOWS_A_VIEW = {
    "views.open": "modal",
    "views.push": "modal",
    "views.update": "modal",
    "views.publish": "home",
}


def decode(method: str, args: Mapping[str, object]) -> tuple[dict[str, object], list[Problem]]:
    """Read a call's arguments as the kinds the method takes, and say which cannot be read.

    Booleans, integers, lists (comma-separated in forms) and JSON come back as themselves; `token` is
    dropped, as it is not the method's. Unknown methods, unknown arguments and missing ones are problems.
    """
    if method not in METHODS:
        advice = f"the sandbox knows {', '.join(METHODS)}"
        return {}, [Finding("", f"unknown method: {method}", advice).as_problem("unknown_method")]
    known = METHODS[method]
    problems = _missing(known, args)
    values: dict[str, object] = {}
    for name, value in args.items():
        if name == "token":
            continue
        if name not in known.arguments:
            advice = f"{method} takes {', '.join(known.arguments) or 'no arguments'}"
            problems.append(_problem(name, f"unknown argument: {name}", advice))
            continue
        try:
            values[name] = _READERS[known.arguments[name]](value)
        except ValueError as error:
            problems.append(_problem(name, str(error), f"it is {name_of(value)}"))
    return values, problems


def _missing(method: Method, args: Mapping[str, object]) -> list[Problem]:
    given = {name for name, value in args.items() if value not in (None, "")}
    problems = [
        _problem("", f"missing required field: {name}", f"add {name}")
        for name in method.required
        if name not in given
    ]
    for group in method.one_of:
        if not given.intersection(group):
            names = " or ".join(f"`{name}`" for name in group)
            problems.append(_problem("", f"must define either {names}", "add one of them"))
    return problems


def _problem(name: str, says: str, advice: str) -> Problem:
    return Finding(step("", name) if name else "", says, advice).as_problem(INVALID)


def _string(value: object) -> object:
    if isinstance(value, str):
        return value
    raise ValueError("must provide a string")


def _boolean(value: object) -> object:
    if isinstance(value, bool):
        return value
    text = str(value).lower() if isinstance(value, str | int) else ""
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError("must provide a boolean")


def _integer(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    raise ValueError("must provide an integer")


def _list(value: object) -> object:
    items = value.split(",") if isinstance(value, str) else value
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return [item.strip() for item in items if item.strip()]
    raise ValueError("must provide a list of strings, parted by commas")


def _json(value: object, wanted: type, noun: str) -> object:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise ValueError(f"must provide {noun} as JSON: {error}") from error
    if isinstance(value, wanted):
        return value
    raise ValueError(f"must provide {noun}")


def _object(value: object) -> object:
    return _json(value, dict, "an object")


def _objects(value: object) -> object:
    return _json(value, list, "an array")


_READERS = {
    "string": _string,
    "boolean": _boolean,
    "integer": _integer,
    "list": _list,
    "object": _object,
    "objects": _objects,
}


def check_arguments(method: str, args: Mapping[str, object]) -> list[Problem]:
    """Say what is wrong with a call's arguments by themselves; see `check_call` for what is in them."""
    return decode(method, args)[1]


def check_call(method: str, args: Mapping[str, object]) -> list[Problem]:
    """Say everything Slack would refuse about a call: its arguments, and the message or view in them."""
    values, problems = decode(method, args)
    if method in _SHOWS_A_MESSAGE:
        problems += check_message(values)
    if method in _SHOWS_A_VIEW and "view" in values:
        problems += check_view(values["view"])
        problems += _wrong_surface(method, values["view"])
    return problems


def _wrong_surface(method: str, view: object) -> list[Problem]:
    wanted = _SHOWS_A_VIEW[method]
    kind = view.get("type") if isinstance(view, dict) else None
    # views.update takes both: a home view can be updated by its id.
    if kind in ("modal", "home") and kind != wanted and method != "views.update":
        return [_problem("view", f"{method} takes a view of type {wanted}", f"it is {kind}")]
    return []
