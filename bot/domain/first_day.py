"""The first day: Fairloop is installed, and everybody finds out what they can do here."""

from dataclasses import dataclass

from bot.domain.home import Home


@dataclass(frozen=True)
class FairloopInstalled:
    """Somebody installed Fairloop in this workspace, or gave it new rights there."""

    user_id: str


FirstDayEvent = FairloopInstalled


@dataclass(frozen=True)
class Here:
    """What somebody can do here now: their Home, who leads hiring, and how many openings loops can be planned for."""

    home: Home
    leads: tuple[str, ...]
    openings: int
