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

    @property
    def has_part(self) -> bool:
        """Whether they have any part in hiring. A candidate has none by that, and reads what any colleague reads."""
        home = self.home
        return home.may_name_leads or home.leads or home.panelist or bool(home.upcoming or home.to_do)
