"""The seats of a loop: reading them, keeping their messages current, giving them times."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.outbox import LATER, URGENT, Note, refresh
from bot.domain.kits import SCORECARD_OPENS_BEFORE, sent_at
from bot.domain.loops import GONE, AskView, CardState, Role, SeatState, SeatView
from bot.domain.reminders import nudges
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.services.access import leaders_of
from bot.services.context import Transaction
from bot.storage.due import drop, schedule, waits
from bot.storage.tables import Assignment, Audit, Due, Interview, Loop, Rating, Scorecard, ScorecardNote

LOOP_WORK = ("plan", "debrief", "trial")
REMINDERS = ("scorecard_opens", "nudge")
EXCUSED = "go on without scorecard"
PLAN_TAKES_AT_MOST = timedelta(minutes=5)
SEAT_WORK = ("kit", *REMINDERS)


def seats_of(tx: Transaction, loop_id: int) -> list[Interview]:
    """The loop's interviews, in order of time, then as listed."""
    rows = tx.session.scalars(
        select(Interview)
        .where(Interview.team_id == tx.team_id, Interview.loop_id == loop_id)
        .order_by(Interview.position, Interview.id)
    )
    return sorted(rows, key=lambda row: (row.start_at is None, row.start_at or tx.now, row.position, row.id))


def assignments_of(tx: Transaction, interview_id: int) -> list[Assignment]:
    """What an interview asks, in order."""
    return list(
        tx.session.scalars(
            select(Assignment)
            .where(Assignment.team_id == tx.team_id, Assignment.interview_id == interview_id)
            .order_by(Assignment.position, Assignment.id)
        )
    )


def card_state(tx: Transaction, interview_id: int) -> CardState:
    """Whether a scorecard is in, begun, or neither: one that was only opened says nothing yet."""
    card = card_of(tx, interview_id)
    if card is None:
        return CardState.NONE
    if card.submitted_at:
        return CardState.IN
    return CardState.DRAFT if _written_on(tx, card) else CardState.NONE


def card_of(tx: Transaction, interview_id: int) -> Scorecard | None:
    """The interview's scorecard, once it was opened."""
    return tx.session.scalar(
        select(Scorecard).where(Scorecard.team_id == tx.team_id, Scorecard.interview_id == interview_id)
    )


def _written_on(tx: Transaction, card: Scorecard) -> bool:
    return any(
        tx.session.scalar(select(kind.scorecard_id).where(kind.scorecard_id == card.id).limit(1)) is not None
        for kind in (Rating, ScorecardNote)
    )


def read_seat(tx: Transaction, row: Interview, names: Mapping[str, str]) -> SeatView:
    """One interview for its lead. `names` are the competencies' names by key."""
    asks = tuple(
        AskView(
            item.question_id,
            names.get(item.competency, item.competency),
            questions.kept(tx, item.question_id, item.version).short,
            item.minutes,
            item.reason,
        )
        for item in assignments_of(tx, row.id)
    )
    return SeatView(
        row.id,
        row.user_id,
        Role(row.role),
        row.start_at,
        row.minutes,
        SeatState(row.state),
        card_state(tx, row.id),
        asks,
        row.host_id,
        reverse=row.reverse,
        with_id=row.with_id,
        may_undo=may_undo(tx, row),
    )


def may_undo(tx: Transaction, row: Interview) -> bool:
    """Whether a seat that was given up can be had back: nothing was asked in it yet, and its time is to come."""
    if row.state != SeatState.DECLINED or row.before_leaving is None:
        return False
    if row.start_at is None or row.start_at <= tx.now:
        return False
    stand_in = stand_in_for(tx, row)
    return stand_in is None or card_state(tx, stand_in.id) == CardState.NONE


def stand_in_for(tx: Transaction, row: Interview) -> Interview | None:
    """Who holds the seat instead."""
    wanted = select(Interview).where(Interview.team_id == tx.team_id, Interview.replaces_id == row.id)
    return tx.session.scalar(wanted)


def schedule_seat(
    tx: Transaction,
    loop: Loop,
    seat: Interview,
    zones: Mapping[str, ZoneInfo],
    *,
    kit_at: datetime | None = None,
) -> None:
    """Kit, opening of the scorecard and reminders for one interview, in place of what was planned for it.

    `kit_at` is for a kit that is to come sooner than a day before.
    """
    stop_seat(tx, seat.id)
    if seat.start_at is None:
        return
    at = kit_at or sent_at(seat.start_at, tx.now)
    schedule(tx.session, tx.team_id, "kit", seat.id, f"kit:{seat.id}:{loop.revision}", at)
    schedule_reminders(tx, loop, seat, zones)


def schedule_reminders(tx: Transaction, loop: Loop, seat: Interview, zones: Mapping[str, ZoneInfo]) -> None:
    """Opening of the scorecard and reminders in place of those planned; the kit is as it was, out or to come."""
    for kind in REMINDERS:
        drop(tx.session, tx.team_id, kind, seat.id)
    if seat.start_at is None:
        return
    end = seat.start_at + timedelta(minutes=seat.minutes)
    turn = loop.revision
    opens = max(tx.now, seat.start_at - SCORECARD_OPENS_BEFORE)
    schedule(tx.session, tx.team_id, "scorecard_opens", seat.id, f"opens:{seat.id}:{turn}", opens)
    if seat.role == Role.PANELIST and not is_excused(tx, seat):
        for number, at in enumerate(nudges(end, loop.debrief_at, zones[seat.user_id]), start=1):
            if at > tx.now:
                schedule(tx.session, tx.team_id, "nudge", seat.id, f"nudge:{seat.id}:{turn}:{number}", at)


