"""The hard limits: what no plan may break, and which pairs break them together."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.planning.problem import Pair, Problem, Question


@dataclass(frozen=True)
class Breach:
    """One limit that pairs break together, in words; the pairs are in the order they were given."""

    why: str
    pairs: tuple[Pair, ...]


class Conflict(ValueError):
    """Pinned pairs that no plan can hold; `breaches` names the pairs in conflict, limit by limit."""

    def __init__(self, problem: Problem, breaches: tuple[Breach, ...]) -> None:
        """Keep the breaches, and say them all in the message."""
        super().__init__("; ".join(describe(problem, breach) for breach in breaches))
        self.breaches = breaches


def describe(problem: Problem, breach: Breach) -> str:
    """A breach in one line for people: why, and the pairs."""
    named = (
        f"{problem.panelist_by_id[pair.panelist].called} asks {problem.question_by_id[pair.question].called}"
        for pair in breach.pairs
    )
    return f"{breach.why}: {', '.join(named)}"


def check_pins(problem: Problem) -> None:
    """Raise Conflict where the pinned pairs break a limit.

    Every limit is an upper bound, so a problem has a plan exactly when what is asked and pinned is one.
    """
    breaches = limits_broken(problem, (*problem.asked, *problem.pin))
    if breaches:
        raise Conflict(problem, breaches)


def limits_broken(problem: Problem, pairs: Iterable[Pair]) -> tuple[Breach, ...]:
    """The limits a set of pairs breaks.

    Asked pairs are facts and break none; where they exceed a limit, nothing may be added under it.
    """
    chosen = tuple(dict.fromkeys(pairs))
    facts = frozenset(problem.asked)
    return (
        *_banned(problem, chosen, facts),
        *_strength_zero(problem, chosen, facts),
        *_asked_twice(problem, chosen, facts),
        *_too_long(problem, chosen, facts),
        *_too_many_competencies(problem, chosen, facts),
        *_too_many_questions(problem, chosen, facts),
    )


def _question(problem: Problem, pair: Pair) -> Question:
    return problem.question_by_id[pair.question]


def _banned(problem: Problem, chosen: tuple[Pair, ...], facts: frozenset[Pair]) -> list[Breach]:
    banned = frozenset(problem.ban)
    return [Breach("banned", (pair,)) for pair in chosen if pair in banned and pair not in facts]


def _strength_zero(problem: Problem, chosen: tuple[Pair, ...], facts: frozenset[Pair]) -> list[Breach]:
    breaches = []
    for pair in chosen:
        competency = _question(problem, pair).competency
        panelist = problem.panelist_by_id[pair.panelist]
        if pair not in facts and panelist.strength(competency) == 0:
            breaches.append(Breach(f"{panelist.called} has strength 0 in {competency}", (pair,)))
    return breaches


def _asked_twice(problem: Problem, chosen: tuple[Pair, ...], facts: frozenset[Pair]) -> list[Breach]:
    breaches = []
    for question in dict.fromkeys(pair.question for pair in chosen):
        asking = tuple(pair for pair in chosen if pair.question == question)
        if len(asking) > 1 and not facts.issuperset(asking):
            called = problem.question_by_id[question].called
            breaches.append(Breach(f"{called} can be asked once", asking))
    return breaches


def _too_long(problem: Problem, chosen: tuple[Pair, ...], facts: frozenset[Pair]) -> list[Breach]:
    breaches = []
    for panelist in problem.panelists:
        theirs = tuple(pair for pair in chosen if pair.panelist == panelist.id)
        minutes = sum(_question(problem, pair).minutes for pair in theirs)
        if minutes > problem.available(panelist) and not facts.issuperset(theirs):
            why = f"{panelist.called} has {problem.available(panelist)} minutes for questions, not {minutes}"
            breaches.append(Breach(why, theirs))
    return breaches


def _too_many_competencies(
    problem: Problem, chosen: tuple[Pair, ...], facts: frozenset[Pair]
) -> list[Breach]:
    breaches = []
    for panelist in problem.panelists:
        theirs = tuple(pair for pair in chosen if pair.panelist == panelist.id)
        taken = {_question(problem, pair).competency for pair in theirs}
        asked = {_question(problem, pair).competency for pair in theirs if pair in facts}
        if len(taken) > max(panelist.max_competencies, len(asked)):
            most = (
                "1 competency"
                if panelist.max_competencies == 1
                else f"{panelist.max_competencies} competencies"
            )
            why = f"{panelist.called} takes at most {most}, not {len(taken)}"
            breaches.append(Breach(why, theirs))
    return breaches


def _too_many_questions(problem: Problem, chosen: tuple[Pair, ...], facts: frozenset[Pair]) -> list[Breach]:
    breaches = []
    for competency in problem.competencies:
        about = tuple(pair for pair in chosen if _question(problem, pair).competency == competency.key)
        questions = {pair.question for pair in about}
        asked = {pair.question for pair in about if pair in facts}
        if len(questions) > max(competency.highest, len(asked)):
            most = "1 question" if competency.highest == 1 else f"{competency.highest} questions"
            why = f"{competency.key} has at most {most}, not {len(questions)}"
            breaches.append(Breach(why, about))
    return breaches
