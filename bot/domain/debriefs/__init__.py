"""Debriefs: the numbers, what to talk about first, and who speaks when. Nothing here says hire.

What is said of a panel is a value with the facts that it rests on (`topics`, `standing`, `calibrated`); `words` makes
sentences of them, in which people are ids and nothing is marked up.
"""

from bot.domain.agreed import BARS, AgreedRule, Bar, RuleReads, Side, bars_in_words
from bot.domain.debriefs.again import Again, compared
from bot.domain.debriefs.calibrated import CALIBRATED, Calibrated, Place
from bot.domain.debriefs.evidence import QUOTES, Quote, cut, flags_of, quotes_of
from bot.domain.debriefs.figures import CompetencyScore, Numbers, numbers
from bot.domain.debriefs.history import Beside, Earlier
from bot.domain.debriefs.next_signal import NextSignal, most_telling, next_signal
from bot.domain.debriefs.panel import (
    MIDDLE,
    SCALE,
    AskedQuestion,
    Circumstance,
    Flag,
    HandedIn,
    NotAsked,
    Panel,
    means_of,
    ratings_of,
    speaking_order,
)
from bot.domain.debriefs.rounding import adding_up, in_hundredths, on_scale
from bot.domain.debriefs.sentence import Person, Piece, Sentence
from bot.domain.debriefs.standing import Fragile, Standing, standing_of
from bot.domain.debriefs.talk import Said, Stand, Talk, say
from bot.domain.debriefs.topics import (
    BothSides,
    GotWeaker,
    HeardBelow,
    LowestAlone,
    NothingOpen,
    NotRated,
    RedFlag,
    Revised,
    SplitRecommendations,
    Topic,
    nothing_open,
    open_points,
)

MOST_FIRST = 3
"""Topics that a debrief's head names; the rest heads its last reply."""

__all__ = [
    "BARS",
    "CALIBRATED",
    "MIDDLE",
    "MOST_FIRST",
    "QUOTES",
    "SCALE",
    "Again",
    "AgreedRule",
    "AskedQuestion",
    "Bar",
    "Beside",
    "BothSides",
    "Calibrated",
    "Circumstance",
    "CompetencyScore",
    "Earlier",
    "Flag",
    "Fragile",
    "GotWeaker",
    "HandedIn",
    "HeardBelow",
    "LowestAlone",
    "NextSignal",
    "NotAsked",
    "NotRated",
    "NothingOpen",
    "Numbers",
    "Panel",
    "Person",
    "Piece",
    "Place",
    "Quote",
    "RedFlag",
    "Revised",
    "RuleReads",
    "Said",
    "Sentence",
    "Side",
    "SplitRecommendations",
    "Stand",
    "Standing",
    "Talk",
    "Topic",
    "adding_up",
    "bars_in_words",
    "compared",
    "cut",
    "flags_of",
    "in_hundredths",
    "means_of",
    "most_telling",
    "next_signal",
    "nothing_open",
    "numbers",
    "on_scale",
    "open_points",
    "quotes_of",
    "ratings_of",
    "say",
    "speaking_order",
    "standing_of",
]
