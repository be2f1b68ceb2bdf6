"""A panel that can't hold what is wanted, whoever asks: how many interviews it takes, and the two ways out."""

from dataclasses import dataclass

from bot.domain.loops.states import MOST_PANELISTS
from bot.domain.planning import Need, Problem, most_that_fit, needed

FEWEST_MISSING = 2
"""Interviews that are missing; where one more would do, the gap itself says so."""
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Overfull:
    """At least `least` interviews are needed and `enough` will do, where `planned` are planned.

    `fit` are names of competencies that the planned ones hold together.
    """

    least: int
    enough: int
    planned: int
    fit: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many people more will do; 0 where a loop has no room for so many."""
        return self.enough - self.planned if self.enough <= MOST_PANELISTS else 0

    @property
    def words(self) -> str:
        """What is wrong, and what to do."""
        verb = "is" if self.planned == 1 else "are"
        said = f"This needs {Need(self.least, self.enough).words}; {self.planned} {verb} planned."
        ways = []
        if self.fit:
            ways.append(f"choose {_few(len(self.fit), 'competency', 'competencies')}")
        if self.more:
            ways.append(f"add {_few(self.more, 'person', 'people')}")
        ways = ways or ["choose an opening that looks for less"]
        advice = ", or ".join(ways)
        return f"{said} {advice[:1].upper()}{advice[1:]}."


def overfull(problem: Problem) -> Overfull | None:
    """Whether so many interviews as the longest of these can't hold what is wanted, whoever asks; before any is held.

    None where they can, or nearly, or where no number of interviews would do.
    """
    if problem.asked or problem.keep:
        return None
    lengths = [problem.available(one) for one in problem.panelists]
    longest = max(lengths, default=0)
    need = needed(problem.competencies, problem.questions, longest) if longest else None
    if need is None or need.least < len(lengths) + FEWEST_MISSING:
        return None
    fit = most_that_fit(problem.competencies, problem.questions, min(lengths), len(lengths))
    return Overfull(need.least, need.enough, len(lengths), tuple(one.key for one in fit))


def _few(number: int, one: str, many: str) -> str:
    return f"{WORDS[number] if number < len(WORDS) else number} {one if number == 1 else many}"
