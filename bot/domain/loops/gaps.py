"""What a plan lacks, each gap said once: wants that the same change would mend are one gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.loops.views import Unmet

MOST_SAID = 5
"""Wants that one gap names."""


@dataclass(frozen=True)
class Gap:
    """Wants that are not met, with one piece of advice. `number` is the first one's place among all unmet."""

    text: str
    mend: str | None
    newcomer: bool
    number: int


def gaps(unmet: Sequence[Unmet]) -> tuple[Gap, ...]:
    """In the order of the first want of each. What was kept without its parts is a gap of its own."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(unmet):
        same = (item.advice, item.mend_key or "") if item.lacks else (item.text, "")
        groups.setdefault(same, []).append(number)
    return tuple(
        Gap(
            text=_text([unmet[number] for number in numbers]),
            mend=unmet[numbers[0]].mend,
            newcomer=unmet[numbers[0]].newcomer,
            number=numbers[0],
        )
        for numbers in groups.values()
    )


def _text(items: Sequence[Unmet]) -> str:
    """The advice is about each by itself: one change need not mend them all at once."""
    first = items[0]
    if len(items) == 1:
        return first.text
    said = [one.lacks for one in items[:MOST_SAID]]
    more = len(items) - len(said)
    lacks = f"{'; '.join(said)}{f'; and {more} more' if more else ''}"
    return f"{lacks}. {'Each by itself: ' if first.mend else ''}{first.advice}"
