"""Letters about who leads: to everybody whom a change touches."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.leading import LeadsChanged, Led
from bot.letters.letter import ForColleagues, Thing, Unmissed, message
from bot.storage import loops as stored
from bot.storage.openings import opening_of
from bot.storage.sending import Item
from bot.views import leading as views


@dataclass(frozen=True)
class LoopLeadsTold(ForColleagues):
    """Others lead a loop than before: to its panel, and to those who led it or do so now."""

    kind = "loop_leads"
    thing = Thing.LOOP
    lost = Unmissed()
    repeats = True
    event: LeadsChanged
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to one of them."""
        key = f"leads:loop:{self.event.id}:{self.user_id}"
        return Note(
            key, self.kind, self.event.id, self.user_id, args=_args(self.event), about=self.candidate_id
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who leads it now, and who said so."""
        with context.reading(system(item.team_id)) as tx:
            loop = stored.look(tx, item.thing_id)
            opening = opening_of(tx, loop.opening_id).title
        return message(views.told(Led.LOOP, loop.label, opening, _change(item), item.target))


@dataclass(frozen=True)
class OpeningLeadsTold(ForColleagues):
    """Others lead an opening than before: to those who led it or do so now."""

    kind = "opening_leads"
    thing = Thing.NOTHING
    lost = Unmissed()
    repeats = True
    event: LeadsChanged
    user_id: str

    def note(self) -> Note:
        """A message to one of them."""
        key = f"leads:opening:{self.event.id}:{self.user_id}"
        return Note(key, self.kind, self.event.id, self.user_id, args=_args(self.event))

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who leads it now, and who said so."""
        with context.reading(system(item.team_id)) as tx:
            opening = opening_of(tx, item.thing_id).title
        return message(views.told(Led.OPENING, None, opening, _change(item), item.target))


def _args(event: LeadsChanged) -> dict[str, object]:
    return {
        "before": list(event.before),
        "after": list(event.after),
        "by": event.by,
        "as_admin": event.as_admin,
    }


def _change(item: Item) -> views.Change:
    before, after = (tuple(map(str, _listed(item.args[name]))) for name in ("before", "after"))
    return views.Change(before, after, str(item.args["by"]), bool(item.args["as_admin"]))


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
