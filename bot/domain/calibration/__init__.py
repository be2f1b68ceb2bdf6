"""Calibration: what a candidate's scores would be from the average panelist, and how sure that is."""

from bot.domain.calibration.compare import difference
from bot.domain.calibration.disagreement import Disagreement, disagreement
from bot.domain.calibration.explain import Explanation, Moved, explain, explain_competencies
from bot.domain.calibration.fit import Fit, PriorSwitch
from bot.domain.calibration.fitting import fit, update
from bot.domain.calibration.reml import Components
from bot.domain.calibration.results import (
    CALIBRATED,
    CandidateResult,
    CompetencyResult,
    Difference,
    PanelistResult,
)
from bot.domain.calibration.table import (
    DuplicateRating,
    NoRatings,
    Rating,
    Table,
    from_codes,
    from_columns,
    tabulate,
)
from bot.domain.calibration.words import in_words

__all__ = [
    "CALIBRATED",
    "CandidateResult",
    "CompetencyResult",
    "Components",
    "Difference",
    "Disagreement",
    "DuplicateRating",
    "Explanation",
    "Fit",
    "Moved",
    "NoRatings",
    "PanelistResult",
    "PriorSwitch",
    "Rating",
    "Table",
    "difference",
    "disagreement",
    "explain",
    "explain_competencies",
    "fit",
    "from_codes",
    "from_columns",
    "in_words",
    "tabulate",
    "update",
]
