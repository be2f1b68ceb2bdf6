"""Who asks what: a planner that is optimal and explains itself."""

from bot.domain.planning.changes import Ban, Change, Pin, Swap, apply_change, apply_mend
from bot.domain.planning.costs import Cost, cost_of
from bot.domain.planning.limits import Breach, Conflict, check_pins, describe, limits_broken
from bot.domain.planning.need import Need, most_that_fit, needed
from bot.domain.planning.parsing import Fault, InvalidProblem, parse_problem
from bot.domain.planning.problem import (
    MOST_IS_BEST,
    TIER_NAMES,
    Competency,
    Mend,
    Pair,
    Panelist,
    Plan,
    PlannedPair,
    Problem,
    Question,
    Unmet,
)
from bot.domain.planning.reasons import reason
from bot.domain.planning.solving import solve
from bot.domain.planning.tiers import rank, tiers

__all__ = [
    "MOST_IS_BEST",
    "TIER_NAMES",
    "Ban",
    "Breach",
    "Change",
    "Competency",
    "Conflict",
    "Cost",
    "Fault",
    "InvalidProblem",
    "Mend",
    "Need",
    "Pair",
    "Panelist",
    "Pin",
    "Plan",
    "PlannedPair",
    "Problem",
    "Question",
    "Swap",
    "Unmet",
    "apply_change",
    "apply_mend",
    "check_pins",
    "cost_of",
    "describe",
    "limits_broken",
    "most_that_fit",
    "needed",
    "parse_problem",
    "rank",
    "reason",
    "solve",
    "tiers",
]
