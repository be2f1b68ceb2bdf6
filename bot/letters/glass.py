"""Letters about broken glass: to whom it concerns, before anything is shown, and to who may read."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import glass_keys
from bot.letters.letter import ForColleagues, Thing, Unmissed, message, zone_of
from bot.storage import glass as rows
from bot.storage import loops as stored
from bot.storage.openings import opening_of
from bot.storage.sending import Item
from bot.views import glass as views


class AnyGlass(ForColleagues):
    """About broken glass; its number travels in the arguments."""

    thing = Thing.LOOP
    lost = Unmissed()

    @classmethod
    def shown(cls, context: Context, item: Item) -> views.Shown | None:
        """What all of them say; None where it is gone."""
        with context.reading(system(item.team_id)) as tx:
            row = rows.of_id(tx, int(item.args["glass"]))
            if row is None:
                return None
            loop = stored.look(tx, item.thing_id)
            opening = opening_of(tx, loop.opening_id).title
            return views.Shown(loop.id, loop.label, opening, row.user_id, row.until, row.reason)


@dataclass(frozen=True)
class GlassTold(AnyGlass):
    """Somebody is going to read the scorecards of one's loop before the debrief: why, and until when."""

    kind = "glass_told"
    glass_id: int
    loop_id: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to one of the panel or the leads."""
        key = f"{glass_keys(self.glass_id)}{self.user_id}"
        args = {"glass": self.glass_id}
        return Note(
            key, self.kind, self.loop_id, self.user_id, args=args, about=self.candidate_id, priority=URGENT
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who, why, and until when."""
        found = AnyGlass.shown(context, item)
        return message(views.told(found, zone_of(context, item.team_id, item.target))) if found else None


@dataclass(frozen=True)
class GlassOpen(AnyGlass):
    """To who broke it: they may read."""

    kind = "glass_open"
    glass_id: int
    loop_id: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to who broke it."""
        key = f"glass_open:{self.glass_id}"
        args = {"glass": self.glass_id}
        return Note(
            key, self.kind, self.loop_id, self.user_id, args=args, about=self.candidate_id, priority=URGENT
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """[Read the scorecards]."""
        found = AnyGlass.shown(context, item)
        return message(views.may_read(found, zone_of(context, item.team_id, item.target))) if found else None
