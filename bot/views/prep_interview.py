"""Around an interview: its date, the eve, the day after, and what was written down."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.prep import Settings, Standing, is_over, questions_left
from bot.domain.prep.states import Overview
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    bold,
    bullets,
    button,
    confirm,
    cut,
    date_picker,
    field,
    line,
    modal,
    resolved,
    rich,
    section,
)
from bot.views.words import count, date_words

RELY_ON = 3
ANSWER_LENGTH, PROMPT_LENGTH = 2_000, 300
HONEST = "If you don't know something tomorrow: say so, and say how you'd find out. That is an answer."
MORNING = "In the morning: say one answer aloud that you like, so that you have heard yourself speak."
HINT = "Only you see it. The day before, no question comes. The day after, prep pauses."


def date_field(settings: Settings | None, today: date) -> object:
    """The input for the date; one that is over is not offered again."""
    known = settings.interview if settings and not is_over(settings.interview, today) else None
    picker = date_picker("value", known.isoformat() if known else None)
    return field("My interview is on", picker, id="interview", optional=True, hint=HINT)


def date_form(known: Overview, today: date) -> Json:
    """The date alone, with what it leaves room for."""
    blocks = [date_field(known.settings, today)]
    left = questions_left(known.settings, today)
    if left:
        blocks.append(section(f"Until then {_are(left)} still to come. {ORDER}"))
    return modal("My interview", blocks, callback=ids.PREP_DATE_FORM, submit="Save", close="Cancel")


ORDER = "What went badly comes first, then what you haven't seen."


def planned(known: Overview, today: date) -> str:
    """What a saved date means."""
    interview = known.settings.interview
    if interview is None:
        return "No date is set. A question comes as before, and what is due comes first."
    left = questions_left(known.settings, today)
    plan = (
        f"From tomorrow on {_are(left)} to come. {ORDER}"
        if left
        else "No further day has a question before it."
    )
    return f"Your interview is on {date_words(interview)}. {plan} {HINT}"


def _are(left: int) -> str:
    return f"{count(left, 'question')} {'is' if left == 1 else 'are'}"


def days_to(days_left: int) -> str:
    """3 days to your interview"""
    if days_left == 0:
        return "your interview is today"
    return f"{count(days_left, 'day')} to your interview"


def eve(known: Standing, has_answers: bool) -> tuple[str, list[Json]]:
    """The evening before: what to rely on. Nothing to rely on yet: no list, and no consolation."""
    text = "Tomorrow is your interview"
    said = f"*{text}.* No question today."
    if known.seen:
        said += f" You have answered on {count(known.seen, 'topic')}; {known.went_well} went well last time."
    blocks: list[object] = [section(said)]
    rely = relied_on(known)
    if rely:
        blocks.append(rich(line(bold("You can rely on")), bullets(rely)))
    blocks.append(section(f"{HONEST}\n{MORNING}"))
    moved = button("It isn't tomorrow", ids.PREP_DATE)
    row = [button("Read my answers", ids.PREP_ANSWERS), moved] if has_answers else [moved]
    blocks.append(actions(*row, id="prep"))
    return aloud.message(text, resolved(blocks))


def relied_on(known: Standing) -> list[str]:
    """Three topics to rely on, what is learned first, the newest of each before the others."""
    return [*reversed(known.learned), *reversed(known.growing)][:RELY_ON]


def over(interview: date | None, day: date) -> tuple[str, list[Json]]:
    """The day after. Nobody asks how it went."""
    text = "Prep is paused"
    was = "yesterday" if interview == day - timedelta(days=1) else f"on {date_words(interview or day)}"
    said = f"*Your interview was {was}, so prep is paused.* Nothing more comes unless you say so."
    sure = confirm("Stop and delete?", "Your settings, ratings and answers are deleted at once.", "Delete")
    row = actions(
        button("Another interview date", ids.PREP_DATE),
        button("Go on without a date", ids.PREP_RESUME),
        button("Stop and delete", ids.PREP_STOP, label="Stop and delete my prep", confirm=sure),
        id="prep",
    )
    return aloud.message(text, resolved([section(said), row]))


def answers(written: Sequence[tuple[str, str]]) -> Json:
    """What they wrote down, the newest first."""
    blocks: list[object] = [
        rich(line(bold(cut(prompt, PROMPT_LENGTH))), line(cut(text, ANSWER_LENGTH)))
        for prompt, text in written
    ]
    return modal("My answers", blocks or [section("You haven't written one down yet.")], callback=ids.READING)
