"""What a fit says: of panelists, candidates and pairs of candidates. Units: score points."""

from dataclasses import dataclass

CALIBRATED = "calibrated"


@dataclass(frozen=True, slots=True)
class PanelistResult:
    """How leniently a panelist scores against the average panelist of their part (above 0: lenient).

    `n` is their interviews. `shown` False: too little is known to show it to anybody.
    """

    id: str
    n: int
    leniency: float
    se: float | None
    low: float | None
    high: float | None
    shown: bool


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """A candidate's scores: as the average panelist of its part would have given (`calibrated`), and `raw`.

    `raw` is the plain mean of the ratings, `n` the panelists; rank panels of unequal size by `shrunk`.
    """

    id: str
    n: int
    raw: float
    calibrated: float
    se: float | None
    low: float | None
    high: float | None
    shrunk: float
    status: str

    @property
    def is_calibrated(self) -> bool:
        """Whether the calibrated score may be the headline."""
        return self.status == CALIBRATED

    @property
    def headline(self) -> float:
        """The score to show first."""
        return self.calibrated if self.is_calibrated else self.raw


@dataclass(frozen=True, slots=True)
class Difference:
    """Candidate `a` less candidate `b`, with the standard error of the difference itself."""

    a: str
    b: str
    raw: float
    calibrated: float
    se: float | None
    low: float | None
    high: float | None
    status: str
