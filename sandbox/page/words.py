"""The small parts of text that both mrkdwn and rich text are made of, as HTML."""

import re
from dataclasses import dataclass
from typing import Protocol

import emoji
from markupsafe import Markup, escape

from sandbox.page.dates import Dates

SHORTCODE = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?")


class Directory(Protocol):
    """Who and what the ids in texts stand for; None where the workspace doesn't know one."""

    def person(self, user_id: str) -> str | None:
        """A person's name."""
        ...

    def channel(self, channel_id: str) -> str | None:
        """A channel's name without its #."""
        ...

    def group(self, group_id: str) -> str | None:
        """A user group's handle."""
        ...


@dataclass(frozen=True)
class Words:
    """Turns mentions, dates, emoji and links into HTML for one viewer."""

    directory: Directory
    dates: Dates
    viewer: str

    def person(self, user_id: str, fallback: str = "") -> Markup:
        """A mention; one's own is marked, as in Slack."""
        name = self.directory.person(user_id) or fallback or user_id
        kind = "mention me" if user_id == self.viewer else "mention"
        return Markup('<span class="{}">@{}</span>').format(kind, name)

    def channel(self, channel_id: str, fallback: str = "") -> Markup:
        """A channel's name; a link where the viewer can go there is the page's own business."""
        name = self.directory.channel(channel_id) or fallback or "private channel"
        return Markup('<span class="mention">#{}</span>').format(name)

    def group(self, group_id: str, fallback: str = "") -> Markup:
        """A user group's handle."""
        handle = self.directory.group(group_id) or fallback.lstrip("@") or group_id
        return Markup('<span class="mention">@{}</span>').format(handle)

    def broadcast(self, name: str) -> Markup:
        """@here, @channel or @everyone."""
        return Markup('<span class="mention me">@{}</span>').format(name)

    def date(self, timestamp: str, form: str, link: str = "", fallback: str = "") -> Markup:
        """A date in the viewer's zone."""
        try:
            shown, whole = self.dates.filled(timestamp, form), self.dates.full(timestamp)
        except (ValueError, OverflowError, OSError):
            return escape(fallback)
        if link:
            return self.link(link, shown)
        return Markup('<time title="{}">{}</time>').format(whole, shown)

    def link(self, url: str, label: str | Markup = "") -> Markup:
        """A link that opens beside the page. Anything but the web and mail stays text."""
        if not re.match(r"(?:https?://|mailto:|tel:)", url, re.IGNORECASE):
            return escape(label or url)
        form = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
        return Markup(form).format(url, label or url.removeprefix("mailto:"))


def pictured(text: str) -> Markup:
    """Text with its :shortcodes: as emoji and its line breaks kept."""
    out, end = Markup(), 0
    for match in SHORTCODE.finditer(text):
        shown = emoji_of(match[1])
        if shown:
            out += broken(text[end : match.start()]) + shown
            end = match.end()
    return out + broken(text[end:])


def emoji_of(name: str) -> Markup | None:
    """One emoji by its short name, or None if there is none of that name."""
    code = f":{name}:"
    shown = emoji.emojize(code, language="alias")
    if shown == code:
        return None
    label = name.replace("_", " ").replace("-", " ")
    return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(label, shown)


def broken(text: str) -> Markup:
    """Escaped text with its line breaks."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
