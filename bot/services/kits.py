"""Kits: sent before the interview, answered with a click, taken back when somebody drops out."""

from bot.delivery.outbox import URGENT, Note
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.kits import Kit, KitQuestion
from bot.domain.loops import GONE, CardState, LoopState, Role, SeatState
from bot.domain.questions import Bank
from bot.services import questions
from bot.services.access import authorise, interview_of, is_candidate, loop_of
from bot.services.circumstances import KNOWS
from bot.services.context import Actor, Context, Transaction, system
from bot.services.handover import check_running
from bot.services.openings import competency_names, opening_of
from bot.services.panels import (
    assignments_of,
    card_state,
    kit_key,
    may_undo,
    put_off_kit,
    refresh_kit,
    refresh_status,
    seats_of,
    stop_seat,
    tell_lead,
    tell_panelist,
)
from bot.services.plans import plan_anew
from bot.services.reminders import shrink
from bot.storage.due import finish
from bot.storage.tables import Candidate, Interview, Loop

WORDS_GONE = "The words for this role were taken out of the question files. Use your own."


def send(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Put a kit in the outbox, or its newest revision where questions changed; while a plan is made it waits."""
    with context.transaction(system(team_id)) as tx:
        loop = loop_of(tx, interview_of(tx, interview_id).loop_id, lock=True)
        seat = interview_of(tx, interview_id)
        finish(tx.session, due_id)
        if loop.state != LoopState.RUNNING or seat.state in GONE:
            return
        if is_candidate(tx, seat.user_id):
            tell_lead(tx, loop, seat, "cannot")
            return
        if put_off_kit(tx, loop, seat, due_id):
            return
        earlier = kit_key(seat) if seat.kit_revision else None
        seat.kit_revision += 1
        if seat.state == SeatState.WAITING:
            seat.state = SeatState.SENT
        if earlier is not None:
            tx.tell(
                Note(f"replaced:{earlier}", "kit_replaced", seat.id, seat.user_id, op="update", edits=earlier)
            )
        tx.tell(Note(kit_key(seat), "kit", seat.id, seat.user_id, about=loop.candidate_id, priority=URGENT))
        refresh_status(tx, loop)


def opens(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Ten minutes before: the kit shows [Open scorecard]."""
    with context.transaction(system(team_id)) as tx:
        seat = interview_of(tx, interview_id)
        finish(tx.session, due_id)
        refresh_kit(tx, seat)


def get(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit as its panelist or shadow sees it."""
    with context.reading(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.SEE_KIT, interview=seat)
        if seat.state in GONE:
            raise TooLate("Your seat was given up, and the kit went with it.")
        return read_kit(tx, context.bank(), seat)


def read_kit(tx: Transaction, bank: Bank, seat: Interview) -> Kit:
    """The kit for whoever is allowed to see it. A shadow sees the questions of the panelist they sit with."""
    loop = loop_of(tx, seat.loop_id)
    opening = opening_of(tx, loop.opening_id)
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    question_set = next((one for one in bank.sets if one.key == opening.question_set), None)
    names = competency_names(bank)
    host = interview_of(tx, seat.host_id) if seat.host_id else None
    asked = assignments_of(tx, host.id if host else seat.id)
    partner = interview_of(tx, seat.with_id) if seat.with_id else None
    return Kit(
        interview_id=seat.id,
        loop_id=loop.id,
        user_id=seat.user_id,
        role=Role(seat.role),
        label=loop.label,
        name=candidate.name,
        opening=opening.title,
        links=candidate.links or "",
        notes=candidate.notes or "",
        start=seat.start_at or loop.first_at,
        minutes=seat.minutes,
        state=SeatState(seat.state),
        card=card_state(tx, seat.id),
        debrief_at=loop.debrief_at,
        questions=tuple(
            KitQuestion(
                questions.kept(tx, item.question_id, item.version),
                names.get(item.competency, item.competency),
                item.minutes,
                item.state,
            )
            for item in asked
        ),
        opening_words=question_set.opening if question_set else WORDS_GONE,
        closing_words=question_set.closing if question_set else WORDS_GONE,
        host_id=host.user_id if host else None,
        closed=loop.state != LoopState.RUNNING,
        asker_id=_asker(tx, loop, seat),
        partner_id=partner.user_id if partner else None,
        partner_minutes=sum(item.minutes for item in assignments_of(tx, partner.id)) if partner else 0,
        revised=seat.kit_revision > 1,
        may_undo=may_undo(tx, seat),
    )


def _asker(tx: Transaction, loop: Loop, seat: Interview) -> str | None:
    """The shadow who asks this panelist's questions, or this seat's own holder where they are that shadow."""
    if seat.role == Role.SHADOW:
        return seat.user_id if seat.reverse else None
    shadows = (row for row in seats_of(tx, loop.id) if row.host_id == seat.id and row.reverse)
    return next((row.user_id for row in shadows if row.state not in GONE), None)


def to_give_up(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit of somebody who is about to say that they can't come after all. Raises TooLate where that is over."""
    kit = to_miss(context, actor, interview_id)
    if not kit.may_give_up(context.now()):
        raise TooLate("This interview counts as held by now. If it didn't happen, say so in the kit's menu.")
    return kit


def to_miss(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit of somebody who is about to say that their interview didn't happen. Raises TooLate as `missed` does."""
    with context.reading(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        check_running(loop_of(tx, seat.loop_id), seat)
        if seat.state in GONE:
            raise TooLate("Your seat has been given up. Tell the lead if you can make it after all.")
        if card_state(tx, seat.id) == CardState.IN:
            raise TooLate("Your scorecard is in, so this interview counts as held.")
        return read_kit(tx, context.bank(), seat)


def confirm(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist will be there; a second click changes nothing."""
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = _running(tx, seat)
        if seat.state in GONE:
            raise TooLate("Your seat has been given up. Tell the lead if you can make it after all.")
        if seat.state == SeatState.CONFIRMED:
            return
        seat.state = SeatState.CONFIRMED
        refresh_kit(tx, seat)
        refresh_status(tx, loop)


def missed(context: Context, actor: Actor, interview_id: int) -> None:
    """The interview didn't happen, its panelist or their lead says: its questions are open to later panelists."""
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        own = seat.user_id == actor.user_id
        loop = loop_of(tx, seat.loop_id, lock=True)
        authorise(tx, Action.ANSWER_KIT if own else Action.CHANGE_LOOP, loop=loop, interview=seat)
        check_running(loop, seat)
        if card_state(tx, seat.id) == "in":
            raise TooLate(f"{'Your' if own else 'Their'} scorecard is in, so this interview counts as held.")
        if seat.state in GONE:
            return
        seat.state = SeatState.MISSED
        stop_seat(tx, seat.id)
        shrink(tx, seat)
        plan_anew(tx, loop)
        if own:
            tell_lead(tx, loop, seat, "didnt_happen")
        else:
            tell_panelist(tx, loop, seat, "didnt_happen")
        tx.audit("interview didn't happen", f"interview:{seat.id}")
        refresh_kit(tx, seat)
        refresh_status(tx, loop)


def knows(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist knows the candidate: the lead is told and decides."""
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = _running(tx, seat)
        seat.knows_candidate = True
        tell_lead(tx, loop, seat, "knows")
        tx.audit(KNOWS, f"interview:{seat.id}")


def _running(tx: Transaction, seat: Interview) -> Loop:
    loop = loop_of(tx, seat.loop_id, lock=True)
    check_running(loop, seat)
    return loop
