"""Letters to the lead about what went wrong: what can't be delivered, and what was given up."""

from dataclasses import dataclass
from datetime import datetime

from bot.acting.context import Context, system
from bot.delivery import outbox
from bot.delivery.dead_letters import DeadLetter
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Rendered
from bot.domain.loops import LoopView
from bot.letters.letter import KINDS, ForColleagues, PassedOn, Thing, Told, message
from bot.services.loops import reading
from bot.storage import loops as stored
from bot.storage.sending import Item
from bot.storage.unit import Unit
from bot.views import loop_news as news


@dataclass(frozen=True)
class Undelivered(ForColleagues):
    """Something can't be delivered. `letter` is its kind, `which` its key, or what it is a part of."""

    kind = "undelivered"
    thing = Thing.LOOP
    lost = PassedOn()
    loop_id: int
    lead_id: str
    candidate_id: int
    letter: str
    which: str
    target: str
    error: str

    @classmethod
    def of(
        cls, letter: DeadLetter, error: str, loop_id: int, lead_id: str, candidate_id: int, *, thread: bool
    ) -> "Undelivered":
        """What the lead hears of a letter that Slack refused with `error`; once for its whole `thread`."""
        which = f"part of {letter.reply_to}" if thread and letter.reply_to else letter.key
        return cls(loop_id, lead_id, candidate_id, letter.kind, which, letter.target, error)

    def note(self) -> Note:
        """A message to the lead, once a lost letter or thread."""
        return Note(
            f"undelivered:{self.which}",
            self.kind,
            self.loop_id,
            self.lead_id,
            args={"kind": self.letter, "target": self.target, "error": self.error},
            about=self.candidate_id,
            priority=URGENT,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The words that the lost letter's kind has for it."""
        lost = KINDS[str(item.args["kind"])].lost
        if not isinstance(lost, Told):
            return None
        view = _loop_view(context, item)
        return message(lost.words(view, str(item.args["target"]), str(item.args["error"])))


@dataclass(frozen=True)
class GivenUp(ForColleagues):
    """Due work about a loop failed too often: `work` is its kind, `thing_id` what it is about.

    `user_id` is whose kit it is. What was given up again after another try is told again: `lease_until` differs.
    """

    kind = "given_up"
    thing = Thing.LOOP
    lost = PassedOn()
    due_id: int
    lease_until: datetime
    loop_id: int
    lead_id: str
    candidate_id: int
    work: str
    thing_id: int
    user_id: str | None

    def note(self) -> Note:
        """A message to the lead."""
        value = f"{self.work}:{self.thing_id}"
        return Note(
            f"given_up:{self.due_id}:{self.lease_until.timestamp()}",
            self.kind,
            self.loop_id,
            self.lead_id,
            args={"kind": self.work, "user": self.user_id, "value": value},
            about=self.candidate_id,
            priority=URGENT,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What failed, and the button that has it tried again."""
        kind, user_id, value = str(item.args["kind"]), item.args["user"], str(item.args["value"])
        view = _loop_view(context, item)
        return message(news.given_up(view, kind, str(user_id) if user_id else None, value))


def pass_on(unit: Unit, letter: DeadLetter, lead_id: str) -> bool:
    """Send a lead's news that could not reach them to another who leads the loop; False where they have it."""
    note = Note(
        f"{letter.key}>{lead_id}",
        letter.kind,
        letter.thing_id,
        lead_id,
        args=letter.args,
        about=letter.about,
        priority=URGENT,
    )
    return outbox.put(unit, note)


def _loop_view(context: Context, item: Item) -> LoopView:
    with context.reading(system(item.team_id)) as tx:
        return reading.read_view(tx, context.bank(), stored.get(tx, item.thing_id))
