"""Checks of one question at a time, and of ids that are used twice."""

from collections.abc import Iterator

from pydantic import BaseModel

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault, suggest
from bot.domain.questions.models import Kind, ProbeKind


def question_ids(draft: Draft) -> Iterator[Fault]:
    """An id begins with its competency's key, and a file is named after its competency."""
    for one in draft.competencies:
        file = one.document.file.removeprefix("questions/").removesuffix(".yaml")
        if one.value.key != file:
            mend = f"Call the file {one.value.key}.yaml, or the competency `{file}`."
            yield one.fault(("key",), f"The competency `{one.value.key}` stands in {file}.yaml.", mend)
    for each in draft.questions:
        question = each.value
        if not question.id.startswith(f"{question.competency}-"):
            mend = f"Call it `{question.competency}-{question.id.rpartition('-')[2]}`, for example."
            message = f"The id `{question.id}` doesn't begin with its competency, `{question.competency}-`."
            yield each.fault(("id",), message, mend)


def question_levels(draft: Draft) -> Iterator[Fault]:
    """`levels` names each level once, and `by_level` says what to expect at just those."""
    for one in draft.questions:
        question = one.value
        for index, level in enumerate(question.levels):
            if level in question.levels[:index]:
                yield one.fault(("levels", index), f"The level {level} is given twice.", "Keep it once.")
            if level not in question.by_level.levels:
                mend = f"Add `{level}: ...` to `by_level`, or take {level} out of `levels`."
                yield one.fault(("by_level",), f"`by_level` says nothing for {level}.", mend)
        for level in sorted(question.by_level.levels - set(question.levels)):
            mend = f"Add {level} to `levels`, or take it out of `by_level`."
            yield one.fault(("by_level", level.value), f"{level} isn't one of the question's levels.", mend)


def question_probes(draft: Draft) -> Iterator[Fault]:
    """The two probes of the kit ask why, or what happens in production; none is asked twice."""
    for one in draft.questions:
        question = one.value
        asked: set[str] = set()
        for index, probe in enumerate(question.probes):
            if probe.ask.casefold() in asked:
                yield one.fault(
                    ("probes", index), "This probe is the same as one above.", "Ask something else."
                )
            asked.add(probe.ask.casefold())
        deeper = all(probe.kind is ProbeKind.DEEPER for probe in question.kit_probes)
        if deeper and question.kind is not Kind.BEHAVIOURAL:
            mend = "Put a `why` or a `production` probe among the first two."
            yield one.fault(
                ("probes",), "Neither probe of the kit asks why or about production.", mend, warning=True
            )


def duplicate_ids(draft: Draft) -> Iterator[Fault]:
    """No id of a question, and no key of a competency or set, is used twice."""
    named: list[tuple[str, str, str, Placed[BaseModel]]] = [
        *((one.value.id, "id", "The question", one) for one in draft.questions),
        *((one.value.key, "key", "The competency", one) for one in draft.competencies),
        *((one.value.key, "key", "The set", one) for one in draft.sets),
    ]
    first: dict[tuple[str, str], str] = {}
    for name, field, what, one in named:
        place = first.setdefault((what, name), f"{one.document.file}:{one.line(field)}")
        if place != f"{one.document.file}:{one.line(field)}":
            yield one.fault(
                (field,), f"{what} `{name}` is there already ({place}).", "Give one another name."
            )
    for each in draft.sets:
        file = each.document.file.removeprefix("sets/").removesuffix(".yaml")
        if each.value.key != file:
            mend = f"Call the file {each.value.key}.yaml. {suggest(each.value.key, [file])}"
            yield each.fault(("key",), f"The set `{each.value.key}` stands in {file}.yaml.", mend)
