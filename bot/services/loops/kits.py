"""Kits: sent before the interview, and read by their panelist."""

from dataclasses import replace

from bot.acting.access import authorise, is_candidate_of
from bot.acting.context import Actor, Context, Transaction, system
from bot.acting.loops import changing_seat
from bot.domain.access import Action
from bot.domain.bidi import isolated
from bot.domain.errors import TooLate
from bot.domain.kits import OPENING_MINUTES, Kit, KitQuestion
from bot.domain.loops import CardState, LoopState, Role, leaving, missing
from bot.domain.loops import kits as rules
from bot.domain.loops.events import ScorecardOpens
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.questions import Bank
from bot.services import questions
from bot.storage import candidates, card_drafts
from bot.storage import loops as stored
from bot.storage.openings import opening_of

WORDS_GONE = "The words for this role were taken out of the question files. Use your own."


def send(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Put a kit in the outbox, or its newest revision where questions changed; while a plan is made it waits."""
    with changing_seat(context, system(team_id), interview_id) as (tx, loop, seat):
        tx.finish(due_id)
        rules.send(
            loop,
            seat,
            due_id,
            may_interview=not is_candidate_of(tx, loop, seat.user_id),
            planning=tx.waits("plan", loop.id),
        )


def opens(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Ten minutes before: the kit shows [Open scorecard]."""
    with changing_seat(context, system(team_id), interview_id) as (tx, loop, seat):
        tx.finish(due_id)
        tx.happened(ScorecardOpens(loop, seat))


def get(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit as its panelist or shadow sees it."""
    with context.reading(actor) as tx:
        loop, seat = stored.of_seat(tx, interview_id)
        authorise(tx, Action.SEE_KIT, loop=loop, seat=seat)
        if seat.gone:
            raise TooLate("Your seat was given up, and the kit went with it.")
        return read_kit(tx, context.bank(), loop, seat)


def to_give_up(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit of somebody who is about to say that they can't come after all. Raises TooLate where that is over."""
    with context.reading(actor) as tx:
        kit = _to_leave(context, tx, *stored.of_seat(tx, interview_id))
    if not kit.may_give_up(context.now()):
        raise TooLate("This interview counts as held by now. If it didn't happen, say so in the kit's menu.")
    return kit


def to_miss(context: Context, actor: Actor, interview_id: int) -> Kit:
    """The kit of somebody who is about to say that their interview didn't happen. Raises TooLate as `missed` does."""
    with context.reading(actor) as tx:
        loop, seat = stored.of_seat(tx, interview_id)
        kit = _to_leave(context, tx, loop, seat)
        missing.check_may_miss(seat, tx.now, by_lead=False)
        return kit


def _to_leave(context: Context, tx: Transaction, loop: Loop, seat: Seat) -> Kit:
    authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
    loop.check_running(seat)
    if seat.gone:
        raise TooLate(leaving.GIVEN_UP)
    return read_kit(tx, context.bank(), loop, seat)


def read_kit(tx: Transaction, bank: Bank, loop: Loop, seat: Seat) -> Kit:
    """The kit for whoever is allowed to see it. A shadow sees the questions of the panelist they sit with."""
    opening = opening_of(tx, loop.opening_id)
    candidate = candidates.candidate(tx, loop.candidate_id)
    question_set = next((one for one in bank.sets if one.key == opening.question_set), None)
    host = loop.seat(seat.host_id) if seat.host_id else None
    partner = loop.partner_of(seat)
    kit = Kit(
        interview_id=seat.id,
        loop_id=loop.id,
        user_id=seat.user_id,
        role=seat.role,
        label=isolated(loop.label),
        name=isolated(candidate.name),
        opening=opening.title,
        links=candidate.links or "",
        notes=candidate.notes or "",
        start=seat.start_at or loop.first_at,
        minutes=seat.minutes,
        state=seat.state,
        card=seat.card,
        debrief_at=loop.debrief_at,
        questions=_questions(tx, bank, host or seat),
        opening_words=question_set.opening if question_set else WORDS_GONE,
        closing_words=question_set.closing if question_set else WORDS_GONE,
        host_id=host.user_id if host else None,
        closed=loop.state is not LoopState.RUNNING,
        asker_id=_asker(loop, seat),
        partner_id=partner.user_id if partner else None,
        partner_minutes=sum(ask.minutes for ask in partner.asks if ask.open) if partner else 0,
        revised=seat.kit_revision > 1,
        red_flags=question_set.red_flags if question_set else (),
        early=opening.early,
        meeting_link=loop.meeting_link or "",
        late=loop.debriefed_at is not None,
        may_undo=loop.may_be_had_back(seat, tx.now),
        missed=seat.missed,
        may_take_back=missing.may_take_back(loop, seat),
        changed=seat.card is CardState.IN and bool(card_drafts.changed_seats(tx, [seat.id])),
    )
    return replace(kit, opening_words=_spoken(kit.opening_words, kit))


def _spoken(words: str, kit: Kit) -> str:
    """A set's words with the minutes of this very interview in them; a set may have them as words of its own."""
    minutes = {
        "{minutes}": kit.minutes,
        "{hello}": OPENING_MINUTES,
        "{questions}": kit.question_minutes + kit.partner_minutes,
        "{yours}": kit.closing_minutes,
    }
    for blank, number in minutes.items():
        words = words.replace(blank, str(number))
    return words


def _questions(tx: Transaction, bank: Bank, seat: Seat) -> tuple[KitQuestion, ...]:
    names = bank.competency_names
    words = questions.kept_versions(tx, [(ask.question_id, ask.version) for ask in seat.asks])
    return tuple(
        KitQuestion(
            words[(ask.question_id, ask.version)],
            names.get(ask.competency, ask.competency),
            ask.minutes,
            ask.state,
        )
        for ask in seat.in_turn
    )


def _asker(loop: Loop, seat: Seat) -> str | None:
    """The shadow who asks this panelist's questions, or this seat's own holder where they are that shadow."""
    if seat.role is Role.SHADOW:
        return seat.user_id if seat.reverse else None
    shadows = (one for one in loop.shadows_of([seat]) if one.reverse and not one.gone)
    return next((one.user_id for one in shadows), None)
