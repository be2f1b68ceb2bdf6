"""A quick plan by a rule of thumb: where the search starts, and what is there when the time is very short."""

from collections import defaultdict

from bot.domain.planning.problem import Competency, Pair, Panelist, Problem, Question


def greedy(problem: Problem) -> tuple[Pair, ...]:
    """A possible plan: what is settled, then kept, then core, then the panelists and questions wanted.

    What is asked and pinned must keep the limits (see `check_pins`).
    """
    return _Desk(problem).plan()


class _Desk:
    """What is given out so far; `_fits` knows the limits."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.banned = frozenset(problem.ban)
        self.given: dict[Pair, None] = {}
        self.open = {question.id for question in problem.questions}
        self.room = {panelist.id: problem.available(panelist) for panelist in problem.panelists}
        self.taken: dict[str, set[str]] = defaultdict(set)
        self.count: dict[str, int] = defaultdict(int)
        self.by_competency: dict[str, list[Question]] = defaultdict(list)
        for question in sorted(problem.questions, key=lambda it: (it.minutes, it.exposure, it.id)):
            self.by_competency[question.competency].append(question)

    def plan(self) -> tuple[Pair, ...]:
        for pair in dict.fromkeys((*self.problem.asked, *self.problem.pin)):
            self._give(pair)
        for pair in self.problem.keep:
            if self._is_known(pair) and self._fits(pair):
                self._give(pair)
        for question in self.problem.questions:
            if question.core:
                self._give_to_best(question, self.problem.panelists)
        heaviest = sorted(self.problem.competencies, key=lambda it: -it.weight)
        for competency in heaviest:
            self._spread(competency)
        for deep in (True, False):
            for competency in heaviest:
                self._deepen(competency, competency.lowest if deep else competency.highest)
        return tuple(self.given)

    def _spread(self, competency: Competency) -> None:
        """Somebody new for the competency, until the panelists wanted ask about it."""
        for question in self.by_competency[competency.key]:
            asking = sum(competency.key in taken for taken in self.taken.values())
            if asking >= competency.panelists:
                return
            fresh = [it for it in self.problem.panelists if competency.key not in self.taken[it.id]]
            self._give_to_best(question, fresh)

    def _deepen(self, competency: Competency, upto: int) -> None:
        """More questions, for those who ask about the competency already."""
        for question in self.by_competency[competency.key]:
            if self.count[competency.key] >= upto:
                return
            asking = [it for it in self.problem.panelists if competency.key in self.taken[it.id]]
            self._give_to_best(question, asking)

    def _give_to_best(self, question: Question, people: list[Panelist] | tuple[Panelist, ...]) -> None:
        fitting = [it for it in people if self._fits(Pair(it.id, question.id))]
        if fitting:
            best = max(
                fitting,
                key=lambda it: (not self.taken[it.id], it.strength(question.competency), self.room[it.id]),
            )
            self._give(Pair(best.id, question.id))

    def _is_known(self, pair: Pair) -> bool:
        """A kept pair may name somebody who left, or a question that is not eligible any more."""
        known = self.problem
        return pair.panelist in known.panelist_by_id and pair.question in known.question_by_id

    def _fits(self, pair: Pair) -> bool:
        panelist = self.problem.panelist_by_id[pair.panelist]
        question = self.problem.question_by_id[pair.question]
        taken = self.taken[panelist.id]
        return (
            question.id in self.open
            and pair not in self.banned
            and panelist.strength(question.competency) > 0
            and question.minutes <= self.room[panelist.id]
            and (question.competency in taken or len(taken) < panelist.max_competencies)
            and self.count[question.competency] < self.problem.competency_by_key[question.competency].highest
        )

    def _give(self, pair: Pair) -> None:
        question = self.problem.question_by_id[pair.question]
        self.given[pair] = None
        self.room[pair.panelist] -= question.minutes
        self.taken[pair.panelist].add(question.competency)
        self.count[question.competency] += question.id in self.open
        self.open.discard(question.id)
