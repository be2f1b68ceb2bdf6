"""A lead's week in one message."""

from dataclasses import dataclass
from datetime import datetime

from bot.acting.context import Actor, Context
from bot.delivery.outbox import LATER, Note
from bot.delivery.rendered import Rendered
from bot.letters.letter import ForColleagues, Thing, Unmissed, message
from bot.services import digests
from bot.storage.sending import Item
from bot.views import digests as views


@dataclass(frozen=True)
class Digest(ForColleagues):
    """The week before `until`."""

    kind = "digest"
    thing = Thing.NOTHING
    lost = Unmissed()
    user_id: str
    until: datetime

    def note(self) -> Note:
        """A message to one lead, once a week."""
        key = f"{self.kind}:{self.user_id}:{self.until.date()}"
        args = {"until": self.until.isoformat()}
        return Note(key, self.kind, 0, self.user_id, args=args, priority=LATER)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What happened in their loops; nothing where they lead no more."""
        until = datetime.fromisoformat(str(item.args["until"]))
        week = digests.read(context, Actor(item.team_id, item.target), until)
        return None if week is None else message(views.week(week))
