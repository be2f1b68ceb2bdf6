"""Looking through the bank page by page."""

from dataclasses import dataclass

from bot.domain.questions.bank import Bank
from bot.domain.questions.models import Kind, Level, Question

PAGE_SIZE = 8
"""Questions on a page: about two screens of a phone."""


@dataclass(frozen=True)
class Filters:
    """What to leave out; None leaves everything in. `competency` is a key."""

    level: Level | None = None
    competency: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True)
class Page:
    """One page of the questions that answer to the filters, in the order of the files. Pages count from 1."""

    filters: Filters
    competencies: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """The number of the first question on the page."""
        return (self.number - 1) * PAGE_SIZE + 1

    def name_of(self, question: Question) -> str:
        """The name of the question's competency."""
        return dict(self.competencies)[question.competency]


def browse(bank: Bank, filters: Filters, number: int = 1) -> Page:
    """A page of the bank; the nearest there is where the page asked for isn't (the bank may have changed)."""
    found = bank.questions(filters.competency, filters.level, filters.kind)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, number), pages)
    names = tuple((one.key, one.name) for one in bank.competencies)
    return Page(
        filters, names, found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, pages, len(found)
    )


def filters(level: str | None, competency: str | None, kind: str | None, bank: Bank) -> Filters:
    """Filters from what somebody chose; what the bank doesn't know (any more) filters nothing."""
    return Filters(
        Level(level) if level in set(Level) else None,
        competency if competency in {one.key for one in bank.competencies} else None,
        Kind(kind) if kind in set(Kind) else None,
    )
