"""Calibration: the ratings as the model reads them, a fit just before a debrief, and what it says of one loop."""

import json
import math
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain import calibration
from bot.domain.debriefs import Calibrated
from bot.domain.home import Severity
from bot.domain.loops import GONE, Role
from bot.domain.scorecards import Asked
from bot.services.context import Actor, Context, Transaction
from bot.storage.database import Database
from bot.storage.tables import Assignment, DebriefRecord, Interview, Loop, Rating, Scorecard

SCALE = (1.0, 4.0)


def candidate_id(loop_id: int) -> str:
    """One candidate in one loop, as the model names it."""
    return f"loop:{loop_id}"


def all_ratings(database: Database, team_id: str) -> list[calibration.Rating]:
    """Every rating that counts in a workspace, of debriefs that have opened."""
    with database.reading() as session:
        return _ratings(session, team_id)


def ratings(tx: Transaction, also_loop: int | None = None) -> list[calibration.Rating]:
    """The same, with one more loop whose debrief is about to open."""
    return _ratings(tx.session, tx.team_id, also_loop)


def loop_ratings(tx: Transaction, loop_id: int) -> list[calibration.Rating]:
    """What the panel of one loop has handed in, as it counts in a fit."""
    return _read(tx.session, tx.team_id, Loop.id == loop_id)


def _ratings(session: Session, team_id: str, also_loop: int | None = None) -> list[calibration.Rating]:
    """Every rating of loops whose debrief has opened, and of `also_loop`."""
    return _read(session, team_id, (Loop.debriefed_at.is_not(None)) | (Loop.id == (also_loop or 0)))


def _read(session: Session, team_id: str, of: ColumnElement[bool]) -> list[calibration.Rating]:
    """Every rating that counts in these loops: submitted, by a panelist, of a question that their seat asked."""
    rows = session.execute(
        select(
            Scorecard.id,
            Scorecard.loop_id,
            Scorecard.user_id,
            Rating.question_id,
            Rating.dimension,
            Rating.value,
            Assignment.competency,
            Assignment.state,
        )
        .join(Scorecard, Scorecard.id == Rating.scorecard_id)
        .join(Interview, Interview.id == Scorecard.interview_id)
        .join(Loop, Loop.id == Scorecard.loop_id)
        .join(
            Assignment,
            (Assignment.interview_id == Interview.id)
            & (Assignment.question_id == Rating.question_id)
            & (Assignment.state != Asked.NOT_REACHED),
        )
        .where(
            Rating.team_id == team_id,
            Rating.value.is_not(None),
            Scorecard.submitted_at.is_not(None),
            Interview.role == Role.PANELIST,
            Interview.state.not_in(GONE),
            of,
        )
        .order_by(Scorecard.loop_id, Scorecard.user_id, Rating.question_id, Rating.dimension)
    )
    return [
        calibration.Rating(
            candidate=candidate_id(loop_id),
            panelist=user_id,
            score=value,
            item=_item(question_id, dimension, card_id if state == Asked.OTHER else None),
            competency=competency,
        )
        for card_id, loop_id, user_id, question_id, dimension, value, competency, state in rows
    ]


def _item(question_id: str, dimension: str, card_id: int | None) -> str:
    """What was rated, as the model names it; what `card_id` asked instead says nothing of the planned question."""
    planned = f"{question_id}/{dimension}"
    return planned if card_id is None else f"{planned}/other:{card_id}"


@dataclass(frozen=True)
class Fitted:
    """A fit of everything so far with one loop in it, and whether that loop's scorecards differ beyond chance.

    `ratings` are the loop's own, as they went into it.
    """

    fit: calibration.Fit
    candidate: str
    ratings: list[calibration.Rating]
    apart: calibration.Disagreement | None

    @property
    def result(self) -> calibration.CandidateResult:
        """The loop's candidate."""
        return self.fit.candidate(self.candidate)


def fit_for(context: Context, actor: Actor, loop_id: int) -> Fitted | None:
    """A fit of everything so far and this loop; None where this loop has no rating. Runs outside a transaction."""
    with context.reading(actor) as tx:
        given = ratings(tx, also_loop=loop_id)
    name = candidate_id(loop_id)
    own = [one for one in given if one.candidate == name]
    if not own:
        return None
    earlier = [one for one in given if one.candidate != name]
    apart = calibration.disagreement(own, calibration.fit(earlier, scale=SCALE)) if earlier else None
    return Fitted(calibration.fit(given, scale=SCALE), name, own, apart)


def for_candidate(fitted: Fitted | None) -> Calibrated:
    """What the fit says of the loop, with the words for the channel (counts, no names)."""
    if fitted is None:
        return Calibrated("not calibrated, because there are no ratings", "")
    result = fitted.result
    found = fitted.fit.competencies_of(fitted.candidate)
    return Calibrated(
        status=result.status,
        words=calibration.in_words(fitted.fit, fitted.candidate),
        overall=(result.calibrated, result.low, result.high),
        competencies={row.competency: (row.calibrated, row.low, row.high) for row in found},
        differ=fitted.apart is not None and fitted.apart.flagged,
        stands_out=fitted.apart.panelist if fitted.apart else None,
    )


def record(fitted: Fitted | None) -> str | None:
    """What a debrief's figures came from, as JSON: components, counts, who moved what, everybody's leniency."""
    if fitted is None:
        return None
    fit = fitted.fit
    return json.dumps(
        {
            "sheets": fit.n_sheets,
            "loops": len(fit.candidates),
            "components": asdict(fit.components),
            "criterion": fit.criterion if math.isfinite(fit.criterion) else None,
            "df": fit.df,
            "notes": list(fit.notes),
            "moved": _moved(calibration.explain(fit, fitted.candidate)),
            "competencies": {
                key: _moved(one)
                for key, one in calibration.explain_competencies(fit, fitted.candidate).items()
            },
            "panelists": [asdict(row) for row in fit.panelists],
        }
    )


def _moved(of: calibration.Explanation) -> list[dict[str, object]]:
    return [{**asdict(one), "total": one.total} for one in of.moved]


def own_severity(tx: Transaction, user_id: str) -> Severity | None:
    """A person's own figures from the newest debrief's fit; None where too little is known to show it."""
    text = tx.session.scalar(
        select(DebriefRecord.fit)
        .where(DebriefRecord.team_id == tx.team_id, DebriefRecord.fit.is_not(None))
        .order_by(DebriefRecord.id.desc())
        .limit(1)
    )
    rows = json.loads(text)["panelists"] if text else []
    mine = next((row for row in rows if row["id"] == user_id), None)
    if mine is None or not mine["shown"] or mine["low"] is None:
        return None
    return Severity(mine["leniency"], mine["low"], mine["high"], mine["n"])
