"""What happens to a loop's debrief, from its time to the decision."""

from dataclasses import dataclass

from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat


@dataclass(frozen=True)
class DebriefRescheduled:
    """The debrief has another time; `waiting` are the panelists whose scorecard isn't in."""

    loop: Loop
    waiting: tuple[Seat, ...]


@dataclass(frozen=True)
class DebriefHurried:
    """The lead doesn't want to wait for the debrief's time."""

    loop: Loop


@dataclass(frozen=True)
class DebriefPutBack:
    """The debrief was to open early, but somebody's scorecard is waited for again: it opens at its time."""

    loop: Loop


@dataclass(frozen=True)
class QuorumMissed:
    """The debrief's time has come with too few scorecards, or the lead was asked and said nothing: it waits."""

    loop: Loop


@dataclass(frozen=True)
class DebriefOpened:
    """The scorecards are closed and the figures kept.

    `competencies` are the keys of those with a part of the thread; `unfit` is why the channel can't have it.
    """

    loop: Loop
    competencies: tuple[str, ...]
    unfit: str | None


@dataclass(frozen=True)
class DebriefMovedOn:
    """A debrief that couldn't be posted goes to the loop's new channel."""

    loop: Loop
    competencies: tuple[str, ...]


@dataclass(frozen=True)
class DecisionRecorded:
    """The lead decided; the words are in the record's own row. `rule` is what the agreed rule read, None: nothing."""

    loop: Loop
    decision_id: int
    outcome: str
    rule: str | None = None


@dataclass(frozen=True)
class LateCardIn:
    """A scorecard came after the debrief had opened: it isn't blind."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class SaidAfterTalk:
    """A panelist said whether their recommendation changed."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class TalkShown:
    """What changed after the talk stands in the debrief from now on."""

    loop: Loop


DebriefEvent = (
    DebriefRescheduled
    | DebriefHurried
    | DebriefPutBack
    | QuorumMissed
    | DebriefOpened
    | DebriefMovedOn
    | DecisionRecorded
    | LateCardIn
    | SaidAfterTalk
    | TalkShown
)
