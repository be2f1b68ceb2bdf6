"""Questions a stage of the search need not tell apart, and questions it need not look at.

A question is plain when it is no core question and no kept, asked, pinned or banned pair names it. Plain
questions of one competency differ in minutes, exposure and ties alone, hence for some tiers in nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.planning.problem import Pair, Problem, Question


@dataclass(frozen=True)
class Kind:
    """Questions of one competency and of the same minutes, handed out in this order."""

    questions: tuple[Question, ...]

    @property
    def competency(self) -> str:
        """Their competency."""
        return self.questions[0].competency

    @property
    def minutes(self) -> int:
        """Their minutes."""
        return self.questions[0].minutes


def shortest(problem: Problem) -> list[Kind]:
    """Enough for the tiers up to `load`.

    A plain question changed for a shorter plain one of its competency makes none of them worse, and at most
    `highest` are asked: so the shortest `highest` plain questions are enough. Of the same minutes, they are
    alike.
    """
    return _kinds(problem, lambda question: question.minutes, lambda question: question.minutes, ())


def by_minutes(problem: Problem) -> list[Kind]:
    """Enough for the tiers up to `least`: plain questions of the same minutes are alike."""
    return _kinds(problem, lambda question: question.minutes, lambda _: 0, ("minutes",))


def one_by_one(problem: Problem) -> list[Kind]:
    """Enough for all tiers: every question for itself.

    Plain questions of the same minutes that are more exposed than `highest` others are left out: one of
    those is free, and taking it instead changes nothing before `exposure`, and `exposure` for the better.
    """
    kinds = _kinds(
        problem, lambda question: question.exposure, lambda question: question.exposure, ("minutes",)
    )
    return [Kind((question,)) for kind in kinds for question in kind.questions]


def _kinds(
    problem: Problem,
    rank: Callable[[Question], int],
    cut: Callable[[Question], int],
    within: Sequence[str],
) -> list[Kind]:
    """Special questions alone, plain ones by competency and minutes.

    Inside a competency (and the fields `within`), plain questions whose `cut` is above that of the
    `highest`-th by `rank` are left out.
    """
    special = _named(problem)
    plain: dict[tuple[object, ...], list[Question]] = defaultdict(list)
    kinds = []
    for question in problem.questions:
        if question.core or question.id in special:
            kinds.append(Kind((question,)))
        else:
            plain[(question.competency, *(getattr(question, it) for it in within))].append(question)
    for questions in plain.values():
        highest = problem.competency_by_key[questions[0].competency].highest
        ranked = sorted(questions, key=rank)[:highest]
        limit = max((cut(question) for question in ranked), default=-1)
        alike: dict[int, list[Question]] = defaultdict(list)
        for question in questions:
            if cut(question) <= limit:
                alike[question.minutes].append(question)
        kinds += [Kind(tuple(sorted(it, key=lambda q: (q.exposure, q.id)))) for it in alike.values()]
    return kinds


def _named(problem: Problem) -> set[str]:
    lists: tuple[tuple[Pair, ...], ...] = (problem.keep, problem.asked, problem.pin, problem.ban)
    return {pair.question for pairs in lists for pair in pairs}
