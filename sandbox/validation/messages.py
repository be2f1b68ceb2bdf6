"""What Slack refuses about a message: its text, its blocks together, its metadata.

Source: https://docs.slack.dev/reference/methods/chat.postMessage (errors) and
https://docs.slack.dev/messaging/message-metadata
"""

import json
from collections.abc import Mapping
from typing import cast

from sandbox.validation.blocks import ERRORS, block_findings
from sandbox.validation.limits import LIMITS
from sandbox.validation.problem import Finding, Findings, Problem, as_problems, step
from sandbox.validation.rules import visible_text
from sandbox.validation.shapes import AnyObject, Json, Many, Obj, Str


def _plain_values(metadata: Json, pointer: str) -> Findings:
    """A payload holds strings, numbers and flags, or objects of those, or lists of such objects."""
    payload = cast("Json", metadata["event_payload"])
    for key, value in payload.items():
        several = isinstance(value, list) and all(_flat(inner) for inner in value)
        if not (_scalar(value) or _flat(value) or several):
            where = step(step(pointer, "event_payload"), key)
            says = "must be a string, a number, a boolean, or an object or array of objects of those"
            yield Finding(where, says, "write what lies deeper as one string")


def _flat(value: object) -> bool:
    return isinstance(value, dict) and all(_scalar(inner) for inner in value.values())


def _scalar(value: object) -> bool:
    return isinstance(value, str | int | float)


_METADATA = Obj(
    {
        "event_type": Str("metadata.event_type", pattern=r"[A-Za-z0-9_]+", looks_like="kit_sent"),
        "event_payload": AnyObject(),
    },
    rules=(_plain_values,),
)


# Their text may be longer than what Slack was seen to take over all blocks, so it can't be part of that.
_COUNTED_APART = ("data_table", "markdown")


def check_message(args: Mapping[str, object]) -> list[Problem]:
    """Say why Slack would refuse a message with these arguments of chat.postMessage, .update, .postEphemeral.

    Takes values as decoded from JSON (`sandbox.validation.decode` does it for form fields). Looks at
    `text`, `blocks`, `attachments`, `markdown_text` and `metadata`, and at no other key.
    """
    return [
        *_content(args),
        *as_problems(_text(args), "msg_too_long"),
        *as_problems(_blocks(args), ERRORS["message"]),
        *as_problems(_total(args), "msg_blocks_too_long"),
        *_attachments(args),
        *_metadata(args),
    ]


def _content(args: Mapping[str, object]) -> list[Problem]:
    """Something to show, and text for notifications and screen readers beside what is not text."""
    text, blocks = args.get("text"), args.get("blocks")
    shown = blocks or args.get("attachments")
    if args.get("markdown_text"):
        if text or blocks:
            advice = "send markdown_text alone, or text and blocks"
            finding = Finding("/markdown_text", "markdown_text cannot be used with text or blocks", advice)
            return [finding.as_problem("markdown_text_conflict")]
        return []
    if isinstance(text, str) and text.strip():
        return []
    if shown:
        advice = (
            "notifications and screen readers show nothing else: say in one line what the message is about"
        )
        return [Finding("/text", "missing required field: text", advice).as_problem("no_text")]
    return [
        Finding("/text", "no message text provided", "add text, or text and blocks").as_problem("no_text")
    ]


def _text(args: Mapping[str, object]) -> Findings:
    for key in ("text", "markdown_text"):
        value = args.get(key)
        if isinstance(value, str) and value:
            yield from LIMITS[f"message.{key}"].findings(len(value), f"/{key}")


def _blocks(args: Mapping[str, object]) -> Findings:
    if "blocks" in args:
        yield from block_findings(args["blocks"], "message", "/blocks")


def _total(args: Mapping[str, object]) -> Findings:
    given = args.get("blocks")
    blocks = given if isinstance(given, list) else []
    counted = [b for b in blocks if not (isinstance(b, dict) and b.get("type") in _COUNTED_APART)]
    total = sum(len(text) for text in visible_text(counted))
    yield from LIMITS["message.block_text"].findings(total, "/blocks")


def _attachments(args: Mapping[str, object]) -> list[Problem]:
    """Legacy attachments are let through but for their number and the blocks in them."""
    if "attachments" not in args:
        return []
    problems = as_problems(
        Many(AnyObject(), "message.attachments").problems(args["attachments"], "/attachments"),
        "invalid_attachments",
    )
    if problems or not isinstance(args["attachments"], list):
        return problems
    for index, attachment in enumerate(args["attachments"]):
        if "blocks" in attachment:
            where = step(step("/attachments", index), "blocks")
            problems += as_problems(
                block_findings(attachment["blocks"], "message", where), "invalid_attachments"
            )
    return problems


def _metadata(args: Mapping[str, object]) -> list[Problem]:
    if "metadata" not in args:
        return []
    metadata = args["metadata"]
    problems = as_problems(_METADATA.problems(metadata, "/metadata"), "invalid_metadata_format")
    if not problems:
        size = len(json.dumps(metadata, separators=(",", ":"), ensure_ascii=False).encode())
        problems = as_problems(LIMITS["metadata.bytes"].findings(size, "/metadata"), "metadata_too_large")
    return problems
