"""The smallest change that mends something unmet, found by solving.

The changes are tried in this order: minutes in steps of 5, one competency more for somebody, a stand-in,
another panelist. A change mends a want when the best plan after it meets the want and no other want is met
less than before. A relaxation proposes changes, the smallest first; solving the changed problem decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.planning.changes import NEWCOMER_MINUTES, apply_mend
from bot.domain.planning.kinds import shortest
from bot.domain.planning.optimum import optimise
from bot.domain.planning.problem import Mend, Pair, Panelist, Problem, Question
from bot.domain.planning.program import PlanProgram, Row
from bot.domain.planning.search import Search, seconds_left
from bot.domain.planning.wants import Want, missing_by_want

STEP_MINUTES = 5
MOST_STEPS = 12
MOST_MORE_MINUTES = STEP_MINUTES * MOST_STEPS
WANTED_TIERS = ("core", "dropped", "cover", "depth")


class OutOfTimeError(Exception):
    """The time was over before it was known whether a change mends."""


class Mender:
    """Looks for what mends the wants a plan does not meet."""

    def __init__(self, problem: Problem, pairs: Sequence[Pair], deadline: float) -> None:
        """`pairs` is the best plan of the problem; `deadline` a `perf_counter` time."""
        self.problem = problem
        self.pairs = tuple(pairs)
        self.deadline = deadline
        self.missing = missing_by_want(problem, pairs)

    def mend(self, want: Want) -> Mend | None:
        """The first change that mends, or None where none does; raises OutOfTimeError."""
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
        for panelist_id, size in self._smallest_first(search, steps, MOST_STEPS):
            yield Mend("minutes", panelist_id, STEP_MINUTES * size)

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
        for panelist_id, size in self._smallest_first(search, more, 1):
            yield Mend("competencies", panelist_id, size)

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
        self, search: Search, sizes: Mapping[str, int], most: int
    ) -> Iterator[tuple[str, int]]:
        """Panelists and sizes of their change, one panelist at a time; of one size, in the panel's order."""
        chosen = {panelist: search.variable(0, 1) for panelist in sizes}
        search.add(Row(dict.fromkeys(chosen.values(), 1), 1, 1))
        cost = {index: place for place, index in enumerate(chosen.values())}
        for panelist, index in sizes.items():
            search.add(Row({index: 1, chosen[panelist]: -most}, None, 0))
            search.add(Row({index: 1, chosen[panelist]: -1}, 0, None))
            cost[index] = len(sizes)
        while solver := search.solve(cost, (), self._seconds()):
            panelist = next(it for it, index in chosen.items() if search.read(solver, index))
            size = search.read(solver, sizes[panelist])
            yield panelist, size
            search.add(Row({sizes[panelist]: 1, chosen[panelist]: -(size + 1)}, 0, None))

    def _seconds(self) -> float:
        seconds = seconds_left(self.deadline)
        if seconds <= 0:
            raise OutOfTimeError
        return seconds

    def _mends(self, mend: Mend, want: Want) -> bool:
        """Whether the best plan after the change meets the want, and no other less than now."""
        changed = apply_mend(self.problem, mend)
        best = optimise(changed, self.deadline, self.pairs)
        if best.unproven:
            raise OutOfTimeError
        after = missing_by_want(changed, best.pairs)
        return after[want] == 0 and all(after[other] <= missing for other, missing in self.missing.items())
