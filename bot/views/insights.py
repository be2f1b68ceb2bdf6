"""How interviewing goes, for leads; and for each panelist how they rate, beside the anonymous rest."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.calibration.watched import Unsteady, Watched
from bot.domain.home import Severity
from bot.domain.insights import Insights, Own, words
from bot.views import ids
from bot.views.blocks import Json, bullets, context, line, modal, rich
from bot.views.how_i_rate import how_you_rate
from bot.views.newer import heading

TITLE = "How interviewing goes"
OWN_TITLE = "How I rate"
MOST_QUESTIONS = 20
"""Lines on questions; `fairloop insights` has all."""
MOST_OPENINGS = 15
Names = Mapping[str, str]


def insights(
    found: Insights,
    watched: Watched,
    today: date,
    titles: Mapping[int, str],
    competencies: Names,
    questions: Names,
) -> Json:
    """The lead's modal: nobody is named in it, and no candidate."""
    blocks: list[object] = [rich(line(words.scope(found)))]
    months = list(words.months(watched, today))
    if months:
        blocks += [heading("Over the months", 2), rich(bullets(months))]
    for title, lines, most in parts(found, titles, competencies, questions) if found.loops else ():
        more = [f"and {len(lines) - most} more: fairloop insights has all"] if len(lines) > most else []
        blocks += [heading(title, 2), rich(bullets([*lines[:most], *more]))]
    if found.loops:
        blocks.append(context(f"{words.CORE} Nobody is named here; panelists see their own on their Home."))
    return modal(TITLE, blocks, callback=ids.READING)


def parts(
    found: Insights, titles: Mapping[int, str], competencies: Names, questions: Names
) -> tuple[tuple[str, Sequence[str], int], ...]:
    """Each part's heading, its sentences, and how many of them a modal has room for."""
    people = [words.time(found), words.severity(found), words.agreement(found), words.after_talk(found)]
    core = [words.core(one, titles[one.opening]) for one in found.core]
    covered = [words.coverage(one, titles[one.opening], competencies) for one in found.coverage]
    return (
        ("Panelists", people, len(people)),
        ("Decisions", [words.followed(found)], 1),
        ("Questions", list(words.questions(found.questions, questions, competencies)), MOST_QUESTIONS),
        ("Core questions", core or [words.no_core()], MOST_OPENINGS),
        ("What was seen", covered, MOST_OPENINGS),
    )


def own(severity: Severity | None, times: Own | None, unsteady: Unsteady | None = None) -> Json:
    """The panelist's modal: their own figures, which nobody else sees."""
    blocks: list[object] = [how_you_rate(severity)] if severity else []
    blocks += [rich(line(words.own(times)))] if times else []
    blocks += [rich(line(text)) for text in words.unsteady(unsteady)] if unsteady else []
    if not blocks:
        blocks = [
            rich(line("Too little is known yet: it takes five scorecards of yours, and as many of others."))
        ]
    return modal(OWN_TITLE, [*blocks, context("Only you see this.")], callback=ids.READING)
