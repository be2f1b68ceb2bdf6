"""Calibration: the ratings as the model reads them, the workspace's kept fit, and what it says of one loop.

A debrief adds its loop to the fit that was kept, which takes a moment; standard deviations are found anew in the
background, by due work of the kind "fit".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import cached_property
from types import MappingProxyType

from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.calibration import Rating, joint
from bot.domain.calibration.events import FitFellDue
from bot.domain.calibration.joint import words
from bot.domain.calibration.joint.why import WORTH_NAMING
from bot.domain.debriefs import CALIBRATED, MIDDLE, SCALE, Bar, Calibrated, Place
from bot.storage import fits, past_loops, ratings
from bot.storage.unit import Unit

MONTH = timedelta(days=365.25 / 12)
NO_BARS: Mapping[str, Bar] = MappingProxyType({})


def candidate_id(loop_id: int) -> str:
    """One candidate in one loop, as the model names it."""
    return f"loop:{loop_id}"


def loop_of(candidate: str) -> int:
    """The loop that the model calls so."""
    return int(candidate.partition(":")[2])


def all_ratings(unit: Unit) -> list[Rating]:
    """Every rating that counts in a workspace, of debriefs that have opened."""
    return _read(ratings.of_opened_debriefs(unit))


def loop_ratings(unit: Unit, loop_id: int) -> list[Rating]:
    """What the panel of one loop has handed in, as it counts in a fit."""
    return _read(ratings.of_loop(unit, loop_id))


def ratings_of_loops(unit: Unit, loops: Collection[int]) -> list[Rating]:
    """What counts of these loops, whose debriefs have opened."""
    return _read(ratings.of_opened(unit, loops))


def _read(rows: Iterable[ratings.Counted]) -> list[Rating]:
    return [
        Rating(
            candidate=candidate_id(row.loop_id),
            panelist=row.user_id,
            score=row.value,
            item=_item(row),
            competency=row.competency,
            opening=f"opening:{row.opening_id}",
        )
        for row in rows
    ]


def _item(row: ratings.Counted) -> str:
    """What was rated, as the model names it; what was asked instead says nothing of the planned question.

    An item lies in one competency, so a question that was moved to another one is another item from then on.
    """
    planned = f"{row.question_id}/{row.dimension}/{row.competency}"
    return f"{planned}/other:{row.scorecard_id}" if row.other else planned


@dataclass(frozen=True)
class Fitted:
    """The workspace's fit with one loop in it, and whether that loop's scorecards differ beyond chance.

    `ratings` are the loop's own, as they went into it; `loops` those that the whole was made from; `left_out` the
    scores without each panelist's scorecard, where there is a history to learn from; `samples` how many of the loops
    are made up.
    """

    fit: joint.JointFit
    candidate: str
    ratings: list[Rating]
    loops: frozenset[int]
    apart: joint.Disagreement | None
    left_out: Mapping[str, joint.CandidateScores] = field(default_factory=dict)
    samples: int = 0

    @cached_property
    def scores(self) -> joint.CandidateScores:
        """The loop's candidate."""
        return joint.candidate_scores(self.fit, self.candidate)


@dataclass(frozen=True)
class _History:
    """What is known without one loop: the kept fit, and the ratings that it takes to bring it up to date.

    `missing` are those of loops that the kept fit doesn't have; where it has loops that don't count any more, or
    there is none, all are read again, and `anew` is True.
    """

    kept: joint.JointFit | None
    anew: bool
    missing: list[Rating]
    loops: frozenset[int]


def fit_for(context: Context, actor: Actor, loop_id: int) -> Fitted | None:
    """The workspace's fit with this loop in it; None where this loop has no rating. Runs outside a transaction."""
    with context.reading(actor) as tx:
        own = loop_ratings(tx, loop_id)
        history = _history(tx, without=loop_id)
        samples = len(ratings.samples(tx) & history.loops)
    if not own:
        return None
    before = _brought_up_to_date(history)
    apart = joint.disagreement(own, before) if before is not None else None
    if before is None or history.kept is None:
        found = joint.fit([*history.missing, *own], scale=SCALE)
        held_at = joint.Held(found.sds, found.spread)
        others = joint.fit(history.missing, scale=SCALE, held_at=held_at) if history.missing else None
    else:
        found, others = joint.update(before, own), before
    left_out = joint.left_out(others, own) if others is not None else {}
    return Fitted(found, candidate_id(loop_id), own, history.loops | {loop_id}, apart, left_out, samples)


def _history(tx: Transaction, without: int | None = None) -> _History:
    there = ratings.learned_from(tx) - {without}
    kept = fits.newest(tx, joint.VERSION)
    if kept is None or not kept.loops <= there:
        fit = _opened(kept)
        rows = [row for row in ratings.of_opened_debriefs(tx) if row.loop_id != without]
        return _History(fit, True, _read(rows), there)
    return _History(_opened(kept), False, ratings_of_loops(tx, there - kept.loops), there)


