"""What is wrong with a file, where, and how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend. `warning` means that the bank loads all the same; `line` counts from 1."""

    file: str
    line: int
    message: str
    mend: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning" if self.warning else "error"
        return f"{self.file}:{self.line}: {kind}: {self.message} {self.mend}"


def count(many: int, noun: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{many} {noun}" if many == 1 else f"{many} {noun}s"


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    return next(iter(difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.7)), None)


def suggest(word: object, known: Iterable[str], many: int = 12) -> str:
    """Say what was probably meant, or else what there is."""
    names = list(known)
    if not names:
        return "There are none yet."
    close = nearest(word, names)
    if close is not None:
        return f"Did you mean `{close}`?"
    if len(names) <= many:
        return f"Use one of: {', '.join(names)}."
    return f"Use one of the {len(names)} known, such as {', '.join(names[:3])}."
