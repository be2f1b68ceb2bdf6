"""Letters to leads about the question files."""

from dataclasses import dataclass

from bot.acting.context import Context
from bot.delivery.outbox import LATER, Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import BANK_BROKEN, BANK_MENDED, bank_broken_keys
from bot.domain.questions import Fault
from bot.letters.letter import ForColleagues, Thing, Unmissed, message
from bot.storage.sending import Item
from bot.views import questions as views

SHOWN = 5
"""So many faults stand in a message; `fairloop questions check` shows all."""


@dataclass(frozen=True)
class BankBroken(ForColleagues):
    """The files of this `version` can't be used. `repairs` are those that the lead was told of."""

    kind = BANK_BROKEN
    thing = Thing.NOTHING
    lost = Unmissed()
    user_id: str
    repairs: int
    version: str
    faults: tuple[Fault, ...]

    def note(self) -> Note:
        """A message to one lead, once a version."""
        shown = [[fault.file, fault.line, fault.message, fault.mend] for fault in self.faults[:SHOWN]]
        args = {"faults": shown, "more": len(self.faults) - len(shown)}
        key = f"{bank_broken_keys(self.user_id, self.repairs)}{self.version}"
        return Note(key, self.kind, 0, self.user_id, args=args, priority=LATER)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What to mend, and where."""
        del context
        faults = [views.FaultLine(*fault) for fault in item.args["faults"]]
        return message(views.broken(faults, int(item.args["more"])))


@dataclass(frozen=True)
class BankMended(ForColleagues):
    """The files are in use again. `repairs` are those that the lead was told of before."""

    kind = BANK_MENDED
    thing = Thing.NOTHING
    lost = Unmissed()
    user_id: str
    repairs: int

    def note(self) -> Note:
        """A message to one lead, once a repair."""
        return Note(f"{self.kind}:{self.user_id}:{self.repairs}", self.kind, 0, self.user_id, priority=LATER)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """One line."""
        del context, item
        return message(views.mended())
