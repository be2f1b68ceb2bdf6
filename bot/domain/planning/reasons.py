"""Why each pair is in a plan, in plain words; every clause is a fact about that plan."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.domain.planning.problem import Pair, Panelist, PlannedPair, Problem, Question


def with_reasons(problem: Problem, pairs: Iterable[Pair]) -> tuple[PlannedPair, ...]:
    """The pairs with their reasons, panelist by panelist and competency by competency, in their order."""
    ledger = _Ledger(problem, tuple(pairs))
    people = {panelist.id: index for index, panelist in enumerate(problem.panelists)}
    keys = {competency.key: index for index, competency in enumerate(problem.competencies)}

    def place(pair: Pair) -> tuple[int, int, str]:
        return people[pair.panelist], keys[ledger.question(pair).competency], pair.question

    return tuple(ledger.planned(pair) for pair in sorted(ledger.pairs, key=place))


def reason(problem: Problem, pair: Pair, pairs: Iterable[Pair]) -> str:
    """Why the panelist asks the question, true of the plan that `pairs` are."""
    return _Ledger(problem, tuple(pairs)).reason(pair)


def join(names: Sequence[str]) -> str:
    """Names as in a sentence: "Ann", "Ann and Bo", "Ann, Bo and Cy"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


class _Ledger:
    """A plan with its sums at hand."""

    def __init__(self, problem: Problem, pairs: tuple[Pair, ...]) -> None:
        self.problem = problem
        self.pairs = pairs

    @cached_property
    def used(self) -> dict[str, int]:
        used = {panelist.id: 0 for panelist in self.problem.panelists}
        for pair in self.pairs:
            used[pair.panelist] += self.question(pair).minutes
        return used

    @cached_property
    def taken(self) -> dict[str, set[str]]:
        taken: dict[str, set[str]] = {panelist.id: set() for panelist in self.problem.panelists}
        for pair in self.pairs:
            taken[pair.panelist].add(self.question(pair).competency)
        return taken

    def question(self, pair: Pair) -> Question:
        return self.problem.question_by_id[pair.question]

    def planned(self, pair: Pair) -> PlannedPair:
        question = self.question(pair)
        return PlannedPair(
            pair.panelist, pair.question, question.competency, question.minutes, self.reason(pair)
        )

    def reason(self, pair: Pair) -> str:
        """Who and what, how strong they are, what brought the question in, and their time."""
        question = self.question(pair)
        panelist = self.problem.panelist_by_id[pair.panelist]
        clauses = [self._strength(panelist, question), self._origin(pair, question), self._time(panelist)]
        return f"{panelist.called}: {question.competency}, " + "; ".join(it for it in clauses if it)

    def _strength(self, panelist: Panelist, question: Question) -> str:
        key = question.competency
        strength = panelist.strength(key)
        others = [it for it in self.problem.panelists if it.id != panelist.id]
        stronger = [it for it in others if it.strength(key) > strength]
        if not stronger:
            if not others:
                return f"the only panelist, strength {strength} of 3"
            if all(it.strength(key) < strength for it in others):
                return "strongest on the panel"
            return "nobody on the panel is stronger"
        asking = [it.called for it in stronger if key in self.taken[it.id]]
        if len(asking) == len(stronger):
            return f"strongest after {join(asking)}, who ask{'s' * (len(asking) == 1)} about it too"
        if not any(self._has_room(it, question) for it in stronger):
            return "strongest of those with room for it"
        return f"strength {strength} of 3"

    def _has_room(self, panelist: Panelist, question: Question) -> bool:
        """Whether they could ask it besides all they ask in this plan."""
        taken = self.taken[panelist.id]
        minutes_fit = self.used[panelist.id] + question.minutes <= self.problem.available(panelist)
        fits = question.competency in taken or len(taken) < panelist.max_competencies
        banned = Pair(panelist.id, question.id) in self.problem.ban
        return minutes_fit and fits and not banned

    def _origin(self, pair: Pair, question: Question) -> str:
        if pair in self.problem.asked:
            return "already asked"
        if pair in self.problem.pin:
            return "pinned"
        if pair in self.problem.keep:
            return "kept from the plan that is out"
        if question.core:
            return "a core question: every candidate gets it"
        if question.exposure == 0:
            return "not asked in 180 days"
        times = "once" if question.exposure == 1 else f"{question.exposure} times"
        return f"asked {times} in 180 days"

    def _time(self, panelist: Panelist) -> str:
        used, available = self.used[panelist.id], self.problem.available(panelist)
        if used > available:
            return f"{used} minutes asked, over their {available}"
        if used == available:
            return f"fills their {available} minutes"
        return f"uses {used} of their {available} minutes"
