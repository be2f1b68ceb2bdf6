"""The joint model: scores by competency drawn to the opening's middle, with ranges, chances and parts that sum.

For ratings whose items lie in competencies. Nothing here imports scipy before it is needed.
"""

from bot.domain.calibration.joint.average import centred, difficulty
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.disagreement import Disagreement, disagreement
from bot.domain.calibration.joint.fit import Held, JointFit, fit
from bot.domain.calibration.joint.keeping import VERSION, OtherVersion, from_bytes, to_bytes
from bot.domain.calibration.joint.left_out import left_out
from bot.domain.calibration.joint.middle import Spread
from bot.domain.calibration.joint.next_interview import next_interview, reliability, settles, settles_own
from bot.domain.calibration.joint.pairs import all_pairs, nearest, pair, too_many_for_pairs
from bot.domain.calibration.joint.reading import Columns, Inconsistent, append, from_columns, read, without
from bot.domain.calibration.joint.rescaled import CHANGED, on_scale
from bot.domain.calibration.joint.results import (
    CandidateScores,
    Competency,
    CompetencyParts,
    NextInterview,
    Overall,
    OverallParts,
    Pair,
    Score,
)
from bot.domain.calibration.joint.scores import all_scores, candidate_scores, shown_in_opening
from bot.domain.calibration.joint.sds import PriorSwitch, Scale, Sds
from bot.domain.calibration.joint.sees_strong import SeesStrong, sees_strong
from bot.domain.calibration.joint.severity import Severity, notes, severities
from bot.domain.calibration.joint.steadiness import Interval, Steadiness, steadiness
from bot.domain.calibration.joint.update import update

__all__ = [
    "CHANGED",
    "VERSION",
    "CandidateScores",
    "Columns",
    "Competency",
    "CompetencyParts",
    "Data",
    "Disagreement",
    "Held",
    "Inconsistent",
    "Interval",
    "JointFit",
    "NextInterview",
    "OtherVersion",
    "Overall",
    "OverallParts",
    "Pair",
    "PriorSwitch",
    "Scale",
    "Score",
    "Sds",
    "SeesStrong",
    "Severity",
    "Spread",
    "Steadiness",
    "all_pairs",
    "all_scores",
    "append",
    "candidate_scores",
    "centred",
    "difficulty",
    "disagreement",
    "fit",
    "from_bytes",
    "from_columns",
    "left_out",
    "nearest",
    "next_interview",
    "notes",
    "on_scale",
    "pair",
    "read",
    "reliability",
    "sees_strong",
    "settles",
    "settles_own",
    "severities",
    "shown_in_opening",
    "steadiness",
    "to_bytes",
    "too_many_for_pairs",
    "update",
    "without",
]
