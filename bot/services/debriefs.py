"""Debriefs: opened on schedule, kept as shown, and closed by a decision with a reason."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from bot.delivery.dead_letters import withhold
from bot.delivery.outbox import URGENT, Note, refresh, state_of
from bot.domain.access import Action
from bot.domain.debriefs import CompetencyScore, Numbers, Panel, TalkItem, numbers
from bot.domain.errors import Invalid, TooLate
from bot.domain.loops import CardState, LoopState, Role
from bot.domain.questions import Bank
from bot.services import calibration
from bot.services.access import authorise, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.evidence import read_panel
from bot.services.openings import channel_fault, unfit
from bot.services.panels import (
    card_state,
    refresh_kit,
    refresh_status,
    seats_of,
    stop_loop,
)
from bot.services.reminders import shrink
from bot.storage.due import finish, schedule
from bot.storage.tables import Audit, Candidate, DebriefRecord, Decision, Loop

REASON_LENGTH = 1_500
MOVED = "move debrief"
OUTCOMES = {"move_on": "Move forward", "not_now": "Not for this role", "wait": "Not decided yet"}


@dataclass(frozen=True)
class Debrief:
    """A debrief as the panel sees it: the figures as they were kept, and the panel's evidence."""

    loop_id: int
    numbers: Numbers
    panel: Panel
    decision: "Decided | None"
    earlier_loops: int
    fit: str | None


@dataclass(frozen=True)
class Decided:
    """The newest decision on a loop."""

    outcome: str
    reason: str
    by: str
    at: datetime


def debrief_key(tx: Transaction, loop: Loop) -> str:
    """The outbox key of a debrief's head; each try to post it elsewhere after a refusal has a key of its own."""
    moves = tx.session.scalar(
        select(func.count()).where(
            Audit.team_id == tx.team_id, Audit.action == MOVED, Audit.thing == f"loop:{loop.id}"
        )
    )
    return f"debrief:{loop.id}:{moves}" if moves else f"debrief:{loop.id}"


def open_debrief(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Open a debrief at its time: scorecards close, the figures are kept, head and thread go out.

    The fit takes too long for a transaction; where a scorecard came in meanwhile, it is made anew. Where the
    candidate could read the channel by now, nothing is posted, and the lead picks another one.
    """
    actor = system(team_id)
    while not _opened(
        context,
        actor,
        due_id,
        loop_id,
        calibration.fit_for(context, actor, loop_id),
        _unfit_channel(context, actor, loop_id),
    ):
        pass


def _unfit_channel(context: Context, actor: Actor, loop_id: int) -> str | None:
    """Why the debrief can't be posted where it was to go. Raises SlackUnavailable: then it is opened later."""
    user = _candidates_user(context, actor, loop_id)
    with context.reading(actor) as tx:
        channel_id = loop_of(tx, loop_id).channel_id
    return unfit(context, actor.team_id, channel_id, user)


def _candidates_user(context: Context, actor: Actor, loop_id: int) -> str | None:
    """The candidate's Slack user, also where they came to this workspace after the loop was planned."""
    with context.reading(actor) as tx:
        candidate = tx.session.get_one(Candidate, loop_of(tx, loop_id).candidate_id)
    if candidate.slack_user or not candidate.email:
        return candidate.slack_user
    return context.directory.with_email(actor.team_id, candidate.email)


def _opened(
    context: Context,
    actor: Actor,
    due_id: int,
    loop_id: int,
    fitted: calibration.Fitted | None,
    unfit_channel: str | None,
) -> bool:
    """Open it with this fit. False, and nothing done, where the loop has other ratings by now."""
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        if loop.state != LoopState.RUNNING:
            finish(tx.session, due_id)
            return True
        if calibration.loop_ratings(tx, loop_id) != (fitted.ratings if fitted else []):
            return False
        finish(tx.session, due_id)
        loop.state, loop.debriefed_at = LoopState.DEBRIEFED, tx.now
        bank = context.bank()
        panel = read_panel(tx, bank, loop)
        found = numbers(panel, calibration.for_candidate(fitted))
        tx.session.add(
            DebriefRecord(
                team_id=tx.team_id,
                loop_id=loop.id,
                numbers=json.dumps(asdict(found)),
                fit=calibration.record(fitted),
            )
        )
        stop_loop(tx, loop)
        if unfit_channel:
            withhold(tx.session, tx.team_id, _head(tx, loop), unfit_channel, tx.now)
        else:
            _post(tx, loop, found)
        _close_seats(tx, loop)
        return True


def _head(tx: Transaction, loop: Loop) -> Note:
    key = debrief_key(tx, loop)
    return Note(key, "debrief", loop.id, loop.channel_id, about=loop.candidate_id, priority=URGENT)


def _post(tx: Transaction, loop: Loop, found: Numbers) -> None:
    head = _head(tx, loop)
    tx.tell(head)
    parts = ["picture", *(f"competency:{score.key}" for score in found.competencies), "rest"]
    for part in parts:
        tx.tell(
            Note(
                f"{head.key}:{part}",
                "debrief_part",
                loop.id,
                loop.channel_id,
                args={"part": part},
                reply_to=head.key,
                about=loop.candidate_id,
                priority=URGENT,
            )
        )


def _close_seats(tx: Transaction, loop: Loop) -> None:
    for seat in seats_of(tx, loop.id):
        refresh_kit(tx, seat)
        if seat.role == Role.PANELIST:
            shrink(tx, seat)
    refresh_status(tx, loop)


def debrief_now(context: Context, actor: Actor, loop_id: int) -> None:
    """The lead doesn't want to wait: the debrief opens with what is in."""
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state != LoopState.RUNNING:
            raise TooLate("The debrief is out already.")
        cards = [card_state(tx, seat.id) for seat in seats_of(tx, loop.id) if seat.role == Role.PANELIST]
        if CardState.IN not in cards:
            raise TooLate("No scorecard is in yet, so there is nothing to talk about.")
        schedule(tx.session, tx.team_id, "debrief", loop.id, f"debrief:{loop.id}", tx.now)
        tx.audit("debrief now", f"loop:{loop.id}")


def move(context: Context, actor: Actor, loop_id: int, channel_id: str) -> None:
    """Post a debrief that could not be posted to another private channel. Raises Invalid where that one can't be."""
    candidate = _candidates_user(context, actor, loop_id)
    fault = channel_fault(context, actor.team_id, channel_id, candidate)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.DECIDE, loop=loop)
        if fault:
            raise Invalid({"channel": fault})
        if state_of(tx.session, tx.team_id, debrief_key(tx, loop)) != "dead":
            raise TooLate("The debrief has been posted already.")
        record = tx.session.scalars(_record(tx, loop.id)).one()
        loop.channel_id = channel_id
        loop.debrief_tries += 1
        tx.audit(MOVED, f"loop:{loop.id}", channel_id)
        _post(tx, loop, numbers_from(record.numbers))
        refresh_status(tx, loop)


