"""Scorecards: opened, saved field by field, submitted when complete, edited until the debrief opens.

Then those that are in are sealed; one that comes later is taken, and isn't blind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.acting.access import authorise_knowing
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing_seat
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotFound, TooLate
from bot.domain.kits import SCORECARD_OPENS_BEFORE, Kit
from bot.domain.loops import GONE, LoopState, Role, planned, scoring
from bot.domain.loops.events import CardBegun, CardChanged
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.offered import NOT_THERE, Offered
from bot.domain.questions import Bank, Rubric
from bot.domain.scorecards import (
    LAST_PAGE,
    SEEN,
    STATE,
    Asked,
    Card,
    Change,
    Field,
    Gap,
    Stored,
    begun,
    card_from,
    gaps,
    last_page_faults,
    written,
)
from bot.services import questions
from bot.services.loops.kits import read_kit
from bot.storage import card_drafts, card_places, glass, scorecards
from bot.storage import loops as stored
from bot.storage.card_places import Fields, Place
from bot.storage.loops import GONE_SEAT
from bot.storage.scorecards import Row

SEALED = (
    "The debrief has opened, so your scorecard is sealed. Should your mind change, choose After the talk under the "
    "debrief."
)
CLOSED = "Open the scorecard again from your kit; this one was closed."


@dataclass(frozen=True)
class OpenCard:
    """What a scorecard's modal shows: the kit it belongs to, the rubric, and what is saved."""

    kit: Kit
    rubric: Rubric
    card: Card
    gaps: tuple[Gap, ...]


def open_card(context: Context, actor: Actor, interview_id: int) -> OpenCard:
    """Begin a scorecard, or go on with it. Each call is a new rendering, with new ids for its inputs."""
    with context.transaction(actor) as tx:
        place = _writable(tx, interview_id)
        tx.shows("open scorecard", f"interview:{interview_id}")
        return _rendered(tx, context.bank(), place)


def look(context: Context, actor: Actor, interview_id: int) -> OpenCard:
    """The scorecard as it is saved, with the ids of its last rendering: what is on screen stays there."""
    with context.reading(actor) as tx:
        return _shown(tx, context.bank(), _writable(tx, interview_id))


def save(context: Context, actor: Actor, interview_id: int, changes: Sequence[Change]) -> None:
    """Write the fields that changed in a view; what did not change there is left alone."""
    with context.transaction(actor) as tx:
        _write(tx, context.bank(), _writable(tx, interview_id), changes)


def mark(
    context: Context,
    actor: Actor,
    interview_id: int,
    question_id: str,
    state: Asked,
    changes: Sequence[Change],
) -> OpenCard:
    """Say that a question wasn't reached, or was (nothing typed is lost either way).

    That is the panelist's to say: a shadow's word changes nothing, since the questions are their host's. What
    was not reached is offered to a later panelist at once, and taken back from them if it was after all; on a card
    that is in, once that is submitted again.
    """
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        place = _writable(tx, interview_id)
        _write(tx, context.bank(), place, changes)
        if seat.role is not Role.PANELIST:
            raise TooLate("Whom you sit with says what was reached. Choose “not assessed” here.")
        if place.submitted_at is None:
            planned.not_reached(loop, seat, question_id, state, tx.now)
            stored.save(tx, loop)
        else:
            _mark_draft(tx, place, seat, question_id, state)
        return _rendered(tx, context.bank(), place, loop)


def submit(context: Context, actor: Actor, interview_id: int, changes: Sequence[Change]) -> OpenCard:
    """Hand it in where nothing is missing; otherwise its gaps say what is. Everything typed is kept.

    Raises TooLate before the interview begins, and Invalid with faults of the last page's own fields; both after
    saving what was filled in.
    """
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        place = _writable(tx, interview_id)
        _write(tx, context.bank(), place, changes)
        shown = _rendered(tx, context.bank(), place, loop)
        faults, early = last_page_faults(shown.card), not begun(place.start_at, tx.now)
        if not early and not faults and not shown.gaps:
            _hand_in(tx, loop, seat, place)
            shown = _shown(tx, context.bank(), place, loop)
    if early:
        raise TooLate("Everything is saved. Hand it in once the interview has begun.")
    if faults:
        raise Invalid(faults)
    return shown


