"""Whether a debrief that is made again from what was kept says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.debriefs.figures import Numbers

NEAR = 1e-6
"""Score points between two figures that are the same: a fit that was added to and one made whole differ by less."""


@dataclass(frozen=True)
class Again:
    """A debrief made again. `cannot` is why it can't be, "" where it can; `otherwise` names what came out otherwise."""

    cannot: str = ""
    otherwise: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every figure and every topic came out as it was kept."""
        return not self.cannot and not self.otherwise


def compared(kept: Numbers, made: Numbers) -> Again:
    """What was kept, held against what is made from the same ratings now."""
    was, now = ({one.key: one for one in found.competencies} for found in (kept, made))
    names = {**{key: one.name for key, one in now.items()}, **{key: one.name for key, one in was.items()}}
    figures = ("raw", "shown", "low", "high", "heard", "above", "panelists", "ratings")
    otherwise = [
        name
        for key, name in names.items()
        if key not in was
        or key not in now
        or not all(_same(getattr(was[key], one), getattr(now[key], one)) for one in figures)
    ]
    if not all(_same(getattr(kept, one), getattr(made, one)) for one in ("raw", "shown", "low", "high")):
        otherwise.insert(0, "Overall")
    if not _same([asdict(one) for one in kept.talk_first], [asdict(one) for one in made.talk_first]):
        otherwise.append("What to talk about first")
    if not _same(asdict(kept.standing), asdict(made.standing)):
        otherwise.append("What stands firm")
    if dict(kept.recommendations) != dict(made.recommendations):
        otherwise.append("Recommendations")
    return Again(otherwise=tuple(otherwise))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, Sequence) and isinstance(other, Sequence) and not isinstance(one, str):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= NEAR
    return bool(one == other)
