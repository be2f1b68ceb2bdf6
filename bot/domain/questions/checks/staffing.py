"""Checks of whether a loop can be staffed, and fits its time box."""

from collections.abc import Iterator

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault, count
from bot.domain.questions.models import Level
from bot.domain.questions.sets import QuestionSet, Wanted

PREP_EACH = 2
"""So many questions to train on, for every competency at every level."""


def staffing(draft: Draft) -> Iterator[Fault]:
    """Every competency of a set has, at every level, questions for the whole panel, and some for prep.

    More than one loop asks: so many that each panelist could ask the fewest, which leaves the planner a
    choice where a candidate has met some.
    """
    for one in draft.sets:
        for index, wanted in enumerate(one.value.competencies):
            for level in Level:
                yield from _staffed(draft, one, index, wanted, level)


def _staffed(
    draft: Draft, one: Placed[QuestionSet], index: int, wanted: Wanted, level: Level
) -> Iterator[Fault]:
    mine = [each.value for each in draft.questions if each.value.competency == wanted.key]
    fitting = [question for question in mine if level in question.levels]
    loop = sum(not question.prep for question in fitting)
    path, where = ("competencies", index), f"{wanted.key} at {level} level"
    needed = wanted.panelists * wanted.questions[0]
    if mine and loop < needed:
        panel = f"{count(wanted.panelists, 'panelist')} and {wanted.questions[0]} each make {needed}"
        mend = f"Write {needed - loop} more, or widen the levels of others."
        yield one.fault(
            path, f"{where} has {count(loop, 'question')} for a loop; {panel}.", mend, warning=True
        )
    if mine and len(fitting) - loop < PREP_EACH:
        message = f"{where} has {count(len(fitting) - loop, 'question')} for prep; {PREP_EACH} are needed."
        yield one.fault(path, message, "Write or mark more with `prep: true`.", warning=True)


def time_boxes(draft: Draft) -> Iterator[Fault]:
    """The fewest questions about a competency fit the time box; the fewest aren't more than the most."""
    for one in draft.sets:
        box = one.value.time_box.questions
        for index, wanted in enumerate(one.value.competencies):
            fewest, most = wanted.questions
            path = ("competencies", index, "questions")
            if not 1 <= fewest <= most <= 6:
                message = f"A loop can't ask {fewest} to {most} questions."
                yield one.fault(path, message, "Write `[fewest, most]`, from 1 to 6.")
                continue
            minutes = sorted(
                each.value.minutes
                for each in draft.questions
                if each.value.competency == wanted.key and not each.value.prep
            )
            if len(minutes) >= fewest and sum(minutes[:fewest]) > box:
                taken = sum(minutes[:fewest])
                message = f"{fewest} of {wanted.key} take {taken} minutes, the shortest that there are."
                mend = f"Make them fit the {box} minutes for questions, or give them more."
                yield one.fault(path, message, mend, warning=True)
