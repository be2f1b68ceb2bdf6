"""Letters to the lead about a debrief that waits: too few scorecards for it, or all of them in."""

from dataclasses import dataclass

from bot.acting.access import leaders_of
from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.loops import LoopState
from bot.letters.letter import ForColleagues, PassedOn, Thing, message, zone_of
from bot.services.loops import reading
from bot.storage import loops as stored
from bot.storage import people
from bot.storage.sending import Item
from bot.views import waiting as views


@dataclass(frozen=True)
class DebriefWaits(ForColleagues):
    """Too few scorecards are in for the debrief. `number` counts the times it was asked since its time; 0 before it."""

    kind = "debrief_waits"
    thing = Thing.LOOP
    lost = PassedOn()
    loop_id: int
    revision: int
    number: int
    lead_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to one who leads the loop. `revision` is the loop's: moved, it may wait again."""
        key = f"waits:{self.loop_id}:{self.revision}:{self.number}:{self.lead_id}"
        args = {"number": self.number}
        return Note(
            key, self.kind, self.loop_id, self.lead_id, args=args, about=self.candidate_id, priority=URGENT
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What is in, and what the lead can do; nothing where it doesn't wait any more."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            loop = stored.get(tx, item.thing_id)
            view, others = reading.read_view(tx, context.bank(), loop), len(leaders_of(tx, loop)) > 1
            names = people.names(tx, [seat.user_id for seat in view.panel])
            number = int(item.args["number"])
            enough = view.cards_in >= view.wanted and not number
            if view.state != LoopState.RUNNING or enough or (number and not view.waits):
                return None
            return message(views.waits(view, names, number, zone, tx.now, others=others))


@dataclass(frozen=True)
class AllIn(ForColleagues):
    """Nobody's scorecard is waited for any more. `cards` are those that are in."""

    kind = "cards_in"
    thing = Thing.LOOP
    lost = PassedOn()
    loop_id: int
    revision: int
    cards: int
    lead_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to whoever leads the loop; one more where a panelist joined meanwhile."""
        key = f"all_in:{self.loop_id}:{self.revision}:{self.cards}"
        return Note(key, self.kind, self.loop_id, self.lead_id, about=self.candidate_id)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """[Open now]; nothing where the debrief is out, or somebody is waited for again."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            view = reading.read_view(tx, context.bank(), stored.get(tx, item.thing_id))
            if view.state != LoopState.RUNNING or views.expected(view):
                return None
            return message(views.all_in(view, zone, tx.now))
