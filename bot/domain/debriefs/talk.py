"""After the talk: what panelists say of their recommendations then, beside the sealed ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Invalid, TooLate
from bot.domain.scorecards import Recommendation

SHORTEST_CHANGE, LONGEST_CHANGE = 20, 300
"""Characters in which somebody says what changed their mind."""


@dataclass(frozen=True)
class Said:
    """What a panelist said after the talk: the recommendation that they hold now, and what changed it.

    `reason` is empty where it is the same as on their card.
    """

    recommendation: Recommendation
    reason: str
    at: datetime


@dataclass(frozen=True)
class Stand:
    """A panelist with a sealed card: the recommendation on it, and what they said after the talk, if they did."""

    user_id: str
    sealed: Recommendation
    said: Said | None = None

    @property
    def now(self) -> Recommendation:
        """What they recommend by now; the sealed one until they say otherwise."""
        return self.said.recommendation if self.said else self.sealed

    @property
    def changed(self) -> bool:
        """Whether they said that it isn't what it was."""
        return self.now is not self.sealed


@dataclass(frozen=True)
class Talk:
    """What was said after the talk. `shown_at` is when everybody could see it; until then nobody sees another's."""

    stands: tuple[Stand, ...] = ()
    shown_at: datetime | None = None

    @property
    def answers(self) -> int:
        """How many have said something."""
        return sum(one.said is not None for one in self.stands)

    @property
    def complete(self) -> bool:
        """Whether everybody with a sealed card has said something, so that nobody can be swayed any more."""
        return bool(self.stands) and self.answers == len(self.stands)

    @property
    def changes(self) -> tuple[Stand, ...]:
        """Who changed their recommendation."""
        return tuple(one for one in self.stands if one.changed)

    def stand_of(self, user_id: str) -> Stand | None:
        """How somebody stands; None for who has no sealed card with a recommendation."""
        return next((one for one in self.stands if one.user_id == user_id), None)

    def after_others(self, one: Stand) -> bool:
        """Whether they could see what the others had said when they said it."""
        return one.said is not None and self.shown_at is not None and one.said.at > self.shown_at

    def counts(self, *, sealed: bool) -> Mapping[Recommendation, int]:
        """How many recommend what, on the sealed cards or by now; strongest yes first, without zeros."""
        given = [one.sealed if sealed else one.now for one in self.stands]
        return {kind: given.count(kind) for kind in reversed(Recommendation) if kind in given}


def say(talk: Talk, user_id: str, choice: str, reason: str, now: datetime) -> Said:
    """What somebody says after the talk. Ratings and evidence stay as they were sealed.

    Raises TooLate for who has no sealed card, or who said it and saw the others' meanwhile; Invalid at the fields.
    """
    stand = talk.stand_of(user_id)
    if stand is None:
        raise TooLate("You have no sealed scorecard in this debrief. Say it in its thread.")
    if talk.shown_at is not None and stand.said is not None:
        raise TooLate("What everybody said stands in the debrief by now. Say more in its thread.")
    if choice not in set(Recommendation):
        raise Invalid({"recommendation": "Pick one."})
    recommendation, reason = Recommendation(choice), reason.strip()
    if recommendation is stand.sealed:
        return Said(recommendation, "", now)
    if not SHORTEST_CHANGE <= len(reason) <= LONGEST_CHANGE:
        words = f"Say what changed it, in {SHORTEST_CHANGE} to {LONGEST_CHANGE} characters."
        raise Invalid({"reason": words})
    return Said(recommendation, reason, now)
