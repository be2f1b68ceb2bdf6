"""Slack's mrkdwn as HTML.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable

from markupsafe import Markup

from sandbox.page.words import Words, broken, pictured

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"(?:&gt;|>) ?(.*)")
# What stands for itself first (code, references), then the marks, which may hold others.
_SPAN = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<reference>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>(?![\s*])[^\n*]*[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>(?![\s_])[^\n]*?[^\s_])_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>(?![\s~])[^\n~]*[^\s~])~(?![\w~])"
)
_TAGS = {"bold": "strong", "italic": "em", "strike": "s"}


def to_html(text: str, words: Words) -> Markup:
    """mrkdwn as a viewer sees it. Anything that isn't Slack's markup comes out as text."""
    out, end = Markup(), 0
    for match in _FENCE.finditer(text):
        out += _lines(text[end : match.start()].removesuffix("\n"), words)
        out += Markup("<pre><code>{}</code></pre>").format(_unescaped(match[1]))
        end = match.end()
    return out + _lines(text[end:].removeprefix("\n") if end else text, words)


def _lines(text: str, words: Words) -> Markup:
    """Lines, with neighbouring quoted ones in one quote."""
    if not text:
        return Markup()
    parts: list[Markup] = []
    plain: list[Markup] = []
    quoted: list[Markup] = []

    def flush() -> None:
        if plain:
            parts.append(Markup("<br>").join(plain))
            plain.clear()
        if quoted:
            parts.append(Markup("<blockquote>{}</blockquote>").format(Markup("<br>").join(quoted)))
            quoted.clear()

    for line in text.split("\n"):
        match = _QUOTED.fullmatch(line)
        if bool(match) != bool(quoted):
            flush()
        if match:
            quoted.append(inline(match[1], words))
        else:
            plain.append(inline(line, words))
    flush()
    return Markup("").join(parts)


def inline(text: str, words: Words) -> Markup:
    """One line of mrkdwn."""
    out, end = Markup(), 0
    for match in _SPAN.finditer(text):
        shown = _span(match, words)
        if shown is not None:
            out += pictured(_unescaped(text[end : match.start()])) + shown
            end = match.end()
    return out + pictured(_unescaped(text[end:]))


def _span(match: re.Match[str], words: Words) -> Markup | None:
    kind = str(match.lastgroup)
    inner = match[kind]
    if kind == "code":
        return Markup("<code>{}</code>").format(_unescaped(inner))
    if kind == "reference":
        return _reference(inner, words)
    return Markup("<{0}>{1}</{0}>").format(Markup(_TAGS[kind]), inline(inner, words))


def _reference(inner: str, words: Words) -> Markup | None:
    """A mention, a date or a link between angle brackets; None if it is neither."""
    target, _, label = inner.partition("|")
    label = _unescaped(label)
    kinds: dict[str, Callable[[str, str], Markup]] = {"@": words.person, "#": words.channel}
    if target[:1] in kinds:
        return kinds[target[0]](target[1:], label)
    if target.startswith("!subteam^"):
        return words.group(target.removeprefix("!subteam^"), label)
    if target.startswith("!date^"):
        timestamp, form, *link = [*target.removeprefix("!date^").split("^"), ""][:3]
        return words.date(timestamp, _unescaped(form), link[0] if link else "", label)
    if target in ("!here", "!channel", "!everyone"):
        return words.broadcast(target[1:])
    if re.match(r"(?:https?://|mailto:|tel:)", target):
        return words.link(_unescaped(target), pictured(label) if label else "")
    return None


def _unescaped(text: str) -> str:
    """The three characters that Slack asks apps to escape."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain_to_html(text: str, *, emoji: bool = True) -> Markup:
    """plain_text: no markup, emoji unless they are switched off."""
    return pictured(_unescaped(text)) if emoji else broken(_unescaped(text))


def to_plain(text: str, words: Words) -> str:
    """mrkdwn as one plain line, for titles and notifications."""
    return to_html(text, words).striptags()
