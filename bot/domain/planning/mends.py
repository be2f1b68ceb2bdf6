"""The smallest change that mends something unmet, found by solving.

The changes are tried in this order: minutes in steps of 5, one competency more for somebody, a stand-in,
another panelist. A change mends a want when the best plan after it meets the want and no other want is met
less than before. A relaxation proposes changes, the smallest first; solving the changed problem decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.planning.changes import NEWCOMER_MINUTES, apply_mend
from bot.domain.planning.kinds import shortest
from bot.domain.planning.optimum import optimise
from bot.domain.planning.problem import Mend, MendChange, Pair, Panelist, Problem, Question
from bot.domain.planning.program import PlanProgram, Row
from bot.domain.planning.search import OutOfTimeError, Search, seconds_left
from bot.domain.planning.wants import Want, missing_by_want

STEP_MINUTES = 5
MOST_STEPS = 12
MOST_MORE_MINUTES = STEP_MINUTES * MOST_STEPS
WANTED_TIERS = ("core", "dropped", "cover", "depth")


class Mender:
    """Looks for what mends the wants a plan does not meet."""

    def __init__(self, problem: Problem, pairs: Sequence[Pair]) -> None:
        """`pairs` is the best plan of the problem."""
        self.problem = problem
        self.pairs = tuple(pairs)
        self.missing = missing_by_want(problem, pairs)
        self.deadline = 0.0
        self._tried: dict[Mend, _After] = {}

    def mend(self, want: Want, deadline: float) -> Mend | None:
        """The first change that mends, or None where none does; raises OutOfTimeError at the deadline."""
        self.deadline = deadline
        for mend in self._proposals(want):
            if self._mends(mend, want):
                return mend
        return None

    def _proposals(self, want: Want) -> Iterator[Mend]:
        yield from self._minutes(want)
        yield from self._competencies(want)
        joining = [Mend("stand_in", it.id, it.minutes) for it in self.problem.stand_ins]
        for mend in (*joining, Mend("panelist", None, NEWCOMER_MINUTES)):
            if self._relaxed(want, apply_mend(self.problem, mend)).solve({}, (), self._seconds()):
                yield mend

    def _minutes(self, want: Want) -> Iterator[Mend]:
        """Minutes more for one panelist with which the want could be met, the fewest first."""
        people = tuple(replace(it, minutes=it.minutes + MOST_MORE_MINUTES) for it in self.problem.panelists)
        search = self._relaxed(want, replace(self.problem, panelists=people))
        steps = {}
        for panelist in self.problem.panelists:
            index = steps[panelist.id] = search.variable(0, MOST_STEPS)
            used = search.program.used[panelist.id]
            asked = sum(question.minutes for question in self._asked_by(panelist))
            room = max(self.problem.available(panelist), asked)
            search.add(Row({**used, index: -STEP_MINUTES}, None, room))
        yield from self._smallest_first(search, "minutes", steps, MOST_STEPS)

    def _competencies(self, want: Want) -> Iterator[Mend]:
        """One competency more for a panelist with which the want could be met."""
        people = tuple(replace(it, max_competencies=it.max_competencies + 1) for it in self.problem.panelists)
        search = self._relaxed(want, replace(self.problem, panelists=people))
        more = {}
        for panelist in self.problem.panelists:
            index = more[panelist.id] = search.variable(0, 1)
            asked = {question.competency for question in self._asked_by(panelist)}
            most = max(panelist.max_competencies, len(asked))
            search.add(Row({**search.program.taken_by(panelist.id), index: -1}, None, most))
        yield from self._smallest_first(search, "competencies", more, 1)

    def _asked_by(self, panelist: Panelist) -> list[Question]:
        return [
            self.problem.question_by_id[pair.question]
            for pair in self.problem.asked
            if pair.panelist == panelist.id
        ]

    def _relaxed(self, want: Want, wider: Problem) -> Search:
        """A search where the want is met, no other less, and the wanted tiers are no worse than now.

        Every change that mends has such a plan, because the plan of now is possible after the change too.
        """
        search = Search(PlanProgram(wider, shortest(wider)))
        for other, missing in self.missing.items():
            search.add(search.program.at_most_missing(other, 0 if other == want else missing))
        search.not_worse(WANTED_TIERS, self.pairs)
        return search

    def _smallest_first(
        self, search: Search, change: MendChange, sizes: Mapping[str, int], most: int
    ) -> Iterator[Mend]:
        """One panelist's change after the other, the smallest first; of one size, in the panel's order.

        A larger change of a panelist is never worse than a smaller one: so once one was tried, the next must
        keep up with what is best after it.
        """
        chosen = {panelist: search.variable(0, 1) for panelist in sizes}
        search.add(Row(dict.fromkeys(chosen.values(), 1), 1, 1))
        cost = {index: place for place, index in enumerate(chosen.values())}
        for panelist, index in sizes.items():
            search.add(Row({index: 1, chosen[panelist]: -most}, None, 0))
            search.add(Row({index: 1, chosen[panelist]: -1}, 0, None))
            cost[index] = len(sizes)
        by = STEP_MINUTES if change == "minutes" else 1
        for tried, after in self._tried.items():
            if tried.change == change and tried.panelist is not None:
                as_large = search.variable(0, 1)
                search.add(Row({sizes[tried.panelist]: 1, as_large: -most}, None, tried.by // by - 1))
                search.not_worse(WANTED_TIERS, after.best, as_large)
        while solver := search.solve(cost, (), self._seconds()):
            if not search.is_proven(solver):
                raise OutOfTimeError
            panelist = next(it for it, index in chosen.items() if search.read(solver, index))
            size = search.read(solver, sizes[panelist])
            mend = Mend(change, panelist, by * size)
            yield mend
            search.add(Row({sizes[panelist]: 1, chosen[panelist]: -(size + 1)}, 0, None))
            search.not_worse(WANTED_TIERS, self._after(mend).best, chosen[panelist])

    def _seconds(self) -> float:
        seconds = seconds_left(self.deadline)
        if seconds <= 0:
            raise OutOfTimeError
        return seconds

    def _after(self, mend: Mend) -> "_After":
        """What the change leads to; the same change is often tried for several wants."""
        if mend not in self._tried:
            changed = apply_mend(self.problem, mend)
            program = PlanProgram(changed, shortest(changed))
            best = Search(program).minimise(WANTED_TIERS, self.pairs, self._seconds())
            if best.proven < len(WANTED_TIERS):
                raise OutOfTimeError
            self._tried[mend] = _After(changed, program, best.pairs)
        return self._tried[mend]

    def _mends(self, mend: Mend, want: Want) -> bool:
        """Whether the best plan after the change meets the want, and no other less than now."""
        after = self._after(mend)
        allowed = {**self.missing, want: 0}
        if not self._some_keep(after, allowed):
            return False
        if not self._some_break(after, allowed):
            return True
        return self._best_keeps(after, allowed)

    def _some_keep(self, after: "_After", allowed: Mapping[Want, int]) -> bool:
        """Whether a plan that is as good in the wanted tiers misses no more than allowed."""
        search = Search(after.program, WANTED_TIERS, after.best)
        for want, missing in allowed.items():
            search.add(after.program.at_most_missing(want, missing))
        return search.solve({}, after.best, self._seconds()) is not None

    def _some_break(self, after: "_After", allowed: Mapping[Want, int]) -> bool:
        """Whether a plan that is as good in the wanted tiers misses more than allowed of anything."""
        search = Search(after.program, WANTED_TIERS, after.best)
        broken = []
        for want, missing in allowed.items():
            met = after.program.at_most_missing(want, missing)
            if met.low is not None and met.low > 0:
                index = search.variable(0, 1)
                broken.append(index)
                most = sum(after.program.program.upper[it] for it in met.terms)
                search.add(Row({**met.terms, index: most}, None, met.low - 1 + most))
        search.add(Row(dict.fromkeys(broken, 1), 1, None))
        return search.solve({}, after.best, self._seconds()) is not None

    def _best_keeps(self, after: "_After", allowed: Mapping[Want, int]) -> bool:
        """Whether the best plan, with all tiers decided, misses no more than allowed."""
        best = optimise(after.problem, self.deadline, after.best)
        if best.unproven:
            raise OutOfTimeError
        missing = missing_by_want(after.problem, best.pairs)
        return all(missing[want] <= most for want, most in allowed.items())


@dataclass(frozen=True)
class _After:
    """A changed problem, its program, and a plan that is best in the wanted tiers."""

    problem: Problem
    program: PlanProgram
    best: tuple[Pair, ...]
