"""An opened debrief made again, from the ratings and questions it was made from, at the spreads it was made with."""

import json
from dataclasses import replace
from typing import Any

from bot.acting.context import Transaction
from bot.domain.calibration import joint
from bot.domain.debriefs import SCALE, Again, Bar, Panel, compared, numbers
from bot.domain.loops.loop import Loop
from bot.services import calibration
from bot.services.calibration import Fitted
from bot.services.debriefs.records import numbers_from, of_runs
from bot.storage import debriefs as kept
from bot.storage import ratings


def again(tx: Transaction, panel: Panel, loop: Loop) -> Again:
    """Whether an opened debrief comes out as it was kept; `cannot` says why where that can't be known.

    It fits all loops anew, so it takes seconds where there are thousands. `panel` is the loop's; competencies
    are called what they were called then.
    """
    record = kept.record_of(tx, loop.id)
    before = numbers_from(record.numbers)
    panel = replace(
        panel,
        competencies={one.key: one.name for one in before.competencies},
        bars={one.key: Bar(one.bar, one.must_have) for one in before.competencies if one.agreed and one.bar},
    )
    if record.fit is None:
        return compared(before, numbers(panel, calibration.for_candidate(None)))
    pins = json.loads(record.fit)
    if cannot := _lost(tx, pins, loop.id):
        return Again(cannot=cannot)
    fitted = _fitted(tx, pins, loop.id)
    return compared(before, numbers(panel, calibration.for_candidate(fitted, panel.bars)))


def _lost(tx: Transaction, pins: dict[str, Any], loop_id: int) -> str:
    """What is missing to make it again; "" where nothing is."""
    if pins.get("version") != joint.VERSION:
        return f"it was made with version {pins.get('version', 0)} of the model, and this is version {joint.VERSION}"
    if "of_loops" not in pins:
        return "it opened before it was kept which loops it learned from"
    loops = of_runs(pins["of_loops"])
    gone = loops - ratings.learned_from(tx) - {loop_id}
    if gone:
        return f"{len(gone)} of the {len(loops)} loops that it learned from are gone"
    return ""


def _fitted(tx: Transaction, pins: dict[str, Any], loop_id: int) -> Fitted:
    loops = of_runs(pins["of_loops"])
    own = calibration.loop_ratings(tx, loop_id)
    others = calibration.ratings_of_loops(tx, loops - {loop_id})
    held = joint.Held(joint.Sds(**pins["sds"]), joint.Spread(**pins["spread"]), pins["learned_from"])
    fit = joint.fit([*others, *own], scale=SCALE, held_at=held)
    before = joint.fit(others, scale=SCALE, held_at=held) if others else None
    apart = joint.disagreement(own, before) if before is not None else None
    left_out = joint.left_out(before, own) if before is not None else {}
    samples = len(ratings.samples(tx) & loops)
    return Fitted(fit, calibration.candidate_id(loop_id), own, loops, apart, left_out, samples)
