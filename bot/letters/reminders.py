"""Letters that ask for a scorecard."""

from dataclasses import dataclass

from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import NUDGE, nudge_keys
from bot.domain.loops import CardState, Role
from bot.domain.questions import Bank
from bot.domain.scorecards import Card
from bot.letters.letter import ForColleagues, Thing, Told, Unmissed, message, zone_of
from bot.services import kits, scorecards
from bot.services.access import interview_of
from bot.services.context import Context, Transaction, system
from bot.services.openings import competency_names
from bot.services.panels import assignments_of, card_of, seats_of
from bot.storage.sending import Item
from bot.storage.tables import Interview
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
            seat = interview_of(tx, item.thing_id)
            kit = kits.read_kit(tx, bank, seat)
            if kit.closed or kit.card is CardState.IN:
                return None
            card = _card(tx, seat)
            saved = sum(card.started(one.question.id) for one in kit.questions) if card else 0
            alone = _rests_on_nobody_else(tx, bank, seat)
            return message(views.nudge(kit, saved, bool(item.args.get("last")), alone, zone))


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
            kit = kits.read_kit(tx, context.bank(), interview_of(tx, item.thing_id))
            return message(views.nudge_line(kit, zone))


def _card(tx: Transaction, seat: Interview) -> Card | None:
    row = card_of(tx, seat.id)
    states = {item.question_id: item.state for item in assignments_of(tx, seat.host_id or seat.id)}
    return scorecards.read_card(tx, row, states) if row else None


def _rests_on_nobody_else(tx: Transaction, bank: Bank, seat: Interview) -> list[str]:
    """Names of the competencies that no other seat of the panel asks about."""
    mine = {item.competency for item in assignments_of(tx, seat.id)}
    others = {
        item.competency
        for row in seats_of(tx, seat.loop_id)
        if row.id != seat.id and row.role == Role.PANELIST
        for item in assignments_of(tx, row.id)
    }
    names = competency_names(bank)
    return [names.get(key, key) for key in sorted(mine - others)]
