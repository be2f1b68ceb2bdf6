"""Letters about a loop as a whole: its status, kept current for the lead."""

from dataclasses import dataclass

from bot.acting.access import leaders_of
from bot.acting.context import Context, system
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import status_key
from bot.letters.letter import ForColleagues, Thing, Unmissed, message, zone_of
from bot.services.loops import reading
from bot.storage import loops as stored
from bot.storage.sending import Item
from bot.views import loops as views


class AnyStatus(ForColleagues):
    """How a loop stands. Home shows the same, so nobody hears of one that is lost."""

    kind = "status"
    thing = Thing.LOOP
    lost = Unmissed()

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The seats, the scorecards, what is left unmet, and the lead's buttons; a line to who leads it no longer."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            loop = stored.get(tx, item.thing_id)
            view = reading.read_view(tx, context.bank(), loop)
            if item.target not in leaders_of(tx, loop):
                return message(views.handed_over(view))
            return message(views.status(view, zone, tx.now))


@dataclass(frozen=True)
class Status(AnyStatus):
    """To the first of a loop's leads, once the kits are on their way; and to who takes it over."""

    loop_id: int
    lead_id: str
    candidate_id: int
    taken_over: bool = False

    def note(self) -> Note:
        """A message to the lead, once a loop and lead."""
        key = status_key(self.loop_id, self.lead_id if self.taken_over else None)
        return Note(key, self.kind, self.loop_id, self.lead_id, about=self.candidate_id)


@dataclass(frozen=True)
class StatusShownAnew(AnyStatus):
    """The loop's status message, kept current."""

    shows_anew = True
    loop_id: int
    lead_id: str
    taken_over: bool = False

    def note(self) -> Note:
        """An edit of the status message."""
        key = status_key(self.loop_id, self.lead_id if self.taken_over else None)
        return Note(key, self.kind, self.loop_id, self.lead_id, op="update", edits=key)
