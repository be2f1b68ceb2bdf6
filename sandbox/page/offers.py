"""What a menu offers to the person who opens it."""

from typing import Any

from sandbox.inputs import options

Json = dict[str, Any]
Offer = tuple[str, str]

_KINDS = {"im": "im", "private": "private", "public": "public"}


def offered(state: Json, element: Json) -> list[Offer]:
    """(value, name) for everything that can be chosen in a menu, in the order it is shown."""
    kind = element["type"].removeprefix("multi_")
    if kind == "static_select":
        return [(option["value"], option["text"]["text"]) for option in options(element)]
    if kind == "users_select":
        return _people(state)
    included = element.get("filter", {}).get("include")
    if kind == "channels_select":
        included = ["public"]
    return _conversations(state, included)


def _people(state: Json) -> list[Offer]:
    people = [person for person in state["people"] if not person["is_bot"] and not person["deleted"]]
    return [(person["id"], person["real_name"]) for person in people]


def _conversations(state: Json, included: list[str] | None) -> list[Offer]:
    """The conversations the person is in, of the kinds the app asks for; archived ones can't be chosen."""
    found = []
    for channel in state["channels"]:
        if channel["archived"] or (included and _KINDS[channel["kind"]] not in included):
            continue
        lock = "🔒 " if channel["kind"] == "private" else "#"
        found.append((channel["id"], f"{lock}{channel['name']}" if channel["name"] else state["app"]["name"]))
    return found