def read_card(tx: Transaction, loop: Loop, seat: Seat) -> Card | None:
    """A seat's scorecard as its holder goes on with it, once it was opened: with changes that aren't handed in."""
    row = next(iter(scorecards.of_seats(tx, [seat.id])), None)
    if row is None:
        return None
    drafts = card_drafts.fields(tx, [row.id])[row.id] if row.submitted_at is not None else {}
    states = {ask.question_id: ask.state for ask in _asking(loop, seat).in_turn}
    states |= {key.question_id: Asked(str(one.value)) for key, one in drafts.items() if key.name == STATE}
    fields = scorecards.fields(tx, [row.id])[row.id]
    return card_from({**fields, **drafts}, states, _blank(row, changed=bool(drafts)))


def read_cards(tx: Transaction, panel: Iterable[Seat]) -> dict[int, Card]:
    """The scorecards of a panel that were opened, by seat, as they count: what was handed in."""
    seats = {seat.id: seat for seat in panel}
    rows = scorecards.of_seats(tx, list(seats))
    fields = scorecards.fields(tx, [row.id for row in rows])
    return {
        row.interview_id: card_from(
            fields[row.id],
            {ask.question_id: ask.state for ask in seats[row.interview_id].in_turn},
            _blank(row),
        )
        for row in rows
    }


def _blank(row: Row, *, changed: bool = False) -> Card:
    return Card(
        row.id,
        row.interview_id,
        row.user_id,
        {},
        submitted_at=row.submitted_at,
        render=row.render,
        changed=changed,
        revised=row.edited_at is not None,
        blind=row.blind,
    )


def _asking(loop: Loop, seat: Seat) -> Seat:
    """Whose questions a seat scores: a shadow those of whom they sit with."""
    return loop.seat(seat.host_id) if seat.host_id is not None else seat


def _rendered(tx: Transaction, bank: Bank, place: Place, held: Loop | None = None) -> OpenCard:
    scorecards.open_one(tx, place.seat_id, place.id, place.user_id)
    return _shown(tx, bank, place, held)


def _shown(tx: Transaction, bank: Bank, place: Place, held: Loop | None = None) -> OpenCard:
    loop = held or stored.look(tx, place.id)
    seat = loop.seat(place.seat_id)
    card = read_card(tx, loop, seat)
    if card is None:
        raise TooLate(CLOSED)
    names = {dimension.key: dimension.short for dimension in bank.rubric.dimensions}
    ids = [ask.question_id for ask in _asking(loop, seat).in_turn]
    return OpenCard(read_kit(tx, bank, loop, seat), bank.rubric, card, gaps(card, ids, names))


def _hand_in(tx: Transaction, loop: Loop, seat: Seat, place: Place) -> None:
    card_id, first = _opened(place), place.submitted_at is None
    if first:
        scorecards.hand_in(tx, card_id, blind=not place.late)
    else:
        _replace(tx, loop, seat, card_id)
    if glass.has_read(tx, loop.id, seat.user_id):
        scorecards.not_blind(tx, card_id)
    scoring.hand_in(loop, seat, first=first)
    stored.save(tx, loop)


def _replace(tx: Transaction, loop: Loop, seat: Seat, card_id: int) -> None:
    """What was changed takes the place of what was in."""
    drafts = card_drafts.fields(tx, [card_id])[card_id]
    for field, one in drafts.items():
        if field.name == STATE:
            planned.not_reached(loop, seat, field.question_id, Asked(str(one.value)), tx.now)
    scorecards.write(tx, card_id, {field: one for field, one in drafts.items() if field.name != STATE})
    card_drafts.drop(tx, card_id, list(drafts))
    scorecards.edited(tx, card_id)


