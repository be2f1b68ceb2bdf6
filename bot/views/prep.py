"""Prep: the question of the day in its steps, and what is read in modals around it."""

import re
from collections.abc import Sequence

from bot.domain.prep import Rating, Why
from bot.domain.prep.choice import FIRST_MINUTES
from bot.domain.prep.states import LONGEST_ANSWER, Day, Step
from bot.domain.questions import FollowUp, Kind, Structure
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    bold,
    bullets,
    button,
    context,
    escape,
    field,
    header,
    line,
    menu,
    modal,
    preformatted,
    resolved,
    rich,
    section,
    text_input,
)
from bot.views.prep_interview import days_to
from bot.views.words import count, date_words

TITLE = "Question of the day"
RATINGS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}
KINDS = {
    Kind.CONCEPT: "a concept",
    Kind.CODING: "coding",
    Kind.SCENARIO: "a scenario",
    Kind.PROJECT: "a project",
    Kind.BEHAVIOURAL: "behaviour",
}
SAY_ALOUD = "say your answer aloud"
MEANS = {
    Rating.AGAIN: "I didn't have it",
    Rating.HARD: "I had it, with effort",
    Rating.GOOD: "I had it",
    Rating.EASY: "I could teach it",
}
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")


def message(day: Day) -> tuple[str, list[Json]]:
    """The question of the day, in the step that it is in."""
    if day.in_channel:
        return aloud.message(TITLE, resolved([*_question(day), _shared_row(day)]))
    if day.step is Step.GRADED:
        return aloud.message(TITLE, resolved(_graded(day)))
    blocks = _question(day)
    if day.step in (Step.FOLLOWED, Step.SHOWN):
        blocks += _follow_up(day)
    if day.step is Step.SHOWN:
        blocks += _strong(day)
    blocks.append(actions(*_buttons(day), _menu(day), id="prep"))
    return aloud.message(TITLE, resolved(blocks))


def _question(day: Day) -> list[object]:
    minutes = f"about {count(minutes_of(day), 'minute')}"
    said = [escape(day.competency), f"{SAY_ALOUD}, {minutes}"]
    if day.why is Why.EARLY and not day.in_channel:
        said.append("before its time")
    place = [] if day.in_channel else [context(_place(day))]
    return [header(TITLE), *place, rich(line(day.question.prompt)), context(" · ".join(said))]


def _place(day: Day) -> str:
    """Where they are: 6 days to your interview · 9 topics seen, 3 weak."""
    said = [days_to(day.days_left)] if day.days_left is not None else []
    if day.first:
        said.append("Your first one: short, and meant to go well" if _is_short(day) else "Your first one")
    else:
        said.append(f"{count(day.seen, 'topic')} seen, {day.weak} weak")
    return " · ".join(said)


def _is_short(day: Day) -> bool:
    return day.question.minutes <= FIRST_MINUTES and day.question.kind is not Kind.CODING


