"""Trying Fairloop by oneself: a practice loop is begun, its kits go out, and it is erased.

Everything between is what any loop does: the kit, the scorecard, the blind rule, the debrief.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.acting.loops import changing
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.loops import CardState, LoopState, Role, SeatState, initials, planned
from bot.domain.loops.loop import Loop, Plan
from bot.domain.loops.seat import Ask, Seat
from bot.domain.practice import (
    CANDIDATE,
    COLLEAGUES,
    NOT_YET,
    TITLE,
    PracticeBegun,
    PracticeErased,
    begin_now,
)
from bot.domain.questions import Bank, Kind, Level, Question
from bot.domain.scorecards import Recommendation
from bot.services import people, questions, scorecards
from bot.services.practice import PracticeSheet, changes
from bot.storage import candidates, leads
from bot.storage import loops as stored
from bot.storage import practice as rows
from bot.storage.tables import Candidate, Opening, OpeningCompetency

MINUTES = 30
EVIDENCE = "Named a first check and what it costs, then one limit. Needed a hint for the follow-up."
GIVEN = {"Kim": (3, Recommendation.YES), "Jo": (2, Recommendation.NO)}
"""What the made-up colleagues rated everywhere, and recommend. They differ, so there is something to talk about."""
STILL_THERE = "Your practice loop is there already, in our conversation. Erase it with its button first."
REAL = "This isn't practice, so it isn't erased like that."


@dataclass(frozen=True)
class Example:
    """What is said of the made-up candidate."""

    name: str = CANDIDATE
    label: str = initials(CANDIDATE)
    email: str = ""
    ats_id: str = ""
    slack_user: str = ""
    links: str = ""
    notes: str = ""


def begin(context: Context, actor: Actor) -> None:
    """Plan a made-up loop in which the actor holds a seat beside two made-up colleagues.

    Raises TooLate where the actor has one already, or the question files have no questions to practise with.
    """
    bank = context.bank()
    with context.transaction(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        if rows.own(tx, actor.user_id) is not None:
            raise TooLate(STILL_THERE)
        asked = _questions(bank)
        loop = _planned(tx, bank, asked)
        tx.happened(PracticeBegun(loop))


def send(context: Context, actor: Actor, loop_id: int) -> None:
    """Send the practice loop's kits; its interviews begin at once, and the made-up colleagues hand in. Once.

    Raises TooLate where the loop is no practice.
    """
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        _check_practice(loop)
        if loop.state is LoopState.DRAFT:
            begin_now(loop, tx.now + NOT_YET)
            planned.send(loop, tx.now, taken=(), met_meanwhile=False)
            begin_now(loop, tx.now)
        waiting = [seat for seat in loop.seats if _is_colleagues(seat) and seat.card is not CardState.IN]
        sheets = [(seat.id, _sheet(context.bank(), seat)) for seat in waiting]
    for seat_id, sheet in sheets:
        holder = Actor(actor.team_id, sheet.user_id)
        scorecards.open_card(context, holder, seat_id)
        handed_in = scorecards.submit(context, holder, seat_id, changes(sheet))
        if handed_in.gaps:
            raise ValueError(f"a practice scorecard with gaps: {handed_in.gaps[0].text}")


def erase(context: Context, actor: Actor, loop_id: int) -> None:
    """Erase a practice loop with its messages; nothing of it was counted anywhere. Raises TooLate where it is none."""
    with context.transaction(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        _check_practice(loop)
        row_key = _erased(tx, loop)
    with context.transaction(actor) as tx:
        rows.destroy_keys(tx, row_key)


def run_out(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """A practice loop's day is over."""
    with context.transaction(system(team_id)) as tx:
        tx.finish(due_id)
        row_key = _erased(tx, stored.get(tx, loop_id))
    with context.transaction(system(team_id)) as tx:
        rows.destroy_keys(tx, row_key)


