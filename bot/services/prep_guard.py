"""What somebody has met on the other side, for the leak guard; prep and planning both ask here.

A person is recognised by their Slack user or by the keyed hash of their email. What is posted in a prep
channel counts as sent to everybody, and a channel holds back what any candidate may be asked.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import or_, select

from bot.domain.prep import guard
from bot.domain.prep.guard import Met, Use, marks_of
from bot.domain.questions import Bank, Question
from bot.services.context import Transaction
from bot.services.questions import kept_versions, same_person
from bot.storage.tables import Assignment, Candidate, Loop, PrepMark, PrepSend, PrepSubscription
from bot.storage.upsert import insert_all_once

EVERYBODY = "everybody"
_CHUNK = 500


def trainable(tx: Transaction, bank: Bank, row: PrepSubscription) -> Callable[[Question], bool]:
    """Whether a question may go to the subscriber, by what they have met in loops up to now."""
    met = met_in_loops(tx, bank, row)
    return lambda question: guard.may_use(question, Use.TRAIN, met)


def askable(
    tx: Transaction, bank: Bank, candidate: Candidate, questions: Iterable[Question]
) -> tuple[Question, ...]:
    """Those of the questions that may be planned for the candidate."""
    wanted = tuple(questions)
    met = met_in_prep(tx, bank, candidate, wanted)
    return tuple(one for one in wanted if guard.may_use(one, Use.ASK, met))


def met_in_loops(tx: Transaction, bank: Bank, row: PrepSubscription) -> Met:
    """What the subscriber was or will be asked as a candidate; for a channel what anybody was or will be."""
    loops = select(Loop.id).where(Loop.team_id == tx.team_id, Loop.practice.is_(False))
    if not row.is_channel:
        candidates = _candidates(tx, row)
        if not candidates:
            return Met()
        loops = loops.where(Loop.candidate_id.in_(candidates))
    asked = tx.session.execute(
        select(Assignment.question_id, Assignment.version)
        .where(Assignment.team_id == tx.team_id, Assignment.loop_id.in_(loops))
        .distinct()
    )
    return _met(_words(tx, bank, [(id, version) for id, version in asked]))


def met_in_prep(tx: Transaction, bank: Bank, candidate: Candidate, questions: Sequence[Question]) -> Met:
    """What the candidate, under any record that is recognisably theirs, got as prep."""
    users, emails = identities(tx, candidate)
    marks = {mark for question in questions for mark in marks_of(question)}
    sent = (
        select(PrepSend.question_id, PrepSend.version)
        .join(PrepSubscription, PrepSubscription.id == PrepSend.subscription_id)
        .where(
            PrepSend.team_id == tx.team_id,
            or_(
                PrepSubscription.is_channel,
                PrepSubscription.target.in_(users),
                PrepSubscription.email_key.in_(emails),
            ),
        )
        .distinct()
    )
    words = _words(tx, bank, [(id, version) for id, version in tx.session.execute(sent)])
    return Met(_known_marks(tx, [EVERYBODY, *users, *emails], marks), words)


def remember(tx: Transaction, row: PrepSubscription, question: Question) -> None:
    """Never forget that this person (or everybody, through a channel) got this question."""
    people = [EVERYBODY] if row.is_channel else [row.target, *filter(None, [row.email_key])]
    marks = [_hash(tx, person, mark) for person in people for mark in marks_of(question)]
    insert_all_once(tx.session, PrepMark, [{"team_id": tx.team_id, "mark": mark} for mark in marks])


def identities(tx: Transaction, candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    """The Slack users and the emails' keyed hashes of a candidate under all of their records."""
    rows = _records(tx, [candidate])
    users = frozenset(row.slack_user for row in rows if row.slack_user)
    return users, frozenset(row.email_key for row in rows if row.email_key)


def _candidates(tx: Transaction, row: PrepSubscription) -> frozenset[int]:
    """Ids of all records of candidates that are recognisably this subscriber."""
    same = [Candidate.slack_user == row.target]
    if row.email_key:
        same.append(Candidate.email_key == row.email_key)
    found = tx.session.scalars(select(Candidate).where(Candidate.team_id == tx.team_id, or_(*same)))
    return frozenset(one.id for one in _records(tx, list(found)))


def _records(tx: Transaction, rows: Sequence[Candidate]) -> list[Candidate]:
    """These records with all that share an email, an ATS id or a Slack user with one of them, and so on."""
    found = {row.id: row for row in rows}
    fresh = list(rows)
    while fresh:
        ids = {id for row in fresh for id in same_person(tx, row)} - found.keys()
        fresh = [tx.session.get_one(Candidate, id) for id in sorted(ids)]
        found |= {row.id: row for row in fresh}
    return list(found.values())


def _words(tx: Transaction, bank: Bank, versions: Sequence[tuple[str, str]]) -> tuple[Question, ...]:
    """The questions as they were at those times and as the bank has them now."""
    if not versions:
        return ()
    ids = {id for id, _ in versions}
    now = [question for question in bank.all_questions if question.id in ids]
    found = kept_versions(tx, versions) | {(one.id, one.version): one for one in now}
    return tuple(found.values())


def _met(words: tuple[Question, ...]) -> Met:
    return Met(frozenset(mark for question in words for mark in marks_of(question)), words)


def _known_marks(tx: Transaction, people: Collection[str], marks: Collection[str]) -> frozenset[str]:
    """Those of the marks that one of these people has."""
    hashes = {_hash(tx, person, mark): mark for person in people for mark in marks}
    wanted = list(hashes)
    known: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        rows = select(PrepMark.mark).where(
            PrepMark.team_id == tx.team_id, PrepMark.mark.in_(wanted[start : start + _CHUNK])
        )
        known.update(tx.session.scalars(rows))
    return frozenset(hashes[one] for one in known)


def _hash(tx: Transaction, person: str, mark: str) -> str:
    return tx.vault.fingerprint("prep", f"{tx.team_id}\0{person}\0{mark}")