def is_excused(tx: Transaction, seat: Interview) -> bool:
    """Whether the panelist said that the debrief is to go on without them: then no reminders come."""
    row = select(Audit.id).where(
        Audit.team_id == tx.team_id, Audit.action == EXCUSED, Audit.thing == f"interview:{seat.id}"
    )
    return tx.session.scalar(row.limit(1)) is not None


def kits_anew(tx: Transaction, loop: Loop, interview_ids: Collection[int]) -> None:
    """Whose questions changed after their kit went out gets it again; a kit that waits will have them anyway.

    It goes out at once, not a day before: who prepares early is not to prepare for the old questions.
    """
    for seat in seats_of(tx, loop.id):
        if seat.host_id in interview_ids:
            refresh_kit(tx, seat)
        if seat.id not in interview_ids or waits(tx.session, tx.team_id, "kit", seat.id):
            continue
        tx.session.refresh(seat)
        if seat.kit_revision and seat.start_at is not None:
            key = f"kit:{seat.id}:{loop.revision}:{seat.kit_revision}"
            schedule(tx.session, tx.team_id, "kit", seat.id, key, tx.now)


def put_off_kit(tx: Transaction, loop: Loop, seat: Interview, due_id: int) -> bool:
    """Whether a kit that is due waits for the plan that is being made; `kits_planned` then lets it go.

    Where the plan doesn't come, it is looked at again after a while.
    """
    if not waits(tx.session, tx.team_id, "plan", loop.id):
        return False
    later = tx.now + PLAN_TAKES_AT_MOST
    schedule(tx.session, tx.team_id, "kit", seat.id, f"{_after_plan(seat)}{due_id}", later)
    return True


def kits_planned(tx: Transaction, loop: Loop) -> None:
    """The plan is made: kits that were put off for it go out."""
    for seat in seats_of(tx, loop.id):
        waiting = select(Due.occurrence).where(
            Due.team_id == tx.team_id,
            Due.thing_id == seat.id,
            Due.state == "waiting",
            Due.occurrence.startswith(_after_plan(seat), autoescape=True),
        )
        for occurrence in tx.session.scalars(waiting).all():
            schedule(tx.session, tx.team_id, "kit", seat.id, occurrence, tx.now)


def _after_plan(seat: Interview) -> str:
    """How the occurrence of a kit that was put off begins."""
    return f"kit:{seat.id}:after:"


def planned_ids(tx: Transaction, interview_id: int) -> frozenset[str]:
    """The questions that an interview is to ask or has asked."""
    return frozenset(
        item.question_id for item in assignments_of(tx, interview_id) if item.state != Asked.NOT_REACHED
    )


def last_end(tx: Transaction, loop: Loop) -> datetime:
    """When the last interview of the panel is over."""
    ends = [
        seat.start_at + timedelta(minutes=seat.minutes)
        for seat in seats_of(tx, loop.id)
        if seat.role == Role.PANELIST and seat.state not in GONE and seat.start_at is not None
    ]
    return max(ends, default=loop.first_at)


def tell_lead(tx: Transaction, loop: Loop, seat: Interview, what: str) -> None:
    """A short message to the lead about a seat."""
    key = f"{what}:{seat.id}:{loop.revision}"
    args = {"what": what}
    lead = leaders_of(tx, loop)[0]
    tx.tell(Note(key, "seat_news", seat.id, lead, args=args, about=loop.candidate_id))


def tell_panelist(tx: Transaction, loop: Loop, seat: Interview, what: str) -> None:
    """A short message to a panelist about their own seat."""
    key = f"told:{what}:{seat.id}:{loop.revision}"
    args = {"what": what}
    note = Note(key, "seat_told", seat.id, seat.user_id, args=args, about=loop.candidate_id, priority=URGENT)
    tx.tell(note)


def stop_seat(tx: Transaction, interview_id: int) -> None:
    """Let nothing that is planned for this interview happen any more."""
    for kind in SEAT_WORK:
        drop(tx.session, tx.team_id, kind, interview_id)


def stop_loop(tx: Transaction, loop: Loop) -> None:
    """Let nothing that is planned for this loop happen any more."""
    for kind in LOOP_WORK:
        drop(tx.session, tx.team_id, kind, loop.id)
    for seat in seats_of(tx, loop.id):
        stop_seat(tx, seat.id)


def refresh_status(tx: Transaction, loop: Loop) -> None:
    """Keep the lead's status message and Home current; one who leads it no longer is told no more of it."""
    if loop.practice or loop.lead_id not in leaders_of(tx, loop):
        return
    refresh(
        tx.session,
        tx.team_id,
        Note(f"status:{loop.id}", "status", loop.id, loop.lead_id, op="update", edits=f"status:{loop.id}"),
        tx.now,
    )
    refresh_home(tx, loop.lead_id)


def refresh_home(tx: Transaction, user_id: str) -> None:
    """Publish a person's Home anew, once, however many things changed."""
    refresh(
        tx.session, tx.team_id, Note(f"home:{user_id}", "home", 0, user_id, op="home", priority=LATER), tx.now
    )


def refresh_kit(tx: Transaction, interview: Interview) -> None:
    """Keep a kit's newest message current; nothing where no kit went out."""
    if interview.kit_revision:
        key = kit_key(interview)
        refresh(
            tx.session,
            tx.team_id,
            Note(f"refresh:{key}", "kit", interview.id, interview.user_id, op="update", edits=key),
            tx.now,
        )
    refresh_home(tx, interview.user_id)


def kit_key(interview: Interview) -> str:
    """The outbox key of the interview's newest kit."""
    return f"kit:{interview.id}:{interview.kit_revision}"
