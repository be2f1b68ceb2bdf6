"""Messages that are taken out of Slack because whom they are about is erased."""

from dataclasses import dataclass

from bot.acting.context import Context
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import erasing_keys
from bot.domain.retention import Message
from bot.letters.letter import Letter, Thing, Unmissed
from bot.storage.sending import Item


@dataclass(frozen=True)
class Removed(Letter):
    """A message is deleted, with the file that hangs on it; one that is on its way once it is there."""

    kind = "removed"
    thing = Thing.NOTHING
    lost = Unmissed()
    token: str
    message: Message

    def note(self) -> Note:
        """A deletion. What Slack refuses stays in the outbox, for the report."""
        key = f"{erasing_keys(self.token)}{self.message.key}"
        args = {"files": True} if self.message.with_file else {}
        return Note(key, self.kind, 0, self.message.target, op="delete", args=args, edits=self.message.key)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:  # noqa: ARG004
        """There is nothing to draw."""
        return None
