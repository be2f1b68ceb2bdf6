"""From debrief to decision: opened on schedule or hurried, posted elsewhere, decided with a reason."""

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, system
from bot.acting.loops import changing, changing_seat
from bot.domain.access import Action
from bot.domain.debriefs import Numbers, numbers
from bot.domain.errors import Invalid, TooLate
from bot.domain.letters import debrief_key
from bot.domain.loops import LoopState, debriefing
from bot.services import calibration
from bot.services.audience import candidates_user, channel_fault, misfit_of
from bot.services.debriefs.panel import read_panel
from bot.services.debriefs.reading import OUTCOMES, decision_on
from bot.services.debriefs.records import kept_from, numbers_from, record
from bot.services.debriefs.talking import read_talk
from bot.storage import audience, outbox, scorecards
from bot.storage import debriefs as kept
from bot.storage.openings import opening_of

REASON_LENGTH = 1_500


def open_debrief(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Open a debrief at its time: scorecards close, the figures are kept, head and thread go out.

    With too few scorecards it doesn't open, and its lead is asked.

    The fit takes too long for a transaction; where a scorecard came in meanwhile, it is made anew. Where somebody
    could read the channel who must not, nothing is posted, and the lead picks another one.
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


def hurry(context: Context, actor: Actor, loop_id: int) -> None:
    """The lead doesn't want to wait: the debrief opens with what is in."""
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        debriefing.hurry(loop)


def go_on_without(context: Context, actor: Actor, interview_id: int) -> None:
    """The lead doesn't wait for this panelist; where nobody else is waited for, a debrief that is due opens."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        debriefing.go_on_without(loop, seat, opening_of(tx, loop.opening_id).quorum)


def move(context: Context, actor: Actor, loop_id: int, channel_id: str) -> None:
    """Post a debrief that couldn't be posted, or is hidden, to another private channel.

    Raises Invalid where that one can't be.
    """
    candidate = candidates_user(context, actor, loop_id)
    fault = channel_fault(context, actor.team_id, channel_id, candidate)
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.DECIDE, loop=loop)
        if fault:
            raise Invalid({"channel": fault})
        record = kept.record_of(tx, loop.id)
        if record.hidden and channel_id == loop.channel_id:
            raise Invalid({"channel": "It is hidden in that channel. Pick another one."})
        unposted = outbox.state_of(tx, debrief_key(loop.id, loop.debrief_tries)) == "dead"
        if not unposted and not record.hidden:
            raise TooLate("The debrief has been posted already.")
        audience.hide(tx, loop.id, None)
        figures = numbers_from(record.numbers)
        debriefing.post_elsewhere(loop, channel_id, _keys(figures))


def decide(context: Context, actor: Actor, loop_id: int, outcome: str, reason: str) -> None:
    """Record the lead's decision and why; a new one, with a reason of its own, supersedes the last, which stays.

    What was said after the talk until then stands in the debrief from now on. Raises Invalid at the fields.
    """
    reason = reason.strip()
    faults = _decision_faults(outcome, reason)
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.DECIDE, loop=loop)
        if faults:
            raise Invalid(faults)
        known = decision_on(tx, loop.id)
        if known and (known.outcome, known.reason) == (outcome, reason):
            return
        if known and known.reason == reason:
            raise Invalid({"reason": "Say what decided it anew. The reason before stays on record, too."})
        settled = outcome != "wait"
        if settled and loop.talk_shown_at is None and read_talk(tx, loop).answers:
            debriefing.show_talk(loop, tx.now)
        rule = numbers_from(kept.record_of(tx, loop.id).numbers).reads
        decision_id = kept.decide(tx, loop.id, actor.user_id, outcome, reason, rule)
        debriefing.decide(loop, decision_id, outcome, settled=settled, rule=rule)


def _decision_faults(outcome: str, reason: str) -> dict[str, str]:
    faults = {}
    if outcome not in OUTCOMES:
        faults["outcome"] = "Pick one."
    if not reason:
        faults["reason"] = "Say what decided it, for whoever asks in a year."
    elif len(reason) > REASON_LENGTH:
        faults["reason"] = f"That is {len(reason):,} characters. Keep it under {REASON_LENGTH:,}."
    return faults


def _unfit_channel(context: Context, actor: Actor, loop_id: int) -> str | None:
    """Why the debrief can't be posted where it was to go. Raises SlackUnavailable: then it is opened later."""
    found = misfit_of(context, actor.team_id, loop_id, candidates_user(context, actor, loop_id))
    return str(found) if found else None


def _opened(
    context: Context,
    actor: Actor,
    due_id: int,
    loop_id: int,
    fitted: calibration.Fitted | None,
    unfit_channel: str | None,
) -> bool:
    """Open it with this fit. False, and nothing done, where the loop has other ratings by now."""
    with changing(context, actor, loop_id) as (tx, loop):
        if loop.state is not LoopState.RUNNING:
            tx.finish(due_id)
            return True
        if debriefing.is_too_soon(loop, tx.now):
            tx.finish(due_id)
            debriefing.put_back(loop)
            return True
        if not debriefing.is_ready(loop, opening_of(tx, loop.opening_id).quorum):
            tx.finish(due_id)
            debriefing.wait(loop)
            return True
        scorecards.hold_all(tx, loop_id)
        if calibration.loop_ratings(tx, loop_id) != (fitted.ratings if fitted else []):
            return False
        tx.finish(due_id)
        panel = read_panel(tx, context.bank(), loop)
        figures = numbers(panel, calibration.for_candidate(fitted, panel.bars))
        kept.keep(tx, loop.id, kept_from(figures), record(fitted, panel.bars))
        if fitted is not None and not loop.practice:
            calibration.keep(tx, fitted, loop_id)
        debriefing.open_up(loop, tx.now, _keys(figures), unfit_channel)
        return True


def _keys(figures: Numbers) -> tuple[str, ...]:
    return tuple(score.key for score in figures.competencies)
