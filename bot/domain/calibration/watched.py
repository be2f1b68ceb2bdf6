"""What is found of panelists over the months: who drifts, who scatters, and whether lenient ones see the strong.

Who drifts or scatters is told to that person alone; leads hear a number, a week later.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from bot.domain.calibration import joint
from bot.domain.calibration.joint import JointFit, Steadiness

FIRST = timedelta(days=7)
"""For so long a panelist alone knows what was found of them."""
MOST_WORK = 4_000_000
"""Panelists times ratings, up to which it is found out whether lenient ones see the strong: it takes a fit each."""


@dataclass(frozen=True)
class Unsteady:
    """A panelist of whom there is something to say; points, with 90% intervals.

    `drift` is the change of leniency over `months`, `spread` how many times as far as the model has it they scatter;
    each None where it leaves a doubt. `since` is the day on which it was first found.
    """

    panelist: str
    since: date
    sheets: int
    months: float
    drift: tuple[float, float, float] | None
    spread: tuple[float, float, float] | None


@dataclass(frozen=True)
class Watched:
    """All that was found. `sees_strong`: lenient panelists were given the strong candidates; None where not looked."""

    unsteady: Mapping[str, Unsteady] = field(default_factory=dict)
    sees_strong: bool | None = None

    def told_to_leads(self, today: date) -> int:
        """How many panelists a lead hears of: those who have known it for a week."""
        return sum(one.since + FIRST <= today for one in self.unsteady.values())


def watch(fit: JointFit, months: Mapping[str, float], before: Watched, today: date) -> Watched:
    """Look at everybody. `months`: when each candidate was interviewed, from any day; `before` is what was known."""
    found = [joint.steadiness(fit, who, months) for who in fit.data.panelists]
    said = {
        one.panelist: _unsteady(one, before, today) for one in found if one and (one.drifts or one.scatters)
    }
    small = len(fit.data.panelists) * len(fit.data.score) <= MOST_WORK
    strong = joint.sees_strong(fit) if small else None
    return Watched(said, strong.said if strong is not None else None)


def _unsteady(one: Steadiness, before: Watched, today: date) -> Unsteady:
    known = before.unsteady.get(one.panelist)
    drift = (one.drift.at, one.drift.low, one.drift.high) if one.drifts else None
    spread = (one.spread.at, one.spread.low, one.spread.high) if one.scatters else None
    same = (
        known is not None
        and (drift is None or known.drift is not None)
        and (spread is None or known.spread is not None)
    )
    since = known.since if known is not None and same else today
    return Unsteady(one.panelist, since, one.sheets, one.months, drift, spread)


def to_json(found: Watched) -> str:
    """As it is kept."""
    return json.dumps(asdict(found), default=str)


def from_json(text: str | None) -> Watched:
    """What was kept; nothing where nothing was."""
    if not text:
        return Watched()
    kept = json.loads(text)
    unsteady = {
        who: Unsteady(
            who,
            date.fromisoformat(one["since"]),
            one["sheets"],
            one["months"],
            _three(one["drift"]),
            _three(one["spread"]),
        )
        for who, one in kept["unsteady"].items()
    }
    return Watched(unsteady, kept["sees_strong"])


def _three(kept: list[float] | None) -> tuple[float, float, float] | None:
    return None if kept is None else (kept[0], kept[1], kept[2])
