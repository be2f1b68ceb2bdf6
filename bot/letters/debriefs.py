"""Letters of a debrief, to its channel: head, the parts of its thread, the decision."""

from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Picture, Rendered
from bot.domain.letters import COMPETENCY_PART, PICTURE_PART, REST_PART, debrief_key
from bot.letters.letter import ForColleagues, Thing, Told, message
from bot.services.debriefs import reading
from bot.services.debriefs.panel import read_panel
from bot.services.debriefs.reading import Debrief
from bot.storage.loops import of_seat
from bot.storage.sending import Item
from bot.views import debrief_thread as thread
from bot.views import debriefs as views
from bot.views import loop_news as news
from bot.views.charts import debrief_alt, debrief_chart
from bot.views.debrief_opening import in_thread
from bot.views.debrief_sentences import chart_rows
from bot.views.late_card import late_card


class AnyDebriefHead(ForColleagues):
    """The debrief's head."""

    kind = "debrief"
    thing = Thing.LOOP
    lost = Told(news.debrief_undelivered)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The table of all scores, what changed after the talk, and the decision once there is one."""
        found = _opened(context, item)
        decision = _decision_line(found)
        return message(views.head(found.loop_id, found.numbers, found.panel, decision, found.talk))


@dataclass(frozen=True)
class DebriefHead(AnyDebriefHead):
    """A debrief opens. `tries` counts how often another channel was picked after a refusal."""

    loop_id: int
    tries: int
    channel_id: str
    candidate_id: int

    def note(self) -> Note:
        """A message to the channel."""
        key = debrief_key(self.loop_id, self.tries)
        return Note(key, self.kind, self.loop_id, self.channel_id, about=self.candidate_id, priority=URGENT)


@dataclass(frozen=True)
class DebriefHeadShownAnew(AnyDebriefHead):
    """The head shows the newest decision, what changed after the talk, and who wasn't blind."""

    shows_anew = True
    loop_id: int
    tries: int
    channel_id: str

    def note(self) -> Note:
        """An edit of the head."""
        key, edits = f"decided:{self.loop_id}", debrief_key(self.loop_id, self.tries)
        return Note(key, self.kind, self.loop_id, self.channel_id, op="update", edits=edits)


@dataclass(frozen=True)
class DebriefPart(ForColleagues):
    """One part of the thread under the head: see `debrief_parts`."""

    kind = "debrief_part"
    thing = Thing.LOOP
    lost = Told(news.part_undelivered, once_a_thread=True)
    part: str
    loop_id: int
    tries: int
    channel_id: str
    candidate_id: int

    def note(self) -> Note:
        """A reply to the head."""
        head = debrief_key(self.loop_id, self.tries)
        return Note(
            f"{head}:{self.part}",
            self.kind,
            self.loop_id,
            self.channel_id,
            args={"part": self.part},
            reply_to=head,
            about=self.candidate_id,
            priority=URGENT,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The scores in a picture, one competency's evidence, or the rest."""
        found = _opened(context, item)
        part = str(item.args["part"])
        if part == PICTURE_PART:
            return _picture(found)
        if part == REST_PART:
            return message(thread.rest(found.numbers, found.panel, found.earlier))
        key = part.removeprefix(COMPETENCY_PART)
        return message(thread.competency(found.loop_id, key, found.numbers, found.panel))


@dataclass(frozen=True)
class DecisionMade(ForColleagues):
    """The decision for the panel; why is recorded, and isn't posted."""

    kind = "decision"
    thing = Thing.LOOP
    lost = Told(news.decision_undelivered)
    decision_id: int
    loop_id: int
    tries: int
    channel_id: str
    candidate_id: int

    def note(self) -> Note:
        """A reply to the head, once a decision."""
        return Note(
            f"decision:{self.decision_id}",
            self.kind,
            self.loop_id,
            self.channel_id,
            reply_to=debrief_key(self.loop_id, self.tries),
            about=self.candidate_id,
        )

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The newest decision."""
        line = _decision_line(_opened(context, item))
        return None if line is None else message(thread.decision(item.thing_id, line))


@dataclass(frozen=True)
class LateCard(ForColleagues):
    """A scorecard that came after the debrief had opened, for the panel."""

    kind = "late_card"
    thing = Thing.SEAT
    lost = Told(news.part_undelivered, once_a_thread=True)
    seat_id: int
    loop_id: int
    tries: int
    channel_id: str
    candidate_id: int

    def note(self) -> Note:
        """A reply to the head, once a seat."""
        head = debrief_key(self.loop_id, self.tries)
        key, about = f"late_card:{self.seat_id}", self.candidate_id
        return Note(key, self.kind, self.seat_id, self.channel_id, reply_to=head, about=about)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What it says, and that it isn't blind."""
        with context.reading(system(item.team_id)) as tx:
            loop, seat = of_seat(tx, item.thing_id)
            panel = read_panel(tx, context.bank(), loop)
        sheet = next((one for one in panel.late if one.user_id == seat.user_id), None)
        return None if sheet is None else message(late_card(panel, sheet))


def _opened(context: Context, item: Item) -> Debrief:
    return reading.get(context, system(item.team_id), item.thing_id)


def _decision_line(found: Debrief) -> views.DecisionLine | None:
    made = found.decision
    if made is None:
        return None
    return views.DecisionLine(reading.OUTCOMES[made.outcome], made.by)


def _picture(found: Debrief) -> Rendered | None:
    """The scores in a picture; None where there is none at all."""
    rows = chart_rows(found.numbers)
    if all(row.raw is None for row in rows):
        return None
    picture = Picture(debrief_chart(rows, (1, 4)), debrief_alt(rows, (1, 4)), "debrief.png")
    return message((in_thread("The scores in a picture"), []), picture)
