"""What goes out, made from the rows as they are at that moment: one function a kind of note.

Each reads through the services' readers with the receiver as the viewer, and draws with the views, so that
the blind rule holds for messages too. None: what was to be told is no longer true.
"""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.rendered import Picture, Rendered, Unreachable
from bot.domain.loops import CardState, LoopState, Role
from bot.domain.scorecards import Card
from bot.prep_rendering import PREP_RENDERERS
from bot.question_rendering import QUESTION_RENDERERS
from bot.services import debriefs, home, kits, loops, prep, scorecards, wishes
from bot.services.access import interview_of, is_candidate, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.openings import competency_names
from bot.services.panels import assignments_of, card_of, read_seat, seats_of
from bot.storage.sending import Item
from bot.storage.tables import Interview, Loop
from bot.views import debriefs as debrief_views
from bot.views import home as home_views
from bot.views import kits as kit_views
from bot.views import loop_news as news
from bot.views import loops as loop_views
from bot.views import plans as plan_views
from bot.views import reminders as reminder_views
from bot.views import wishes as wish_views
from bot.views.blocks import Json
from bot.views.charts import ChartRow, debrief_chart
from bot.views.words import when

Reading = Callable[[Context, Item], Rendered | None]


def _message(content: tuple[str, list[Json]] | None) -> Rendered | None:
    return None if content is None else Rendered(text=content[0], blocks=content[1])


def _zone(context: Context, team_id: str, user_id: str) -> ZoneInfo:
    return context.directory.person(team_id, user_id).zone


