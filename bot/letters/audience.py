"""Letters to the lead about who reads a debrief: somebody who must not, or a guest."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.audience import Misfit, Unfit
from bot.letters.letter import ForColleagues, PassedOn, Thing, message
from bot.services.loops import reading
from bot.storage import audience as rows
from bot.storage import loops as stored
from bot.storage.access import leaders_of
from bot.storage.sending import Item
from bot.views import audience as views


@dataclass(frozen=True)
class Exposed(ForColleagues):
    """A debrief was hidden because of `misfit`; `stood` are the kinds of what could be read until then."""

    kind = "exposed"
    thing = Thing.LOOP
    lost = PassedOn()
    repeats = True
    loop_id: int
    channel_id: str
    misfit: Misfit
    stood: Sequence[str]
    lead_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to the lead, as often as it happens."""
        return Note(
            f"exposed:{self.loop_id}",
            self.kind,
            self.loop_id,
            self.lead_id,
            args={
                "channel": self.channel_id,
                "why": self.misfit.why,
                "people": list(self.misfit.people),
                "stood": list(self.stood),
            },
            about=self.candidate_id,
            priority=URGENT,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who came in, what may have been read, [Show again] and [Move]."""
        given = item.args
        misfit = Misfit(Unfit(given["why"]), tuple(map(str, given["people"])))
        with context.reading(system(item.team_id)) as tx:
            view = reading.read_view(tx, context.bank(), stored.look(tx, item.thing_id))
        return message(
            views.exposed(view, str(given["channel"]), misfit, [str(one) for one in given["stood"]])
        )


@dataclass(frozen=True)
class GuestAsked(ForColleagues):
    """A guest is in the channel of a loop's debrief: may they read it? Asked once of a lead, channel and guest."""

    kind = "guest"
    thing = Thing.LOOP
    lost = PassedOn()
    loop_id: int
    channel_id: str
    guest: str
    lead_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to the lead."""
        return Note(
            f"guest:{self.channel_id}:{self.guest}:{self.lead_id}",
            self.kind,
            self.loop_id,
            self.lead_id,
            args={"channel": self.channel_id, "guest": self.guest},
            about=self.candidate_id,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """[They may read it]; nothing where that was said meanwhile, or the debrief is for another channel."""
        channel, guest = str(item.args["channel"]), str(item.args["guest"])
        with context.reading(system(item.team_id)) as tx:
            loop = stored.look(tx, item.thing_id)
            known = rows.confirmed(tx, channel, leaders_of(tx, loop.id))
            if guest in known or loop.channel_id != channel:
                return None
            view = reading.read_view(tx, context.bank(), loop)
        return message(views.guest(view, channel, guest))
