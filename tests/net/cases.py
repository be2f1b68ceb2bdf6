"""What a case is: a use case asked for in a situation, and the words that say which side of it is looked at."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.net.door import House

Act = Callable[[House], Iterator[None] | None]


@dataclass(frozen=True)
class Case:
    """`act` asks for `use`; where it is a generator, what comes before its yield prepares the case."""

    use: str
    situation: str
    says: str
    act: Act
    chapter: str

    @property
    def name(self) -> str:
        """Its heading in the table."""
        return f"{self.use}: {self.says}"


CASES: list[Case] = []


def asks(use: str, situation: str, says: str, actor: str | None, *given: Any, **more: Any) -> None:
    """A case that is one question of one person."""
    CASES.append(Case(use, situation, says, lambda house: house.use(use, actor, *given, **more), _chapter()))


def plays(use: str, situation: str, says: str) -> Callable[[Act], Act]:
    """A case that takes more than one step."""
    chapter = _chapter()

    def enter(act: Act) -> Act:
        CASES.append(Case(use, situation, says, act, chapter))
        return act

    return enter


def _chapter() -> str:
    """The module that the case is written in."""
    return str(sys._getframe(2).f_globals["__name__"])