def minutes_of(day: Day) -> int:
    """The opening answer alone: the time box counts the probes too."""
    return max(2, min(5, day.question.minutes // 3))


def _follow_up(day: Day) -> list[object]:
    blocks: list[object] = [rich(line(bold("Then they ask: "), day.follow_up))]
    if day.three_questions:
        blocks.append(
            rich(line(bold("And of every concept: ")), bullets([q.ask for q in day.three_questions]))
        )
    return blocks


def _strong(day: Day) -> list[object]:
    expected = day.question.by_level.get(day.settings.level)
    blocks: list[object] = [
        *(_said(day) if day.question.said else _written(day)),
        rich(line(bold("After the follow-up they hear: "), day.heard)),
        rich(line(bold("What worries an interviewer")), bullets(list(day.question.red_flags))),
    ]
    if expected:
        blocks.append(context(f"At {day.settings.level.value} level: {escape(expected)}"))
    return [*blocks, section("*How did it go?*")]


def _said(day: Day) -> list[object]:
    """The answer as it is said in a minute, and with the same numbers what is heard in it."""
    code = day.question.code
    title = "A strong answer, typed and said" if code else "A strong answer, in a minute"
    said = [point.say for point in day.question.said]
    blocks: list[object] = [rich(line(bold(title)), bullets(said, style="ordered"))]
    if code:
        blocks.append(rich(preformatted(code.source)))
        blocks.append(context(f"Runs as it stands ({code.language}). Tried on: {escape(code.tried_on)}"))
    heard = [point.hears for point in day.question.said]
    blocks.append(rich(line(bold("What they listen for")), bullets(heard, style="ordered")))
    return blocks


def _written(day: Day) -> list[object]:
    """The answer in notes, of a question that was sent before it was written out."""
    return [
        rich(line(bold("A solid answer")), bullets(_points(day.question.solid))),
        rich(line(bold("A strong one, on top of that")), bullets(_points(day.question.strong))),
    ]


def _points(text: str) -> list[str]:
    """An answer as a list: one point a sentence."""
    points = [part.strip().rstrip(".;") for part in _SENTENCE.split(text)]
    return [point[0].upper() + point[1:] for point in points if point]


def _buttons(day: Day) -> list[object]:
    if day.step is Step.ASKED:
        value = f"{day.send_id}:{Step.FOLLOWED.value}"
        return [button("I've answered", ids.PREP_STEP, value, style="primary")]
    if day.step is Step.FOLLOWED:
        value = f"{day.send_id}:{Step.SHOWN.value}"
        return [button("Show a strong answer", ids.PREP_STEP, value, style="primary")]
    return [
        button(
            text,
            ids.numbered(ids.PREP_GRADE, rating),
            f"{day.send_id}:{rating.value}",
            label=f"{text}: {MEANS[rating]}",
        )
        for rating, text in RATINGS.items()
    ]


def _menu(day: Day) -> object:
    writing = "My answer" if day.answer else "Write my answer"
    first = (
        ("Change my rating", f"again:{day.send_id}")
        if day.step is Step.GRADED
        else ("How to structure it", f"structure:{day.send_id}")
    )
    return menu(
        ids.PREP_MENU,
        [
            first,
            (writing, f"answer:{day.send_id}"),
            ("My interview date", "date:"),
            ("Settings", "settings:"),
            ("Pause or stop", "switches:"),
        ],
    )


def _graded(day: Day) -> list[object]:
    back = _back(day)
    streak = f" · {day.streak} in a row" if day.streak > 1 else ""
    rated = f" · {RATINGS[day.rating].lower()}" if day.rating else ""
    mark = ":repeat:" if day.rating is Rating.AGAIN else ":white_check_mark:"
    question = f"{mark} {escape(day.question.prompt)}"
    blocks: list[object] = [section(question, accessory=_menu(day)), context(f"{back}{streak}{rated}")]
    if day.learned:
        blocks.append(section(f"*Learned: {escape(day.learned.lower())}.* Good twice, days apart."))
        blocks.append(actions(button("Next topic now", ids.PREP_MORE), id="more"))
    return blocks


def _back(day: Day) -> str:
    """From when it comes again, as the choice of the question keeps to it."""
    if day.days_left is not None:
        return (
            f"Back from {date_words(day.back_on)} on, before your interview"
            if day.back_on
            else "Not again before your interview"
        )
    return f"Back in {count(day.back_in, 'day')}" if day.back_in else "Rated"


def _shared_row(day: Day) -> object:
    return actions(
        button("I've answered", ids.PREP_SHARED, day.send_id, style="primary"),
        button("One of my own each day", ids.PREP_OPEN),
        id="prep",
    )


def shared(day: Day, shown: bool) -> Json:
    """A channel's question for one reader: the follow-up, then the strong answer."""
    blocks: list[object] = [rich(line(day.question.prompt)), *_follow_up(day)]
    if shown:
        blocks += _strong(day)[:-1]
    else:
        blocks.append(
            actions(
                button("Show a strong answer", ids.PREP_SHARED_NEXT, day.send_id, style="primary"), id="next"
            )
        )
    return modal(TITLE, blocks, callback=ids.READING, metadata=str(day.send_id))


def structure(day: Day) -> Json:
    """How to structure an answer to this kind of question."""
    blocks = (
        _structure(day.structure) if day.structure else [section("Say it plainly, then give an example.")]
    )
    if day.three_questions:
        blocks += _three(day.three_questions)
    return modal("How to structure it", blocks, callback=ids.READING)


def _structure(known: Structure) -> list[object]:
    steps = [line(bold(f"{step.do}. "), step.how) for step in known.steps]
    return [
        section(f"*Questions about {KINDS[known.kind]}*\n{escape(known.asks)}"),
        rich(bullets(steps, style="ordered")),
    ]


def _three(questions: Sequence[FollowUp]) -> list[object]:
    items = [line(bold(f"{one.ask} "), one.hint) for one in questions]
    return [section("*Ask yourself of every concept*"), rich(bullets(items))]


def answer_form(day: Day) -> Json:
    """Writing the answer down."""
    blocks = [
        rich(line(day.question.prompt)),
        field(
            "My answer",
            text_input("value", initial=day.answer, multiline=True, longest=LONGEST_ANSWER),
            id="answer",
            optional=True,
            hint="Only you see it. Left empty, it is deleted.",
        ),
    ]
    return modal(
        "My answer",
        blocks,
        callback=ids.PREP_ANSWER_FORM,
        submit="Save",
        close="Cancel",
        metadata=str(day.send_id),
    )
