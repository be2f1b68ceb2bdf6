"""Letters about kits: the kit, shown anew, replaced, called off."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import kit_key
from bot.letters.letter import ForColleagues, Thing, Told, Unmissed, message, zone_of
from bot.services.loops import kits
from bot.storage.loops import of_seat
from bot.storage.sending import Item
from bot.views import kits as views
from bot.views import loop_news as news
from bot.views.words import when


class AnyKit(ForColleagues):
    """A kit, drawn as it is: once its loop runs no more it isn't sent, but shown as closed where it stands."""

    kind = "kit"
    thing = Thing.SEAT
    lost = Told(news.kit_undelivered)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The questions, times and buttons of the seat."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            kit = kits.read_kit(tx, context.bank(), *of_seat(tx, item.thing_id))
            if item.op == "post" and kit.closed:
                return None
            return message(views.message(kit, zone, tx.now))


@dataclass(frozen=True)
class Kit(AnyKit):
    """What one panelist gets before the interview."""

    seat_id: int
    revision: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to the panelist."""
        key = kit_key(self.seat_id, self.revision)
        return Note(key, self.kind, self.seat_id, self.user_id, about=self.candidate_id, priority=URGENT)


@dataclass(frozen=True)
class KitShownAnew(AnyKit):
    """A seat's newest kit, kept current; `revision` is at least 1."""

    shows_anew = True
    seat_id: int
    revision: int
    user_id: str

    def note(self) -> Note:
        """An edit of the kit's message."""
        key = kit_key(self.seat_id, self.revision)
        return Note(f"refresh:{key}", self.kind, self.seat_id, self.user_id, op="update", edits=key)


@dataclass(frozen=True)
class KitReplaced(ForColleagues):
    """An earlier revision says that a newer one follows it."""

    kind = "kit_replaced"
    thing = Thing.SEAT
    lost = Unmissed()
    seat_id: int
    revision: int
    user_id: str

    def note(self) -> Note:
        """An edit of the earlier kit's message."""
        key = kit_key(self.seat_id, self.revision)
        return Note(f"replaced:{key}", self.kind, self.seat_id, self.user_id, op="update", edits=key)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """One line."""
        del context, item
        return message(views.replaced())


@dataclass(frozen=True)
class Cancelled(ForColleagues):
    """To a panelist who had a kit: the loop is called off."""

    kind = "cancelled"
    thing = Thing.SEAT
    lost = Told(news.unheard("The cancellation"))
    seat_id: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to the panelist, once a seat."""
        key = f"cancelled:{self.seat_id}"
        return Note(key, self.kind, self.seat_id, self.user_id, about=self.candidate_id, priority=URGENT)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Which interview, and that nothing is to be done."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            kit = kits.read_kit(tx, context.bank(), *of_seat(tx, item.thing_id))
        return message(news.cancelled(kit.label, when(kit.start, zone)))
