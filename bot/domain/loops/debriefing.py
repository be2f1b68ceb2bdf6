"""A loop's debrief: moved, hurried, opened, posted elsewhere, decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops import quorum, scoring
from bot.domain.loops.events import (
    DebriefHurried,
    DebriefMovedOn,
    DebriefOpened,
    DebriefPutBack,
    DebriefRescheduled,
    DecisionRecorded,
    QuorumMissed,
    SaidAfterTalk,
    TalkShown,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState
from bot.domain.working import WorkingCalendar

EARLY_AFTER = timedelta(minutes=30)
"""How long after its last scorecard an early debrief opens, so that who handed it in can still edit it."""


def reschedule(loop: Loop, at: datetime | None, now: datetime) -> None:
    """Another time for the debrief; reminders move along. Raises Invalid at the field."""
    loop.check_running()
    if at is None or at <= now:
        raise Invalid({"at": "Pick a time that is still to come."})
    if at < loop.last_end():
        raise Invalid({"at": "The last interview is not over by then. Pick a later time."})
    if at == loop.debrief_at:
        return
    loop.debrief_at, loop.debrief_asked = at, 0
    loop.debrief_tries += 1
    loop.revision += 1
    waiting = (seat for seat in loop.panel if seat.card is not CardState.IN and seat.start_at is not None)
    loop.happened(DebriefRescheduled(loop, tuple(waiting)))


def hurry(loop: Loop) -> None:
    """The lead doesn't want to wait. Raises TooLate where the debrief can't open yet or is out."""
    if loop.state is not LoopState.RUNNING:
        raise TooLate("The debrief is out already.")
    if not any(seat.card is CardState.IN for seat in loop.panel):
        raise TooLate("No scorecard is in yet, so there is nothing to talk about.")
    if loop.debrief_asked:
        # Should it have to wait again, that is another question, which is asked and asked again anew.
        loop.revision += 1
    loop.goes_on_with, loop.debrief_asked = quorum.cards_in(loop), 0
    loop.happened(DebriefHurried(loop))


def go_on_without(loop: Loop, seat: Seat, wanted: int) -> None:
    """The lead doesn't wait for this panelist; a debrief that waited for nobody else opens.

    `wanted` is the opening's quorum. Raises TooLate where nothing is waited for, or nothing would be left.
    """
    scoring.check_expected(loop, seat)
    left = [one for one in quorum.waited_for(loop) if one is not seat]
    if not quorum.cards_in(loop) and not left:
        raise TooLate("No scorecard would be left to talk about. Move the debrief, or cancel the loop.")
    loop.goes_on_with = min(quorum.wanted(loop, wanted), quorum.cards_in(loop) + len(left))
    scoring.excuse(loop, seat, by_lead=True)
    if loop.debrief_asked and not left:
        hurry(loop)


def is_ready(loop: Loop, wanted: int) -> bool:
    """Whether it opens at its time: with the quorum, and unless it waits for its lead. `wanted` is the opening's."""
    return not loop.debrief_asked and quorum.is_met(loop, wanted)


def opens_early(loop: Loop, now: datetime, calendar: WorkingCalendar) -> datetime:
    """When an early debrief opens whose last scorecard came in now: in the lead's hours, and never after its time."""
    return min(loop.debrief_at, calendar.in_hours(now + EARLY_AFTER))


def is_too_soon(loop: Loop, now: datetime) -> bool:
    """Whether it was to open early, and somebody is waited for again by now."""
    return now < loop.debrief_at and loop.goes_on_with is None and not quorum.all_in(loop)


def put_back(loop: Loop) -> None:
    """It opens at its time after all."""
    loop.happened(DebriefPutBack(loop))


def wait(loop: Loop) -> None:
    """Its time has come and it isn't ready: it opens when the lead says so, and not by itself any more."""
    loop.debrief_asked += 1
    loop.happened(QuorumMissed(loop))


def open_up(loop: Loop, now: datetime, competencies: Sequence[str], unfit: str | None) -> None:
    """The scorecards close. `competencies` are those of the thread's parts, `unfit` why the channel can't have it."""
    loop.state, loop.debriefed_at = LoopState.DEBRIEFED, now
    loop.happened(DebriefOpened(loop, tuple(competencies), unfit))


def post_elsewhere(loop: Loop, channel_id: str, competencies: Sequence[str]) -> None:
    """What couldn't be posted goes to another channel; the head has a key of its own there."""
    loop.channel_id = channel_id
    loop.debrief_tries += 1
    loop.happened(DebriefMovedOn(loop, tuple(competencies)))


def say_after_talk(loop: Loop, seat: Seat, now: datetime, *, all_said: bool) -> None:
    """A panelist said whether their recommendation changed; once all have, it is shown. Their card stays as it was."""
    loop.happened(SaidAfterTalk(loop, seat))
    if all_said and loop.talk_shown_at is None:
        show_talk(loop, now)


def check_may_show_talk(loop: Loop, answers: int) -> None:
    """Raise TooLate where what changed after the talk stands in the debrief already, or nobody has said anything."""
    if loop.talk_shown_at is not None:
        raise TooLate("What changed after the talk stands in the debrief already.")
    if not answers:
        raise TooLate("Nobody has said yet whether their mind changed.")


def show_talk(loop: Loop, now: datetime) -> None:
    """What changed after the talk stands in the debrief from now on."""
    loop.talk_shown_at = now
    loop.happened(TalkShown(loop))


def decide(loop: Loop, decision_id: int, outcome: str, *, settled: bool, rule: str | None = None) -> None:
    """The lead decided; one that is not `settled` leaves the loop as it was after its debrief.

    `rule` is what the agreed rule read, None where it read nothing.
    """
    loop.state = LoopState.DECIDED if settled else LoopState.DEBRIEFED
    loop.happened(DecisionRecorded(loop, decision_id, outcome, rule))
