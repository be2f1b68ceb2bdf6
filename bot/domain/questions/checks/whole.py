"""Checks of the bank as a whole: its parts, its rubric, its structures."""

from collections.abc import Iterator

from bot.domain.questions.draft import Draft
from bot.domain.questions.faults import Fault
from bot.domain.questions.models import Kind


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
    """Each dimension is there once, with anchors 1, 2, 3, 4 in order, none said twice."""
    if draft.rubric is None:
        return
    seen: set[str] = set()
    for index, dimension in enumerate(draft.rubric.value.dimensions):
        at = ("dimensions", index)
        if dimension.key in seen:
            message = f"The dimension `{dimension.key}` is there already."
            yield draft.rubric.fault((*at, "key"), message, "Give one another key.")
        seen.add(dimension.key)
        ratings = [anchor.rating for anchor in dimension.anchors]
        if ratings != [1, 2, 3, 4]:
            message = f"The anchors of `{dimension.key}` are for {ratings}."
            yield draft.rubric.fault((*at, "anchors"), message, "Give one for each of 1, 2, 3, 4, in order.")
        if len({anchor.short.casefold() for anchor in dimension.anchors}) < len(ratings):
            message = f"Two anchors of `{dimension.key}` say the same."
            yield draft.rubric.fault(
                (*at, "anchors"), message, "Say what sets one rating apart from the next."
            )


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
