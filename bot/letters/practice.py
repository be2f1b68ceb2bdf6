"""Letters of a practice loop that no other loop has: its plan, its end, and that it is gone."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.loops import LoopState
from bot.letters.letter import ForColleagues, Thing, Unmissed, message
from bot.services.loops import reading
from bot.storage import candidates, practice
from bot.storage import loops as stored
from bot.storage.sending import Item
from bot.views import practice as views


@dataclass(frozen=True)
class PracticePlan(ForColleagues):
    """The made-up plan, to whoever practises: who asks what, and [Send the kits] as long as they aren't out."""

    kind = "practice_plan"
    thing = Thing.LOOP
    lost = Unmissed()
    loop_id: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """The first message of a practice loop."""
        return Note(_plan_key(self.loop_id), self.kind, self.loop_id, self.user_id, about=self.candidate_id)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Who asks about what; once the kits are out, what the candidate answers."""
        bank = context.bank()
        with context.reading(system(item.team_id)) as tx:
            loop = stored.get(tx, item.thing_id)
            view = reading.read_view(tx, bank, loop)
            notes = candidates.candidate(tx, loop.candidate_id).notes
        answer = None if view.state is LoopState.DRAFT else notes
        return message(views.plan(view, bank.competency_names, answer))


@dataclass(frozen=True)
class PracticePlanShownAnew(PracticePlan):
    """The same without its button, once the kits are out."""

    shows_anew = True
    candidate_id: int = 0

    def note(self) -> Note:
        """A change of that message."""
        key = _plan_key(self.loop_id)
        return Note(key, self.kind, self.loop_id, self.user_id, op="update", edits=key)


@dataclass(frozen=True)
class PracticeOver(ForColleagues):
    """The debrief is out, so that was a whole loop: what is different in a real one, and how this one goes."""

    kind = "practice_over"
    thing = Thing.LOOP
    lost = Unmissed()
    loop_id: int
    user_id: str
    candidate_id: int

    def note(self) -> Note:
        """The last message of a practice loop."""
        key = f"practice_over:{self.loop_id}"
        return Note(key, self.kind, self.loop_id, self.user_id, about=self.candidate_id)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Where a real debrief goes, and [Erase practice]."""
        with context.reading(system(item.team_id)) as tx:
            stored.look(tx, item.thing_id)
        return message(views.over(item.thing_id))


@dataclass(frozen=True)
class PracticeGone(ForColleagues):
    """A practice loop is erased: how much of it there was, and what Slack wouldn't delete."""

    kind = "practice_gone"
    thing = Thing.NOTHING
    lost = Unmissed()
    mark: str
    user_id: str
    messages: int
    scorecards: int

    def note(self) -> Note:
        """A message after the last one was deleted. `mark` is how the keys of what was sent begin by now."""
        args = {"mark": self.mark, "messages": self.messages, "scorecards": self.scorecards}
        return Note(f"practice_gone:{self.mark}", self.kind, 0, self.user_id, args=args)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What is gone, and what still stands in Slack."""
        with context.reading(system(item.team_id)) as tx:
            left = [one.kind for one in practice.standing(tx, str(item.args["mark"]))]
        return message(views.gone(int(item.args["messages"]), int(item.args["scorecards"]), left))


@dataclass(frozen=True)
class MessageTakenBack(PracticeGone):
    """A message of an erased practice loop is deleted in Slack. Whatever Slack keeps is told of at the end."""

    key: str = ""

    def note(self) -> Note:
        """In the order in which they are put, before it is said that they are gone."""
        return Note(f"gone:{self.key}", self.kind, 0, self.user_id, op="delete", edits=self.key)


def _plan_key(loop_id: int) -> str:
    return f"practice_plan:{loop_id}"
