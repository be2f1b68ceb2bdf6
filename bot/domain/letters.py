"""How letters are named: what services must know of them to find again what was told.

A letter's key is unique in its workspace. Everything else about a letter stands in `bot/letters`.
"""

from collections.abc import Iterable
from datetime import date

NUDGE, SEAT_NEWS = "nudge", "seat_news"
BANK_BROKEN, BANK_MENDED = "bank_broken", "bank_mended"
PREP_DAILY, PREP_WEEK, PREP_EMPTY, PREP_WELCOME, PREP_LOST, PREP_EVE, PREP_OVER = (
    "prep",
    "prep_week",
    "prep_empty",
    "prep_welcome",
    "prep_lost",
    "prep_eve",
    "prep_over",
)
PICTURE_PART, COMPETENCY_PART, REST_PART, LATE_PART = "picture", "competency:", "rest", "late:"
DEBRIEF_LETTERS = DEBRIEF, DEBRIEF_PART, DECISION = "debrief", "debrief_part", "decision"
"""What of a debrief stands in its channel."""
PREP_LETTERS = (PREP_DAILY, PREP_WEEK, PREP_EMPTY, PREP_WELCOME, PREP_LOST, PREP_EVE, PREP_OVER)


def kit_key(seat_id: int, revision: int) -> str:
    """The key of a seat's kit; each revision, from 1, is a message of its own."""
    return f"kit:{seat_id}:{revision}"


def status_key(loop_id: int, taken_over_by: str | None = None) -> str:
    """The key of a loop's status message: to whoever planned it, or to somebody who took it over."""
    return f"status:{loop_id}>{taken_over_by}" if taken_over_by else f"status:{loop_id}"


def nudge_keys(seat_id: int) -> str:
    """How the keys of a seat's reminders begin; the number from 1 follows."""
    return f"{NUDGE}:{seat_id}:"


def debrief_key(loop_id: int, tries: int) -> str:
    """The key of a debrief's head; each try to post it elsewhere after a refusal has a key of its own."""
    return f"debrief:{loop_id}:{tries}" if tries else f"debrief:{loop_id}"


def debrief_parts(competencies: Iterable[str]) -> tuple[str, ...]:
    """What the thread under a debrief's head consists of, in order; one part for each competency's key."""
    return (PICTURE_PART, *(f"{COMPETENCY_PART}{key}" for key in competencies), REST_PART)


def part_in(key: str) -> str:
    """The part of a debrief's thread that a message with this key is. The head's key begins it."""
    _, _, rest = key.split(":", 2)
    first, _, after = rest.partition(":")
    return after if first.isdecimal() else rest


def glass_keys(glass_id: int) -> str:
    """How the keys begin of what those concerned are told of broken glass; the user id follows."""
    return f"glass:{glass_id}:"


def erasing_keys(token: str) -> str:
    """How the keys of an erasing's deletions begin; the key of what is deleted follows."""
    return f"erase:{token}:"


def bank_broken_keys(user_id: str, repairs: int) -> str:
    """How the keys of what a lead was told of broken question files begin; the files' version follows.

    `repairs` are those that the lead was told of: after one, the same version broken again is news again.
    """
    return f"{BANK_BROKEN}:{user_id}:{repairs}:"


def prep_keys(kind: str, subscription_id: int) -> str:
    """How the keys of one kind of a subscription's letters begin; a welcome's ends here."""
    return f"{kind}:{subscription_id}:"


def prep_daily_key(subscription_id: int, day: date, extra: int = 0) -> str:
    """The key of a subscription's question for a local date, or of one that they asked for on it, from 1."""
    key = f"{prep_keys(PREP_DAILY, subscription_id)}{day}"
    return f"{key}:more{extra}" if extra else key


def subscription_in(key: str) -> int:
    """The subscription that a letter of prep is for, read from its key."""
    return int(key.split(":")[1])
