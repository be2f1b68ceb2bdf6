"""The question hub, and questions as they were asked: versions are kept, so that a scorecard always shows
the words that were used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.errors import NotFound
from bot.domain.questions import NotInBank, Question
from bot.domain.questions.browsing import Page, filters
from bot.domain.questions.browsing import browse as browse_bank
from bot.storage import candidates
from bot.storage import questions as rows
from bot.storage.tables import Candidate

MOST_READ = 20_000
"""Kept questions that a process remembers; then it begins anew."""
EXPOSURE_WINDOW = timedelta(days=180)


@dataclass(frozen=True)
class Wish:
    """What somebody chose in the hub: a level, a competency's key, a kind; None is any. Pages count from 1."""

    level: str | None = None
    competency: str | None = None
    kind: str | None = None
    page: int = 1


@dataclass(frozen=True)
class Shown:
    """One question for the hub. `exposure` is how often it was or is to be asked here in the last 180 days."""

    question: Question
    competency: str
    exposure: int


def browse(context: Context, actor: Actor, wish: Wish) -> Page:
    """A page of the bank; for hiring leads."""
    with context.reading(actor) as tx:
        authorise(tx, Action.BROWSE_QUESTIONS)
    bank = context.bank()
    return browse_bank(bank, filters(wish.level, wish.competency, wish.kind, bank), wish.page)


def show(context: Context, actor: Actor, question_id: str) -> Shown:
    """One question as it is in the bank now; for hiring leads. Raises NotFound where it was taken out."""
    with context.reading(actor) as tx:
        authorise(tx, Action.BROWSE_QUESTIONS)
        asked = exposures(tx)
    bank = context.bank()
    try:
        question = bank.question(question_id)
    except NotInBank:
        raise NotFound(
            "This question isn't in the bank any more. Open the hub again to see what is."
        ) from None
    return Shown(question, bank.competency(question.competency).name, asked.get(question_id, 0))


def keep_version(tx: Transaction, question: Question) -> str:
    """Store the question's words if this version isn't stored yet; returns the version."""
    if rows.content(tx, question.id, question.version) is None:
        rows.keep(tx, question.id, question.version, question.model_dump_json())
    return question.version


def kept(tx: Transaction, question_id: str, version: str) -> Question:
    """The question's words as they were. Raises LookupError where this version was never planned."""
    content = rows.content(tx, question_id, version)
    if content is None:
        raise LookupError(f"question {question_id} {version} was never kept")
    return worded(content)


def kept_versions(tx: Transaction, versions: Collection[tuple[str, str]]) -> dict[tuple[str, str], Question]:
    """The words of many questions at once, by id and version; of those that were ever planned."""
    known = {version: _READ.get((tx.team_id, *version)) for version in versions}
    if new := [version for version, question in known.items() if question is None]:
        found = rows.contents(tx, {id for id, _ in new})
        known |= {version: worded(found[version]) for version in new if version in found}
        if len(_READ) > MOST_READ:
            _READ.clear()
        _READ.update({(tx.team_id, *version): one for version, one in known.items() if one is not None})
    return {version: question for version, question in known.items() if question is not None}


_READ: dict[tuple[str, str, str], Question] = {}
"""What this process has read of kept questions, by workspace, id and version: a version's words never change."""


@lru_cache(maxsize=4096)
def worded(content: str) -> Question:
    """A question from its words as they are kept (JSON)."""
    return Question.model_validate_json(content)


def exposures(tx: Transaction) -> dict[str, int]:
    """How often each question was asked, or is to be, in this workspace's loops of the last 180 days."""
    return rows.met_since(tx, tx.now - EXPOSURE_WINDOW)


def met_by_candidate(tx: Transaction, candidate: Candidate, but_loop: int) -> frozenset[str]:
    """Questions that this person, under any record that is recognisably theirs, met or is to meet in other loops.

    A draft, an interview that was called off before its time and one that didn't happen use up none.
    """
    return rows.met_by(tx, candidates.same_person(tx, candidate), but_loop)


def same_person(tx: Transaction, candidate: Candidate) -> Collection[int]:
    """Ids of the records that share an email, an ATS id or a Slack user with this one, itself included."""
    return candidates.same_person(tx, candidate)
