"""Plans as people make them without a solver, within the same limits."""

from itertools import cycle, islice

from bot.domain.planning import Pair, Problem, limits_broken


def round_robin(problem: Problem) -> tuple[Pair, ...]:
    """Competency by competency, one question at a time, each to the next panelist in turn who may ask it."""
    pairs: list[Pair] = list(dict.fromkeys((*problem.asked, *problem.pin)))
    people = cycle(problem.panelists)
    left = {
        competency.key: [it for it in problem.questions if it.competency == competency.key]
        for competency in problem.competencies
    }
    for _ in range(max((it.highest for it in problem.competencies), default=0)):
        for competency in problem.competencies:
            for question in list(left[competency.key]):
                turns = islice(people, len(problem.panelists))
                pair = next(
                    (it for who in turns if _fits(problem, pairs, it := Pair(who.id, question.id))), None
                )
                left[competency.key].remove(question)
                if pair:
                    pairs.append(pair)
                    break
    return tuple(pairs)


def _fits(problem: Problem, pairs: list[Pair], pair: Pair) -> bool:
    return not limits_broken(problem, [*pairs, pair])
