"""Calibration: the ratings as the model reads them, a fit just before a debrief, and what it says of one loop."""

import json
import math
from dataclasses import asdict, dataclass

from bot.domain import calibration
from bot.domain.debriefs import Calibrated
from bot.domain.home import Severity
from bot.services.context import Actor, Context, Transaction
from bot.storage import debriefs, ratings
from bot.storage.unit import Unit

SCALE = (1.0, 4.0)


def candidate_id(loop_id: int) -> str:
    """One candidate in one loop, as the model names it."""
    return f"loop:{loop_id}"


def all_ratings(unit: Unit) -> list[calibration.Rating]:
    """Every rating that counts in a workspace, of debriefs that have opened."""
    return [_read(row) for row in ratings.of_opened_debriefs(unit)]


def loop_ratings(tx: Transaction, loop_id: int) -> list[calibration.Rating]:
    """What the panel of one loop has handed in, as it counts in a fit."""
    return [_read(row) for row in ratings.of_loop(tx, loop_id)]


def _read(row: ratings.Counted) -> calibration.Rating:
    return calibration.Rating(
        candidate=candidate_id(row.loop_id),
        panelist=row.user_id,
        score=row.value,
        item=_item(row.question_id, row.dimension, row.scorecard_id if row.other else None),
        competency=row.competency,
    )


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
        given = [_read(row) for row in ratings.of_opened_debriefs(tx, also_loop=loop_id)]
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
    text = debriefs.newest_fit(tx)
    rows = json.loads(text)["panelists"] if text else []
    mine = next((row for row in rows if row["id"] == user_id), None)
    if mine is None or not mine["shown"] or mine["low"] is None:
        return None
    return Severity(mine["leniency"], mine["low"], mine["high"], mine["n"])
