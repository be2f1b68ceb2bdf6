"""Letters of the first day: to whoever installed Fairloop, and to whoever is named a hiring lead."""

from dataclasses import dataclass

from bot.acting.access import is_admin
from bot.acting.context import Context, system
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.letters.letter import ForColleagues, Thing, Unmissed, message
from bot.storage import people
from bot.storage.sending import Item
from bot.views import first_day as views


@dataclass(frozen=True)
class Welcome(ForColleagues):
    """Fairloop is installed: to whoever did it, once, with what it does and what comes next."""

    kind = "welcome"
    thing = Thing.NOTHING
    lost = Unmissed()
    user_id: str

    def note(self) -> Note:
        """A message to them."""
        return Note(f"welcome:{self.user_id}", self.kind, 0, self.user_id)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What it does, and who says who leads; nothing where somebody leads by now."""
        admin = is_admin(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            if people.leads(tx):
                return None
        return message(views.welcome(admin=admin))


@dataclass(frozen=True)
class LeadNamed(ForColleagues):
    """An administrator made them a hiring lead: their first three steps."""

    kind = "lead_named"
    thing = Thing.NOTHING
    lost = Unmissed()
    repeats = True
    user_id: str
    by: str

    def note(self) -> Note:
        """A message to them, each time that they are named."""
        return Note(f"lead_named:{self.user_id}", self.kind, 0, self.user_id, args={"by": self.by})

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """By whom, and what comes first; nothing where they lead no longer."""
        with context.reading(system(item.team_id)) as tx:
            if item.target not in people.leads(tx):
                return None
        return message(views.lead_named(str(item.args["by"]), item.target))
