"""What was wanted and is not in a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.planning.problem import Pair, Problem, UnmetKind


@dataclass(frozen=True)
class Want:
    """A core question, or the panelists or questions wanted of a competency."""

    what: UnmetKind
    competency: str
    question: str | None = None


@dataclass(frozen=True)
class Shortfall:
    """A want that a plan does not meet."""

    want: Want
    wanted: int
    got: int


def shortfalls(problem: Problem, pairs: Iterable[Pair]) -> tuple[Shortfall, ...]:
    """Core questions left unasked, then, competency by competency, panelists and questions missing."""
    return tuple(it for it in _all(problem, tuple(pairs)) if it.got < it.wanted)


def missing_by_want(problem: Problem, pairs: Iterable[Pair]) -> Mapping[Want, int]:
    """For every want, how much is missing, 0 where it is met."""
    return {it.want: max(0, it.wanted - it.got) for it in _all(problem, tuple(pairs))}


def _all(problem: Problem, pairs: tuple[Pair, ...]) -> list[Shortfall]:
    asked = {pair.question for pair in pairs}
    found = [
        Shortfall(Want("core", question.competency, question.id), 1, int(question.id in asked))
        for question in problem.questions
        if question.core
    ]
    for competency in problem.competencies:
        about = [pair for pair in pairs if problem.question_by_id[pair.question].competency == competency.key]
        people, questions = {pair.panelist for pair in about}, {pair.question for pair in about}
        found += [
            Shortfall(Want("panelists", competency.key), competency.panelists, len(people)),
            Shortfall(Want("questions", competency.key), competency.lowest, len(questions)),
        ]
    return found
