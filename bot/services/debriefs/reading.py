"""An opened debrief, for those who may read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.acting.access import authorise, may
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.debriefs import Beside, Earlier, Numbers, Panel, Talk
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import Outcome
from bot.domain.questions import Bank
from bot.services.calibration import loop_of
from bot.services.debriefs.panel import read_panel
from bot.services.debriefs.records import numbers_from
from bot.services.debriefs.talking import read_talk
from bot.storage import debriefs as kept
from bot.storage import loops as stored
from bot.storage import people

OUTCOMES: Mapping[str, str] = {
    Outcome.MOVE_ON: "Move forward",
    Outcome.NOT_NOW: "Not for this role",
    Outcome.WAIT: "Not decided yet",
}


@dataclass(frozen=True)
class Decided:
    """The newest decision on a loop."""

    outcome: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Debrief:
    """A debrief as the panel sees it: the figures as they were kept, and the panel's evidence.

    `hidden` is why it is a line in its channel at the moment; None where it is shown there.
    """

    loop_id: int
    channel_id: str
    hidden: str | None
    numbers: Numbers
    panel: Panel
    decision: Decided | None
    earlier: Earlier
    fit: str | None
    talk: Talk


def get(context: Context, actor: Actor, loop_id: int, action: Action = Action.READ_DEBRIEF) -> Debrief:
    """An opened debrief. Raises NotAllowed, NotFound."""
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, action, loop=loop)
        return read_debrief(tx, context.bank(), loop)


def read_debrief(tx: Transaction, bank: Bank, loop: Loop) -> Debrief:
    """An opened debrief for whoever is allowed to see it."""
    record = kept.record_of(tx, loop.id)
    numbers = numbers_from(record.numbers)
    panel = read_panel(tx, bank, loop)
    if numbers.rule is not None and numbers.rule.by not in panel.names:
        panel = replace(panel, names={**panel.names, **people.names(tx, [numbers.rule.by])})
    return Debrief(
        loop.id,
        loop.channel_id,
        record.hidden,
        numbers,
        panel,
        decision_on(tx, loop.id),
        kept.earlier_loops(tx, loop.id),
        record.fit,
        read_talk(tx, loop),
    )


def beside(context: Context, actor: Actor, loop_id: int) -> tuple[Beside, ...]:
    """The candidates of the opening beside this one, as when it was debriefed; only loops that the actor leads, too.

    Raises NotAllowed, NotFound.
    """
    with context.reading(actor) as tx:
        authorise(tx, Action.EXPLAIN_DEBRIEF, loop=stored.get(tx, loop_id))
        fit = kept.record_of(tx, loop_id).fit
        pairs = json.loads(fit).get("beside", []) if fit else []
        ids = [loop_of(pair["candidate"]) for pair in pairs]
        loops = kept.loops_of(tx, ids)
        return tuple(
            Beside(loops[id].label, pair["gap"], pair["p"], loops[id].sample)
            for id, pair in zip(ids, pairs, strict=True)
            if id in loops and may(tx, Action.EXPLAIN_DEBRIEF, loop=loops[id])
        )


def reasons(context: Context, actor: Actor, loop_id: int) -> tuple[Decided, ...]:
    """Every decision on a loop with its reason, the newest first. That it is read is recorded.

    Raises NotAllowed, NotFound.
    """
    with context.reading(actor) as tx:
        authorise(tx, Action.READ_REASON, loop=stored.get(tx, loop_id))
        return tuple(
            Decided(row.outcome, row.reason, row.decided_by, row.decided_at)
            for row in kept.decisions(tx, loop_id)
        )


def decision_on(tx: Transaction, loop_id: int) -> Decided | None:
    """The newest decision on a loop."""
    row = kept.newest_decision(tx, loop_id)
    return Decided(row.outcome, row.reason, row.decided_by, row.decided_at) if row else None
