"""Calibration: what a candidate's scores would be from the average panelist, and how sure that is."""

from bot.domain.calibration.fit import Fit, PriorSwitch, difference, fit, update
from bot.domain.calibration.reml import Components
from bot.domain.calibration.results import (
    CALIBRATED,
    CandidateResult,
    CompetencyResult,
    Difference,
    PanelistResult,
)
from bot.domain.calibration.table import DuplicateRating, NoRatings, Rating, Table, from_columns, tabulate

__all__ = [
    "CALIBRATED",
    "CandidateResult",
    "CompetencyResult",
    "Components",
    "Difference",
    "DuplicateRating",
    "Fit",
    "NoRatings",
    "PanelistResult",
    "PriorSwitch",
    "Rating",
    "Table",
    "difference",
    "fit",
    "from_columns",
    "tabulate",
    "update",
]
