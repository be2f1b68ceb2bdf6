"""When things happen: kits, reminders, plans and debriefs as due rows, in place of those planned before."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.acting.context import Transaction
from bot.consequences import showing
from bot.domain.audience import next_look
from bot.domain.digests import next_monday
from bot.domain.kits import SCORECARD_OPENS_BEFORE, sent_at
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import Role
from bot.domain.reminders import lead_told, nudges
from bot.domain.retention import SHORTEST
from bot.storage import due, people

LOOP_WORK = ("plan", "debrief", "trial")
ASKING = ("nudge", "card_late")
REMINDERS = ("scorecard_opens", *ASKING)
SEAT_WORK = ("kit", *REMINDERS)
PLAN_TAKES_AT_MOST = timedelta(minutes=5)


def at(tx: Transaction, kind: str, thing_id: int, occurrence: str, when: datetime) -> None:
    """Let `kind` happen to the thing once, at that time."""
    due.schedule(tx, kind, thing_id, occurrence, when)


def stop_seat(tx: Transaction, seat: Seat) -> None:
    """Let nothing that is planned for a seat happen any more."""
    due.drop_all(tx, SEAT_WORK, seat.id)


def stop_reminders(tx: Transaction, seat: Seat) -> None:
    """Let no reminder come; the kit and its button stay as they are."""
    for kind in ASKING:
        due.drop(tx, kind, seat.id)


def stop_loop(tx: Transaction, loop: Loop) -> None:
    """Let nothing that is planned for a loop happen any more."""
    due.drop_all(tx, LOOP_WORK, loop.id)
    for seat in loop.seats:
        stop_seat(tx, seat)


def plan(tx: Transaction, loop: Loop) -> None:
    """Let a worker plan the loop now."""
    at(tx, "plan", loop.id, f"plan:{loop.id}:{loop.revision}", tx.now)


def debrief(tx: Transaction, loop: Loop, when: datetime) -> None:
    """Let the debrief open at that time, or its lead be asked; what was planned for it before doesn't happen."""
    due.drop(tx, "debrief", loop.id)
    first = f"debrief:{loop.id}"
    at(tx, "debrief", loop.id, f"{first}:{when.isoformat()}" if due.is_done(tx, first) else first, when)


def debrief_again(tx: Transaction, loop: Loop) -> None:
    """Let the lead be asked again on their next working morning."""
    key = f"debrief:{loop.id}:asked:{loop.revision}:{loop.debrief_asked}"
    at(tx, "debrief", loop.id, key, people.calendar_of(tx, loop.lead_id).next_morning(tx.now))


def look_around(tx: Transaction, channel_id: str, why: str, when: datetime) -> None:
    """Let a channel be looked at, once for this reason: its id stands in the occurrence."""
    at(tx, "audience", 0, f"audience:{channel_id}:{why}", when)


def look_hourly(tx: Transaction, channel_id: str) -> None:
    """Let a channel in which a debrief stands be looked at as the next hour begins."""
    when = next_look(tx.now)
    look_around(tx, channel_id, when.isoformat(), when)


def look_at_retention(tx: Transaction, loop: Loop) -> None:
    """Let it be looked at whether what is about the candidate is kept any longer, once that could be over."""
    at(tx, "retention", loop.id, f"retention:{loop.id}", loop.debrief_at + timedelta(days=SHORTEST))


def zone_of_lead(tx: Transaction, loop: Loop) -> ZoneInfo:
    """The time zone of the loop's own lead, as it was last heard from Slack."""
    known = people.in_slack(tx, loop.lead_id)
    return ZoneInfo(known.zone if known else "UTC")


def digest(tx: Transaction, when: datetime) -> None:
    """Let the leads' week be summed up then."""
    at(tx, "digest", 0, f"digest:{when.date()}", when)


def first_digest(tx: Transaction, loop: Loop) -> None:
    """A debrief has opened: its week is summed up on Monday, where that isn't to be done anyway."""
    if not tx.waits("digest", 0):
        digest(tx, next_monday(tx.now, zone_of_lead(tx, loop)))