def get(context: Context, actor: Actor, loop_id: int, action: Action = Action.READ_DEBRIEF) -> Debrief:
    """An opened debrief, for those who may read it."""
    with context.reading(actor) as tx:
        loop = loop_of(tx, loop_id)
        authorise(tx, action, loop=loop)
        return read_debrief(tx, context.bank(), loop)


def read_debrief(tx: Transaction, bank: Bank, loop: Loop) -> Debrief:
    """An opened debrief for whoever is allowed to see it."""
    record = tx.session.scalars(_record(tx, loop.id)).one()
    earlier = tx.session.scalar(
        select(func.count()).where(
            Loop.team_id == tx.team_id,
            Loop.opening_id == loop.opening_id,
            Loop.debriefed_at < loop.debriefed_at,
        )
    )
    return Debrief(
        loop.id,
        numbers_from(record.numbers),
        read_panel(tx, bank, loop),
        decision_on(tx, loop.id),
        earlier or 0,
        record.fit,
    )


def decide(context: Context, actor: Actor, loop_id: int, outcome: str, reason: str) -> None:
    """Record the lead's decision and why; a new one replaces the last, and both stay on record."""
    faults = {}
    if outcome not in OUTCOMES:
        faults["outcome"] = "Pick one."
    if not reason.strip():
        faults["reason"] = "Say what decided it, for whoever asks in a year."
    elif len(reason) > REASON_LENGTH:
        faults["reason"] = f"That is {len(reason):,} characters. Keep it under {REASON_LENGTH:,}."
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.DECIDE, loop=loop)
        if faults:
            raise Invalid(faults)
        known = decision_on(tx, loop.id)
        if known and (known.outcome, known.reason) == (outcome, reason.strip()):
            return
        row = Decision(
            team_id=tx.team_id,
            loop_id=loop.id,
            decided_by=actor.user_id,
            decided_at=tx.now,
            outcome=outcome,
            reason=reason.strip(),
        )
        tx.session.add(row)
        tx.session.flush()
        loop.state = LoopState.DEBRIEFED if outcome == "wait" else LoopState.DECIDED
        key = debrief_key(tx, loop)
        update = Note(f"decided:{loop.id}", "debrief", loop.id, loop.channel_id, op="update", edits=key)
        refresh(tx.session, tx.team_id, update, tx.now)
        tx.tell(
            Note(
                f"decision:{row.id}",
                "decision",
                loop.id,
                loop.channel_id,
                reply_to=key,
                about=loop.candidate_id,
            )
        )
        refresh_status(tx, loop)
        tx.audit("decide", f"loop:{loop.id}", outcome)


def decision_on(tx: Transaction, loop_id: int) -> Decided | None:
    """The newest decision on a loop."""
    row = tx.session.scalar(
        select(Decision)
        .where(Decision.team_id == tx.team_id, Decision.loop_id == loop_id)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return Decided(row.outcome, row.reason, row.decided_by, row.decided_at) if row else None


def _record(tx: Transaction, loop_id: int) -> Select[DebriefRecord]:
    return select(DebriefRecord).where(DebriefRecord.team_id == tx.team_id, DebriefRecord.loop_id == loop_id)


def numbers_from(text: str) -> Numbers:
    """The figures as they were kept."""
    kept = json.loads(text)
    kept["competencies"] = tuple(CompetencyScore(**item) for item in kept["competencies"])
    kept["talk_first"] = tuple(TalkItem(**item) for item in kept["talk_first"])
    kept["speaking"], kept["missing"] = tuple(kept["speaking"]), tuple(kept["missing"])
    return Numbers(**kept)
