"""Kits: sent before the interview, answered with a click, taken back when somebody drops out."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.outbox import URGENT, Note
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.kits import Kit, KitQuestion
from bot.domain.loops import GONE, LoopState, Role, SeatState
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.services.access import authorise, interview_of, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.openings import competency_names, opening_of
from bot.services.panels import (
    assignments_of,
    card_state,
    kit_key,
    refresh_kit,
    refresh_status,
    schedule_seat,
    seats_of,
    stop_seat,
)
from bot.services.plans import ask_again
from bot.storage.due import finish
from bot.storage.tables import Candidate, Interview, Loop

WORDS_GONE = "The words for this role were taken out of the question files. Use your own."


def send(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Put a kit in the outbox, or its newest revision where questions changed."""
    with context.transaction(system(team_id)) as tx:
        finish(tx.session, due_id)
        seat = interview_of(tx, interview_id)
        loop = loop_of(tx, seat.loop_id)
        if loop.state != LoopState.RUNNING or seat.state in GONE:
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
        finish(tx.session, due_id)
        refresh_kit(tx, interview_of(tx, interview_id))


def get(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit as its panelist or shadow sees it."""
    with context.reading(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.SEE_KIT, interview=seat)
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
    )


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
        seat.state, seat.answered_at = SeatState.CONFIRMED, tx.now
        refresh_kit(tx, seat)
        refresh_status(tx, loop)


def decline(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist can't make it: the first stand-in who is free takes the seat over, or the lead is told."""
    with context.reading(actor) as tx:
        people = [row.user_id for row in seats_of(tx, interview_of(tx, interview_id).loop_id)]
    zones = {user_id: context.directory.person(actor.team_id, user_id).zone for user_id in people}
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = _running(tx, seat)
        if seat.state in GONE:
            return
        if card_state(tx, seat.id) != "none":
            raise TooLate("Your scorecard has been begun, so this interview counts as held.")
        give_up(tx, loop, seat, SeatState.DECLINED, zones)
        tx.audit("decline interview", f"interview:{seat.id}")


def replace(context: Context, actor: Actor, loop_id: int, user_id: str) -> str | None:
    """The lead frees the seat of a panelist who can't be reached; returns the stand-in who takes it, if one is free."""
    with context.reading(actor) as tx:
        people = [row.user_id for row in seats_of(tx, loop_id)]
    zones = {one: context.directory.person(actor.team_id, one).zone for one in people}
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        seats = [row for row in seats_of(tx, loop_id) if row.user_id == user_id and row.role == Role.PANELIST]
        held = [row for row in seats if row.state not in GONE]
        if not held or loop.state != LoopState.RUNNING:
            raise TooLate("That seat has been given up already.")
        stand_in = give_up(tx, loop, held[0], SeatState.DECLINED, zones)
        tx.audit("replace panelist", f"interview:{held[0].id}")
        return stand_in.user_id if stand_in else None


def missed(context: Context, actor: Actor, interview_id: int) -> None:
    """The interview didn't happen: no more reminders, and its questions are open to later panelists."""
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = _running(tx, seat)
        if card_state(tx, seat.id) == "in":
            raise TooLate("Your scorecard is in, so this interview counts as held.")
        if seat.state in GONE:
            return
        seat.state, seat.answered_at = SeatState.MISSED, tx.now
        stop_seat(tx, seat.id)
        _tell_lead(tx, loop, seat, "didnt_happen")
        ask_again(tx, loop)
        refresh_kit(tx, seat)
        refresh_status(tx, loop)


def knows(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist knows the candidate: the lead is told and decides."""
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = _running(tx, seat)
        _tell_lead(tx, loop, seat, "knows")
        tx.audit("knows the candidate", f"interview:{seat.id}")


def give_up(
    tx: Transaction, loop: Loop, seat: Interview, state: SeatState, zones: dict[str, ZoneInfo]
) -> Interview | None:
    """Take a seat's kit and reminders back and seat the next free stand-in, whom it returns."""
    seat.state, seat.answered_at = state, tx.now
    stop_seat(tx, seat.id)
    if seat.role == Role.SHADOW:
        _tell_lead(tx, loop, seat, "sits_out")
        refresh_kit(tx, seat)
        refresh_status(tx, loop)
        return None
    stand_in = _free_stand_in(tx, loop, seat)
    if stand_in is not None:
        stand_in.role, stand_in.replaces_id = Role.PANELIST, seat.id
        stand_in.start_at, stand_in.minutes, stand_in.position = seat.start_at, seat.minutes, seat.position
        _hand_over(tx, seat, stand_in)
        schedule_seat(tx, loop, stand_in, zones)
        for shadow in seats_of(tx, loop.id):
            if shadow.host_id == seat.id:
                shadow.host_id = stand_in.id
                refresh_kit(tx, shadow)
    _tell_lead(tx, loop, seat, "stood_in" if stand_in else "seat_empty")
    ask_again(tx, loop)
    refresh_kit(tx, seat)
    refresh_status(tx, loop)
    return stand_in


def _hand_over(tx: Transaction, seat: Interview, stand_in: Interview) -> None:
    """Questions go with the seat, so that the kit can go out at once; the plan is checked again after."""
    for item in assignments_of(tx, seat.id):
        if item.state == Asked.PLANNED:
            item.interview_id = stand_in.id
    tx.session.flush()


def _free_stand_in(tx: Transaction, loop: Loop, seat: Interview) -> Interview | None:
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    for row in seats_of(tx, loop.id):
        if row.role != Role.STAND_IN or row.state in GONE or row.user_id == candidate.slack_user:
            continue
        if not _busy(tx, row.user_id, seat):
            return row
    return None


def _busy(tx: Transaction, user_id: str, seat: Interview) -> bool:
    """Whether this person has another interview at the seat's time, in any loop."""
    assert seat.start_at is not None
    rows = tx.session.scalars(
        select(Interview)
        .join(Loop, Loop.id == Interview.loop_id)
        .where(
            Interview.team_id == tx.team_id,
            Interview.user_id == user_id,
            Interview.start_at.is_not(None),
            Interview.state.not_in(GONE),
            Interview.start_at < seat.start_at + timedelta(minutes=seat.minutes),
            Loop.state == LoopState.RUNNING,
        )
    )
    return any(row.start_at and row.start_at + timedelta(minutes=row.minutes) > seat.start_at for row in rows)


def _running(tx: Transaction, seat: Interview) -> Loop:
    loop = loop_of(tx, seat.loop_id)
    if loop.state == LoopState.CANCELLED:
        raise TooLate("This loop was called off. There is nothing to do.")
    if loop.state != LoopState.RUNNING:
        raise TooLate("The debrief has been posted, so this can't change any more.")
    if seat.role == Role.STAND_IN:
        raise TooLate("You stand in. Nothing is asked of you unless a seat becomes free.")
    return loop


def _tell_lead(tx: Transaction, loop: Loop, seat: Interview, what: str) -> None:
    tx.tell(
        Note(
            f"{what}:{seat.id}",
            "seat_news",
            seat.id,
            loop.lead_id,
            args={"what": what},
            about=loop.candidate_id,
        )
    )
