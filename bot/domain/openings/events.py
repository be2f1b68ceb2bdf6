"""What happens to openings."""

from dataclasses import dataclass

from bot.domain.agreed import Bar


@dataclass(frozen=True)
class OpeningCreated:
    """A lead made an opening."""

    opening_id: int


@dataclass(frozen=True)
class OpeningChanged:
    """A lead changed an opening; `what` names the fields, in their order on the form."""

    opening_id: int
    what: tuple[str, ...]


@dataclass(frozen=True)
class OpeningClosed:
    """An opening was taken out of the list; its loops stay."""

    opening_id: int


@dataclass(frozen=True)
class OpeningReopened:
    """An opening is in the list again."""

    opening_id: int


@dataclass(frozen=True)
class RuleAgreed:
    """A lead said what is agreed on: these bars by competency, and no others; none where there is no rule."""

    opening_id: int
    bars: tuple[tuple[str, Bar], ...]


OpeningEvent = OpeningCreated | OpeningChanged | OpeningClosed | OpeningReopened | RuleAgreed
