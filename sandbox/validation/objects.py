"""Slack's composition objects as shapes: text, options, confirmation dialogs and the small ones.

Source: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Mapping

from sandbox.validation import rules
from sandbox.validation.shapes import Flag, Kinds, Many, Obj, Shape, Str, of_type

URL = r"https?://\S+"
ID = Str(pattern=r"[A-Z][A-Z0-9]+", looks_like="U012AB3CD")


def plain(limit: str) -> Kinds:
    """A text object that may only be plain_text."""
    return Kinds({"plain_text": of_type("plain_text", {"text": Str(limit)}, {"emoji": Flag()})})


def any_text(limit: str) -> Kinds:
    """A text object of either kind; `emoji` belongs to one and `verbatim` to the other."""
    mrkdwn = of_type("mrkdwn", {"text": Str(limit)}, {"verbatim": Flag()})
    return Kinds({**plain(limit).shapes, "mrkdwn": mrkdwn})


def url(limit: str) -> Str:
    """A web address."""
    return Str(limit, pattern=URL, looks_like="https://example.com/page")


# Radio buttons and checkboxes may be formatted, the menus may not.
MENU_OPTION = Obj(
    {"text": plain("option.text"), "value": Str("option.value")}, {"description": plain("option.description")}
)
CHOICE_OPTION = Obj(
    {"text": any_text("option.text"), "value": Str("option.value")},
    {"description": any_text("option.description")},
)
OVERFLOW_OPTION = Obj(MENU_OPTION.required, {**MENU_OPTION.optional, "url": url("option.url")})
OPTION_GROUP = Obj(
    {"label": plain("option_group.label"), "options": Many(MENU_OPTION, "option_group.options")}
)

CONFIRM = Obj(
    {
        "title": plain("confirm.title"),
        "text": plain("confirm.text"),
        "confirm": plain("confirm.confirm"),
        "deny": plain("confirm.deny"),
    },
    {"style": Str(choices=("primary", "danger"))},
)

DISPATCH_CONFIG = Obj(
    {
        "trigger_actions_on": Many(
            Str(choices=("on_enter_pressed", "on_character_entered")), "dispatch.trigger_actions_on"
        )
    },
    rules=(rules.distinct("trigger_actions_on"),),
)

CONVERSATION_FILTER = Obj(
    {},
    {
        "include": Many(Str(choices=("im", "mpim", "private", "public")), "conversation_filter.include"),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    rules=(rules.at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

SLACK_FILE = Obj({}, {"id": ID, "url": url("image.image_url")}, rules=(rules.exactly_one("id", "url"),))

IMAGE_SOURCE: Mapping[str, Shape] = {"image_url": url("image.image_url"), "slack_file": SLACK_FILE}
