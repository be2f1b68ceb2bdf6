"""What is wrong with a whole form, on top of it."""

from bot.views.blocks import Json, escape, resolved, section
from bot.views.newer import ALERT_LENGTH, alert

FAULT = "fault"
"""The block that says it: the next fault takes its place."""
MOST_BLOCKS = 100
_KEPT = (
    "type",
    "title",
    "submit",
    "close",
    "callback_id",
    "private_metadata",
    "external_id",
    "notify_on_close",
    "clear_on_close",
)


def with_fault(view: Json, text: str) -> Json | None:
    """A modal as Slack gave it back, with this on top; None where Slack takes no more blocks.

    What was typed stays, because Slack keeps it where block and action ids do.
    """
    said = escape(text)
    top = alert(said, "warning", id=FAULT) if len(said) <= ALERT_LENGTH else section(said, id=FAULT)
    blocks = [*resolved([top]), *(block for block in view["blocks"] if block["block_id"] != FAULT)]
    if len(blocks) > MOST_BLOCKS:
        return None
    return {key: view[key] for key in _KEPT if view.get(key)} | {"blocks": blocks}
