"""Times, spreads, coverage and changes: each from past loops, or None where too few say anything."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bot.domain.agreed import RuleReads
from bot.domain.calibration.joint.severity import Severity
from bot.domain.calibration.joint.why import displayed
from bot.domain.insights.facts import PastAsk, PastCard, PastDecision, PastScore

A_DAY = 24
FEWEST_CARDS = 10
FEWEST_ANSWERS = 10
"""After the talk, before their changes are counted: of fewer, one could tell who."""
FEWEST_PANELISTS = 5
NEAR = 0.2
"""Score points that are no difference worth a word."""
FEWEST_LOOPS = 4
"""Of an opening, before one can say which questions are its core."""


@dataclass(frozen=True)
class TimeToCard:
    """Hours from an interview's end to its scorecard: half were in by `median_hours`; `in_a_day` of `cards` in 24."""

    median_hours: float
    in_a_day: int
    cards: int
    missing: int


def time_to_card(cards: Sequence[PastCard]) -> TimeToCard | None:
    """`missing` counts the panelists whose debrief opened without their scorecard."""
    hours = [max(0.0, card.hours) for card in cards if card.hours is not None]
    if len(hours) < FEWEST_CARDS:
        return None
    return TimeToCard(median(hours), sum(one <= A_DAY for one in hours), len(hours), len(cards) - len(hours))


@dataclass(frozen=True)
class Spread:
    """How far panelists differ in severity: of `known` of `panelists`, `near` are within 0.2; the ends, in points.

    `lenient` is how much more the most lenient one gives than colleagues, `severe` how much less the most severe.
    """

    known: int
    panelists: int
    near: int
    lenient: float
    severe: float


def spread(severities: Sequence[Severity]) -> Spread | None:
    """Of those with enough interviews and colleagues alone; None with fewer than five of them, so nobody is meant."""
    known = [one.leniency for one in severities if one.shown]
    if len(known) < FEWEST_PANELISTS:
        return None
    near = sum(displayed(abs(one)) <= NEAR for one in known)
    return Spread(len(known), len(severities), near, max(0.0, *known), max(0.0, *(-one for one in known)))


@dataclass(frozen=True)
class AfterTalk:
    """Of `answered` panelists who said what they hold after the talk, `changed` hold something else than before.

    `across`: how many of those went from yes to no or from no to yes.
    """

    answered: int
    changed: int
    across: int


def after_talk(cards: Iterable[PastCard]) -> AfterTalk | None:
    """None with fewer than ten answers."""
    pairs = [
        (card.recommended, card.now)
        for card in cards
        if card.now is not None and card.recommended is not None
    ]
    if len(pairs) < FEWEST_ANSWERS:
        return None
    across = sum((before > 2) != (now > 2) for before, now in pairs)
    return AfterTalk(len(pairs), sum(before != now for before, now in pairs), across)


@dataclass(frozen=True)
class Coverage:
    """How well an opening's loops saw what it looks for.

    `seen` has for each competency in how many of `loops` one panelist or more rated it, and two or more.
    """

    opening: int
    loops: int
    seen: Mapping[str, tuple[int, int]]

    @property
    def unseen(self) -> int:
        """How often a competency was rated by nobody, over all loops."""
        return sum(self.loops - once for once, _ in self.seen.values())


def coverage(
    loops: Mapping[int, int], wanted: Mapping[int, Sequence[str]], scores: Iterable[PastScore]
) -> tuple[Coverage, ...]:
    """By opening. `loops` are openings by loop, `wanted` the competencies that each opening looks for."""
    raters: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one in scores:
        raters[one.loop, one.competency].add(one.panelist)
    of: dict[int, list[int]] = defaultdict(list)
    for loop, opening in loops.items():
        of[opening].append(loop)
    return tuple(
        Coverage(opening, len(ids), {key: _seen(raters, ids, key) for key in wanted.get(opening, ())})
        for opening, ids in sorted(of.items())
    )


def _seen(raters: Mapping[tuple[int, str], set[str]], loops: Sequence[int], key: str) -> tuple[int, int]:
    numbers = [len(raters.get((loop, key), ())) for loop in loops]
    return sum(one >= 1 for one in numbers), sum(one >= 2 for one in numbers)


@dataclass(frozen=True)
class CoreAsked:
    """How often an opening's core questions were really asked: planned, asked, and replaced by something else."""

    opening: int
    questions: int
    planned: int
    asked: int
    replaced: int


def core_asked(loops: Mapping[int, int], asks: Iterable[PastAsk]) -> tuple[CoreAsked, ...]:
    """By opening: core is what at least half of its loops were planned with, of openings with four loops or more."""
    of_opening = Counter(loops.values())
    planned: dict[tuple[int, str], list[PastAsk]] = defaultdict(list)
    for one in asks:
        planned[one.opening, one.question].append(one)
    found = []
    for opening, number in sorted(of_opening.items()):
        core = [
            given
            for (of, _), given in planned.items()
            if of == opening and number >= FEWEST_LOOPS and 2 * len({one.loop for one in given}) >= number
        ]
        every = [one for given in core for one in given]
        if every:
            asked, replaced = sum(one.asked for one in every), sum(one.replaced for one in every)
            found.append(CoreAsked(opening, len(core), len(every), asked, replaced))
    return tuple(found)


@dataclass(frozen=True)
class Followed:
    """What leads decided beside what the agreed rule read: of each reading, how many loops, and how many moved on."""

    decided: Mapping[RuleReads, int]
    forward: Mapping[RuleReads, int]

    @property
    def said(self) -> int:
        """How many loops the rule said something of: met or not met."""
        return self.decided[RuleReads.MET] + self.decided[RuleReads.NOT_MET]

    @property
    def followed(self) -> int:
        """How many of those were decided as it read."""
        not_met = self.decided[RuleReads.NOT_MET] - self.forward[RuleReads.NOT_MET]
        return self.forward[RuleReads.MET] + not_met


def followed(decisions: Sequence[PastDecision]) -> Followed | None:
    """None with fewer than ten decisions on loops that the rule said something of."""
    decided, forward = (
        Counter(one.read for one in decisions),
        Counter(one.read for one in decisions if one.forward),
    )
    found = Followed(*({read: given[read] for read in RuleReads} for given in (decided, forward)))
    return found if found.said >= FEWEST_ANSWERS else None