def fit(tx: Transaction, loop_id: int) -> None:
    """Let a worker make the workspace's fit anew, now that this loop was added."""
    at(tx, "fit", loop_id, f"fit:{loop_id}", tx.now)


def seat(tx: Transaction, loop: Loop, seat: Seat, *, kit_at: datetime | None = None) -> None:
    """Kit, opening of the scorecard and reminders for one seat; `kit_at` is for a kit that comes sooner than usual."""
    stop_seat(tx, seat)
    if seat.start_at is None:
        return
    when = kit_at or sent_at(seat.start_at, tx.now, people.calendar_of(tx, seat.user_id))
    at(tx, "kit", seat.id, f"kit:{seat.id}:{loop.revision}", when)
    reminders(tx, loop, seat)


def kit_follows(tx: Transaction, loop: Loop, one: Seat) -> None:
    """The same where something changed: who has a kit gets it anew at once."""
    seat(tx, loop, one, kit_at=tx.now if one.kit_revision else None)


def reminders(tx: Transaction, loop: Loop, seat: Seat) -> None:
    """Opening of the scorecard and reminders; the kit is as it was, out or to come."""
    due.drop_all(tx, REMINDERS, seat.id)
    if seat.start_at is None or seat.end is None:
        return
    opens = max(tx.now, seat.start_at - SCORECARD_OPENS_BEFORE)
    at(tx, "scorecard_opens", seat.id, f"opens:{seat.id}:{loop.revision}", opens)
    if seat.role is not Role.PANELIST or seat.excused:
        return
    theirs, leads = people.calendar_of(tx, seat.user_id), people.calendar_of(tx, loop.lead_id)
    for number, when in enumerate(nudges(seat.end, loop.debrief_at, theirs), start=1):
        if when > tx.now:
            at(tx, "nudge", seat.id, f"nudge:{seat.id}:{loop.revision}:{number}", when)
    told = lead_told(seat.end, loop.debrief_at, theirs, leads)
    if told is not None and told > tx.now:
        at(tx, "card_late", seat.id, f"card_late:{seat.id}:{loop.revision}", told)


def put_off_nudge(tx: Transaction, seat: Seat, until: datetime) -> None:
    """Ask for the scorecard at that time and not before; others that were to come by then are this one."""
    due.drop_until(tx, "nudge", seat.id, until)
    at(tx, "nudge", seat.id, f"nudge:{seat.id}:moved:{until.isoformat()}", until)


def kits_anew(tx: Transaction, loop: Loop, changed: Collection[Seat]) -> None:
    """Whose questions changed after their kit went out gets it again; a kit that waits will have them anyway.

    It goes out at once, not a working day before: who prepares early is not to prepare for the old questions.
    """
    showing.kits(tx, loop.shadows_of(changed))
    for seat in changed:
        if seat.kit_revision and seat.start_at is not None and not tx.waits("kit", seat.id):
            key = f"kit:{seat.id}:{loop.revision}:{seat.kit_revision}"
            at(tx, "kit", seat.id, key, tx.now)


def put_off_kit(tx: Transaction, seat: Seat, due_id: int) -> None:
    """A kit that is due waits for the plan; where that doesn't come, it is looked at again after a while."""
    at(tx, "kit", seat.id, f"{_after_plan(seat)}{due_id}", tx.now + PLAN_TAKES_AT_MOST)


def kits_planned(tx: Transaction, loop: Loop) -> None:
    """The plan is made: kits that were put off for it go out."""
    for seat in loop.seats:
        for occurrence in due.waiting_for(tx, seat.id, _after_plan(seat)):
            at(tx, "kit", seat.id, occurrence, tx.now)


def _after_plan(seat: Seat) -> str:
    """How the occurrence of a kit that was put off begins."""
    return f"kit:{seat.id}:after:"
