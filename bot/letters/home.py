"""Home, published anew where something on it changed."""

from dataclasses import dataclass

from bot.acting.context import Actor, Context
from bot.delivery.outbox import LATER, Note
from bot.delivery.rendered import Rendered
from bot.letters.letter import Letter, Thing, Unmissed, zone_of
from bot.services import home, prep
from bot.storage.sending import Item
from bot.views import home as views


@dataclass(frozen=True)
class HomeShownAnew(Letter):
    """A person's Home, once, however many things changed. A loop that is about them isn't in it."""

    kind = "home"
    thing = Thing.NOTHING
    lost = Unmissed()
    shows_anew = True
    user_id: str

    def note(self) -> Note:
        """The whole tab, after everything else."""
        return Note(f"home:{self.user_id}", self.kind, 0, self.user_id, op="home", priority=LATER)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The tab as its owner sees it now."""
        actor = Actor(item.team_id, item.target)
        zone = zone_of(context, actor.team_id, actor.user_id)
        return Rendered(view=views.tab(home.get(context, actor), zone, prep.get(context, actor)))
