"""The week of prep: what was answered, how they stand, and one tip; and what is told on a day without a question."""

from bot.domain.prep import Standing, Week
from bot.domain.prep.states import NothingLeft
from bot.domain.questions import Tip
from bot.views import aloud, ids
from bot.views.blocks import Json, actions, bold, button, context, cut, escape, line, resolved, rich, section
from bot.views.newer import bars
from bot.views.prep_interview import days_to
from bot.views.words import count, date_words, listed

WORDS_LENGTH = 2_000
MOST_WEAK = 8


def week_message(week: Week, tip: Tip | None) -> tuple[str, list[Json]]:
    """What Sunday brings."""
    text = "Your week of prep"
    said = f"*{week.rated} of {count(week.sent, 'question')} answered*, {_own_day(week)}"
    blocks: list[object] = [section(f"*{text}*\n{said}{_ahead(week)}")]
    if week.rated and week.now.topics:
        blocks.append(_chart(week.now))
    blocks.append(context(escape(progress(week))))
    if tip is not None:
        blocks.append(
            rich(line(bold(f"Tip: {tip.title}")), line(tip.text), line(bold("This week: "), tip.this_week))
        )
    more = "Weakest one now" if week.now.weak else "A short one now"
    blocks.append(actions(button(more, ids.PREP_MORE), button("Prep settings", ids.PREP_OPEN), id="prep"))
    return aloud.message(text, resolved(blocks))


def _own_day(week: Week) -> str:
    if week.own is None:
        return "there was none today."
    return "today's included." if week.own else "today's still waits for you."


def _ahead(week: Week) -> str:
    if week.days_left is None:
        return f" {count(week.streak, 'question')} in a row." if week.streak > 1 else ""
    left = f"{count(week.left, 'question')} left" if week.left else "no more questions before it"
    return f" {days_to(week.days_left).capitalize()}, {left}."


def progress(week: Week) -> str:
    """What the chart shows, with last week's, and the weak ones by name, in words."""
    said = f"Of {count(week.now.topics, 'topic')}: {_counts(week.now)}."
    if week.before is not None:
        said += f" A week ago: {_counts(week.before)}."
    if week.now.weak:
        named = [*week.now.weak[:MOST_WEAK]]
        rest = len(week.now.weak) - len(named)
        said += f" Weak: {listed([*named, f'{rest} more'] if rest else named)}."
    return cut(said, WORDS_LENGTH)


def _counts(known: Standing) -> str:
    unseen, weak, growing, learned = map(len, (known.unseen, known.weak, known.growing, known.learned))
    return f"{unseen} unseen, {weak} weak, {growing} growing, {learned} learned"


def _chart(known: Standing) -> object:
    parts = {
        "Unseen": known.unseen,
        "Weak": known.weak,
        "Growing": known.growing,
        "Learned": known.learned,
    }
    return bars("Your topics", {"Topics": {name: len(some) for name, some in parts.items()}})


def nothing_left(found: NothingLeft) -> tuple[str, list[Json]]:
    """A day without a question: what they have had, and from when one comes again."""
    text = "There is no question for you today"
    if not found.had:
        body = f"*{text}.* None is left on your topics at your level. Pick more topics, or another level."
        row = actions(button("Prep settings", ids.PREP_OPEN), id="prep")
        return aloud.message(text, resolved([section(body), row]))
    had = f"You have had all {count(found.had, 'question')} on your topics at {found.settings.level.value} level"
    if found.had == 1:
        had = f"You have had the one question on your topics at {found.settings.level.value} level"
    again = f" The next can come on {date_words(found.next)}." if found.next else ""
    if found.is_channel:
        body = f"*There is no question for this channel today.* {had}.{again}"
        return aloud.message(text, resolved([section(body)]))
    row = actions(button("Weakest one now", ids.PREP_MORE), button("Prep settings", ids.PREP_OPEN), id="prep")
    body = f"*{text}.* {had}.{again} Of {count(found.known.topics, 'topic')}: {_counts(found.known)}."
    return aloud.message(text, resolved([section(body), row]))
