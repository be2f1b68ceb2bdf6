"""Checks of the bank as a whole: its parts, its rubric, and whether a loop can be staffed from it."""

from collections.abc import Iterator

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault, count, suggest
from bot.domain.questions.models import Kind, Level
from bot.domain.questions.sets import Dimension, QuestionSet, Rubric, Wanted

PREP_EACH = 2
"""So many questions to train on, for every competency at every level."""


def parts(draft: Draft) -> Iterator[Fault]:
    """A bank has a rubric, a set and questions."""
    if draft.rubric is None:
        yield Fault(
            "rubric.yaml", 1, "The bank has no rubric.yaml.", "Write one: docs/QUESTIONS.md shows how."
        )
    if not draft.sets:
        yield Fault("sets", 1, "The bank has no set.", "Write sets/KEY.yaml for a role.")
    if not draft.questions:
        yield Fault("questions", 1, "The bank has no questions.", "Write questions/COMPETENCY.yaml.")


def rubric_scale(draft: Draft) -> Iterator[Fault]:
    """Each dimension is there once, with anchors 1, 2, 3, 4 in order, none said twice; so for each kind."""
    if draft.rubric is None:
        return
    seen: set[str] = set()
    for index, dimension in enumerate(draft.rubric.value.dimensions):
        if dimension.key in seen:
            message = f"The dimension `{dimension.key}` is there already."
            yield draft.rubric.fault(("dimensions", index, "key"), message, "Give one another key.")
        seen.add(dimension.key)
        yield from _anchors(draft.rubric, index, dimension)


def _anchors(rubric: Placed[Rubric], index: int, dimension: Dimension) -> Iterator[Fault]:
    at = ("dimensions", index)
    ratings = [anchor.rating for anchor in dimension.anchors]
    if ratings != [1, 2, 3, 4]:
        message = f"The anchors of `{dimension.key}` are for {ratings}."
        yield rubric.fault((*at, "anchors"), message, "Give one for each of 1, 2, 3, 4, in order.")
    told_apart = "Say what sets one rating apart from the next."
    if len({anchor.short.casefold() for anchor in dimension.anchors}) < len(ratings):
        yield rubric.fault((*at, "anchors"), f"Two anchors of `{dimension.key}` say the same.", told_apart)
    kinds = [one.kind for one in dimension.by_kind]
    if kinds and sorted(kinds) != sorted(Kind):
        message = f"`by_kind` of `{dimension.key}` is for {', '.join(kinds)}."
        yield rubric.fault((*at, "by_kind"), message, f"Give each of {', '.join(Kind)} once, or none.")
    said = [anchor.casefold() for one in dimension.by_kind for anchor in one.anchors]
    if len(set(said)) < len(said):
        message = f"Two anchors in `by_kind` of `{dimension.key}` say the same."
        yield rubric.fault((*at, "by_kind"), message, told_apart)


def structures(draft: Draft) -> Iterator[Fault]:
    """Every kind of question has one structure for its answers."""
    if draft.prep is None:
        return
    given = [structure.kind for structure in draft.prep.value.structures]
    for index, kind in enumerate(given):
        if kind in given[:index]:
            path = ("structures", index, "kind")
            yield draft.prep.fault(path, f"There is a structure for {kind} already.", "Keep one of them.")
    for kind in Kind:
        if kind not in given:
            message = f"No structure says how to answer a {kind} question."
            yield draft.prep.fault(("structures",), message, "Add one.", warning=True)


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
        message = f"{where} has {count(loop, 'question')} for a loop; {panel}."
        mend = f"Write {needed - loop} more, or widen the levels of others."
        yield one.fault(path, message, mend, warning=True)
    if mine and len(fitting) - loop < PREP_EACH:
        message = f"{where} has {count(len(fitting) - loop, 'question')} for prep; {PREP_EACH} are needed."
        yield one.fault(path, message, "Write or mark more with `prep: true`.", warning=True)


def time_boxes(draft: Draft) -> Iterator[Fault]:
    """The fewest questions about a competency fit the time box; the fewest aren't more than the most."""
    for one in draft.sets:
        box = one.value.time_box.questions
        for index, wanted in enumerate(one.value.competencies):
            fewest, most = wanted.questions
            if not 1 <= fewest <= most <= 6:
                message = f"A loop can't ask {fewest} to {most} questions."
                path = ("competencies", index, "questions")
                yield one.fault(path, message, "Write `[fewest, most]`, from 1 to 6.")
                continue
            minutes = sorted(
                each.value.minutes
                for each in draft.questions
                if each.value.competency == wanted.key and not each.value.prep
            )
            if len(minutes) >= fewest and (taken := sum(minutes[:fewest])) > box:
                message = f"{fewest} of {wanted.key} take {taken} minutes, the shortest that there are."
                mend = f"Make them fit the {box} minutes for questions, or give them more."
                yield one.fault(("competencies", index, "questions"), message, mend, warning=True)


def closing(draft: Draft) -> Iterator[Fault]:
    """The closing question fits its time box, is rated under a competency of the set, and fits when filled."""
    for one in draft.sets:
        question, box = one.value.closing_question, one.value.time_box.closing
        if question is None:
            continue
        keys = [wanted.key for wanted in one.value.competencies]
        if question.competency not in keys:
            message = f"The set doesn't look for `{question.competency}`."
            yield one.fault(("closing_question", "competency"), message, suggest(question.competency, keys))
        if question.minutes > box:
            message = f"The closing question takes {question.minutes} minutes, the closing has {box}."
            yield one.fault(("closing_question", "minutes"), message, "Make one fit the other.")
        for problem, mend in question.misfits():
            yield one.fault(("closing_question", "prompt"), problem, mend)
