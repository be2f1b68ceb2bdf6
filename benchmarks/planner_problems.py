"""Planning problems drawn from a seed: panels, strengths and questions as loops have them."""

from dataclasses import replace
from random import Random

from bot.domain.planning import Competency, Pair, Panelist, Plan, Problem, Question

QUESTION_MINUTES = (8, 10, 10, 10, 12, 12, 12, 14, 15, 18)
"""About the shares of minutes in the question bank."""
INTERVIEW_MINUTES = (30, 45, 45, 60, 60)
EXPOSURES = (0, 0, 0, 1, 1, 2, 3, 5, 8, 13)
STRENGTHS = (0, 1, 1, 2, 2, 3)


def draw(people: int, competencies: int, questions: int, seed: int) -> Problem:
    """A problem of the size, the same for the same seed."""
    random = Random(f"{people} x {competencies} x {questions}, {seed}")
    keys = [f"competency {number}" for number in range(competencies)]
    core = {random.randrange(number, questions, competencies) for number in range(competencies)}
    return Problem(
        panelists=tuple(
            Panelist(
                f"panelist {number}",
                random.choice(INTERVIEW_MINUTES),
                {key: random.choice(STRENGTHS) for key in keys if random.random() < 0.8},
                random.choice((2, 3, 3, 4)),
            )
            for number in range(people)
        ),
        competencies=tuple(Competency(key, weight=random.choice((1, 1, 2, 3))) for key in keys),
        questions=tuple(
            Question(
                f"question {number}",
                keys[number % competencies],
                random.choice(QUESTION_MINUTES),
                number in core and random.random() < 0.6,
                random.choice(EXPOSURES),
            )
            for number in range(questions)
        ),
        seed=seed,
    )


def late_change(problem: Problem, plan: Plan, seed: int) -> Problem:
    """The kits are out, two questions were asked, and one panelist who asked nothing yet falls ill."""
    random = Random(f"late {seed}")
    asked = tuple(it.pair for it in random.sample(plan.pairs, min(2, len(plan.pairs))))
    staying = {pair.panelist for pair in asked}
    gone = random.choice([it.id for it in problem.panelists if it.id not in staying])
    keep = tuple(Pair(it.panelist, it.question) for it in plan.pairs if it.panelist != gone)
    people = tuple(it for it in problem.panelists if it.id != gone)
    return replace(problem, panelists=people, keep=keep, asked=asked)
