"""Calibration: the ratings as the model reads them, a fit just before a debrief, and what it says of one loop."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from bot.domain import calibration
from bot.domain.debriefs import Calibrated
from bot.domain.loops import GONE, Role
from bot.services.context import Actor, Context, Transaction
from bot.storage.tables import Assignment, Interview, Loop, Rating, Scorecard

SCALE = (1.0, 4.0)


def candidate_id(loop_id: int) -> str:
    """One candidate in one loop, as the model names it."""
    return f"loop:{loop_id}"


def ratings(tx: Transaction, also_loop: int | None = None) -> list[calibration.Rating]:
    """Every rating that counts: submitted, by panelists, of loops whose debrief has opened (or `also_loop`)."""
    rows = tx.session.execute(
        select(
            Scorecard.loop_id,
            Scorecard.user_id,
            Rating.question_id,
            Rating.dimension,
            Rating.value,
            Assignment.competency,
        )
        .join(Scorecard, Scorecard.id == Rating.scorecard_id)
        .join(Interview, Interview.id == Scorecard.interview_id)
        .join(Loop, Loop.id == Scorecard.loop_id)
        .join(
            Assignment,
            (Assignment.loop_id == Scorecard.loop_id) & (Assignment.question_id == Rating.question_id),
        )
        .where(
            Rating.team_id == tx.team_id,
            Rating.value.is_not(None),
            Scorecard.submitted_at.is_not(None),
            Interview.role == Role.PANELIST,
            Interview.state.not_in(GONE),
            (Loop.debriefed_at.is_not(None)) | (Loop.id == (also_loop or 0)),
        )
        .order_by(Scorecard.loop_id, Scorecard.user_id, Rating.question_id, Rating.dimension)
    )
    return [
        calibration.Rating(
            candidate=candidate_id(loop_id),
            panelist=user_id,
            score=value,
            item=f"{question_id}/{dimension}",
            competency=competency,
        )
        for loop_id, user_id, question_id, dimension, value, competency in rows
    ]


def fit_for(context: Context, actor: Actor, loop_id: int) -> calibration.Fit | None:
    """A fit of everything so far and this loop; None where there is no rating. Runs outside a transaction."""
    with context.reading(actor) as tx:
        given = ratings(tx, also_loop=loop_id)
    return calibration.fit(given, scale=SCALE) if given else None


def for_candidate(fit: calibration.Fit | None, loop_id: int) -> Calibrated:
    """What the fit says of this loop, with the words for the channel (counts, no names)."""
    name = candidate_id(loop_id)
    if fit is None or name not in {result.id for result in fit.candidates}:
        return Calibrated("not calibrated, because there are no ratings", "")
    result = fit.candidate(name)
    by_competency = {row.competency: (row.calibrated, row.low, row.high) for row in fit.competencies_of(name)}
    return Calibrated(
        status=result.status,
        words=_words(fit, result),
        overall=(result.calibrated, result.low, result.high),
        competencies=by_competency,
    )


def record(fit: calibration.Fit | None, loop_id: int) -> str | None:
    """What a debrief's figures were computed from, as JSON: the components, the counts, this panel's leniency."""
    if fit is None:
        return None
    name = candidate_id(loop_id)
    panelists = set(_panel_of(fit, name))
    return json.dumps(
        {
            "sheets": fit.n_sheets,
            "loops": len(fit.candidates),
            "components": {
                "panelist": fit.components.panelist,
                "item": fit.components.item,
                "sheet": fit.components.sheet,
                "error": fit.components.error,
            },
            "criterion": fit.criterion,
            "df": fit.df,
            "panelists": [
                {
                    "id": row.id,
                    "n": row.n,
                    "leniency": row.leniency,
                    "se": row.se,
                    "low": row.low,
                    "high": row.high,
                    "shown": row.shown,
                }
                for row in fit.panelists
                if row.id in panelists
            ],
        }
    )


def _panel_of(fit: calibration.Fit, name: str) -> Sequence[str]:
    rows = fit.table.rows(fit.table.candidate_code[name]) if name in fit.table.candidate_code else slice(0, 0)
    return [fit.table.panelists[int(code)] for code in set(fit.table.panelist[rows].tolist())]


def _words(fit: calibration.Fit, result: calibration.CandidateResult) -> str:
    if not result.is_calibrated:
        return ""
    rows = [fit.panelist(user_id) for user_id in _panel_of(fit, result.id)]
    harsh = [row for row in rows if row.shown and row.high is not None and row.high < 0]
    kind = [row for row in rows if row.shown and row.low is not None and row.low > 0]
    new = [row for row in rows if not row.shown]
    parts = []
    for found, word in ((harsh, "below"), (kind, "above")):
        if found:
            usual = abs(sum(row.leniency for row in found) / len(found))
            verb = "scores" if len(found) == 1 else "score"
            parts.append(
                f"{_count(len(found))} of the {_count(len(rows)).lower()} usually {verb} {usual:.1f} {word} "
                "colleagues who saw the same candidates"
            )
    if new:
        parts.append(f"{_count(len(new)).lower()} {'is' if len(new) == 1 else 'are'} new and barely adjusted")
    if not parts:
        return "Nobody on this panel usually scores far from colleagues who saw the same candidates."
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _count(number: int) -> str:
    words = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    return words[number] if number < len(words) else str(number)
