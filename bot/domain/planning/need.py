"""How many interviews it takes to ask all that is wanted, whoever holds them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.planning.problem import MAX_COMPETENCIES, Competency, Question

MOST_INTERVIEWS = 40
"""More than any loop has: where even these wouldn't do, none would."""


@dataclass(frozen=True)
class Need:
    """At least `least` interviews are needed, and `enough` will do."""

    least: int
    enough: int

    @property
    def words(self) -> str:
        """8 interviews, 7 or 8 interviews, 7 to 9 interviews"""
        if self.least == self.enough:
            return f"{self.enough} interview{'' if self.enough == 1 else 's'}"
        between = "or" if self.enough == self.least + 1 else "to"
        return f"{self.least} {between} {self.enough} interviews"


@dataclass
class _Interview:
    """One interview as it is filled: minutes that are left, and what it asks about."""

    left: int
    about: set[str] = field(default_factory=set)

    def takes(self, competency: str, minutes: int) -> bool:
        room = competency in self.about or len(self.about) < MAX_COMPETENCIES
        return room and minutes <= self.left

    def take(self, competency: str, minutes: int) -> None:
        self.about.add(competency)
        self.left -= minutes


def needed(competencies: Sequence[Competency], questions: Sequence[Question], minutes: int) -> Need | None:
    """How many interviews with so many `minutes` for questions meet every want, each held by somebody else.

    `least` is proven: no fewer hold the wants' people, minutes and competencies. `enough` were filled by trying. None
    where no number would do: too few questions, or one that is longer than an interview.
    """
    wanted = {one.key: _to_ask(one, questions) for one in competencies}
    if any(asked is None or max(asked, default=0) > minutes for asked in wanted.values()):
        return None
    known = {one.key: one for one in competencies}
    asked = {key: found for key, found in wanted.items() if found}
    if not asked:
        return Need(0, 0)
    pairs = sum(max(1, known[key].panelists) for key in asked)
    total = sum(sum(found) for found in asked.values())
    widest = max(known[key].panelists for key in asked)
    least = max(widest, -(-pairs // MAX_COMPETENCIES), -(-total // minutes), 1)
    for number in range(least, MOST_INTERVIEWS + 1):
        if any(_filled(known, dict(order), minutes, number) for order in _orders(asked, known)):
            return Need(least, number)
    return None


def most_that_fit(
    competencies: Sequence[Competency], questions: Sequence[Question], minutes: int, interviews: int
) -> tuple[Competency, ...]:
    """The most important competencies that so many interviews hold together, in the order given.

    They are taken by their weight, then in their order, until the next one would take more interviews.
    """
    ranked = sorted(enumerate(competencies), key=lambda one: (-one[1].weight, one[0]))
    taken: list[tuple[int, Competency]] = []
    for place, one in ranked:
        need = needed([*(known for _, known in taken), one], questions, minutes)
        if need is not None and need.enough <= interviews:
            taken.append((place, one))
    return tuple(one for _, one in sorted(taken, key=lambda found: found[0]))


def _to_ask(competency: Competency, questions: Sequence[Question]) -> list[int] | None:
    """The minutes of the questions that meet what is wanted of it: the core ones and the shortest; None: too few."""
    about = [one for one in questions if one.competency == competency.key]
    core = [one.minutes for one in about if one.core]
    others = sorted(one.minutes for one in about if not one.core)
    number = max(competency.lowest, competency.panelists, len(core))
    if len(about) < number or number > competency.highest:
        return None
    return [*core, *others[: number - len(core)]]


def _orders(
    asked: Mapping[str, list[int]], known: Mapping[str, Competency]
) -> Iterator[Sequence[tuple[str, list[int]]]]:
    """Orders in which competencies are given their places: the heaviest first, the widest first."""
    yield sorted(asked.items(), key=lambda one: -sum(one[1]))
    yield sorted(asked.items(), key=lambda one: (-known[one[0]].panelists, -sum(one[1])))
    yield sorted(asked.items(), key=lambda one: (-max(one[1]), -sum(one[1])))


def _filled(
    known: Mapping[str, Competency], asked: Mapping[str, list[int]], minutes: int, number: int
) -> bool:
    """Whether so many interviews could be filled with it."""
    interviews = [_Interview(minutes) for _ in range(number)]
    for key, found in asked.items():
        people: list[_Interview] = []
        left = sorted(found, reverse=True)
        for place, length in enumerate(left):
            new = place < known[key].panelists
            free = [one for one in interviews if one.takes(key, length) and (one not in people or not new)]
            if not new:
                free = [one for one in free if one in people] or free
            if not free:
                return False
            best = max(free, key=lambda one: (one.left, -len(one.about)))
            best.take(key, length)
            people += [best] if new else []
    return True
