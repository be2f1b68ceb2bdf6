"""A debrief on paper: two pages, and the evidence as an appendix. One HTML file that fetches nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.domain.debriefs import (
    CALIBRATED,
    MOST_FIRST,
    SCALE,
    Again,
    CompetencyScore,
    Earlier,
    HandedIn,
    Numbers,
    Panel,
    Talk,
    on_scale,
    words,
)
from bot.views import debrief_words
from bot.views.debrief_sentences import nothing_open
from bot.views.debrief_thread import figure_with_range
from bot.views.debriefs import NO_TALK, RECOMMENDATIONS
from bot.views.words import listed, score

WIDTH = 300
"""Of the scale in the table's drawings."""


@dataclass(frozen=True)
class DecisionOnPaper:
    """A recorded decision; `by` is a name."""

    outcome: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True)
class _Row:
    name: str
    score: str
    raw: str
    rated_by: str
    bar: str
    low: float | None
    high: float | None
    at: float | None
    raw_at: float | None


@dataclass(frozen=True)
class _Lines:
    name: str
    said: str
    lines: str


@dataclass(frozen=True)
class _Page:
    """What the template draws; all of it plain text, which the template escapes."""

    found: Numbers
    opened: str
    printed: str
    beginning: Sequence[str]
    topics: Sequence[str]
    then: Sequence[str]
    nothing_open: str
    rows: Sequence[_Row]
    calibrated: bool
    scale: str
    must_haves: Sequence[str]
    recommendations: str
    decision: DecisionOnPaper | None
    rest: Sequence[str]
    again: str
    lines: Sequence[_Lines]
    evidence: Sequence[debrief_words.Part]


def page(
    found: Numbers,
    panel: Panel,
    decision: DecisionOnPaper | None,
    earlier: Earlier,
    made_again: Again,
    opened_at: datetime,
    printed: str,
    talk: Talk = NO_TALK,
) -> str:
    """The whole document. `printed` is a sentence on who made it, when and why."""
    calibrated = found.status == CALIBRATED
    topics = [words.topic(one).text(panel.name) for one in found.talk_first]
    told = _Page(
        found=found,
        opened=opened_at.strftime("%d %B %Y").lstrip("0"),
        printed=printed,
        beginning=debrief_words.beginning(found, panel),
        topics=topics[:MOST_FIRST],
        then=topics[MOST_FIRST:],
        nothing_open=nothing_open(found).text(panel.name),
        rows=[_row(row, panel) for row in found.competencies],
        calibrated=calibrated,
        scale=debrief_words.scale(found),
        must_haves=debrief_words.must_haves(found, panel),
        recommendations=_recommendations(found),
        decision=decision,
        rest=[
            *debrief_words.must_haves(found, panel),
            *debrief_words.after_talk(talk, panel),
            *debrief_words.rest(found, panel, earlier),
        ],
        again=again_in_words(made_again),
        lines=[_two_lines(sheet, panel) for sheet in panel.sheets],
        evidence=debrief_words.by_competency(found, panel),
    )
    return _template().render(page=told)


def again_in_words(found: Again) -> str:
    """Whether the debrief came out the same when it was made again."""
    if found.cannot:
        return f"It can't be made again: {found.cannot}. What stands here is as it was kept."
    if found.otherwise:
        what = listed(found.otherwise)
        return (
            f"Made again from the ratings as they are now, this comes out otherwise: {what}. Ratings that it was made"
            " from have changed since. What stands here is as it was kept."
        )
    return "Made again from the kept ratings, every figure and every topic came out the same."


def _row(row: CompetencyScore, panel: Panel) -> _Row:
    raters = [panel.name(sheet.user_id) for sheet in panel.sheets if _rated(sheet, row.key, panel)]
    raw = None if row.raw is None else on_scale(row.raw)
    return _Row(
        name=row.name,
        score="not rated" if row.raw is None else figure_with_range(row),
        raw=score(raw),
        rated_by=listed(raters) if raters else "nobody",
        bar=words.at_bar(row),
        low=_at(row.low),
        high=_at(row.high),
        at=_at(row.shown),
        raw_at=_at(row.raw),
    )


def _rated(sheet: HandedIn, key: str, panel: Panel) -> bool:
    of = {question.id for question in panel.questions if question.competency == key}
    return any(answer.rated for id, answer in sheet.answers.items() if id in of)


def _at(value: float | None) -> float | None:
    """Where a score lies on the drawn scale, as it is printed."""
    if value is None:
        return None
    return round((on_scale(value) - SCALE.low) / (SCALE.high - SCALE.low) * WIDTH, 1)


def _recommendations(found: Numbers) -> str:
    given = [f"{number} {RECOMMENDATIONS[key]}" for key, number in found.recommendations.items()]
    return " · ".join(given) or "none"


def _two_lines(sheet: HandedIn, panel: Panel) -> _Lines:
    recommended = RECOMMENDATIONS[sheet.recommendation] if sheet.recommendation else "no recommendation"
    sure = f", {words.SURE[sheet.sureness]}" if sheet.sureness else ""
    return _Lines(panel.name(sheet.user_id), f"{recommended}{sure}", sheet.summary or "Wrote no lines.")


@cache
def _template() -> Template:
    found = Environment(
        loader=PackageLoader("bot.views", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return found.get_template("debrief.html")
