"""Loops as their leads see them: nothing here says what anybody scored."""

from collections.abc import Mapping

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.bidi import isolated
from bot.domain.letters import debrief_key
from bot.domain.loops import AskView, LoopState, LoopView, SeatView, quorum
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.questions import Bank
from bot.services import questions
from bot.services.loops.availability import warnings
from bot.services.planning import choosing
from bot.services.planning.problem import read_wishes
from bot.services.rules import read_rule
from bot.storage import candidates, due, outbox
from bot.storage import loops as stored
from bot.storage.openings import competencies, opening_of


def view(context: Context, actor: Actor, loop_id: int) -> LoopView:
    """The loop as its lead sees it. Raises NotAllowed, NotFound."""
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.SEE_LOOP, loop=loop)
        return read_view(tx, context.bank(), loop)


def view_of_seat(context: Context, actor: Actor, interview_id: int) -> LoopView:
    """The loop that an interview belongs to, as its lead sees it. Raises NotAllowed, NotFound."""
    with context.reading(actor) as tx:
        loop_id = stored.id_of_seat(tx, interview_id)
    return view(context, actor, loop_id)


def read_view(tx: Transaction, bank: Bank, loop: Loop) -> LoopView:
    """The loop's view for whoever is allowed to see it."""
    names, opening = bank.competency_names, opening_of(tx, loop.opening_id)
    bars, rule = read_rule(tx, opening.id)
    sought = competencies(tx, opening.id)
    return LoopView(
        id=loop.id,
        label=isolated(loop.label),
        name=candidates.candidate(tx, loop.candidate_id).name,
        opening=opening.title,
        state=loop.state,
        lead_id=loop.lead_id,
        channel_id=loop.channel_id,
        debrief_at=loop.debrief_at,
        seats=read_seats(tx, loop, names),
        unmet=loop.plan.unmet if loop.plan else (),
        planned=loop.plan is not None,
        problem=loop.plan.trouble if loop.plan else None,
        practice=loop.practice,
        warnings=warnings(tx, loop),
        wishes=read_wishes(tx, bank, loop),
        debrief_lost=outbox.state_of(tx, debrief_key(loop.id, loop.debrief_tries)) == "dead",
        wanted=quorum.wanted(loop, opening.quorum),
        waits=loop.debrief_asked > 0,
        opens_at=due.time_of(tx, "debrief", loop.id) if opening.early else None,
        overfull=loop.plan.overfull if loop.plan else None,
        left_out=loop.left_out,
        competencies={row.competency: names.get(row.competency, row.competency) for row in sought},
        bench=choosing.bench(tx, bank, loop) if loop.state is LoopState.DRAFT else (),
        rule=rule,
        bars={names.get(key, key): bar for key, bar in bars.items()},
    )


def read_seats(tx: Transaction, loop: Loop, names: Mapping[str, str]) -> tuple[SeatView, ...]:
    """The seats for the lead, in order. `names` are the competencies' names by key."""
    asks = [ask for seat in loop.seats for ask in seat.asks]
    words = questions.kept_versions(tx, [(ask.question_id, ask.version) for ask in asks])
    shorts = {key: question.short for key, question in words.items()}
    return tuple(_seat(tx, loop, seat, names, shorts) for seat in loop.in_order())


def _seat(
    tx: Transaction,
    loop: Loop,
    seat: Seat,
    names: Mapping[str, str],
    shorts: Mapping[tuple[str, str], str],
) -> SeatView:
    asks = tuple(
        AskView(
            ask.question_id,
            names.get(ask.competency, ask.competency),
            shorts[(ask.question_id, ask.version)],
            ask.minutes,
            ask.reason,
        )
        for ask in seat.in_turn
    )
    return SeatView(
        seat.id,
        seat.user_id,
        seat.role,
        seat.start_at,
        seat.minutes,
        seat.state,
        seat.card,
        asks,
        seat.host_id,
        reverse=seat.reverse,
        with_id=seat.with_id,
        may_undo=loop.may_be_had_back(seat, tx.now),
        excused=seat.excused,
        missed=seat.missed,
    )
