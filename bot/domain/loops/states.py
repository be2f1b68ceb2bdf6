"""Where a loop, a seat and a scorecard stand."""

from enum import StrEnum

LABEL_LENGTH = 13
NAME_LENGTH = 120
TEXT_LENGTH = 1_500
ID_LENGTH = 120
EMAIL_LENGTH = 254
"""RFC 5321: an address fits a path of 256 characters with its brackets."""
MOST_PANELISTS = 8


class LoopState(StrEnum):
    """Where a loop stands."""

    DRAFT = "draft"
    RUNNING = "running"
    DEBRIEFED = "debriefed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What somebody does in a loop."""

    PANELIST = "panelist"
    STAND_IN = "stand_in"
    SHADOW = "shadow"


class SeatState(StrEnum):
    """Where an interview stands. `waiting`: its kit has not gone out."""

    WAITING = "waiting"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    MISSED = "missed"


class Missed(StrEnum):
    """What happened where an interview wasn't held as planned. Of a `part` a scorecard is still waited for."""

    NOT_HELD = "not_held"
    MOVED = "moved"
    NO_SHOW = "no_show"
    PART = "part"


GONE = (SeatState.DECLINED, SeatState.MISSED)


class CardState(StrEnum):
    """Where a scorecard stands; never what is on it."""

    NONE = "none"
    DRAFT = "draft"
    IN = "in"


class Outcome(StrEnum):
    """What a lead decides after a debrief. `wait`: not yet."""

    MOVE_ON = "move_on"
    NOT_NOW = "not_now"
    WAIT = "wait"
