"""What the bank has for an opening: its competencies as they are wanted, and whether there are questions enough."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain import planning
from bot.domain.kits import OPENING_MINUTES
from bot.domain.questions import Bank, QuestionSet

MORE_WEIGHT = 3
"""What a competency of which more is asked counts more in planning."""
RESERVE_MINUTES = 2 * OPENING_MINUTES
"""Minutes of an interview for the words before the questions, and for the candidate's own."""


@dataclass(frozen=True)
class Sought:
    """A competency as an opening looks for it: as its question set has it, or (`more`) with a question more."""

    key: str
    weight: int
    panelists: int
    lowest: int
    highest: int
    more: bool

    def planned(self, name: str) -> planning.Competency:
        """The same for the planner, under its name for people."""
        return planning.Competency(name, self.panelists, self.lowest, self.highest, self.weight)


def sought(question_set: QuestionSet, keys: Collection[str], more: Collection[str]) -> tuple[Sought, ...]:
    """What an opening looks for, in the set's order; all of the set where no key is given."""
    return tuple(
        Sought(
            key=one.key,
            weight=one.weight + MORE_WEIGHT * (one.key in more),
            panelists=one.panelists,
            lowest=one.questions[0] + (one.key in more),
            highest=one.questions[1] + (one.key in more),
            more=one.key in more,
        )
        for one in question_set.competencies
        if not keys or one.key in keys
    )


def questions_at(
    bank: Bank, keys: Collection[str], level: str, *, core: bool = True
) -> tuple[planning.Question, ...]:
    """The questions about these competencies that may be asked at a level; by names for people."""
    names = bank.competency_names
    return tuple(
        planning.Question(one.id, names.get(one.competency, one.competency), one.minutes, one.core and core)
        for one in bank.questions(level=level, prep=False)
        if one.competency in keys
    )


def too_few(bank: Bank, wanted: Sequence[Sought], level: str) -> tuple[tuple[str, int, int], ...]:
    """The competencies with fewer questions at a level than are wanted: name, how many there are, how many wanted."""
    found = []
    for one in wanted:
        there = len(bank.questions(competency=one.key, level=level, prep=False))
        least = max(one.lowest, one.panelists)
        if there < least:
            found.append((bank.competency_names.get(one.key, one.key), there, least))
    return tuple(found)


def need(
    bank: Bank, wanted: Sequence[Sought], level: str, minutes: int, *, slack: int, core: bool
) -> planning.Need | None:
    """How many interviews of so many minutes a loop takes; None where no number would do."""
    names = bank.competency_names
    return planning.needed(
        [one.planned(names.get(one.key, one.key)) for one in wanted],
        questions_at(bank, {one.key for one in wanted}, level, core=core),
        minutes - RESERVE_MINUTES - slack,
    )


def proposed(
    bank: Bank, question_set: QuestionSet, level: str, minutes: int, panelists: int, *, slack: int, core: bool
) -> tuple[str, ...]:
    """Competencies for a new opening: the weightiest that have questions enough at its level, as many as fit.

    At least one where any has enough, also where that takes more panelists.
    """
    every = sought(question_set, (), ())
    lacking = {name for name, _, _ in too_few(bank, every, level)}
    names = bank.competency_names
    able = [one for one in every if names.get(one.key, one.key) not in lacking]
    fitting = planning.most_that_fit(
        [one.planned(names.get(one.key, one.key)) for one in able],
        questions_at(bank, {one.key for one in able}, level, core=core),
        minutes - RESERVE_MINUTES - slack,
        panelists,
    )
    fit = {one.key for one in fitting}
    return tuple(one.key for one in able if names.get(one.key, one.key) in fit) or tuple(
        one.key for one in able[:1]
    )
