"""The made-up people of practice by their names: Slack knows nobody to mention."""

import json
import re
from typing import Any

from bot.domain.practice import COLLEAGUES, is_made_up
from bot.views.blocks import Json

_MENTION = re.compile(r"<@(\w+)>")
_PERSON_AS_CHANNEL = re.compile(r"<#[UW]\w+>")
"""Practice has its debrief in a direct message, which is found by whose it is."""


def named(view: Json) -> Json:
    """A modal or a Home in which nobody is mentioned who is made up."""
    found = with_names(view) if any(one in json.dumps(view) for one in COLLEAGUES) else view
    return dict(found)


def with_names(value: Any) -> Any:
    """Anything of Block Kit, with names in the place of mentions."""
    if isinstance(value, str):
        return _PERSON_AS_CHANNEL.sub("this conversation", _MENTION.sub(_name, value))
    if isinstance(value, list):
        return [with_names(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "user" and is_made_up(str(value.get("user_id"))):
        return {"type": "text", "text": COLLEAGUES[value["user_id"]]}
    return {key: with_names(one) for key, one in _without_picks(value).items()}


def _name(found: re.Match[str]) -> str:
    return COLLEAGUES.get(found[1], found[0])


def _without_picks(element: Json) -> Json:
    """A menu of people, in which nobody is picked who is made up."""
    picked = element.get("initial_users")
    if picked is not None:
        real = [one for one in picked if not is_made_up(one)]
        return {key: one for key, one in element.items() if key != "initial_users"} | (
            {"initial_users": real} if real else {}
        )
    if is_made_up(str(element.get("initial_user"))):
        return {key: one for key, one in element.items() if key != "initial_user"}
    return element