def _kit(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        seat = interview_of(tx, item.thing_id)
        kit = kits.read_kit(tx, context.bank(), seat)
        if item.op == "post" and kit.closed:
            return None
        return _message(kit_views.message(kit, zone, tx.now))


def _kit_replaced(context: Context, item: Item) -> Rendered | None:
    del context, item
    return _message(kit_views.replaced())


def _cancelled(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        kit = kits.read_kit(tx, context.bank(), interview_of(tx, item.thing_id))
        return _message(news.cancelled(kit.label, when(kit.start, zone)))


def _seat_told(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        kit = kits.read_kit(tx, context.bank(), interview_of(tx, item.thing_id))
    start, debrief = when(kit.start, zone), when(kit.debrief_at, zone)
    return _message(news.seat_told(str(item.args["what"]), kit.label, start, debrief))


def _status(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        view = loops.read_view(tx, context.bank(), loop_of(tx, item.thing_id))
        return _message(loop_views.status(view, zone, tx.now))


def _seat_news(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        seat = interview_of(tx, item.thing_id)
        view = loops.read_view(tx, context.bank(), loop_of(tx, seat.loop_id))
        stand_in = tx.session.scalar(
            select(Interview.user_id).where(Interview.team_id == tx.team_id, Interview.replaces_id == seat.id)
        )
        shown = read_seat(tx, seat, {})
        return _message(news.news(str(item.args["what"]), shown, view, stand_in, zone))


def _plan(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        loop = loop_of(tx, item.thing_id)
        if loop.state != LoopState.DRAFT:
            return None
        lead = loop.lead_id
        view = loops.read_view(tx, context.bank(), loop)
    return Rendered(view=plan_views.plan_page(view, _zone(context, item.team_id, lead), item.target))


def _trial(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        loop = loop_of(tx, item.thing_id)
        found = wishes.trial_of(loop)
        if found is None or found.view != item.target or loop.state != LoopState.DRAFT:
            return None
    said = wish_views.in_words(found.kind, found.user_id, found.short, found.into, found.other_short)
    shown = wish_views.trial(loop.id, found.view, found.interview_id, said, found.words, found.fault)
    return Rendered(view=shown)


def _home(context: Context, item: Item) -> Rendered | None:
    actor = Actor(item.team_id, item.target)
    return Rendered(view=home_view(context, actor))


def home_view(context: Context, actor: Actor) -> Json:
    """A person's Home as it is now."""
    zone = _zone(context, actor.team_id, actor.user_id)
    return home_views.tab(home.get(context, actor), zone, prep.get(context, actor))


def _nudge(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        seat = interview_of(tx, item.thing_id)
        kit = kits.read_kit(tx, context.bank(), seat)
        if kit.closed or kit.card is CardState.IN:
            return None
        card = _card(tx, seat)
        saved = sum(card.started(one.question.id) for one in kit.questions) if card else 0
        alone = _rests_on_nobody(tx, loop_of(tx, seat.loop_id), seat, context)
        return _message(reminder_views.nudge(kit, saved, bool(item.args.get("last")), alone, zone))


def _nudge_line(context: Context, item: Item) -> Rendered | None:
    zone = _zone(context, item.team_id, item.target)
    with context.reading(system(item.team_id)) as tx:
        kit = kits.read_kit(tx, context.bank(), interview_of(tx, item.thing_id))
        return _message(reminder_views.nudge_line(kit, zone))


def _card(tx: Transaction, seat: Interview) -> Card | None:
    row = card_of(tx, seat.id)
    states = {item.question_id: item.state for item in assignments_of(tx, seat.host_id or seat.id)}
    return scorecards.read_card(tx, row, states) if row else None


def _rests_on_nobody(tx: Transaction, loop: Loop, seat: Interview, context: Context) -> list[str]:
    """Competencies that no other seat of the panel asks about."""
    mine = {item.competency for item in assignments_of(tx, seat.id)}
    others = {
        item.competency
        for row in seats_of(tx, loop.id)
        if row.id != seat.id and row.role == Role.PANELIST
        for item in assignments_of(tx, row.id)
    }
    names = competency_names(context.bank())
    return [names.get(key, key) for key in sorted(mine - others)]


def _debrief(context: Context, item: Item) -> Rendered | None:
    found = _opened(context, item)
    return _message(debrief_views.head(found.loop_id, found.numbers, found.panel, _decision_line(found)))


def _debrief_part(context: Context, item: Item) -> Rendered | None:
    found = _opened(context, item)
    part = str(item.args["part"])
    if part == "picture":
        rows = [
            ChartRow(row.name, row.headline, row.low, row.high, row.raw)
            for row in found.numbers.competencies
            if row.headline is not None and row.raw is not None
        ]
        if not rows:
            return None
        picture = Picture(debrief_chart(rows, (1, 4)), debrief_views.chart_alt(found.numbers), "debrief.png")
        return Rendered(text="The scores in a picture", picture=picture)
    if part == "rest":
        return _message(debrief_views.rest(found.numbers, found.panel, found.earlier_loops))
    key = part.removeprefix("competency:")
    return _message(debrief_views.competency(found.loop_id, key, found.numbers, found.panel))


def _decision(context: Context, item: Item) -> Rendered | None:
    line = _decision_line(_opened(context, item))
    return None if line is None else _message(debrief_views.decision(line))


def _opened(context: Context, item: Item) -> debriefs.Debrief:
    return debriefs.get(context, system(item.team_id), item.thing_id)


def _decision_line(found: debriefs.Debrief) -> debrief_views.DecisionLine | None:
    made = found.decision
    if made is None:
        return None
    return debrief_views.DecisionLine(debriefs.OUTCOMES[made.outcome], made.by, made.reason)


def _undelivered(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        view = loops.read_view(tx, context.bank(), loop_of(tx, item.thing_id))
    kind, target, error = (str(item.args[key]) for key in ("kind", "target", "error"))
    return _message(news.undelivered(view, kind, target, error))


def _given_up(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        view = loops.read_view(tx, context.bank(), loop_of(tx, item.thing_id))
    kind, user_id, value = str(item.args["kind"]), item.args["user"], str(item.args["value"])
    return _message(news.given_up(view, kind, str(user_id) if user_id else None, value))


def _for_colleagues(reading: Reading) -> Reading:
    """Nothing of hiring goes to the candidate of a running loop, or to where somebody who left would have read it."""

    def read(context: Context, item: Item) -> Rendered | None:
        if item.target[:1] in ("U", "W"):
            if item.op == "post" and context.directory.person(item.team_id, item.target).deleted:
                raise Unreachable("user_disabled")
            with context.reading(Actor(item.team_id, item.target)) as tx:
                if is_candidate(tx):
                    return None
        return reading(context, item)

    return read


_HIRING: Mapping[str, Reading] = {
    "kit": _kit,
    "kit_replaced": _kit_replaced,
    "cancelled": _cancelled,
    "status": _status,
    "seat_news": _seat_news,
    "seat_told": _seat_told,
    "plan": _plan,
    "trial": _trial,
    "nudge": _nudge,
    "nudge_line": _nudge_line,
    "debrief": _debrief,
    "debrief_part": _debrief_part,
    "decision": _decision,
    "undelivered": _undelivered,
    "given_up": _given_up,
    **QUESTION_RENDERERS,
}
RENDERERS: Mapping[str, Reading] = {
    **{kind: _for_colleagues(reading) for kind, reading in _HIRING.items()},
    "home": _home,
    **PREP_RENDERERS,
}
