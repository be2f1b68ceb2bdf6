"""How interviewing goes: read from loops that are over, for leads, and of oneself for each panelist."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain import insights
from bot.domain.access import Action
from bot.domain.agreed import RuleReads
from bot.domain.calibration import joint, watched
from bot.domain.calibration.watched import Unsteady, Watched
from bot.domain.home import Severity
from bot.domain.insights import Insights, Own, PastAsk, PastCard, PastDecision, PastScore
from bot.domain.loops.states import Outcome
from bot.domain.questions import Bank, Question
from bot.domain.scorecards import Asked, Recommendation
from bot.services import calibration
from bot.services.debriefs.records import own_severity
from bot.storage import fits, openings, past_loops, ratings
from bot.storage.past_loops import PastLoop

WINDOW = timedelta(days=365)
"""What is older says little of how interviewing goes now."""
RECOMMENDED: Mapping[str, int] = {str(kind): number for number, kind in enumerate(Recommendation, start=1)}


@dataclass(frozen=True)
class Told:
    """Insights with what their ids are called: openings' titles, competencies and questions in short."""

    insights: Insights
    watched: Watched
    today: date
    openings: Mapping[int, str]
    competencies: Mapping[str, str]
    questions: Mapping[str, str]


@dataclass(frozen=True)
class OwnInsights:
    """What a panelist sees of themselves; None where too little is known."""

    severity: Severity | None
    own: Own | None
    unsteady: Unsteady | None = None


def get(context: Context, actor: Actor) -> Told:
    """How interviewing goes in this workspace. Raises NotAllowed: it is for hiring leads."""
    with context.reading(actor) as tx:
        authorise(tx, Action.SEE_INSIGHTS)
        return read(tx, context.bank())


def read(tx: Transaction, bank: Bank) -> Told:
    """The same for whoever is allowed to see it."""
    past = _Past(tx)
    loops = {loop.id: loop.opening_id for loop in past.loops}
    titles = {loop.opening_id: loop.opening for loop in past.loops}
    wanted = {
        opening: tuple(row.competency for row in openings.competencies(tx, opening)) for opening in titles
    }
    found = insights.report(
        (tx.now - WINDOW).date(),
        loops,
        len(ratings.samples(tx) & loops.keys()),
        past.cards,
        past.asks,
        past.scores,
        _severities(tx),
        wanted,
        past.decisions,
    )
    short = {id: question.short for id, question in past.words.items()}
    kept = watched.from_json(fits.watched(tx))
    return Told(found, kept, tx.now.date(), titles, bank.competency_names, short)


def of_oneself(context: Context, actor: Actor) -> OwnInsights:
    """How the actor interviews, beside the anonymous rest: for their eyes alone."""
    with context.reading(actor) as tx:
        authorise(tx, Action.SEE_OWN_HIRING)
        kept = watched.from_json(fits.watched(tx))
        return OwnInsights(
            own_severity(tx, actor.user_id),
            insights.own(_Past(tx).cards, actor.user_id),
            kept.unsteady.get(actor.user_id),
        )


class _Past:
    """The loops of the last year that count, and what was handed in, planned and rated in them."""

    def __init__(self, tx: Transaction) -> None:
        self._since = tx.now - WINDOW
        self.loops = past_loops.loops(tx, self._since)
        self._by_id: dict[int, PastLoop] = {loop.id: loop for loop in self.loops}
        self.cards = self._cards(tx)
        self.asks = self._asks(tx)
        self.scores = self._scores(tx)
        self.decisions = [
            PastDecision(one.loop_id, RuleReads(one.rule_read), one.outcome == Outcome.MOVE_ON)
            for one in past_loops.decisions(tx, self._since)
            if one.rule_read is not None and one.outcome != Outcome.WAIT
        ]
        self.words = {
            row.question_id: Question.model_validate_json(row.content) for row in past_loops.versions_used(tx)
        }

    def _cards(self, tx: Transaction) -> list[PastCard]:
        recommended = {
            card: _number(value) for card, value in past_loops.recommendations(tx, self._since).items()
        }
        now = {card: RECOMMENDED.get(value) for card, value in past_loops.after_talk(tx, self._since).items()}
        return [
            PastCard(
                seat.loop_id,
                self._by_id[seat.loop_id].opening_id,
                seat.user_id,
                seat.hours_to_scorecard,
                recommended.get(seat.scorecard_id or 0),
                now.get(seat.scorecard_id or 0),
            )
            for seat in past_loops.seats(tx, self._since)
        ]

    def _asks(self, tx: Transaction) -> list[PastAsk]:
        """In the order in which their loops were debriefed, of those alone whose scorecard says what became of them."""
        told = {(card.loop, card.panelist) for card in self.cards if card.hours is not None}
        order = {id: number for number, id in enumerate(self._by_id)}
        found = [
            PastAsk(
                ask.loop_id,
                self._by_id[ask.loop_id].opening_id,
                ask.question_id,
                ask.version,
                ask.competency,
                asked=ask.state in (Asked.PLANNED, Asked.ASKED),
                replaced=ask.state is Asked.OTHER,
            )
            for ask in past_loops.asks(tx, self._since)
            if (ask.loop_id, ask.user_id) in told
        ]
        return sorted(found, key=lambda ask: order[ask.loop])

    def _scores(self, tx: Transaction) -> list[PastScore]:
        return [
            PastScore(
                row.loop_id,
                row.opening_id,
                row.user_id,
                row.competency,
                None if row.other else row.question_id,
                row.value,
            )
            for row in ratings.of_opened(tx, self._by_id.keys())
        ]


def _number(recommendation: str) -> int | None:
    """1 (strong no) to 4 (strong yes), from what is kept of it (JSON)."""
    return RECOMMENDED.get(json.loads(recommendation)) if recommendation else None


def _severities(tx: Transaction) -> tuple[joint.Severity, ...]:
    """Of the kept fit; none where there is none of this version."""
    fit = calibration.kept_fit(tx)
    return () if fit is None else joint.severities(fit)