def _erased(tx: Transaction, loop: Loop) -> str:
    cards = sum(seat.card is CardState.IN for seat in loop.seats)
    tx.happened(PracticeErased(loop, cards))
    return rows.erase(tx, loop.id, COLLEAGUES)


def _check_practice(loop: Loop) -> None:
    if not loop.practice or loop.sample:
        raise TooLate(REAL)


def _is_colleagues(seat: Seat) -> bool:
    return seat.user_id in COLLEAGUES


def _questions(bank: Bank) -> list[Question]:
    """One for each seat, of competencies of their own where there are so many: those that candidates train on.

    None of them is asked in any other loop. The first has a spoken answer, to be rated.
    """
    pool = [one for one in bank.questions(level=Level.MID, prep=True) if one.kind is not Kind.CODING]
    spoken = next((one for one in pool if len(one.said) > 1), None)
    if spoken is None or len(pool) < len(COLLEAGUES) + 1:
        raise TooLate(
            "The question files have too few questions for prep, so there is nothing to practise with."
        )
    others = [one for one in pool if one.competency != spoken.competency]
    others += [one for one in pool if one not in others and one is not spoken]
    first = others[0]
    second = next((one for one in others if one.competency != first.competency), others[1])
    return [spoken, first, second]


def _planned(tx: Transaction, bank: Bank, asked: Sequence[Question]) -> Loop:
    me = tx.actor.user_id
    people.ensure(tx, me)
    rows.know(tx, COLLEAGUES, like=me)
    opening = tx.add(
        Opening(
            team_id=tx.team_id,
            title=TITLE,
            question_set=bank.sets[0].key,
            level=Level.MID,
            quorum=len(asked),
            minutes=MINUTES,
            channel_id=me,
            closed_at=tx.now,
        )
    )
    tx.add_all([_competency(opening, key, place) for place, key in enumerate(_keys(asked))])
    answer = " ".join(point.say for point in asked[0].said[:-1])
    said = Example(notes=answer)
    candidate = candidates.write(tx, Candidate(team_id=tx.team_id), said)
    loop = Loop(
        opening_id=opening.id,
        candidate_id=candidate.id,
        lead_id=me,
        label=candidate.label,
        state=LoopState.DRAFT,
        level=Level.MID,
        channel_id=me,
        first_at=tx.now,
        minutes=MINUTES,
        debrief_at=tx.now,
        created_at=tx.now,
        practice=True,
        revision=1,
        plan=Plan(),
    )
    for position, (user_id, question) in enumerate(zip((me, *COLLEAGUES), asked, strict=True)):
        loop.seats.append(_seat(tx, loop, position, user_id, question))
    begin_now(loop, tx.now + NOT_YET)
    stored.save(tx, loop)
    leads.write_of_loop(tx, loop.id, [me])
    leads.write_of_opening(tx, opening.id, [me])
    return loop


def _keys(asked: Sequence[Question]) -> list[str]:
    return list(dict.fromkeys(question.competency for question in asked))


def _competency(opening: Opening, key: str, position: int) -> OpeningCompetency:
    return OpeningCompetency(
        opening_id=opening.id,
        competency=key,
        team_id=opening.team_id,
        position=position,
        weight=1,
        panelists=1,
        lowest=1,
        highest=1,
    )


def _seat(tx: Transaction, loop: Loop, position: int, user_id: str, question: Question) -> Seat:
    seat = Seat(user_id, Role.PANELIST, position, loop.first_at, loop.minutes, SeatState.WAITING)
    version = questions.keep_version(tx, question)
    seat.asks.append(Ask(question.id, version, question.competency, position, question.minutes, "practice"))
    return seat


def _sheet(bank: Bank, seat: Seat) -> PracticeSheet:
    rating, recommendation = GIVEN[COLLEAGUES[seat.user_id]]
    by_dimension = {dimension.key: rating for dimension in bank.rubric.dimensions}
    ratings: Mapping[str, Mapping[str, int]] = {ask.question_id: by_dimension for ask in seat.asks}
    return PracticeSheet(seat.user_id, ratings, EVIDENCE, recommendation)
