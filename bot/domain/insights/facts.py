"""What insights are measured from: the scorecards, questions and ratings of loops whose debrief has opened."""

from dataclasses import dataclass

from bot.domain.agreed import RuleReads


@dataclass(frozen=True)
class PastCard:
    """A panelist's part of a loop.

    `hours` is from the interview's end until the scorecard was in (below 0 where that was sooner), None without one.
    Recommendations are 1 (strong no) to 4 (strong yes); `now` is the one held after the talk, None
    where they didn't say.
    """

    loop: int
    opening: int
    panelist: str
    hours: float | None
    recommended: int | None = None
    now: int | None = None


@dataclass(frozen=True)
class PastAsk:
    """A question that was planned for somebody whose scorecard is in: asked, not reached, or replaced by another."""

    loop: int
    opening: int
    question: str
    version: str
    competency: str
    asked: bool
    replaced: bool = False


@dataclass(frozen=True)
class PastScore:
    """A rating that counts, 1 to 4. `question` is None where something else was asked in its place."""

    loop: int
    opening: int
    panelist: str
    competency: str
    question: str | None
    value: int


@dataclass(frozen=True)
class PastDecision:
    """The decision on a loop, where the agreed rule had a reading: met, not met or open; and whether it moved on."""

    loop: int
    read: RuleReads
    forward: bool
