"""The question bank: what it holds, how it is read from YAML, and what it is checked for.

parsed = parse_bank(read_question_files())      # bot.ground.resources reads the disk
if isinstance(parsed, Bank):
    parsed.questions(competency="mlops", level="mid", prep=False)
"""

from bot.domain.questions.bank import Bank, NotInBank
from bot.domain.questions.faults import Fault
from bot.domain.questions.material import FollowUp, PrepMaterial, Structure, Tip, Topic
from bot.domain.questions.models import Competency, Kind, Level, Probe, ProbeKind, Question
from bot.domain.questions.parse import Checked, check_bank, parse_bank, replace_bank
from bot.domain.questions.sets import Anchor, Dimension, QuestionSet, Rubric, TimeBox, Wanted
from bot.domain.questions.similarity import ALIKE, similarity, text_similarity

__all__ = [
    "ALIKE",
    "Anchor",
    "Bank",
    "Checked",
    "Competency",
    "Dimension",
    "Fault",
    "FollowUp",
    "Kind",
    "Level",
    "NotInBank",
    "PrepMaterial",
    "Probe",
    "ProbeKind",
    "Question",
    "QuestionSet",
    "Rubric",
    "Structure",
    "TimeBox",
    "Tip",
    "Topic",
    "Wanted",
    "check_bank",
    "parse_bank",
    "replace_bank",
    "similarity",
    "text_similarity",
]
