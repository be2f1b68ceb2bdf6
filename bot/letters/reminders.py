"""Letters that ask for a scorecard."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import NUDGE, nudge_keys
from bot.domain.loops import CardState, Role
from bot.domain.loops.loop import Loop
from bot.domain.loops.scoring import AT_ITS_END
from bot.domain.loops.seat import Seat
from bot.domain.questions import Bank
from bot.letters.letter import ForColleagues, Thing, Told, Unmissed, message, zone_of
from bot.services import scorecards
from bot.services.loops import kits
from bot.storage.loops import of_seat
from bot.storage.sending import Item
from bot.views import loop_news as news
from bot.views import reminders as views


@dataclass(frozen=True)
class Nudge(ForColleagues):
    """Asks a late panelist for their scorecard. `number` counts a seat's from 1; the `last` says what it means."""

    kind = NUDGE
    thing = Thing.SEAT
    lost = Told(news.unheard("A reminder"))
    seat_id: int
    number: int
    user_id: str
    candidate_id: int
    last: bool

    def note(self) -> Note:
        """A message to the panelist."""
        key = f"{nudge_keys(self.seat_id)}{self.number}"
        args = {"last": self.last}
        return Note(key, self.kind, self.seat_id, self.user_id, args=args, about=self.candidate_id)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What is saved, and who else asks about the same; nothing where the scorecard is in."""
        zone, bank = zone_of(context, item.team_id, item.target), context.bank()
        with context.reading(system(item.team_id)) as tx:
            loop, seat = of_seat(tx, item.thing_id)
            kit = kits.read_kit(tx, bank, loop, seat)
            if kit.closed or kit.card is CardState.IN:
                return None
            card = scorecards.read_card(tx, loop, seat)
            saved = sum(card.started(one.question.id) for one in kit.questions) if card else 0
            alone = _rests_on_nobody_else(bank, loop, seat)
            fresh = tx.now < kit.end + AT_ITS_END
            return message(views.nudge(kit, saved, bool(item.args.get("last")), alone, zone, fresh=fresh))


@dataclass(frozen=True)
class NudgeShrunk(ForColleagues):
    """A reminder, whose key is `earlier`, that is over becomes a line."""

    kind = "nudge_line"
    thing = Thing.SEAT
    lost = Unmissed()
    earlier: str
    seat_id: int
    user_id: str

    def note(self) -> Note:
        """An edit of the reminder."""
        key = f"shrunk:{self.earlier}"
        return Note(key, self.kind, self.seat_id, self.user_id, op="update", edits=self.earlier)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The line, without buttons."""
        zone = zone_of(context, item.team_id, item.target)
        with context.reading(system(item.team_id)) as tx:
            kit = kits.read_kit(tx, context.bank(), *of_seat(tx, item.thing_id))
            return message(views.nudge_line(kit, zone))


def _rests_on_nobody_else(bank: Bank, loop: Loop, seat: Seat) -> list[str]:
    """Names of the competencies that no other seat of the panel asks about."""
    panel = [one for one in loop.seats if one.role is Role.PANELIST and one is not seat]
    others = {ask.competency for one in panel for ask in one.asks}
    names = bank.competency_names
    return [names.get(key, key) for key in sorted({ask.competency for ask in seat.asks} - others)]
