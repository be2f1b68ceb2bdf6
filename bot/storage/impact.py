"""How far candidates came, as counts of selection ask for it."""

from sqlalchemy import select

from bot.domain.impact import Passed, Stage
from bot.domain.loops import LoopState
from bot.domain.loops.states import Outcome
from bot.storage.tables import Decision, Loop, Opening
from bot.storage.unit import Unit

PLANNED = (LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED, LoopState.CANCELLED)


def passed(unit: Unit) -> list[Passed]:
    """Every loop that was sent out and isn't running any more, and every decision that counts; no practice."""
    loops = unit.session.execute(
        select(Loop.id, Loop.candidate_id, Loop.state, Loop.debriefed_at, Opening.title)
        .join(Opening, Opening.id == Loop.opening_id)
        .where(unit.own(Loop), Loop.practice.is_(False), Loop.sample.is_(False), Loop.state.in_(PLANNED))
        .order_by(Loop.id)
    ).all()
    made = unit.session.execute(
        select(Decision.loop_id, Decision.outcome).where(unit.own(Decision)).order_by(Decision.id)
    )
    newest = {row.loop_id: row.outcome for row in made}
    found = []
    for row in loops:
        if row.state != LoopState.RUNNING:
            over = row.debriefed_at is not None
            found.append(Passed(row.candidate_id, row.title, Stage.DEBRIEFED, over))
        if newest.get(row.id, Outcome.WAIT) != Outcome.WAIT:
            moved = newest[row.id] == Outcome.MOVE_ON
            found.append(Passed(row.candidate_id, row.title, Stage.MOVED_ON, moved))
    return found
