"""What a fit says of one candidate, as a debrief needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CALIBRATED = "calibrated"
"""The status of a debrief that shows more than raw means."""
FEWEST_CANDIDATES = 6
"""Of an opening, before it is said in which third a candidate lies."""


@dataclass(frozen=True)
class Place:
    """Where a candidate's overall score lies among those of the opening in the same part, this one included."""

    candidates: int
    above: int
    below: int

    @property
    def third(self) -> str | None:
        """upper, middle or lower; None below six candidates. Who ties with others across a border is in the middle."""
        if self.candidates < FEWEST_CANDIDATES:
            return None
        upper, lower = 3 * self.above < self.candidates, 3 * self.below < self.candidates
        return "middle" if upper == lower else "upper" if upper else "lower"


@dataclass(frozen=True)
class Calibrated:
    """What a fit says of one candidate: shown scores with 80% ranges, and the words for the channel (without names).

    `status` is CALIBRATED, or why raw alone is shown. `early`: few loops to learn from yet. `heard` has what was
    heard in competencies where that lies far from what is shown, `above` each competency's chance above its bar,
    `leniency` what each panelist rates above others, `left_out` by panelist the competencies' scores without their
    card, `moved_by` the causes that moved a competency's score, `samples` how many made-up loops it learned
    from. Score points, not clipped.
    """

    status: str
    words: str
    overall: tuple[float, float, float] | None = None
    competencies: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    heard: Mapping[str, float] = field(default_factory=dict)
    early: bool = False
    above: Mapping[str, float] = field(default_factory=dict)
    leniency: Mapping[str, float] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    moved_by: tuple[str, ...] = ()
    place: Place | None = None
    samples: int = 0

    @property
    def applied(self) -> bool:
        """Whether the shown figures are the headline."""
        return self.status == CALIBRATED

    def headline(self, competency: str, raw: float) -> float:
        """A competency's score: the shown one where there is one, else the raw mean."""
        return self.competencies[competency][0] if self.applied and competency in self.competencies else raw

    def severity_out(self, user_id: str) -> float:
        """What is to be taken off somebody's ratings so that they are an average panelist's."""
        return self.leniency.get(user_id, 0.0) if self.applied else 0.0
