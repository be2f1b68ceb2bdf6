"""Checks of one entry at a time: how long its texts are, how they are said, and whether its parts agree."""

from collections.abc import Iterator

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault
from bot.domain.questions.models import Kind, ProbeKind, Question
from bot.domain.questions.wording import SECONDS_ALOUD, seconds_aloud

SPOKEN_WORDS = (110, 160)
"""The fewest and the most words of a strong answer as it is said: about a minute."""
SPOKEN_BESIDE_CODE = (60, 100)
"""The same where code is typed as well."""
SPOKEN_POINTS = (3, 5)
CODE_LINES, CODE_WIDTH = 15, 40
"""The most lines, and characters in one, that a phone 390 pixels wide shows without wrapping them."""

_MANY_LINES = frozenset(
    {"opening", "closing", "closing_short", "prompt", "weak", "solid", "strong", "source"}
)


def lengths(draft: Draft) -> Iterator[Fault]:
    """Past the aim is a warning, past the maximum an error: it wouldn't fit where it is shown."""
    for one in draft.placed():
        for text in one.texts:
            if text.length is None or len(text.text) <= text.length.aim:
                continue
            length, aim, most = len(text.text), text.length.aim, text.length.most
            if length > most:
                message = f"{_named(text.path)} has {length} characters, {most} at most."
                yield one.fault(text.path, message, f"Cut {length - most} or more; the aim is {aim}.")
            else:
                message = f"{_named(text.path)} has {length} characters, the aim is {aim}."
                yield one.fault(text.path, message, "Say it shorter if nothing is lost.", warning=True)


def line_breaks(draft: Draft) -> Iterator[Fault]:
    """A line break in a text of one line would break the list, button or quote that it stands in."""
    for one in draft.placed():
        for text in one.texts:
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
        box = each.value.time_box
        scripts = (("opening", box.opening), ("closing", box.closing), ("closing_short", box.closing))
        for name, minutes in scripts:
            seconds = seconds_aloud(getattr(each.value, name) or "")
            if seconds > minutes * 60 / 2:
                said = (
                    f"The {name} takes about {seconds:.0f} seconds to say, over half its {minutes} minutes."
                )
                yield each.fault((name,), said, "Cut it, so that the candidate gets to speak.", warning=True)


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
                message = "This probe is the same as one above."
                yield one.fault(("probes", index), message, "Ask something else.")
            asked.add(probe.ask.casefold())
        deeper = all(probe.kind is ProbeKind.DEEPER for probe in question.kit_probes)
        if deeper and question.kind is not Kind.BEHAVIOURAL:
            message = "Neither probe of the kit asks why or about production."
            mend = "Put a `why` or a `production` probe among the first two."
            yield one.fault(("probes",), message, mend, warning=True)


def answers(draft: Draft) -> Iterator[Fault]:
    """The answer to train on: on prep questions alone, a minute to say, and code that a phone can show."""
    for one in draft.questions:
        question = one.value
        if not question.prep:
            for key in (name for name in ("said", "code") if getattr(question, name)):
                message = f"`{key}` stands in a question for loops, where nobody reads it."
                yield one.fault(
                    (key,), message, "Take it out, or mark the question `prep: true`.", warning=True
                )
        elif question.said:
            yield from _spoken(one, question)
        if question.code is not None:
            yield from _code(one, question.code.source)


def _spoken(one: Placed[Question], question: Question) -> Iterator[Fault]:
    fewest, most = SPOKEN_POINTS
    if not fewest <= len(question.said) <= most:
        message = f"`said` has {len(question.said)} points."
        yield one.fault(("said",), message, f"Make it {fewest} to {most}.", warning=True)
    fewest, most = SPOKEN_BESIDE_CODE if question.code else SPOKEN_WORDS
    words = len(question.spoken.split())
    if not fewest <= words <= most:
        message = f"`said` has {words} words, which isn't a minute."
        yield one.fault(("said",), message, f"Make it {fewest} to {most}.", warning=True)


def _code(one: Placed[Question], source: str) -> Iterator[Fault]:
    lines = source.rstrip("\n").split("\n")
    widest = max(len(line) for line in lines)
    if len(lines) > CODE_LINES or widest > CODE_WIDTH:
        message = f"The code has {len(lines)} lines, the widest {widest} characters."
        mend = f"Make it {CODE_LINES} lines of {CODE_WIDTH} at most, which a phone shows unwrapped."
        yield one.fault(("code", "source"), message, mend, warning=True)


def _named(path: tuple[str | int, ...]) -> str:
    """`prompt`, or item 2 of `red_flags`."""
    if isinstance(path[-1], int):
        return f"Item {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`"
