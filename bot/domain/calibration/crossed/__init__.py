"""The simpler model, for ratings whose items name no competency: candidates free, intervals from their own ratings."""

from bot.domain.calibration.crossed.compare import difference
from bot.domain.calibration.crossed.fit import Fit, PriorSwitch
from bot.domain.calibration.crossed.fitting import fit, update
from bot.domain.calibration.crossed.reml import Components
from bot.domain.calibration.crossed.results import CALIBRATED, CandidateResult, Difference, PanelistResult
from bot.domain.calibration.table import Table, from_codes, from_columns, tabulate

__all__ = [
    "CALIBRATED",
    "CandidateResult",
    "Components",
    "Difference",
    "Fit",
    "PanelistResult",
    "PriorSwitch",
    "Table",
    "difference",
    "fit",
    "from_codes",
    "from_columns",
    "tabulate",
    "update",
]
