"""Openings: what happens to the roles being hired for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpeningCreated:
    """A lead made an opening."""

    opening_id: int


@dataclass(frozen=True)
class OpeningClosed:
    """An opening was taken out of the list; its loops stay."""

    opening_id: int


OpeningEvent = OpeningCreated | OpeningClosed
