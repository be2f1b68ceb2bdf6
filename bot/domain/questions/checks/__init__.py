"""What a bank is checked for, beyond its shape. Each check takes the draft and yields faults."""

from collections.abc import Callable, Iterator

from bot.domain.questions.checks.alike import near_duplicates, shared_runs
from bot.domain.questions.checks.entries import duplicate_ids, question_ids, question_levels, question_probes
from bot.domain.questions.checks.references import (
    practice_topics,
    set_references,
    sources,
    tip_ids,
    topic_ids,
    unused_competencies,
)
from bot.domain.questions.checks.staffing import staffing, time_boxes
from bot.domain.questions.checks.texts import lengths, line_breaks, time_aloud
from bot.domain.questions.checks.whole import parts, rubric_scale, structures
from bot.domain.questions.draft import Draft
from bot.domain.questions.faults import Fault

Check = Callable[[Draft], Iterator[Fault]]

EACH: tuple[Check, ...] = (
    lengths,
    line_breaks,
    time_aloud,
    question_ids,
    question_levels,
    question_probes,
    duplicate_ids,
    sources,
    practice_topics,
    topic_ids,
    tip_ids,
    rubric_scale,
    structures,
    near_duplicates,
    shared_runs,
)
"""Checks that make sense even where something else couldn't be read."""

TOGETHER: tuple[Check, ...] = (parts, set_references, unused_competencies, staffing, time_boxes)
"""Checks of how the parts fit, once every part could be read."""


def check_draft(draft: Draft) -> Iterator[Fault]:
    """Every fault of a draft that isn't one of shape."""
    for check in EACH:
        yield from check(draft)
    if not any(not fault.warning for fault in draft.faults):
        for check in TOGETHER:
            yield from check(draft)
