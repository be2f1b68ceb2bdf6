"""All measures together, and what a panelist sees of themselves beside the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.domain.calibration.joint.severity import Severity
from bot.domain.insights.agreement import Agreement, agreement
from bot.domain.insights.facts import PastAsk, PastCard, PastDecision, PastScore
from bot.domain.insights.measures import (
    AfterTalk,
    CoreAsked,
    Coverage,
    Followed,
    Spread,
    TimeToCard,
    after_talk,
    core_asked,
    coverage,
    followed,
    spread,
    time_to_card,
)
from bot.domain.insights.questions import QuestionHealth, question_health

FEWEST_OWN = 5
FEWEST_OTHERS = 3
"""Other panelists, before somebody sees their figures beside those: of fewer, one could tell whose they are."""


@dataclass(frozen=True)
class Insights:
    """How interviewing went in `loops` debriefed since a day, `samples` of them made up; names by id."""

    since: date
    loops: int
    samples: int
    time: TimeToCard | None
    spread: Spread | None
    ratings_agree: Agreement | None
    recommendations_agree: Agreement | None
    after_talk: AfterTalk | None
    questions: tuple[QuestionHealth, ...]
    coverage: tuple[Coverage, ...]
    core: tuple[CoreAsked, ...]
    followed: Followed | None = None


def report(
    since: date,
    loops: Mapping[int, int],
    samples: int,
    cards: Sequence[PastCard],
    asks: Sequence[PastAsk],
    scores: Sequence[PastScore],
    severities: Sequence[Severity],
    wanted: Mapping[int, Sequence[str]],
    decisions: Sequence[PastDecision] = (),
) -> Insights:
    """`loops` are openings by loop, `wanted` the competencies of each opening; severities are the kept fit's."""
    ratings_agree, recommendations_agree = agreement(cards, scores)
    return Insights(
        since,
        len(loops),
        samples,
        time_to_card(cards),
        spread(severities),
        ratings_agree,
        recommendations_agree,
        after_talk(cards),
        question_health(asks, scores),
        coverage(loops, wanted, scores),
        core_asked(loops, asks),
        followed(decisions),
    )


@dataclass(frozen=True)
class Own:
    """A panelist's median hours to a scorecard, beside the median of `others` who have enough of them."""

    cards: int
    hours: float
    others_hours: float
    others: int


def own(cards: Sequence[PastCard], user_id: str) -> Own | None:
    """None with fewer than five scorecards of one's own, or fewer than three others with as many."""
    hours: dict[str, list[float]] = {}
    for card in cards:
        if card.hours is not None:
            hours.setdefault(card.panelist, []).append(max(0.0, card.hours))
    medians = {who: median(given) for who, given in hours.items() if len(given) >= FEWEST_OWN}
    mine = medians.pop(user_id, None)
    if mine is None or len(medians) < FEWEST_OTHERS:
        return None
    return Own(len(hours[user_id]), mine, median(medians.values()), len(medians))