def _opened(kept: fits.Kept | None) -> joint.JointFit | None:
    return None if kept is None else joint.from_bytes(kept.fit)


def _brought_up_to_date(history: _History) -> joint.JointFit | None:
    """The fit of all of a history; None where that has no rating."""
    kept, missing = history.kept, history.missing
    if not missing:
        return None if history.anew else kept
    if kept is None:
        return joint.fit(missing, scale=SCALE)
    if history.anew:
        held = joint.Held(kept.sds, kept.spread, kept.learned_from)
        return joint.fit(missing, scale=SCALE, held_at=held)
    return joint.update(kept, missing)


def kept_fit(tx: Transaction) -> joint.JointFit | None:
    """The workspace's kept fit; None where there is none of this version of the model."""
    kept = fits.newest(tx, joint.VERSION)
    return None if kept is None else joint.from_bytes(kept.fit)


def months_of(unit: Unit) -> dict[str, float]:
    """When each candidate that counts was debriefed, in months."""
    return {
        candidate_id(loop.id): loop.debriefed_at.timestamp() / MONTH.total_seconds()
        for loop in past_loops.loops(unit)
    }


def keep(tx: Transaction, fitted: Fitted, loop_id: int) -> None:
    """Keep the fit for the next debrief; where its standard deviations are due to be found anew, that follows."""
    fits.keep(tx, joint.VERSION, joint.to_bytes(fitted.fit), fitted.loops)
    if fitted.fit.is_due:
        tx.happened(FitFellDue(loop_id))


def refit(context: Context, team_id: str, due_id: int, _loop_id: int) -> None:
    """Find the standard deviations anew, from every loop that counts, unless somebody has by now.

    A debrief that opens meanwhile loses nothing: the next one adds what the kept fit doesn't have.
    """
    actor = system(team_id)
    with context.reading(actor) as tx:
        history = _history(tx)
        needed = history.kept is None or history.anew or bool(history.missing) or history.kept.is_due
        given = all_ratings(tx) if needed else []
    fit = joint.fit(given, scale=SCALE) if given else None
    with context.transaction(actor) as tx:
        tx.finish(due_id)
        if fit is not None:
            fits.keep(tx, joint.VERSION, joint.to_bytes(fit), history.loops)


def for_candidate(fitted: Fitted | None, bars: Mapping[str, Bar] = NO_BARS) -> Calibrated:
    """What the fit says of the loop, with the words for the channel (counts, no names).

    Chances are those above the agreed `bars`, and above the scale's middle where there is none.
    """
    if fitted is None:
        return Calibrated("not calibrated because there are no ratings", "")
    scores = fitted.scores
    status = f"not calibrated because {words.raw_only_in_words(scores)}" if scores.raw_only else CALIBRATED
    leniency, _ = joint.centred(fitted.fit.data, fitted.fit.effects)
    return Calibrated(
        status=status,
        words=words.sentence(scores, SCALE),
        overall=_with_range(scores.overall.score),
        competencies={key: _with_range(one.score) for key, one in scores.competencies.items()},
        heard={key: one.heard for key, one in scores.competencies.items() if one.heard_otherwise},
        early=scores.early,
        above={
            key: one.score.above(bars[key].score if key in bars else MIDDLE)
            for key, one in scores.competencies.items()
        },
        leniency={
            who: float(by)
            for who, by in zip(fitted.fit.data.panelists, leniency, strict=True)
            if who in _panel(fitted)
        },
        left_out={
            who: {key: one.score.shown for key, one in without.competencies.items()}
            for who, without in fitted.left_out.items()
        },
        moved_by=_moved_by(scores),
        place=_place(fitted),
        samples=fitted.samples,
    )


def _panel(fitted: Fitted) -> frozenset[str]:
    return frozenset(one.panelist for one in fitted.ratings)


def _moved_by(scores: joint.CandidateScores) -> tuple[str, ...]:
    """The causes that moved a competency's score by what is worth naming."""
    parts = [asdict(one.parts) for one in scores.competencies.values()]
    return tuple(
        cause
        for cause in ("severity", "questions", "rest")
        if any(abs(one[cause]) >= WORTH_NAMING for one in parts)
    )


def _place(fitted: Fitted) -> Place:
    """Where the overall score lies among those of the opening, in the same part."""
    shown = joint.shown_in_opening(fitted.fit, fitted.candidate)
    own = shown[fitted.candidate]
    others = [score for name, score in shown.items() if name != fitted.candidate]
    return Place(len(shown), sum(score > own for score in others), sum(score < own for score in others))


def _with_range(score: joint.Score) -> tuple[float, float, float]:
    return (score.shown, *score.interval())
