"""Why each pair is in a plan, in plain words that are true of it."""

from collections.abc import Sequence

from bot.domain.planning.problem import Pair, PlannedPair, Problem


def with_reasons(problem: Problem, pairs: Sequence[Pair]) -> tuple[PlannedPair, ...]:
    """The pairs with their reasons, panelist by panelist in the panel's order."""
    order = {panelist.id: index for index, panelist in enumerate(problem.panelists)}
    keys = {competency.key: index for index, competency in enumerate(problem.competencies)}
    by_place = sorted(
        pairs,
        key=lambda it: (
            order[it.panelist],
            keys[problem.question_by_id[it.question].competency],
            it.question,
        ),
    )
    return tuple(_planned(problem, pair, pairs) for pair in by_place)


def _planned(problem: Problem, pair: Pair, pairs: Sequence[Pair]) -> PlannedPair:
    question = problem.question_by_id[pair.question]
    return PlannedPair(
        pair.panelist, pair.question, question.competency, question.minutes, reason(problem, pair, pairs)
    )


def reason(problem: Problem, pair: Pair, pairs: Sequence[Pair]) -> str:
    """Why the panelist asks the question, true of the plan that `pairs` are."""
    question = problem.question_by_id[pair.question]
    panelist = problem.panelist_by_id[pair.panelist]
    used = sum(problem.question_by_id[it.question].minutes for it in pairs if it.panelist == pair.panelist)
    strength = panelist.strength(question.competency)
    words = f"{question.competency}, strength {strength}; uses {used} of {panelist.minutes} minutes"
    return f"{panelist.id}: {words}"
