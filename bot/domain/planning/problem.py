"""What a planning problem and a plan are: frozen values, integers only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

RESERVE_MINUTES = 10
SEED = 1
STRENGTH_UNSAID = 1
MAX_COMPETENCIES = 3

TIER_NAMES = (
    "core",
    "dropped",
    "cover",
    "depth",
    "idle",
    "added",
    "spread",
    "asked",
    "fit",
    "load",
    "least",
    "exposure",
    "ties",
)
"""The tiers in strict order: each at its optimum before the next counts."""

MOST_IS_BEST = frozenset({"asked", "fit", "least"})
"""Tiers where more is better; in all others less is."""


@dataclass(frozen=True)
class Competency:
    """What is wanted of one competency: distinct panelists, and from lowest to highest questions."""

    key: str
    panelists: int = 2
    lowest: int = 2
    highest: int = 3
    weight: int = 1


@dataclass(frozen=True)
class Panelist:
    """Somebody who interviews for `minutes`; strengths are 0 (never) to 3 by competency.

    Text for people calls them by their `name` where there is one, else by their id.
    """

    id: str
    minutes: int
    strengths: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    max_competencies: int = MAX_COMPETENCIES
    name: str | None = None

    @property
    def called(self) -> str:
        """What to call them in text for people."""
        return self.name or self.id

    def strength(self, competency: str) -> int:
        """Their strength in a competency, 1 where nothing is said."""
        return self.strengths.get(competency, STRENGTH_UNSAID)


@dataclass(frozen=True)
class Question:
    """An eligible question; exposure is how often it was asked in this workspace in 180 days.

    Text for people calls it by its `name` where there is one, else by its id.
    """

    id: str
    competency: str
    minutes: int
    core: bool = False
    exposure: int = 0
    name: str | None = None

    @property
    def called(self) -> str:
        """What to call it in text for people."""
        return self.name or self.id


@dataclass(frozen=True, order=True)
class Pair:
    """A panelist who asks a question."""

    panelist: str
    question: str


@dataclass(frozen=True)
class Problem:
    """Who could ask what, and what is already settled.

    `keep` are pairs of a plan whose kits are out, `asked` are facts, `pin` must stay, `ban` never happen.
    """

    panelists: tuple[Panelist, ...]
    competencies: tuple[Competency, ...]
    questions: tuple[Question, ...]
    keep: tuple[Pair, ...] = ()
    asked: tuple[Pair, ...] = ()
    pin: tuple[Pair, ...] = ()
    ban: tuple[Pair, ...] = ()
    stand_ins: tuple[Panelist, ...] = ()
    reserve_minutes: int = RESERVE_MINUTES
    seed: int = SEED

    @cached_property
    def panelist_by_id(self) -> Mapping[str, Panelist]:
        """The panelists by their id."""
        return {panelist.id: panelist for panelist in self.panelists}

    @cached_property
    def competency_by_key(self) -> Mapping[str, Competency]:
        """The competencies by their key."""
        return {competency.key: competency for competency in self.competencies}

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """The questions by their id."""
        return {question.id: question for question in self.questions}

    def available(self, panelist: Panelist) -> int:
        """The minutes a panelist has for questions: theirs less the reserve, never below 0."""
        return max(0, panelist.minutes - self.reserve_minutes)


@dataclass(frozen=True)
class PlannedPair:
    """A pair of a plan with why it is there, in plain words that are true of this plan."""

    panelist: str
    question: str
    competency: str
    minutes: int
    reason: str

    @property
    def pair(self) -> Pair:
        """The bare pair."""
        return Pair(self.panelist, self.question)


MendChange = Literal["minutes", "competencies", "stand_in", "panelist"]


@dataclass(frozen=True)
class Mend:
    """The smallest change that mends something unmet.

    `minutes`: `panelist` gets `by` minutes more. `competencies`: `panelist` takes `by` competencies more.
    `stand_in`: the stand-in `panelist` joins for `by` minutes. `panelist`: somebody new joins for `by`
    minutes, and `panelist` is None.
    """

    change: MendChange
    panelist: str | None
    by: int


UnmetKind = Literal["core", "panelists", "questions"]


@dataclass(frozen=True)
class Unmet:
    """Something wanted that the plan does not have, and what would mend it.

    `why` is for people: what it `lacks`, and the `advice`.
    """

    what: UnmetKind
    competency: str
    question: str | None
    wanted: int
    got: int
    mend: Mend | None
    why: str
    lacks: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Plan:
    """The answer: `tiers` in order, `unproven` the tiers not shown to be at their optimum."""

    status: Literal["optimal", "feasible"]
    unproven: tuple[str, ...]
    tiers: Mapping[str, int]
    pairs: tuple[PlannedPair, ...]
    unmet: tuple[Unmet, ...]
    seconds: float
