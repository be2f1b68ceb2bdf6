"""What a fit says of a candidate. Units: score points, not clipped to the scale (people see them clipped)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.calibration.arrays import Floats

TOO_FEW_LOOPS = "too few loops"
ONE_PANELIST = "one panelist"


@dataclass(frozen=True, slots=True)
class Score:
    """A score and how sure it is: t about `shown` with scale `sd` on `df`. `raw` is the plain mean of the ratings."""

    raw: float
    shown: float
    sd: float
    df: int

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        """The range that holds the truth with this chance. ValueError for a level that is no chance."""
        half = quantile(level, self.df) * self.sd
        return self.shown - half, self.shown + half

    def above(self, bar: float) -> float:
        """The chance that the truth is above a bar."""
        return chance_above(self.shown - bar, self.sd, self.df)


@dataclass(frozen=True, slots=True)
class OverallParts:
    """raw + these four = shown."""

    weights: float
    severity: float
    questions: float
    middle: float


@dataclass(frozen=True, slots=True)
class CompetencyParts:
    """raw + these three = shown. `rest`: what the other interviews say, and less weight on few answers."""

    severity: float
    questions: float
    rest: float


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall score; `unpooled` before it was drawn to the middle, `severity_sd` of that part's severity.

    `severity_by` is what each panelist's severity moved; they sum to the part.
    """

    score: Score
    unpooled: float
    parts: OverallParts
    severity_sd: float
    severity_by: Mapping[str, float]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency's score. `heard` is the mean of its ratings with severity and questions taken out.

    `severity_by` is what each panelist's severity moved, of those who rated it; they sum to the part.
    """

    score: Score
    parts: CompetencyParts
    severity_by: Mapping[str, float]
    heard: float
    heard_otherwise: bool


@dataclass(frozen=True, slots=True)
class NextInterview:
    """One more interview on a competency: what is left of the standard deviations (1 - this is how much narrower)."""

    overall: float
    own: float


@dataclass(frozen=True, eq=False)
class CandidateScores:
    """Everything about one candidate.

    `raw_only` says why people see raw alone ("" where they see all), `loops` are the part's with two or more panelists.
    `covariance` is that of all competencies of the data (in `keys` order) and overall, for what one more interview
    would do.
    """

    candidate: str
    opening: str
    part: int
    df: int
    panel: int
    loops: int
    middle: float
    raw_only: str
    early: bool
    overall: Overall
    competencies: Mapping[str, Competency]
    keys: tuple[str, ...]
    covariance: Floats = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates of one opening and part: `gap` is overall a less b, `p` the chance that a is above b."""

    a: str
    b: str
    gap: float
    sd: float
    p: float


def quantile(level: float, df: int) -> float:
    """Half the width of a range that holds the truth with this chance, in standard deviations."""
    if not 0 < level < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1; {level:g} does not.")
    from scipy import special

    return float(special.stdtrit(df, (1 + level) / 2))


def chance_above(gap: float, sd: float, df: int) -> float:
    """The chance that a difference is above 0."""
    from scipy import special

    if sd <= 0:
        return 0.5 + 0.5 * ((gap > 0) - (gap < 0))
    return float(special.stdtr(df, gap / sd))
