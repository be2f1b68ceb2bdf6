"""The planning problem as an integer program: the same rows whatever solves them.

Variables count, for each panelist and kind of question, how many they ask; whether they take up a competency;
and what is missing. Every limit and tier is linear in them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.planning.kinds import Kind
from bot.domain.planning.problem import MOST_IS_BEST, Pair, Panelist, Problem
from bot.domain.planning.tiers import TIE_AFTER_BITS, tie, tie_after
from bot.domain.planning.wants import Want

Terms = Mapping[int, int]


@dataclass(frozen=True)
class Row:
    """low <= sum of coefficient x variable <= high; None is no bound."""

    terms: Terms
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Goal:
    """A tier to minimise: sum of coefficient x variable, plus a constant; `lowest` to `highest` hold it.

    Where most is best, all is negated.
    """

    terms: Terms
    constant: int
    lowest: int
    highest: int

    @property
    def extent(self) -> int:
        """How many values it can have."""
        return self.highest - self.lowest + 1


@dataclass
class Program:
    """Integer variables with bounds, rows, and one goal a tier."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    goals: dict[str, Goal] = field(default_factory=dict)

    def variable(self, lower: int, upper: int) -> int:
        """A new integer variable's index."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def row(self, terms: Terms, low: int | None = None, high: int | None = None) -> None:
        """A new row."""
        self.rows.append(Row(terms, low, high))

    def goal(self, name: str, terms: Terms, constant: int = 0) -> None:
        """A tier as a goal; `terms` and `constant` are as the tier is defined."""
        sign = -1 if name in MOST_IS_BEST else 1
        signed = {index: sign * weight for index, weight in terms.items() if weight}
        ends = [(weight * self.lower[index], weight * self.upper[index]) for index, weight in signed.items()]
        lowest, highest = sum(min(end) for end in ends), sum(max(end) for end in ends)
        self.goals[name] = Goal(signed, sign * constant, lowest + sign * constant, highest + sign * constant)


class PlanProgram:
    """The program of a problem over kinds of questions.

    What is asked and pinned must keep the limits (see `check_pins`), and each such question must be a kind
    of its own. `asks` counts by panelist and kind, `takes` is 1 where a panelist takes up a competency.
    """

    def __init__(self, problem: Problem, kinds: Sequence[Kind]) -> None:
        """Build all of it."""
        self.problem = problem
        self.kinds = kinds
        self.program = Program()
        self.facts = frozenset(problem.asked)
        self.asks: dict[tuple[str, int], int] = {}
        self.takes: dict[tuple[str, str], int] = {}
        self.used: dict[str, dict[int, int]] = {}
        self._repeated = self._repeated_facts()
        self._add_asks()
        self._add_takes()
        self._limit_questions()
        self._limit_panelists()
        self._add_wanted()
        self._add_kept()
        self._add_given()
        self._add_loads()

    def pairs(self, solution: Sequence[int]) -> tuple[Pair, ...]:
        """The pairs a solution chooses; questions that are alike are handed out in the panel's order."""
        left = {index: list(kind.questions) for index, kind in enumerate(self.kinds)}
        chosen = []
        for (panelist, kind), index in self.asks.items():
            for _ in range(solution[index]):
                question = left[kind].pop(0) if len(left[kind]) > 1 else left[kind][0]
                chosen.append(Pair(panelist, question.id))
        return tuple(chosen)

    def hint(self, pairs: Iterable[Pair]) -> dict[int, int]:
        """The counts and competencies of an assignment, as values of the variables."""
        kind_of = {question.id: index for index, kind in enumerate(self.kinds) for question in kind.questions}
        values = dict.fromkeys((*self.asks.values(), *self.takes.values()), 0)
        for pair in pairs:
            kind = kind_of.get(pair.question)
            if kind is None or (pair.panelist, kind) not in self.asks:
                continue
            values[self.asks[pair.panelist, kind]] += 1
            values[self.takes[pair.panelist, self.kinds[kind].competency]] = 1
        return values

    @property
    def tie_shift(self) -> int:
        """The goal `ties` is the tier shifted by so many bits.

        The bits below choose between plans that are alike in every tier; their sum never reaches the shift.
        """
        return TIE_AFTER_BITS + len(self.asks).bit_length()

    def at_most_missing(self, want: Want, missing: int) -> Row:
        """The row that says that at most so much of a want is missing."""
        if want.what == "core":
            kinds = [n for n, kind in enumerate(self.kinds) if kind.questions[0].id == want.question]
            return Row(self._counted(kinds), 1 - missing, None)
        competency = self.problem.competency_by_key[want.competency]
        if want.what == "panelists":
            return Row(self._taken_of(want.competency), competency.panelists - missing, None)
        return Row(self._about(want.competency), competency.lowest - missing, None)

    def _repeated_facts(self) -> set[Pair]:
        """Facts whose question somebody asked too, before in the list: its question counts once."""
        seen: set[str] = set()
        repeated = set()
        for pair in self.problem.asked:
            if pair.question in seen:
                repeated.add(pair)
            seen.add(pair.question)
        return repeated

    def _add_asks(self) -> None:
        banned = frozenset(self.problem.ban)
        forced = self.facts.union(self.problem.pin)
        for panelist in self.problem.panelists:
            for number, kind in enumerate(self.kinds):
                pair = Pair(panelist.id, kind.questions[0].id)
                if pair in forced:
                    self.asks[panelist.id, number] = self.program.variable(1, 1)
                elif pair not in banned and self._may_ask(panelist, kind):
                    most = min(len(kind.questions), self.problem.competency_by_key[kind.competency].highest)
                    self.asks[panelist.id, number] = self.program.variable(0, most)

    def _may_ask(self, panelist: Panelist, kind: Kind) -> bool:
        fits = kind.minutes <= self.problem.available(panelist)
        return fits and panelist.strength(kind.competency) > 0

    def _add_takes(self) -> None:
        by_both: dict[tuple[str, str], list[int]] = defaultdict(list)
        for (panelist, kind), index in self.asks.items():
            by_both[panelist, self.kinds[kind].competency].append(index)
        for both, indexes in by_both.items():
            takes = self.takes[both] = self.program.variable(0, 1)
            for index in indexes:
                self.program.row({index: 1, takes: -self.program.upper[index]}, high=0)
            self.program.row({takes: 1, **dict.fromkeys(indexes, -1)}, high=0)

    def _counted(self, keep: Iterable[int]) -> dict[int, int]:
        """One for each variable whose questions count once, of the kinds in `keep`."""
        kinds = frozenset(keep)
        return {
            index: 1
            for (panelist, kind), index in self.asks.items()
            if kind in kinds and Pair(panelist, self.kinds[kind].questions[0].id) not in self._repeated
        }

    def _facts_about(self, competency: str) -> set[str]:
        ids = {pair.question for pair in self.facts}
        return {it for it in ids if self.problem.question_by_id[it].competency == competency}

    def _about(self, competency: str) -> dict[int, int]:
        return self._counted(n for n, kind in enumerate(self.kinds) if kind.competency == competency)

    def _limit_questions(self) -> None:
        asking: dict[int, list[int]] = defaultdict(list)
        for (_, kind), index in self.asks.items():
            asking[kind].append(index)
        for kind, indexes in asking.items():
            facts = sum(pair.question == self.kinds[kind].questions[0].id for pair in self.facts)
            self.program.row(dict.fromkeys(indexes, 1), high=max(len(self.kinds[kind].questions), facts))
        for competency in self.problem.competencies:
            facts = len(self._facts_about(competency.key))
            self.program.row(self._about(competency.key), high=max(competency.highest, facts))

    def _limit_panelists(self) -> None:
        for panelist in self.problem.panelists:
            theirs = {kind: index for (who, kind), index in self.asks.items() if who == panelist.id}
            self.used[panelist.id] = {index: self.kinds[kind].minutes for kind, index in theirs.items()}
            asked = [
                self.problem.question_by_id[pair.question]
                for pair in self.facts
                if pair.panelist == panelist.id
            ]
            minutes = max(self.problem.available(panelist), sum(question.minutes for question in asked))
            self.program.row(self.used[panelist.id], high=minutes)
            most = max(panelist.max_competencies, len({question.competency for question in asked}))
            self.program.row(self.taken_by(panelist.id), high=most)

    def taken_by(self, panelist: str) -> dict[int, int]:
        """One for each competency a panelist may take up."""
        return {index: 1 for (who, _), index in self.takes.items() if who == panelist}

    def _taken_of(self, competency: str) -> dict[int, int]:
        return {index: 1 for (_, key), index in self.takes.items() if key == competency}

    def _add_wanted(self) -> None:
        cover: dict[int, int] = {}
        depth: dict[int, int] = {}
        for competency in self.problem.competencies:
            takes = self._taken_of(competency.key)
            short = self.program.variable(0, competency.panelists)
            self.program.row({short: 1, **takes}, low=competency.panelists)
            cover[short] = competency.weight
            lack = self.program.variable(0, competency.lowest)
            self.program.row({lack: 1, **self._about(competency.key)}, low=competency.lowest)
            depth[lack] = 1
        core = [number for number, kind in enumerate(self.kinds) if kind.questions[0].core]
        self.program.goal("core", dict.fromkeys(self._counted(core), -1), len(core))
        self.program.goal("cover", cover)
        self.program.goal("depth", depth)

    def _add_kept(self) -> None:
        kept = frozenset(self.problem.keep)
        named = {pair.panelist for pair in kept}
        stays: dict[int, int] = {}
        added: dict[int, int] = {}
        for (panelist, kind), index in self.asks.items():
            if Pair(panelist, self.kinds[kind].questions[0].id) in kept:
                stays[index] = -1
            elif panelist in named:
                added[index] = 1
        self.program.goal("dropped", stays, len(kept))
        self.program.goal("added", added)

    def _add_given(self) -> None:
        self.program.goal("spread", dict.fromkeys(self.takes.values(), 1))
        self.program.goal("asked", self._counted(range(len(self.kinds))))
        people = self.problem.panelist_by_id
        fit = {index: people[panelist].strength(key) for (panelist, key), index in self.takes.items()}
        self.program.goal("fit", fit)
        if any(len(kind.questions) > 1 for kind in self.kinds):
            return
        counted = self._counted(range(len(self.kinds)))
        exposure: dict[int, int] = {}
        ties: dict[int, int] = {}
        for (panelist, kind), index in self.asks.items():
            question = self.kinds[kind].questions[0]
            pair = Pair(panelist, question.id)
            exposure[index] = question.exposure * counted.get(index, 0)
            ties[index] = (tie(self.problem.seed, pair) << self.tie_shift) + tie_after(
                self.problem.seed, pair
            )
        self.program.goal("exposure", exposure)
        self.program.goal("ties", ties)

    def _add_loads(self) -> None:
        free = [panelist for panelist in self.problem.panelists if self.problem.available(panelist) > 0]
        asked = [self.problem.question_by_id[pair.question].minutes for pair in self.facts]
        most = 10 * max(1, sum(asked))
        load, least = self.program.variable(0, most), self.program.variable(0, most if free else 0)
        idle: dict[int, int] = {}
        for panelist in free:
            available = self.problem.available(panelist)
            tenfold = {index: 10 * minutes for index, minutes in self.used[panelist.id].items()}
            self.program.row({**tenfold, load: -available}, high=0)
            self.program.row({**tenfold, least: -available}, low=0)
            alone = self.program.variable(0, 1)
            self.program.row({alone: 1, **self.taken_by(panelist.id)}, low=1)
            idle[alone] = 1
        self.program.goal("idle", idle)
        self.program.goal("load", {load: 1})
        self.program.goal("least", {least: 1})
