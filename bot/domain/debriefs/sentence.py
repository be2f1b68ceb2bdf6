"""A sentence as a debrief says it: a few words that stand out, and pieces of text and people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Where a sentence names somebody. How they are called is the reader's concern."""

    user_id: str


Piece = str | Person


@dataclass(frozen=True)
class Sentence:
    """`lead` in bold, then the rest. `starts` is who speaks to it first, None where nobody is asked to."""

    lead: str
    rest: tuple[Piece, ...]
    starts: str | None = None

    def text(self, name: Callable[[str], str]) -> str:
        """The whole in plain words."""
        said = "".join(piece if isinstance(piece, str) else name(piece.user_id) for piece in self.rest)
        starts = f" {name(self.starts)} starts." if self.starts else ""
        return f"{self.lead}{said}{starts}"


def people(user_ids: Sequence[str]) -> tuple[Piece, ...]:
    """A, B and C."""
    found: list[Piece] = []
    for number, user_id in enumerate(user_ids):
        if number:
            found.append(" and " if number == len(user_ids) - 1 else ", ")
        found.append(Person(user_id))
    return tuple(found)


def listed(items: Sequence[str]) -> str:
    """a, b and c"""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
