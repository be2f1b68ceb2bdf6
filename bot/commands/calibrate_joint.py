"""What `fairloop calibrate` says of ratings by competency."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from bot.commands.calibrate_options import Options, Unknown
from bot.domain.calibration import joint

MOST_IN_PAIRS = 200
"""An opening with more candidates in a part has no pairs printed: they would be tens of thousands."""


@dataclass(frozen=True)
class DrawnPanelist:
    """A panelist as a picture needs them."""

    id: str
    leniency: float
    low: float | None
    high: float | None
    shown: bool


@dataclass(frozen=True)
class DrawnCandidate:
    """A candidate as a picture needs them."""

    id: str
    raw: float
    calibrated: float
    is_calibrated: bool


class JointCalibration:
    """A joint fit and all that it says. Raises Unknown for a candidate to compare who isn't there."""

    def __init__(self, data: joint.Data, options: Options) -> None:
        self.options, self.level = options, options.level
        self.scale = options.scale
        self.joint_scale = joint.Scale(*options.scale, step=options.step)
        self.fit = joint.fit(data, options.prior, self.joint_scale)
        self.found = joint.all_scores(self.fit)
        for name in options.compare or ():
            if name not in data.code:
                raise Unknown(f"--compare: there is no candidate {name} in the ratings.")

    @cached_property
    def severities(self) -> tuple[joint.Severity, ...]:
        """Of every panelist."""
        return joint.severities(self.fit)

    @cached_property
    def compared(self) -> joint.Pair | None:
        """The two candidates to compare; None where there are none, or they can't be compared."""
        return joint.pair(self.fit, *self.options.compare) if self.options.compare else None

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside the figures."""
        crowded = joint.too_many_for_pairs(self.fit, MOST_IN_PAIRS)
        named = ", ".join(name or "without a name" for name in crowded)
        said = (
            f"Pairs are not listed for openings with more than {MOST_IN_PAIRS} candidates ({named}):"
            " name two with --compare."
        )
        return (*joint.notes(self.fit.data), *([said] if crowded else []))

    def report(self) -> dict[str, Any]:
        """Everything that the fit says, ready for JSON."""
        data = self.fit.data
        pairs = list(joint.all_pairs(self.fit, MOST_IN_PAIRS))
        if self.compared is not None and self.compared not in pairs:
            pairs.append(self.compared)
        easy = joint.difficulty(data, self.fit.effects)
        return {
            "sd": self._sds(),
            "criterion": self.fit.criterion,
            "candidates": {one.candidate: self._candidate(one) for one in self.found},
            "openings": {o: {"reliability": joint.reliability(self.fit, o)} for o in data.openings},
            "pairs": [asdict(pair) for pair in pairs],
            "panelists": {one.panelist: one.leniency for one in self.severities},
            "shown_panelists": [one.panelist for one in self.severities if one.shown],
            "competency_difficulty": dict(zip(data.competencies, map(float, easy), strict=True)),
            "notes": list(self.notes),
            "prior": self.options.prior,
            "scale": list(self.scale),
            "level": self.level,
        }

    def _sds(self) -> dict[str, float]:
        spread = self.fit.spread
        found = {**asdict(self.fit.sds), "candidate": spread.candidate}
        return found if spread.opening is None else {**found, "opening": spread.opening}

    def _candidate(self, one: joint.CandidateScores) -> dict[str, Any]:
        next_ones = {key: joint.next_interview(self.fit, one, key) for key in one.keys}
        return {
            "opening": one.opening,
            "part": one.part,
            "df": one.df,
            "middle": one.middle,
            "raw_only": one.raw_only,
            "early": one.early,
            "overall": {
                **self._score(one.overall.score),
                "parts": asdict(one.overall.parts),
                "unpooled": one.overall.unpooled,
                "says": list(one.overall.says),
            },
            "competencies": {
                key: {
                    **self._score(inside.score),
                    "parts": asdict(inside.parts),
                    "heard": inside.heard,
                    "heard_otherwise": inside.heard_otherwise,
                }
                for key, inside in one.competencies.items()
            },
            "next_interview": {key: [then.overall, then.own] for key, then in next_ones.items()},
        }

    def _score(self, score: joint.Score) -> dict[str, Any]:
        low, high = score.interval(self.level)
        above = {f"{bar:g}": score.above(bar) for bar in self.options.bars}
        return {
            "raw": score.raw,
            "shown": score.shown,
            "sd": score.sd,
            "low": low,
            "high": high,
            "above": above,
        }

    def show(self) -> None:
        """Tables for people, in words."""
        from rich.console import Console

        from bot.commands.joint_tables import tables

        console = Console()
        for one in tables(self):
            console.print(one, highlight=False, markup=False)

    def picture(self, kind: str) -> bytes:
        """Leniency, and raw to shown."""
        from bot.views.charts import leniency_chart

        return leniency_chart(self, kind)

    @property
    def panelists(self) -> tuple[DrawnPanelist, ...]:
        """For the picture."""
        return tuple(
            DrawnPanelist(one.panelist, one.leniency, *one.interval(self.level), one.shown)
            for one in self.severities
        )

    @property
    def candidates(self) -> tuple[DrawnCandidate, ...]:
        """For the picture."""
        clip = self.joint_scale.clip
        return tuple(
            DrawnCandidate(
                one.candidate, one.overall.score.raw, clip(one.overall.score.shown), not one.raw_only
            )
            for one in self.found
        )
