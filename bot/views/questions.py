"""The question hub: a page of the bank, one question whole; and what leads are told about the files."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.questions import Kind, Level, Question
from bot.domain.questions.browsing import Filters, Page
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    bold,
    bullets,
    button,
    context,
    cut,
    divider,
    escape,
    header,
    italic,
    line,
    modal,
    quote,
    resolved,
    rich,
    section,
    select,
)
from bot.views.words import count, listed

ANY = "any"
MOST_COMPETENCIES = 99
PROBES = {"why": "why", "production": "in production", "deeper": "deeper"}
LEVELS = [("Any level", ANY), *((f"{one.capitalize()}, {one.years}", one.value) for one in Level)]
KINDS = [("Any kind", ANY), *((one.capitalize(), one.value) for one in Kind)]


@dataclass(frozen=True)
class FaultLine:
    """One thing to mend in the question files."""

    file: str
    line: int
    message: str
    mend: str


def hub(page: Page) -> Json:
    """The filters, a page of questions, and the way to the next page."""
    blocks: list[object] = [_filters(page), context(_place(page)), divider()]
    if not page.questions:
        blocks.append(section("No question answers to all of that. Choose *Any* in one of the menus above."))
    for question in page.questions:
        read = button("Read", ids.HUB_READ, question.id, label=cut(f"Read: {question.short}", 75))
        blocks.append(section(_summary(page, question), accessory=read))
    blocks += _turning(page)
    return modal("Questions", blocks, callback=ids.QUESTIONS_PAGE)


def whole(question: Question, competency: str, exposure: int) -> Json:
    """Everything that an interviewer has of a question, and how worn it is here."""
    probes = [
        line(probe.ask, " ", italic(f"({PROBES[probe.kind]})"), "\n", italic(f"hear: {probe.hear}"))
        for probe in question.probes
    ]
    expected = [
        line(bold(f"{level.capitalize()}, {level.years}: "), (question.by_level.get(level) or "").strip())
        for level in question.levels
    ]
    blocks: list[object] = [
        header(question.short),
        context(_facts(question, competency)),
        rich(quote(question.prompt.strip())),
        context(f"Tests: {escape(question.tests.strip())}"),
        rich(line(bold("Then ask")), bullets(probes)),
        divider(),
    ]
    for name, text in (("Weak", question.weak), ("Solid", question.solid), ("Strong", question.strong)):
        blocks.append(rich(line(bold(name), "  ", text.strip())))
    blocks += [
        rich(line(bold("Red flags")), bullets(list(question.red_flags))),
        rich(line(bold("What to expect")), bullets(expected)),
        divider(),
        context(f"{_worn(question, exposure)}\n{question.id} · version {question.version}"),
    ]
    return modal("The question", blocks, callback=ids.READING)


def broken(faults: Sequence[FaultLine], more: int) -> tuple[str, list[Json]]:
    """The files are faulty: what to mend, and that nothing has changed meanwhile."""
    text = "The question files need mending"
    items = [line(bold(f"{one.file}, line {one.line}: "), f"{one.message} {one.mend}") for one in faults]
    blocks = [
        section(f"*{text}.* Loops and prep go on with the questions as they were before."),
        rich(bullets(items)),
    ]
    end = "Save the files when it's mended: they are read again by themselves."
    if more:
        end = f"{count(more, 'more fault')}: `fairloop questions check` lists them all. {end}"
    return aloud.message(text, resolved([*blocks, context(end)]))


def mended() -> tuple[str, list[Json]]:
    """The files are in use again."""
    text = "The question files are in order again"
    words = f":white_check_mark: *{text}.* New plans use them from now on."
    return aloud.message(text, resolved([section(words)]))


def _filters(page: Page) -> object:
    wanted: Filters = page.filters
    names = [("Any competency", ANY), *((name, key) for key, name in page.competencies[:MOST_COMPETENCIES])]
    return actions(
        select(ids.HUB_LEVEL, LEVELS, wanted.level or ANY, "Level"),
        select(ids.HUB_COMPETENCY, names, wanted.competency or ANY, "Competency"),
        select(ids.HUB_KIND, KINDS, wanted.kind or ANY, "Kind"),
        id="filters",
    )


def _place(page: Page) -> str:
    if not page.total:
        return "0 questions"
    last = page.first + len(page.questions) - 1
    shown = f"{page.first}-{last}" if last > page.first else str(last)
    found = count(page.total, "question")
    return found if page.pages == 1 else f"{shown} of {found} · page {page.number} of {page.pages}"


def _summary(page: Page, question: Question) -> str:
    levels = listed(list(question.levels))
    facts = [escape(page.name_of(question)), levels, question.kind, f"{question.minutes} min"]
    return f"*{escape(question.short)}*\n{' · '.join([*facts, *_marks(question)])}"


def _marks(question: Question) -> list[str]:
    return [mark for mark, set_ in (("*core*", question.core), ("*prep*", question.prep)) if set_]


def _facts(question: Question, competency: str) -> str:
    levels = listed(list(question.levels))
    return " · ".join(
        [escape(competency), levels, question.kind, f"{question.minutes} min", *_marks(question)]
    )


def _worn(question: Question, exposure: int) -> str:
    """How often it was used, for whoever wonders whether it is still fresh."""
    if question.prep and not exposure:
        return "For candidates to train on, so no loop asks it."
    times = "Not planned or asked" if not exposure else f"Planned or asked {count(exposure, 'time')}"
    return f"{times} here in the last 180 days."


def _turning(page: Page) -> list[object]:
    turns = []
    if page.number > 1:
        turns.append(button("Back", ids.HUB_BACK, page.number - 1, label=f"Back to page {page.number - 1}"))
    if page.number < page.pages:
        turns.append(button("Next", ids.HUB_NEXT, page.number + 1, label=f"Next: page {page.number + 1}"))
    return [divider(), actions(*turns, id="pages")] if turns else []
