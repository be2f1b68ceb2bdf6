"""What Slack refuses about a view, and about the answer to a submitted one.

Source: https://docs.slack.dev/reference/views and https://docs.slack.dev/surfaces/modals
"""

import json
from collections.abc import Mapping

from sandbox.validation.blocks import block_findings
from sandbox.validation.limits import LIMITS
from sandbox.validation.objects import plain
from sandbox.validation.problem import Finding, Findings, Problem, as_problems, step
from sandbox.validation.shapes import Anything, Flag, Kinds, Obj, Shape, Str, name_of, of_type

INVALID = "invalid_arguments"


# Blocks are looked at once the view says which surface they are for.
_COMMON: dict[str, Shape] = {
    "private_metadata": Str("view.private_metadata"),
    "callback_id": Str("view.callback_id"),
    "external_id": Str("view.external_id"),
}
_VIEWS = Kinds(
    {
        "modal": of_type(
            "modal",
            {"title": plain("view.title"), "blocks": Anything()},
            {
                "submit": plain("view.submit"),
                "close": plain("view.close"),
                "clear_on_close": Flag(),
                "notify_on_close": Flag(),
                "submit_disabled": Flag(),
                **_COMMON,
            },
        ),
        "home": of_type("home", {"blocks": Anything()}, _COMMON),
    }
)


def check_view(view: object) -> list[Problem]:
    """Say why Slack would refuse this view (an empty list: it takes it). Pointers start at `/view`."""
    problems = as_problems(_view_findings(view, "/view"), INVALID)
    size = len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode())
    return [*problems, *as_problems(LIMITS["view.bytes"].findings(size, "/view"), "view_too_large")]


def _view_findings(view: object, pointer: str) -> Findings:
    yield from _VIEWS.problems(view, pointer)
    if not isinstance(view, dict) or "blocks" not in view:
        return
    if view.get("type") == "modal":
        yield from block_findings(view["blocks"], "modal", step(pointer, "blocks"))
        if "submit" not in view and _inputs(view):
            advice = "a modal with input blocks needs a submit button"
            yield Finding(pointer, "missing required field: submit", advice)
    elif view.get("type") == "home":
        yield from block_findings(view["blocks"], "home", step(pointer, "blocks"))


def check_stack(depth: int) -> list[Problem]:
    """Say why Slack would refuse a push that makes a person's stack `depth` views deep."""
    return as_problems(LIMITS["view.stack"].findings(depth, "/view"), "push_limit_reached")


def _inputs(view: Mapping[str, object]) -> list[object]:
    blocks = view.get("blocks")
    items = blocks if isinstance(blocks, list) else []
    return [block for block in items if isinstance(block, dict) and block.get("type") == "input"]


def check_response(view: Mapping[str, object], answer: object) -> list[Problem]:
    """Say why Slack would refuse the body of an app's answer to `view_submission` of `view`.

    `view` is the submitted view as Slack holds it (every block with its block_id). An empty body
    (None, "" or {}) closes the view and is fine. Errors may only name input blocks of that view.
    """
    if answer in (None, "", {}):
        return []
    if not isinstance(answer, dict):
        says = "the body must be empty or a JSON object"
        return [Finding("", says, f"it is {name_of(answer)}").as_problem(INVALID)]
    action = answer.get("response_action")
    if not isinstance(action, str) or action not in _ANSWERS:
        says = "missing or unknown response_action"
        return [Finding("/response_action", says, f"one of {', '.join(_ANSWERS)}").as_problem(INVALID)]
    problems = as_problems(_ANSWERS[action].problems(answer, ""), INVALID)
    if problems:
        return problems
    if action == "errors":
        return as_problems(_errors(view, answer["errors"]), INVALID)
    return _next_view(answer["view"]) if "view" in answer else []


_ACTION: dict[str, Shape] = {"response_action": Str()}
_ANSWERS: dict[str, Obj] = {
    "errors": Obj({**_ACTION, "errors": Anything()}),
    "update": Obj({**_ACTION, "view": Anything()}),
    "push": Obj({**_ACTION, "view": Anything()}),
    "clear": Obj(_ACTION),
}


def _errors(view: Mapping[str, object], errors: object) -> Findings:
    if not isinstance(errors, dict) or not errors:
        yield Finding(
            "/errors", "must provide an object with at least one error", "block_id: what to do about it"
        )
        return
    known = [block.get("block_id") for block in _inputs(view) if isinstance(block, dict)]
    for block_id, text in errors.items():
        where = step("/errors", block_id)
        if block_id not in known:
            yield Finding(
                where, f"no input block with block_id {block_id} in this view", "errors stand on inputs alone"
            )
        if not isinstance(text, str) or not text.strip():
            yield Finding(where, "must provide a string", "say what is wrong and what to do")


def _next_view(view: object) -> list[Problem]:
    problems = check_view(view)
    if isinstance(view, dict) and view.get("type") == "home":
        problems.append(
            Finding("/view/type", "must be a modal", "publish a home view instead").as_problem(INVALID)
        )
    return problems
