"""Letters about seats: what became of one, to the lead, and to whom it belongs."""

from dataclasses import dataclass
from typing import Literal

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import SEAT_NEWS
from bot.letters.letter import ForColleagues, PassedOn, Thing, Told, message, zone_of
from bot.services.loops import kits, reading
from bot.storage.loops import of_seat
from bot.storage.sending import Item
from bot.views import loop_news as news
from bot.views.words import when

ToLead = Literal[
    "stood_in",
    "seat_empty",
    "didnt_happen",
    "cut_short",
    "took_place",
    "knows",
    "cannot",
    "sits_out",
    "excused",
    "left",
    "no_card",
]
"""What the lead hears of a seat."""
ToHolder = Literal["given_up", "stood_down", "didnt_happen", "took_place", "debrief_moved"]
"""What a panelist hears of their own seat."""


class AnySeatNews(ForColleagues):
    """What became of a seat, for the lead."""

    kind = SEAT_NEWS
    thing = Thing.SEAT
    lost = PassedOn()

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who, when, and what the lead can do."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            loop, seat = of_seat(tx, item.thing_id)
            view = reading.read_view(tx, context.bank(), loop)
        shown = next(one for one in view.seats if one.interview_id == seat.id)
        helper = loop.stand_in_for(seat)
        return message(
            news.news(str(item.args["what"]), shown, view, helper.user_id if helper else None, zone)
        )


@dataclass(frozen=True)
class SeatNews(AnySeatNews):
    """A short message to the lead about a seat. `revision` is the loop's: the same may happen again."""

    what: ToLead
    seat_id: int
    revision: int
    lead_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to whoever leads the loop."""
        return Note(
            f"{self.what}:{self.seat_id}:{self.revision}",
            self.kind,
            self.seat_id,
            self.lead_id,
            args={"what": self.what},
            about=self.candidate_id,
        )


@dataclass(frozen=True)
class SeatBack(AnySeatNews):
    """The lead's newest news about a seat, whose key is `earlier`, says that its holder has it back."""

    earlier: str
    seat_id: int
    lead_id: str

    def note(self) -> Note:
        """An edit of that message."""
        key, args = f"back:{self.earlier}", {"what": "back"}
        return Note(key, self.kind, self.seat_id, self.lead_id, op="update", edits=self.earlier, args=args)


@dataclass(frozen=True)
class SeatTold(ForColleagues):
    """A short message to a panelist about their own seat. `revision` is the loop's."""

    kind = "seat_told"
    thing = Thing.SEAT
    lost = Told(news.unheard("News about their seat"))
    what: ToHolder
    seat_id: int
    revision: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to the panelist."""
        return Note(
            f"told:{self.what}:{self.seat_id}:{self.revision}",
            self.kind,
            self.seat_id,
            self.user_id,
            args={"what": self.what},
            about=self.candidate_id,
            priority=URGENT,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What became of it, and that nothing is to be done."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            kit = kits.read_kit(tx, context.bank(), *of_seat(tx, item.thing_id))
        start, debrief = when(kit.start, zone), when(kit.debrief_at, zone)
        return message(news.seat_told(str(item.args["what"]), kit.label, start, debrief))
