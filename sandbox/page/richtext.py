"""Slack's rich_text blocks as HTML.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from sandbox.page.words import Words, broken, emoji_of

Json = dict[str, Any]

_MARKS = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "s"), ("underline", "u"))
# How Slack numbers the levels of an ordered list, and what it draws for those of the other kind.
_ORDERED = ("1", "a", "i")
_BULLETS = ("disc", "circle", "square")


def to_html(elements: list[Json], words: Words) -> Markup:
    """The elements of a rich_text block, in order."""
    out = Markup()
    for element in elements:
        show = _ELEMENTS.get(element.get("type", ""))
        out += show(element, words) if show else escape(element.get("type", ""))
    return out


def _section(element: Json, words: Words) -> Markup:
    return Markup('<p class="rich">{}</p>').format(_inline(element["elements"], words))


def _quote(element: Json, words: Words) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(_inline(element["elements"], words))


def _preformatted(element: Json, words: Words) -> Markup:
    text = Markup().join(_preformatted_part(part, words) for part in element["elements"])
    return Markup("<pre><code>{}</code></pre>").format(text)


def _preformatted_part(part: Json, words: Words) -> Markup:
    if part["type"] == "link":
        return words.link(part["url"], part.get("text", ""))
    return escape(part.get("text", ""))


def _list(element: Json, words: Words) -> Markup:
    """One list of one level: its items indented, numbered on from `offset`."""
    level = int(element.get("indent", 0))
    items = Markup().join(
        Markup("<li>{}</li>").format(_inline(item["elements"], words)) for item in element["elements"]
    )
    border = " bordered" if element.get("border") else ""
    if element["style"] == "ordered":
        form = '<ol class="rich level-{}{}" type="{}" start="{}">{}</ol>'
        start = int(element.get("offset", 0)) + 1
        return Markup(form).format(level, border, _ORDERED[level % 3], start, items)
    form = '<ul class="rich level-{}{}" data-bullet="{}">{}</ul>'
    return Markup(form).format(level, border, _BULLETS[level % 3], items)


_ELEMENTS: dict[str, Callable[[Json, Words], Markup]] = {
    "rich_text_section": _section,
    "rich_text_quote": _quote,
    "rich_text_preformatted": _preformatted,
    "rich_text_list": _list,
}


def _inline(parts: list[Json], words: Words) -> Markup:
    return Markup().join(_styled(part, _part(part, words)) for part in parts)


def _part(part: Json, words: Words) -> Markup:
    match part["type"]:
        case "text":
            return broken(part["text"])
        case "link":
            return words.link(part["url"], part.get("text", ""))
        case "user":
            return words.person(part["user_id"])
        case "channel":
            return words.channel(part["channel_id"])
        case "usergroup":
            return words.group(part["usergroup_id"])
        case "broadcast":
            return words.broadcast(part["range"])
        case "emoji":
            return emoji_of(part["name"]) or escape(f":{part['name']}:")
        case "date":
            fallback = part.get("fallback", "")
            return words.date(str(part["timestamp"]), part["format"], part.get("url", ""), fallback)
        case "tag":
            form = '<span class="tag-mark {}">{}</span>'
            return Markup(form).format(part.get("color", "gray"), part["text"])
        case "color":
            swatch = '<span class="swatch" style="background:{0}"></span>{0}'
            return Markup(swatch).format(part["value"])
    return escape(part.get("text", ""))


def _styled(part: Json, shown: Markup) -> Markup:
    style = part.get("style") or {}
    for key, tag in _MARKS:
        if style.get(key):
            shown = Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)
    return shown


def to_source(elements: list[Json]) -> str:
    """Rich text as somebody would type it again: marks around words, a sign before list items and quotes."""
    return "\n".join(_source_of(element) for element in elements)


def _source_of(element: Json) -> str:
    kind = element["type"]
    if kind == "rich_text_list":
        ordered = element["style"] == "ordered"
        items = (_typed(item["elements"]) for item in element["elements"])
        return "\n".join(f"{f'{number}.' if ordered else '-'} {item}" for number, item in enumerate(items, 1))
    text = _typed(element["elements"])
    if kind == "rich_text_quote":
        return "\n".join(f"> {line}" for line in text.split("\n"))
    return f"```{text}```" if kind == "rich_text_preformatted" else text


_SIGNS = (("code", "`"), ("bold", "*"), ("italic", "_"), ("strike", "~"))


def _typed(parts: list[Json]) -> str:
    return "".join(_typed_part(part) for part in parts)


def _typed_part(part: Json) -> str:
    text = str(part.get("text") or part.get("url") or (f":{part['name']}:" if "name" in part else ""))
    for key, sign in _SIGNS:
        if (part.get("style") or {}).get(key):
            text = f"{sign}{text}{sign}"
    return text
