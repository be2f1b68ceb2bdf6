"""People's rights over what is kept of them: erased when asked or when its time is over, and held."""

from collections.abc import Iterable
from datetime import timedelta

from bot.acting.access import authorise, is_admin
from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.access import Action
from bot.domain.errors import Invalid, TooLate
from bot.domain.letters import erasing_keys
from bot.domain.retention import (
    CandidateErased,
    HoldChanged,
    RetentionEnds,
    RetentionSet,
    checked,
    ends,
)
from bot.storage import candidates, erasing
from bot.storage import loops as stored
from bot.storage.erasing import Left
from bot.storage.tables import Candidate
from bot.storage.vault import new_id

NOBODY = "Nobody is known here by that. Write the full name or the email as it was planned."
HELD = "This is held for a legal reason, and not erased until that is lifted (fairloop hold --release)."
LONGEST_REASON = 300


def check_may_erase(context: Context, actor: Actor) -> None:
    """Raise NotAllowed where the actor is no administrator of the workspace."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        authorise(tx, Action.ERASE_CANDIDATE, admin=admin)


def erase_for_admin(context: Context, actor: Actor, said: str, reason: str) -> str:
    """The same as `erase`, asked for in Slack; returns the token of the report.

    Raises Invalid at the fields, NotAllowed.
    """
    check_may_erase(context, actor)
    if not reason.strip():
        raise Invalid({"reason": "Say why, for the record."})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": f"Keep it under {LONGEST_REASON} characters."})
    try:
        with context.reading(actor) as tx:
            about = [
                one.id for one in erasing.some(tx, records_of(tx, said)) if one.slack_user == actor.user_id
            ]
        if about:
            raise Invalid({"candidate": "Ask another administrator for that."})
        return erase(context, actor, said, reason.strip())
    except TooLate as held:
        raise Invalid({"candidate": held.text}) from held


def erase(context: Context, actor: Actor, said: str, why: str) -> str:
    """Erase somebody: all rows about them, the keys of what was said, and every message in Slack.

    `said` is their full name, email, number, Slack user or id in another system; `why` names nobody. Returns a token
    by which the report is asked for. Raises Invalid where it is nobody or several, TooLate where they are held.
    """
    with context.transaction(actor) as tx:
        ids = records_of(tx, said)
        token, row_keys = _erased(tx, ids, why)
    _destroy(context, actor.team_id, row_keys)
    return token


def retire(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Erase a loop's candidate where their time is over; else look again when it is. Who is held stays."""
    actor = system(team_id)
    row_keys: list[str] = []
    with context.transaction(actor) as tx:
        tx.finish(due_id)
        ids = _of_loop(tx, loop_id)
        if ids:
            over = ends(erasing.kept(tx, ids), erasing.days(tx))
            held = any(one.held_at for one in erasing.some(tx, ids))
            if tx.now >= over and not held:
                _, row_keys = _erased(tx, ids, "its time was over")
            else:
                tx.happened(RetentionEnds(loop_id, max(over, tx.now + timedelta(days=1))))
    _destroy(context, team_id, row_keys)


def hold(context: Context, actor: Actor, said: str, reason: str, *, held: bool = True) -> int:
    """Keep somebody from being erased, for a legal reason, or with `held` False let them be; returns how many records.

    Raises Invalid where it is nobody, or no reason is given.
    """
    if not reason.strip():
        raise Invalid({"reason": "Say why, for the record."})
    with context.transaction(actor) as tx:
        ids = records_of(tx, said)
        for one in erasing.some(tx, ids):
            one.held_at = (one.held_at or tx.now) if held else None
        tx.happened(HoldChanged(tuple(ids), held, reason.strip()))
        return len(ids)


def set_retention(context: Context, actor: Actor, days: int) -> None:
    """Keep what is about candidates for so many days after the decision or the last interview. Raises Invalid."""
    with context.transaction(actor) as tx:
        erasing.set_days(tx, checked(days))
        tx.happened(RetentionSet(days))


def retention(context: Context, actor: Actor) -> int:
    """For how many days it is kept."""
    with context.reading(actor) as tx:
        return erasing.days(tx)


def report(context: Context, actor: Actor, token: str) -> Left:
    """What became of the messages of an erasing."""
    with context.reading(actor) as tx:
        return erasing.left(tx, erasing_keys(token))


def forget(context: Context, team_id: str, due_id: int, row_key: str) -> None:
    """Destroy the keys of somebody whose rows are gone; it is asked for with the rows, so that no crash leaves them."""
    _destroy(context, team_id, [row_key])
    with context.transaction(system(team_id)) as tx:
        tx.finish(due_id)


def records_of(tx: Transaction, said: str) -> list[int]:
    """The records of the one person who is meant: by name, email, number or id. Raises Invalid."""
    found = erasing.named(tx, said.strip())
    if not found:
        raise Invalid({"candidate": NOBODY})
    ids = _with_same(tx, found[0])
    if others := [one.id for one in found if one.id not in ids]:
        numbers = ", ".join(str(id) for id in sorted({min(ids), *others}))
        raise Invalid(
            {"candidate": f"Several people are known by that. Write one of these numbers: {numbers}."}
        )
    return ids


def _with_same(tx: Transaction, row: Candidate) -> list[int]:
    """All records that are recognisably this person's, also by way of one another."""
    known, new = {row.id}, {row.id}
    while new:
        more = {id for one in erasing.some(tx, new) for id in candidates.same_person(tx, one)}
        new = more - known
        known |= more
    return sorted(known)


def _of_loop(tx: Transaction, loop_id: int) -> list[int]:
    """The records of a loop's candidate; none where the loop is gone or was made up."""
    row = stored.row(tx, loop_id)
    if row is None or row.practice:
        return []
    return _with_same(tx, candidates.candidate(tx, row.candidate_id))


def _erased(tx: Transaction, ids: list[int], why: str) -> tuple[str, list[str]]:
    rows = erasing.some(tx, ids)
    if any(one.held_at for one in rows):
        raise TooLate(HELD)
    row_keys, token = [one.row_key for one in rows], new_id()
    owned = erasing.owned(tx, ids)
    erasing.stop(tx, ids, owned.loops, owned.seats)
    erasing.delete_rows(tx, ids)
    numbers = (tuple(ids), owned.loops, owned.seats)
    tx.happened(CandidateErased(token, tuple(row_keys), owned.messages, owned.people, why, *numbers))
    return token, row_keys


def _destroy(context: Context, team_id: str, row_keys: Iterable[str]) -> None:
    """Each in a transaction of its own, as `destroy_keys` asks for."""
    for row_key in row_keys:
        with context.database.transaction() as session:
            erasing.destroy_keys(session, team_id, row_key)