def _writable(tx: Transaction, interview_id: int) -> Place:
    """Where the seat's holder may write now. Raises NotFound, NotAllowed or TooLate."""
    place = card_places.place(tx, interview_id, tx.actor.user_id)
    if place is None:
        raise NotFound(GONE_SEAT)
    authorise_knowing(tx, Action.WRITE_SCORECARD, place.facts, loop=place, seat=place)
    if place.late and place.submitted_at is not None:
        raise TooLate(SEALED)
    if place.late and place.role is Role.SHADOW:
        raise TooLate("The debrief has opened, and what you score is for learning. There is nothing to do.")
    if place.loop_state is not LoopState.RUNNING and not place.late:
        raise TooLate("This loop isn't running, so there is nothing to score.")
    if place.role is Role.STAND_IN:
        raise TooLate("You stand in. There is nothing to score unless a seat becomes free.")
    if place.seat_state in GONE:
        raise TooLate("This seat was given up. Tell the lead if the interview was held after all.")
    if place.start_at is not None and tx.now < place.start_at - SCORECARD_OPENS_BEFORE:
        raise TooLate("The scorecard opens ten minutes before the interview.")
    return place


def _offered(tx: Transaction, bank: Bank, place: Place, known: Fields) -> Offered:
    """What could be chosen; a red flag of the role stays where it was ticked before the files changed."""
    asked = questions.kept_versions(tx, place.asked).values()
    ratings = {one.key: frozenset(anchor.rating for anchor in one.anchors) for one in bank.rubric.dimensions}
    question_set = next((one for one in bank.sets if one.key == place.question_set), None)
    ticked = known.get(Field(LAST_PAGE, SEEN))
    anywhere = {*(question_set.red_flags if question_set else ()), *(ticked.value if ticked else ())}
    return Offered({question.id: len(question.red_flags) for question in asked}, ratings, frozenset(anywhere))


def _opened(place: Place) -> int:
    if place.card_id is None:
        raise TooLate(CLOSED)
    return place.card_id


def _write(tx: Transaction, bank: Bank, place: Place, changes: Sequence[Change]) -> None:
    """Save what changed. With the first words or rating the scorecard is begun, and the lead sees that.

    Raises NotFound, and saves nothing, where a value could not have been chosen there.
    """
    card_id = _opened(place)
    if not changes:
        return
    known, drafts = place.known, place.drafts if place.submitted_at is not None else {}
    found = written({**known, **drafts}, changes)
    if not found:
        return
    _offered(tx, bank, place, {**known, **drafts}).check({field: one.value for field, one in found.items()})
    if place.submitted_at is not None:
        _draft(tx, place, known, drafts, found)
        return
    scorecards.write(tx, card_id, found)
    if not known:
        loop = stored.look(tx, place.id)
        tx.happened(CardBegun(loop, loop.seat(place.seat_id)))


def _mark_draft(tx: Transaction, place: Place, seat: Seat, question_id: str, state: Asked) -> None:
    """The same beside a card that is in; what was asked as planned was reached."""
    field, drafts = Field(question_id, STATE), card_drafts.fields(tx, [_opened(place)])[_opened(place)]
    in_it = {Field(ask.question_id, STATE): Stored(ask.state, "", "") for ask in seat.asks}
    if field not in in_it:
        raise NotFound(NOT_THERE)
    marked = Asked.ASKED if state is Asked.PLANNED else state
    _draft(tx, place, in_it, drafts, {field: Stored(marked, f"{tx.now.timestamp():.6f}", "")})


def _draft(tx: Transaction, place: Place, handed_in: Fields, drafts: Fields, found: Fields) -> None:
    """Keep changes beside what was handed in; what is again as it was handed in is no change."""
    same = {key for key, one in found.items() if key in handed_in and handed_in[key].value == one.value}
    card_id, apart = _opened(place), {key: one for key, one in found.items() if key not in same}
    card_drafts.write(tx, card_id, apart)
    card_drafts.drop(tx, card_id, same)
    if bool(drafts) != bool((drafts.keys() | apart.keys()) - same):
        loop = stored.look(tx, place.id)
        tx.happened(CardChanged(loop, loop.seat(place.seat_id)))
