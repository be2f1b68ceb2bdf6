"""What follows when Slack refuses a letter for good: each letter says in its `lost` who is to hear of it, and how."""

from contextlib import suppress
from typing import assert_never

from bot.acting.access import leaders_of
from bot.acting.context import Context, Transaction, system
from bot.consequences import showing
from bot.delivery.dead_letters import DeadLetter
from bot.domain.errors import NotFound
from bot.domain.loops.loop import Loop
from bot.letters import KINDS, Letter
from bot.letters.debriefs import AnyDebriefHead
from bot.letters.letter import PassedOn, PrepPaused, Thing, Told, Unmissed
from bot.letters.trouble import Undelivered, pass_on
from bot.services import prep
from bot.storage import loops as stored


def follow_dead_letter(context: Context, letter: DeadLetter, error: str) -> None:
    """See to it that a lost letter is missed by nobody. Of edits nothing follows: what they change still stands.

    Of a loop that was erased meanwhile nothing follows, either.
    """
    kind = KINDS.get(letter.kind)
    if letter.op != "post" or kind is None:
        return
    with suppress(NotFound):
        _follow(context, kind, letter, error)


def _follow(context: Context, kind: type[Letter], letter: DeadLetter, error: str) -> None:
    match kind.lost:
        case Told() as told:
            with context.transaction(system(letter.team_id)) as tx:
                loop = _loop(tx, kind, letter)
                _tell_lead(tx, loop, letter, error, thread=told.once_a_thread)
                if issubclass(kind, AnyDebriefHead):
                    showing.status(tx, loop)
        case PassedOn():
            with context.transaction(system(letter.team_id)) as tx:
                _pass_on(tx, _loop(tx, kind, letter), letter)
        case PrepPaused():
            prep.undeliverable(context, letter.team_id, letter.key)
        case Unmissed():
            pass
        case never:
            assert_never(never)


def _loop(tx: Transaction, kind: type[Letter], letter: DeadLetter) -> Loop:
    if kind.thing is Thing.SEAT:
        return stored.of_seat(tx, letter.thing_id)[0]
    return stored.get(tx, letter.thing_id)


def _tell_lead(tx: Transaction, loop: Loop, letter: DeadLetter, error: str, *, thread: bool) -> None:
    """Once; not to a lead whose own letter it is."""
    lead = next((one for one in leaders_of(tx, loop) if one != letter.target), None)
    if lead is not None:
        Undelivered.of(letter, error, loop.id, lead, loop.candidate_id, thread=thread).put(tx)


def _pass_on(tx: Transaction, loop: Loop, letter: DeadLetter) -> None:
    """The same to whoever leads the loop next; nobody is asked twice."""
    leaders = leaders_of(tx, loop)
    rest = leaders[leaders.index(letter.target) + 1 :] if letter.target in leaders else leaders
    if rest:
        pass_on(tx, letter, rest[0])
