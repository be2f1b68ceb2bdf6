"""What was wanted and is not in a plan."""

from collections.abc import Sequence

from bot.domain.planning.problem import Pair, Problem, Unmet


def unmet(problem: Problem, pairs: Sequence[Pair]) -> tuple[Unmet, ...]:
    """Core questions left unasked, then competency by competency the panelists and questions missing."""
    asked = {pair.question for pair in pairs}
    found = [
        Unmet("core", question.competency, question.id, 1, 0, None, f"{question.id} is left unasked")
        for question in problem.questions
        if question.core and question.id not in asked
    ]
    for competency in problem.competencies:
        about = [pair for pair in pairs if problem.question_by_id[pair.question].competency == competency.key]
        people, questions = {pair.panelist for pair in about}, {pair.question for pair in about}
        if len(people) < competency.panelists:
            why = f"{len(people)} of {competency.panelists} panelists ask about {competency.key}"
            found.append(
                Unmet("panelists", competency.key, None, competency.panelists, len(people), None, why)
            )
        if len(questions) < competency.lowest:
            why = f"{len(questions)} of {competency.lowest} questions about {competency.key}"
            found.append(
                Unmet("questions", competency.key, None, competency.lowest, len(questions), None, why)
            )
    return tuple(found)
