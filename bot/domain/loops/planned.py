"""A loop's plan: asked for, made, sent out, called off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotFound, TooLate
from bot.domain.loops.events import (
    LoopCancelled,
    LoopSent,
    PlanAsked,
    PlanGivenUp,
    PlanMade,
    PlanMended,
    PracticeEntered,
    QuestionsChanged,
    QuestionTakenOut,
    TriedAgain,
)
from bot.domain.loops.forms import distinct_label
from bot.domain.loops.loop import Loop, Plan
from bot.domain.loops.seat import Ask, Seat
from bot.domain.loops.states import LoopState, SeatState
from bot.domain.scorecards import Asked


def ask_anew(loop: Loop, *, shown: bool = True) -> None:
    """The plan is to be made again: a draft's page says so meanwhile, a running loop keeps what is out.

    Not `shown`: the page stays as it is until the new plan is there.
    """
    if shown:
        loop.trial = None
        if loop.state is LoopState.DRAFT:
            loop.plan = None
    loop.revision += 1
    loop.happened(PlanAsked(loop, shown))


@dataclass(frozen=True)
class Planned:
    """One question of a plan, for the seat that asks it. `position` is its place in the whole plan."""

    seat: Seat
    question_id: str
    position: int
    reason: str


def store(
    loop: Loop, plan: Plan, asks: Sequence[Planned], new: Mapping[str, Ask], facts: Collection[str]
) -> None:
    """Take a plan over. `new` has an ask for each question that the loop doesn't hold yet.

    What was asked (`facts`) stays as it was written, and what was not reached on the scorecard that says so: it
    doesn't come back to the seat that left it.
    """
    asks = [one for one in asks if one.question_id not in one.seat.left]
    before = {seat.id: seat.question_ids for seat in loop.panel}
    wanted = {*facts, *(one.question_id for one in asks)}
    known = held(loop)
    for question_id, (seat, ask) in known.items():
        if question_id not in wanted and ask.state is Asked.PLANNED:
            seat.asks.remove(ask)
    for one in asks:
        seat, ask = known.get(one.question_id) or (one.seat, new[one.question_id])
        if ask in seat.asks:
            seat.asks.remove(ask)
        ask.position, ask.reason, ask.state = one.position, one.reason, Asked.PLANNED
        one.seat.asks.append(ask)
    loop.plan = plan
    changed = (seat for seat in loop.seats if seat.id in before and seat.question_ids != before[seat.id])
    loop.happened(PlanMade(loop, tuple(changed)))


def no_plan(loop: Loop, trouble: str) -> None:
    """There is no plan, for the reason given; who asks what stays as it was."""
    loop.plan = Plan(trouble)
    loop.happened(PlanMade(loop, ()))


def held(loop: Loop) -> dict[str, tuple[Seat, Ask]]:
    """The loop's questions that are to be asked or were, by id, with the seat that has each."""
    return {ask.question_id: (seat, ask) for seat in loop.seats for ask in seat.asks if ask.open}


def send(loop: Loop, now: datetime, taken: Collection[str], met_meanwhile: bool) -> None:
    """The lead confirms: the loop runs. A second time changes nothing. Raises TooLate where it can't be sent.

    `taken` are labels of other loops this week; `met_meanwhile` is whether the candidate is asked one of its
    questions elsewhere by now.
    """
    if loop.state is not LoopState.DRAFT:
        return
    if loop.plan is None or loop.plan.trouble:
        raise TooLate("The plan isn't ready yet. It takes a few seconds; try again.")
    if loop.first_at <= now:
        raise TooLate("The first interview should have begun by now. Go back and pick another time.")
    if loop.last_end() > loop.debrief_at:
        raise TooLate(
            "The last interview would not be over by the debrief. Go back and pick a later debrief."
        )
    if met_meanwhile:
        raise TooLate(
            "This person is asked some of these questions in another loop by now. Go back and plan it again."
        )
    loop.state, loop.label = LoopState.RUNNING, distinct_label(loop.label, taken)
    loop.happened(LoopSent(loop))


def cancel(loop: Loop, now: datetime) -> None:
    """The loop is called off; a second time changes nothing. Raises TooLate once the debrief is out."""
    if loop.state is LoopState.CANCELLED:
        return
    if loop.debriefed_at is not None:
        raise TooLate("The debrief is out already; record a decision instead.")
    was_running = loop.state is LoopState.RUNNING
    loop.state, loop.cancelled_at = LoopState.CANCELLED, now
    told = [seat for seat in loop.in_order() if seat.state in (SeatState.SENT, SeatState.CONFIRMED)]
    loop.happened(LoopCancelled(loop, tuple(told) if was_running else (), was_running))


def take_out(loop: Loop, seat: Seat, question_id: str, now: datetime, already: bool) -> None:
    """A question is not asked in this loop; `already` is whether that was said before. Raises NotFound, TooLate."""
    asked = [ask for ask in seat.asks if ask.question_id == question_id]
    if not asked or already:
        raise NotFound("That question is out of this loop already.")
    if loop.has_met(seat, now) or asked[0].state is not Asked.PLANNED:
        raise TooLate("That interview has begun, so its questions stay as they are.")
    ask_anew(loop)
    loop.happened(QuestionTakenOut(loop, seat, question_id))


def not_reached(loop: Loop, seat: Seat, question_id: str, state: Asked, now: datetime) -> None:
    """What became of a question. What was not reached is offered to a later panelist, or taken back from them.

    Once the debrief has opened, nobody is left to ask it, and nothing is planned anew.
    Raises NotFound where the seat doesn't ask it, TooLate where that later one has met the candidate with it.
    """
    if all(one.question_id != question_id for one in seat.asks):
        raise NotFound("That question isn't on this scorecard. Open it again from your kit.")
    for ask in [one for one in seat.asks if one.question_id == question_id and one.state is not state]:
        before, ask.state = ask.state, state
        if before is Asked.NOT_REACHED:
            _free(loop, seat, question_id, now)
        if Asked.NOT_REACHED in (before, state) and loop.debriefed_at is None:
            ask_anew(loop)


def _free(loop: Loop, seat: Seat, question_id: str, now: datetime) -> None:
    """Take a question back from the later panelist who was to ask it."""
    for other in loop.seats:
        for ask in [one for one in other.asks if one.question_id == question_id and one.open]:
            if other is seat:
                continue
            if loop.has_met(other, now) or loop.debriefed_at is not None:
                raise TooLate(
                    "A colleague has taken that question up meanwhile. Write what you heard at another one."
                )
            other.asks.remove(ask)
            loop.happened(QuestionsChanged(loop, (other,)))


def give_up(loop: Loop, words: str) -> None:
    """The plan can't be worked out; `words` stand where it is waited for."""
    loop.plan = Plan(words)
    loop.happened(PlanGivenUp(loop))


def try_again(loop: Loop, kind: str) -> None:
    """Work of this kind that was given up is tried once more; a draft's page says that it is planned."""
    if loop.state is LoopState.DRAFT:
        loop.plan = None
    loop.happened(TriedAgain(loop, kind))


def mended(loop: Loop, mend: str) -> None:
    """A change that the plan's page offered was made."""
    ask_anew(loop)
    loop.happened(PlanMended(loop, mend))


def enter_practice(loop: Loop) -> None:
    """A made-up loop counts as decided, at the time that its debrief was for."""
    loop.state, loop.debriefed_at = LoopState.DECIDED, loop.debrief_at
    loop.happened(PracticeEntered(loop))
