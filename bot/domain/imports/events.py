"""What happened when a file was read in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Imported:
    """A file was read in: of `what` (people, candidates), how many were new, changed, and as before."""

    what: str
    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class Exported:
    """What is known was taken out into a file, with the reason that was given."""

    what: str
    number: int
    reason: str


ImportEvent = Imported | Exported
