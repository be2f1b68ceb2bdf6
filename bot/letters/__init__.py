"""What Fairloop says, one file a noun: to whom, how urgent, how it is drawn, and what is said when it can't arrive.

Each is a `Letter`, sent with `letter.put(tx)`.
"""

from bot.letters import (
    audience,
    debriefs,
    digests,
    erasing,
    first_day,
    glass,
    home,
    kits,
    leading,
    loops,
    plans,
    practice,
    prep,
    questions,
    reminders,
    seats,
    trouble,
    waiting,
)
from bot.letters.letter import KINDS, Letter

__all__ = [
    "KINDS",
    "Letter",
    "audience",
    "debriefs",
    "digests",
    "erasing",
    "first_day",
    "glass",
    "home",
    "kits",
    "leading",
    "loops",
    "plans",
    "practice",
    "prep",
    "questions",
    "reminders",
    "seats",
    "trouble",
    "waiting",
]
