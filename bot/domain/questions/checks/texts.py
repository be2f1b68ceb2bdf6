"""Checks of the texts themselves: how long, on one line, sayable."""

from collections.abc import Iterator

from bot.domain.questions.draft import Draft
from bot.domain.questions.faults import Fault
from bot.domain.questions.shape import texts
from bot.domain.questions.wording import SECONDS_ALOUD, seconds_aloud

_MANY_LINES = frozenset({"opening", "closing", "prompt", "weak", "solid", "strong"})


def lengths(draft: Draft) -> Iterator[Fault]:
    """Past the aim is a warning, past the maximum an error: it wouldn't fit where it is shown."""
    for one in draft.placed():
        for text in texts(one.value):
            if text.length is None or len(text.text) <= text.length.aim:
                continue
            length, aim, most = len(text.text), text.length.aim, text.length.most
            if length > most:
                mend = f"Cut {length - most} or more; the aim is {aim}."
                yield one.fault(
                    text.path, f"{_named(text.path)} has {length} characters, {most} at most.", mend
                )
            else:
                message = f"{_named(text.path)} has {length} characters, the aim is {aim}."
                yield one.fault(text.path, message, "Say it shorter if nothing is lost.", warning=True)


def line_breaks(draft: Draft) -> Iterator[Fault]:
    """A line break in a text of one line would break the list, button or quote that it stands in."""
    for one in draft.placed():
        for text in texts(one.value):
            if "\n" in text.text and text.path[-1] not in _MANY_LINES:
                mend = "Write it on one line, or after `>-`, which joins lines."
                yield one.fault(text.path, f"{_named(text.path)} has a line break.", mend)


def time_aloud(draft: Draft) -> Iterator[Fault]:
    """A prompt that takes longer than 30 seconds to say, and words that don't fit their time box."""
    for one in draft.questions:
        seconds = seconds_aloud(one.value.prompt)
        if seconds > SECONDS_ALOUD:
            message = f"The prompt takes about {seconds:.0f} seconds to say, {SECONDS_ALOUD} at most."
            mend = "Move figures into a probe, or say what they mean."
            yield one.fault(("prompt",), message, mend, warning=True)
    for each in draft.sets:
        boxes = (("opening", each.value.time_box.opening), ("closing", each.value.time_box.closing))
        for name, minutes in boxes:
            seconds = seconds_aloud(getattr(each.value, name))
            if seconds > minutes * 60 / 2:
                message = (
                    f"The {name} takes about {seconds:.0f} seconds to say, over half its {minutes} minutes."
                )
                mend = "Cut it, so that the candidate gets to speak."
                yield each.fault((name,), message, mend, warning=True)


def _named(path: tuple[str | int, ...]) -> str:
    """`prompt`, or item 2 of `red_flags`."""
    if isinstance(path[-1], int):
        return f"Item {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`"
