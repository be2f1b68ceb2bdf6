"""All tables, one module a group of nouns."""

from bot.storage.tables.base import Base
from bot.storage.tables.glass import BrokenGlass
from bot.storage.tables.hiring import (
    Assignment,
    Candidate,
    Interview,
    Loop,
    LoopLead,
    Opening,
    OpeningCompetency,
    OpeningLead,
    OpeningStandIn,
    QuestionVersion,
    Replacement,
    Wish,
)
from bot.storage.tables.keys import Canary, DataKeyRow
from bot.storage.tables.leaving import Purge, Retention
from bot.storage.tables.people import Audit, AuditLink, ConfirmedGuest, Person, SlackUser, Strength
from bot.storage.tables.prep import PrepAnswer, PrepCard, PrepMark, PrepSend, PrepSubscription
from bot.storage.tables.prep_pages import PrepLink, PrepPage, PrepPageCard, PrepPageSend
from bot.storage.tables.scores import (
    DebriefRecord,
    Decision,
    KeptFit,
    Rating,
    Revision,
    Scorecard,
    ScorecardDraft,
    ScorecardNote,
)
from bot.storage.tables.slack import BOTS, INSTALLATIONS, STATES
from bot.storage.tables.work import Backup, Dm, Due, Heartbeat, Outbox, Pace, Posted, SeenRequest

__all__ = [
    "BOTS",
    "INSTALLATIONS",
    "STATES",
    "Assignment",
    "Audit",
    "AuditLink",
    "Backup",
    "Base",
    "BrokenGlass",
    "Canary",
    "Candidate",
    "ConfirmedGuest",
    "DataKeyRow",
    "DebriefRecord",
    "Decision",
    "Dm",
    "Due",
    "Heartbeat",
    "Interview",
    "KeptFit",
    "Loop",
    "LoopLead",
    "Opening",
    "OpeningCompetency",
    "OpeningLead",
    "OpeningStandIn",
    "Outbox",
    "Pace",
    "Person",
    "Posted",
    "PrepAnswer",
    "PrepCard",
    "PrepLink",
    "PrepMark",
    "PrepPage",
    "PrepPageCard",
    "PrepPageSend",
    "PrepSend",
    "PrepSubscription",
    "Purge",
    "QuestionVersion",
    "Rating",
    "Replacement",
    "Retention",
    "Revision",
    "Scorecard",
    "ScorecardDraft",
    "ScorecardNote",
    "SeenRequest",
    "SlackUser",
    "Strength",
    "Wish",
]
