"""The planning problem as an integer program: the same rows whatever solves them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.planning.problem import MOST_IS_BEST, TIER_NAMES, Pair, Problem, Question
from bot.domain.planning.tiers import tie, tie_after

Terms = Mapping[int, int]


@dataclass(frozen=True)
class Row:
    """low <= sum of coefficient x variable <= high; None is no bound."""

    terms: Terms
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Goal:
    """A tier to minimise: sum of coefficient x variable, plus a constant.

    Tiers where most is best are negated; `negated` says so.
    """

    terms: Terms
    constant: int
    negated: bool

    def value(self, solution: list[int]) -> int:
        """The minimised value of a solution."""
        return self.constant + sum(weight * solution[index] for index, weight in self.terms.items())


@dataclass
class Program:
    """Integer variables with bounds, rows, and one goal a tier; `asks` finds the variable of a pair."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    goals: dict[str, Goal] = field(default_factory=dict)
    asks: dict[Pair, int] = field(default_factory=dict)
    takes: dict[tuple[str, str], int] = field(default_factory=dict)

    def variable(self, lower: int, upper: int) -> int:
        """A new integer variable's index."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def pairs(self, solution: list[int]) -> tuple[Pair, ...]:
        """The pairs a solution chooses."""
        return tuple(pair for pair, index in self.asks.items() if solution[index])


def build(problem: Problem) -> Program:
    """The program of a problem; what is asked and pinned must keep the limits (see `check_pins`)."""
    return _Builder(problem).program


class _Builder:
    """Puts the program together; `counted` leaves out facts that repeat an asked question."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.program = Program()
        self.facts = frozenset(problem.asked)
        self.forced = self.facts.union(problem.pin)
        self._add_pairs()
        self._add_limits()
        self._add_wanted()
        self._add_kept()
        self._add_given()
        self._add_loads()

    def _row(self, terms: Terms, low: int | None = None, high: int | None = None) -> None:
        self.program.rows.append(Row(terms, low, high))

    def _goal(self, name: str, terms: Terms, constant: int = 0) -> None:
        negated = name in MOST_IS_BEST
        sign = -1 if negated else 1
        signed = {index: sign * weight for index, weight in terms.items() if weight}
        self.program.goals[name] = Goal(signed, sign * constant, negated)

    def _may_ask(self, pair: Pair, question: Question) -> bool:
        panelist = self.problem.panelist_by_id[pair.panelist]
        return panelist.strength(question.competency) > 0 and question.minutes <= self.problem.available(
            panelist
        )

    def _add_pairs(self) -> None:
        banned = frozenset(self.problem.ban)
        by_both: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.counted: dict[Pair, int] = {}
        self.by_question: dict[str, list[Pair]] = defaultdict(list)
        self.by_panelist: dict[str, list[Pair]] = defaultdict(list)
        for panelist in self.problem.panelists:
            for question in self.problem.questions:
                pair = Pair(panelist.id, question.id)
                forced = pair in self.forced
                if not forced and (pair in banned or not self._may_ask(pair, question)):
                    continue
                index = self.program.variable(int(forced), 1)
                self.program.asks[pair] = index
                by_both[panelist.id, question.competency].append(index)
                self.by_question[question.id].append(pair)
                self.by_panelist[panelist.id].append(pair)
        for both, indexes in by_both.items():
            self._add_takes(both, indexes)

    def _add_takes(self, both: tuple[str, str], indexes: list[int]) -> None:
        takes = self.program.variable(0, 1)
        self.program.takes[both] = takes
        for index in indexes:
            self._row({index: 1, takes: -1}, high=0)
        self._row({takes: 1, **dict.fromkeys(indexes, -1)}, high=0)

    def _asks(self, pairs: Iterable[Pair]) -> dict[int, int]:
        return {self.program.asks[pair]: 1 for pair in pairs}

    def _add_limits(self) -> None:
        for pairs in self.by_question.values():
            facts = [pair for pair in pairs if pair in self.facts]
            self._row(self._asks(pairs), high=max(1, len(facts)))
            counted = [pair for pair in pairs if pair not in facts[1:]]
            self.counted.update({pair: self.program.asks[pair] for pair in counted})
        self.used: dict[str, dict[int, int]] = {}
        for panelist in self.problem.panelists:
            pairs = self.by_panelist[panelist.id]
            minutes = {pair: self.problem.question_by_id[pair.question].minutes for pair in pairs}
            asked = sum(minutes[pair] for pair in pairs if pair in self.facts)
            self.used[panelist.id] = {self.program.asks[pair]: minutes[pair] for pair in pairs}
            self._row(self.used[panelist.id], high=max(self.problem.available(panelist), asked))
            taken = {index for both, index in self.program.takes.items() if both[0] == panelist.id}
            fact_keys = {
                self.problem.question_by_id[pair.question].competency for pair in pairs if pair in self.facts
            }
            self._row(dict.fromkeys(taken, 1), high=max(panelist.max_competencies, len(fact_keys)))

    def _add_wanted(self) -> None:
        cover: dict[int, int] = {}
        depth: dict[int, int] = {}
        for competency in self.problem.competencies:
            about = {
                index: 1
                for pair, index in self.counted.items()
                if self.problem.question_by_id[pair.question].competency == competency.key
            }
            facts = {
                pair.question
                for pair in self.facts
                if self.problem.question_by_id[pair.question].competency == competency.key
            }
            self._row(about, high=max(competency.highest, len(facts)))
            takes = {index: 1 for both, index in self.program.takes.items() if both[1] == competency.key}
            short = self.program.variable(0, competency.panelists)
            self._row({short: 1, **takes}, low=competency.panelists)
            cover[short] = competency.weight
            lack = self.program.variable(0, competency.lowest)
            self._row({lack: 1, **about}, low=competency.lowest)
            depth[lack] = 1
        core = [question for question in self.problem.questions if question.core]
        ids = {question.id for question in core}
        asked = {index: -1 for pair, index in self.counted.items() if pair.question in ids}
        self._goal("core", asked, len(core))
        self._goal("cover", cover)
        self._goal("depth", depth)

    def _add_kept(self) -> None:
        kept = frozenset(self.problem.keep)
        named = {pair.panelist for pair in kept}
        stays = {index: -1 for pair, index in self.program.asks.items() if pair in kept}
        self._goal("dropped", stays, len(kept))
        added = {
            index: 1
            for pair, index in self.program.asks.items()
            if pair.panelist in named and pair not in kept
        }
        self._goal("added", added)

    def _add_given(self) -> None:
        takes = self.program.takes
        self._goal("spread", dict.fromkeys(takes.values(), 1))
        self._goal("asked", dict.fromkeys(self.counted.values(), 1))
        strength = {
            index: self.problem.panelist_by_id[panelist].strength(key)
            for (panelist, key), index in takes.items()
        }
        self._goal("fit", strength)
        exposure = {
            index: self.problem.question_by_id[pair.question].exposure for pair, index in self.counted.items()
        }
        self._goal("exposure", exposure)
        # The low 20 bits choose between plans alike in every tier, so that the optimum is one plan.
        ties = {
            index: (tie(self.problem.seed, pair) << 20) + tie_after(self.problem.seed, pair)
            for pair, index in self.program.asks.items()
        }
        self._goal("ties", ties)

    def _add_loads(self) -> None:
        free = [panelist for panelist in self.problem.panelists if self.problem.available(panelist) > 0]
        highest = [row.high for row in self.program.rows]
        most = max((sum(self.used[it.id].values()) for it in free), default=0)
        load = self.program.variable(0, 10 * most)
        least = self.program.variable(0, 10 * most if free else 0)
        idle: dict[int, int] = {}
        for panelist in free:
            used, available = self.used[panelist.id], self.problem.available(panelist)
            tenfold = {index: 10 * minutes for index, minutes in used.items()}
            self._row({**tenfold, load: -available}, high=0)
            self._row({**tenfold, least: -available}, low=0)
            alone = self.program.variable(0, 1)
            taken = {index: 1 for both, index in self.program.takes.items() if both[0] == panelist.id}
            self._row({alone: 1, **taken}, low=1)
            idle[alone] = 1
        self._goal("idle", idle)
        self._goal("load", {load: 1})
        self._goal("least", {least: 1})
        assert set(self.program.goals) == set(TIER_NAMES)
        del highest
