"""What a bank is checked for, beyond its shape. Each check takes the draft and yields faults.

`entries` looks at one text or question at a time, `links` at what points at something else, `whole` at
whether the parts make a bank that can staff a loop, `alike` at every two questions.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from bot.domain.questions.checks.alike import near_duplicates, shared_follow_ups, shared_runs
from bot.domain.questions.checks.entries import (
    answers,
    lengths,
    line_breaks,
    question_ids,
    question_levels,
    question_probes,
    time_aloud,
)
from bot.domain.questions.checks.links import duplicates, families, pairs, set_references, sources
from bot.domain.questions.checks.whole import closing, parts, rubric_scale, staffing, structures, time_boxes
from bot.domain.questions.draft import Draft
from bot.domain.questions.faults import Fault

Check = Callable[[Draft], Iterator[Fault]]

EACH: tuple[Check, ...] = (
    lengths,
    line_breaks,
    question_ids,
    question_levels,
    question_probes,
    duplicates,
    sources,
    families,
    rubric_scale,
    structures,
)
"""Checks that make sense even where something else couldn't be read."""

TOGETHER: tuple[Check, ...] = (parts, set_references, time_boxes, closing)
"""Checks of how the parts fit, once every part could be read."""

ADVICE: tuple[Check, ...] = (time_aloud, answers, near_duplicates, shared_runs, shared_follow_ups)
"""Checks like EACH that only warn, so that a process which only wants to know if a bank loads leaves them."""

ADVICE_TOGETHER: tuple[Check, ...] = (staffing, pairs)
"""Checks like TOGETHER that only warn."""


def check_draft(draft: Draft, advice: bool = True) -> Iterator[Fault]:
    """Every fault of a draft that isn't one of shape; without `advice` only the checks that can refuse."""
    checks = chain(EACH, ADVICE if advice else ())
    if not any(not fault.warning for fault in draft.faults):
        checks = chain(checks, TOGETHER, ADVICE_TOGETHER if advice else ())
    for check in checks:
        yield from check(draft)
