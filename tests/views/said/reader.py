"""A reader who believes nothing: every line of a debrief against the scorecards, and every line must be known.

It imports nothing of what makes a debrief. `faults` gives what is false, who is named where nobody may be, numbers off
the scale, and roundings that contradict each other.
"""

from collections.abc import Sequence

from tests.views.said.facts import Model
from tests.views.said.numbers import REST, WHY
from tests.views.said.pages import COMPETENCY, HEAD, PICTURE
from tests.views.said.panels import Case
from tests.views.said.reading import Line, Reader

PAGES = {"head": HEAD, "picture": PICTURE, "rest": REST, "why": WHY}


def faults(case: Case, known: Model | None, lines: Sequence[Line]) -> list[str]:
    """Everything that is wrong with what a debrief says, each with the line."""
    reader = Reader(case, known)
    found = [
        f"{line.page}: {fault}: {line.text!r}"
        for line in lines
        for fault in reader.line(line, PAGES.get(line.page, COMPETENCY))
    ]
    return [*found, *reader.whole(lines)]
