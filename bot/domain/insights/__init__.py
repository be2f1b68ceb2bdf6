"""How interviewing goes over time: what is measured from loops that are over. Nobody is named, practice never counts.

Each measure says from how much it comes, and is None where that is too little to say anything.
"""

from bot.domain.insights.agreement import Agreement, agreement
from bot.domain.insights.facts import PastAsk, PastCard, PastDecision, PastScore
from bot.domain.insights.measures import (
    AfterTalk,
    CoreAsked,
    Coverage,
    Followed,
    Spread,
    TimeToCard,
    after_talk,
    core_asked,
    coverage,
    followed,
    spread,
    time_to_card,
)
from bot.domain.insights.questions import Health, QuestionHealth, Trouble, question_health
from bot.domain.insights.report import Insights, Own, own, report

__all__ = [
    "AfterTalk",
    "Agreement",
    "CoreAsked",
    "Coverage",
    "Followed",
    "Health",
    "Insights",
    "Own",
    "PastAsk",
    "PastCard",
    "PastDecision",
    "PastScore",
    "QuestionHealth",
    "Spread",
    "TimeToCard",
    "Trouble",
    "after_talk",
    "agreement",
    "core_asked",
    "coverage",
    "followed",
    "own",
    "question_health",
    "report",
    "spread",
    "time_to_card",
]
