"""Letters of a debrief, to its channel: head, the parts of its thread, the decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.acting.context import Context, system
from bot.delivery.outbox import URGENT, Note
from bot.delivery.rendered import Picture, Rendered, Unreachable
from bot.domain.audience import Misfit
from bot.domain.letters import COMPETENCY_PART, LATE_PART, PICTURE_PART, REST_PART, debrief_key, part_in
from bot.letters.letter import ForColleagues, Thing, Told, message
from bot.services import audience
from bot.services.debriefs import reading
from bot.services.debriefs.reading import Debrief
from bot.storage.sending import Item
from bot.views import debrief_thread as thread
from bot.views import debriefs as views
from bot.views import loop_news as news
from bot.views.charts import debrief_alt, debrief_chart
from bot.views.debrief_opening import hidden, in_thread
from bot.views.debrief_sentences import chart_rows
from bot.views.late_card import late_card


class AnyDebriefHead(ForColleagues):
    """The debrief's head."""

    kind = "debrief"
    thing = Thing.LOOP
    lost = Told(news.debrief_undelivered)

    @classmethod
    def render(cls, context: Context, item: Item) -> Rendered | None:
        """Draw it, where the channel is one for it as it is now. Raises Unreachable."""
        if item.op == "post":
            _check(audience.misfit_of(context, item.team_id, item.thing_id))
        return super().render(context, item)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The table of all scores, what changed after the talk, and the decision once there is one."""
        found = _opened(context, item)
        if _is_hidden(found, item):
            return message(hidden())
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


class UnderDebrief(ForColleagues):
    """What stands in the thread under the head."""

    @classmethod
    def render(cls, context: Context, item: Item) -> Rendered | None:
        """Draw it: as a line where somebody can read the channel by now who must not. Raises Unreachable."""
        if item.op == "post":
            _check(audience.check_before_reply(context, item.team_id, item.thing_id))
        return super().render(context, item)


class AnyDebriefPart(UnderDebrief):
    """One part of the thread under the head: see `debrief_parts`."""

    kind = "debrief_part"
    thing = Thing.LOOP
    lost = Told(news.part_undelivered, once_a_thread=True)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The scores in a picture, one competency's evidence, the rest, or a scorecard that came late."""
        found = _opened(context, item)
        part = str(item.args["part"])
        if _is_hidden(found, item):
            return message(hidden())
        if part == PICTURE_PART:
            return _picture(found)
        if part == REST_PART:
            return message(thread.rest(found.numbers, found.panel, found.earlier))
        if part.startswith(LATE_PART):
            return _late_card(found, part.removeprefix(LATE_PART))
        key = part.removeprefix(COMPETENCY_PART)
        return message(thread.competency(found.loop_id, key, found.numbers, found.panel))


@dataclass(frozen=True)
class DebriefPart(AnyDebriefPart):
    """A part is posted."""

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


class AnyDecision(UnderDebrief):
    """The decision, for the panel; why is recorded, and isn't posted."""

    kind = "decision"
    thing = Thing.LOOP
    lost = Told(news.decision_undelivered)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The newest decision."""
        found = _opened(context, item)
        line = _decision_line(found)
        if line is None:
            return None
        return message(hidden() if _is_hidden(found, item) else thread.decision(item.thing_id, line))


@dataclass(frozen=True)
class DecisionMade(AnyDecision):
    """A decision was recorded."""

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


@dataclass(frozen=True)
class HeadTurned(AnyDebriefHead):
    """A head becomes a line or is shown again, as the debrief is by then. `key` is the posted message's."""

    repeats = True
    key: str
    loop_id: int
    channel_id: str

    def note(self) -> Note:
        """An edit of the head."""
        return _turned(self.kind, self.key, self.loop_id, self.channel_id, {})


@dataclass(frozen=True)
class PartTurned(AnyDebriefPart):
    """The same of a part of the thread."""

    repeats = True
    key: str
    loop_id: int
    channel_id: str

    def note(self) -> Note:
        """An edit of the part, which its message's key names."""
        part = part_in(self.key)
        args = {"part": part} | ({"files": True} if part == PICTURE_PART else {})
        return _turned(self.kind, self.key, self.loop_id, self.channel_id, args)


@dataclass(frozen=True)
class DecisionTurned(AnyDecision):
    """The same of a decision."""

    repeats = True
    key: str
    loop_id: int
    channel_id: str

    def note(self) -> Note:
        """An edit of the decision."""
        return _turned(self.kind, self.key, self.loop_id, self.channel_id, {})


def _turned(kind: str, key: str, loop_id: int, channel_id: str, args: Mapping[str, object]) -> Note:
    return Note(
        f"turned:{key}", kind, loop_id, channel_id, op="update", args=args, edits=key, priority=URGENT
    )


def _check(misfit: Misfit | None) -> None:
    if misfit is not None:
        raise Unreachable(str(misfit))


def _is_hidden(found: Debrief, item: Item) -> bool:
    """Whether it is a line there; also where the debrief was moved and this is what it left behind."""
    return found.hidden is not None or found.channel_id != item.target


def _opened(context: Context, item: Item) -> Debrief:
    return reading.get(context, system(item.team_id), item.thing_id)


def _decision_line(found: Debrief) -> views.DecisionLine | None:
    made = found.decision
    if made is None:
        return None
    return views.DecisionLine(reading.OUTCOMES[made.outcome], made.by)


def _late_card(found: Debrief, user_id: str) -> Rendered | None:
    sheet = next((one for one in found.panel.late if one.user_id == user_id), None)
    return None if sheet is None else message(late_card(found.panel, sheet))


def _picture(found: Debrief) -> Rendered | None:
    """The scores in a picture; None where there is none at all."""
    rows = chart_rows(found.numbers)
    if all(row.raw is None for row in rows):
        return None
    picture = Picture(debrief_chart(rows, (1, 4)), debrief_alt(rows, (1, 4)), "debrief.png")
    return message((in_thread("The scores in a picture"), []), picture)
