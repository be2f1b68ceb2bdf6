"""Taking out what was rated and decided: loops whose debrief has opened, without names and without words."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.acting.context import Transaction
from bot.domain.calibration import Rating
from bot.domain.errors import Invalid
from bot.services import calibration
from bot.services.debriefs.records import numbers_from
from bot.storage import debriefs, past_loops
from bot.storage.past_loops import PastSeat
from bot.storage.unit import Unit
from bot.storage.vault import digest

PSEUDONYM = 10
"""Hexadecimal digits: that two of 1,000 panelists have the same has a chance of one in two million."""
REASONLESS = "User ids in place of pseudonyms need a reason, which is recorded."


@dataclass(frozen=True)
class Exported:
    """What is taken out. `loops` are ready for JSON; `ratings` are theirs, and `days` when each was debriefed.

    Panelists stand by pseudonym, the same in each export under one hash key, or by user id where a reason was given.
    """

    ratings: list[Rating]
    days: Mapping[str, str]
    loops: list[dict[str, Any]]


def export(tx: Transaction, with_ids: str | None = None) -> Exported:
    """Every loop whose debrief has opened, practice never; that it was taken out is on record.

    `with_ids` is the reason for user ids in place of pseudonyms. Raises Invalid where that is blank.
    """
    if with_ids is not None and not with_ids.strip():
        raise Invalid({"with_ids": REASONLESS})
    found = _Rows(tx)
    ratings = calibration.all_ratings(tx)
    people = {one.panelist for one in ratings} | {one.user_id for one in found.seats}
    called = {who: who if with_ids is not None else pseudonym(tx, who) for who in people}
    by_seat: dict[tuple[str, str], list[Rating]] = defaultdict(list)
    for one in ratings:
        by_seat[one.candidate, one.panelist].append(one)
    loops = [_loop(found, loop, by_seat, called) for loop in found.loops]
    names = "pseudonyms" if with_ids is None else "user ids"
    why = f": {with_ids.strip()}" if with_ids is not None else ""
    tx.audit("export loops", "workspace", f"{len(loops)} loops, {len(ratings)} ratings with {names}{why}")
    days = {calibration.candidate_id(loop.id): f"{loop.debriefed_at:%Y-%m-%d}" for loop in found.loops}
    return Exported([replace(one, panelist=called[one.panelist]) for one in ratings], days, loops)


def pseudonym(unit: Unit, user_id: str) -> str:
    """What an export calls somebody: the same each time under one hash key, and nothing can be read from it."""
    return f"P{digest(unit.vault.fingerprint('export', f'{unit.team_id}/{user_id}'))[:PSEUDONYM]}"


class _Rows:
    """What is read for an export, each list at once."""

    def __init__(self, unit: Unit) -> None:
        self.loops = past_loops.loops(unit)
        self.seats = past_loops.seats(unit)
        self.recommended = {
            card: json.loads(value) for card, value in past_loops.recommendations(unit).items()
        }
        self.decided = {one.loop_id: one for one in past_loops.decisions(unit)}
        self.figures = {row.loop_id: row.numbers for row in debriefs.records(unit)}
        self.seats_of: dict[int, list[PastSeat]] = defaultdict(list)
        for seat in self.seats:
            self.seats_of[seat.loop_id].append(seat)


def _loop(
    found: _Rows,
    loop: past_loops.PastLoop,
    by_seat: Mapping[tuple[str, str], list[Rating]],
    called: Mapping[str, str],
) -> dict[str, Any]:
    candidate, decided = calibration.candidate_id(loop.id), found.decided.get(loop.id)
    return {
        "loop": candidate,
        "opening": f"opening:{loop.opening_id}",
        "opening_title": loop.opening,
        "level": loop.level,
        "debriefed_on": f"{loop.debriefed_at:%Y-%m-%d}",
        "decision": {"outcome": decided.outcome, "on": f"{decided.at:%Y-%m-%d}"} if decided else None,
        "scores": _scores(found.figures.get(loop.id)),
        "scorecards": [
            {
                "panelist": called[seat.user_id],
                "hours_to_scorecard": _rounded(seat.hours_to_scorecard),
                "recommendation": found.recommended.get(seat.scorecard_id or 0),
                "ratings": _ratings(by_seat[candidate, seat.user_id]),
            }
            for seat in found.seats_of[loop.id]
        ],
    }


def _scores(figures: str | None) -> dict[str, Any] | None:
    """The scores as the debrief showed them; None where it was erased, or kept none."""
    if not figures:
        return None
    shown = numbers_from(figures)
    names = ("raw", "shown", "low", "high")
    return {
        "status": shown.status,
        "early": shown.early,
        **{name: getattr(shown, name) for name in names},
        "competencies": {row.key: {name: getattr(row, name) for name in names} for row in shown.competencies},
    }


def _ratings(given: Iterable[Rating]) -> list[dict[str, Any]]:
    return [{"item": one.item, "competency": one.competency, "score": one.score} for one in given]


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)
