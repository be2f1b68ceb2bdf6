"""What is answered while the database can't be reached: words where Slack shows them, and nothing that sounds done."""

import json
import logging
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk.webhook import WebhookClient

log = logging.getLogger(__name__)
AWAY = (
    "Fairloop can't reach its database right now, so nothing of this was saved. "
    "Leave this open and try again in a minute."
)
SECONDS_TO_TELL = 2


def answer(body: dict[str, Any]) -> BoltResponse:
    """To a command its text, to a submission a fault at its first field, so that all that was typed stays.

    A click on a message is told beside that message. Anything else fails (503), which Slack marks at the element that
    was used; events come again by themselves.
    """
    if "command" in body:
        return _said({"response_type": "ephemeral", "text": AWAY})
    if body.get("type") == "view_submission" and (field := _first_field(body["view"])):
        return _said({"response_action": "errors", "errors": {field: AWAY}})
    if body.get("type") == "block_actions" and _told(body.get("response_url")):
        return BoltResponse(status=200, body="")
    return BoltResponse(status=503, body={"error": "the database can't be reached"})


def _said(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"Content-Type": ["application/json"]})


def _first_field(view: dict[str, Any]) -> str | None:
    fields = (str(block["block_id"]) for block in view.get("blocks", ()) if block.get("type") == "input")
    return next(fields, None)


def _told(response_url: object) -> bool:
    if not isinstance(response_url, str):
        return False
    try:
        sent = WebhookClient(response_url, timeout=SECONDS_TO_TELL, retry_handlers=[]).send(
            text=AWAY, response_type="ephemeral", replace_original=False
        )
    except Exception as error:  # noqa: BLE001 (Slack then marks the button itself)
        log.warning("nobody could be told that the database is away", extra={"error": type(error).__name__})
        return False
    return sent.status_code == 200
