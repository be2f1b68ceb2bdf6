"""What somebody has met on the other side, for the leak guard; prep and planning both ask here.

A person is recognised by their Slack user or by the keyed hash of their email. What is posted in a prep
channel counts as sent to everybody, and a channel holds back what any candidate may be asked.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from bot.acting.context import Transaction
from bot.domain.prep import Subscription, guard
from bot.domain.prep.guard import Met, Use, marks_of
from bot.domain.questions import Bank, Question
from bot.services.questions import kept_versions, same_person
from bot.storage.people import in_slack
from bot.storage.prep import met
from bot.storage.tables import Candidate
from bot.storage.vault import digest

EVERYBODY = "everybody"


def trainable(tx: Transaction, bank: Bank, subscription: Subscription) -> Callable[[Question], bool]:
    """Whether a question may go to the subscriber, by what they have met in loops up to now."""
    known = met_in_loops(tx, bank, subscription)
    return lambda question: guard.may_use(question, Use.TRAIN, known)


def askable(
    tx: Transaction, bank: Bank, candidate: Candidate, questions: Iterable[Question]
) -> tuple[Question, ...]:
    """Those of the questions that may be planned for the candidate."""
    wanted = tuple(questions)
    known = met_in_prep(tx, bank, candidate, wanted)
    return tuple(one for one in wanted if guard.may_use(one, Use.ASK, known))


def met_in_loops(tx: Transaction, bank: Bank, subscription: Subscription) -> Met:
    """What the subscriber was or will be asked as a candidate; for a channel what anybody was or will be."""
    if subscription.who.is_channel:
        return _met(_words(tx, bank, met.asked(tx, None)))
    same = met.candidates_like(tx, subscription.who.target, _emails(tx, subscription))
    if not same:
        return Met()
    records = frozenset(one.id for one in _records(tx, same))
    return _met(_words(tx, bank, met.asked(tx, records)))


def met_in_prep(tx: Transaction, bank: Bank, candidate: Candidate, questions: Sequence[Question]) -> Met:
    """What the candidate, under any record that is recognisably theirs, got as prep."""
    users, emails = identities(tx, candidate)
    marks = {mark for question in questions for mark in marks_of(question)}
    words = _words(tx, bank, met.sent(tx, users, emails))
    return Met(_known_marks(tx, [EVERYBODY, *users, *map(digest, emails)], marks), words)


def open_to_all(tx: Transaction, bank: Bank) -> frozenset[str]:
    """The ids of questions that anybody may train on: prep's, and not near what any candidate was or will be asked."""
    known = _met(_words(tx, bank, met.asked(tx, None)))
    return guard.trainable(bank.questions(prep=True), known)


def remember_of_somebody(tx: Transaction, question: Question) -> None:
    """Never forget that somebody whom nobody knows got this question; so nobody here is asked it."""
    met.mark(tx, [_hashes(tx, EVERYBODY, mark)[0] for mark in marks_of(question)])


def remember(tx: Transaction, subscription: Subscription, question: Question) -> None:
    """Never forget that this person (or everybody, through a channel) got this question."""
    who, emails = subscription.who, _emails(tx, subscription)
    people = [EVERYBODY] if who.is_channel else [who.target, *map(digest, emails[:1])]
    met.mark(tx, [_hashes(tx, person, mark)[0] for person in people for mark in marks_of(question)])


def identities(tx: Transaction, candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    """The Slack users and the emails' keyed hashes, under every key, of a candidate under all of their records."""
    rows = _records(tx, [candidate])
    users = frozenset(row.slack_user for row in rows if row.slack_user)
    emails = [tx.vault.fingerprints("email", row.email) for row in rows if row.email]
    return users, frozenset(one for each in emails for one in each)


def _emails(tx: Transaction, subscription: Subscription) -> Sequence[str]:
    """The keyed hashes of a subscriber's email, the newest first; under every key where there are several."""
    own = [subscription.email_key] if subscription.email_key else []
    if not own or len(tx.vault.hash_keys) == 1:
        return own
    known = in_slack(tx, subscription.who.target)
    return (
        list(dict.fromkeys([*tx.vault.fingerprints("email", known.email), *own]))
        if known and known.email
        else own
    )


def _records(tx: Transaction, rows: Sequence[Candidate]) -> list[Candidate]:
    """These records with all that share an email, an ATS id or a Slack user with one of them, and so on."""
    found = {row.id: row for row in rows}
    fresh = list(rows)
    while fresh:
        ids = {id for row in fresh for id in same_person(tx, row)} - found.keys()
        fresh = met.candidates(tx, ids)
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
    hashes = {one: mark for person in people for mark in marks for one in _hashes(tx, person, mark)}
    return frozenset(hashes[one] for one in met.marked(tx, hashes.keys()))


def _hashes(tx: Transaction, person: str, mark: str) -> tuple[str, ...]:
    """What the database may have of this, the newest key's first."""
    return tx.vault.fingerprints("prep", f"{tx.team_id}\0{person}\0{mark}")
