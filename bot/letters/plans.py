"""Letters that fill modals which wait: a draft's plan, and what a wish for it would cost."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.loops import LoopState
from bot.letters.letter import ForColleagues, Thing, Unmissed, zone_of
from bot.services.loops import reading
from bot.services.planning import wishes
from bot.storage import loops as stored
from bot.storage.sending import Item
from bot.views import plans as views
from bot.views import wishes as wish_views


@dataclass(frozen=True)
class PlanShown(ForColleagues):
    """A draft's plan, in the modal whose external id is `view`."""

    kind = "plan"
    thing = Thing.LOOP
    lost = Unmissed()
    shows_anew = True
    loop_id: int
    revision: int
    view: str

    def note(self) -> Note:
        """The modal's next content."""
        key, args = f"plan:{self.loop_id}:{self.revision}", {"external": True}
        return Note(key, self.kind, self.loop_id, self.view, op="view", args=args, priority=URGENT)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who asks what, or that it is being planned; nothing once it isn't a draft."""
        with context.reading(system(item.team_id)) as tx:
            loop = stored.get(tx, item.thing_id)
            if loop.state != LoopState.DRAFT:
                return None
            lead = loop.lead_id
            view = reading.read_view(tx, context.bank(), loop)
        return Rendered(view=views.plan_page(view, zone_of(context, item.team_id, lead), item.target))


@dataclass(frozen=True)
class TrialShown(ForColleagues):
    """What a wish would cost, in the modal whose external id is `view`."""

    kind = "trial"
    thing = Thing.LOOP
    lost = Unmissed()
    shows_anew = True
    loop_id: int
    view: str

    def note(self) -> Note:
        """The modal's next content."""
        key, args = f"trial:{self.loop_id}", {"external": True}
        return Note(key, self.kind, self.loop_id, self.view, op="view", args=args, priority=URGENT)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The wish and its cost in words; nothing where another wish is looked at by now."""
        with context.reading(system(item.team_id)) as tx:
            loop = stored.get(tx, item.thing_id)
            found = wishes.trial_of(loop)
            if found is None or found.view != item.target or loop.state != LoopState.DRAFT:
                return None
        said = wish_views.in_words(found.kind, found.user_id, found.short, found.into, found.other_short)
        shown = wish_views.trial(loop.id, found.view, found.interview_id, said, found.words, found.fault)
        return Rendered(view=shown)
