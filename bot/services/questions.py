"""The question hub, and questions as they were asked: versions are kept, so that a scorecard always shows
the words that were used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select

from bot.domain.access import Action
from bot.domain.errors import NotFound
from bot.domain.loops import GONE, LoopState
from bot.domain.questions import NotInBank, Question
from bot.domain.questions.browsing import Page, filters
from bot.domain.questions.browsing import browse as browse_bank
from bot.domain.scorecards import Asked
from bot.services.access import authorise
from bot.services.context import Actor, Context, Transaction
from bot.storage.tables import Assignment, Audit, Candidate, Interview, Loop, QuestionVersion

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
    key = (tx.team_id, question.id, question.version)
    if tx.session.get(QuestionVersion, key) is None:
        tx.session.add(
            QuestionVersion(
                team_id=tx.team_id,
                question_id=question.id,
                version=question.version,
                content=question.model_dump_json(),
            )
        )
        tx.session.flush()
    return question.version


def kept(tx: Transaction, question_id: str, version: str) -> Question:
    """The question's words as they were."""
    row = tx.session.get_one(QuestionVersion, (tx.team_id, question_id, version))
    return _read(row.content)


def kept_versions(tx: Transaction, versions: Collection[tuple[str, str]]) -> dict[tuple[str, str], Question]:
    """The words of many questions at once, by id and version."""
    wanted, ids = set(versions), sorted({id for id, _ in versions})
    rows = tx.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.version, QuestionVersion.content).where(
            QuestionVersion.team_id == tx.team_id, QuestionVersion.question_id.in_(ids)
        )
    )
    return {(id, version): _read(content) for id, version, content in rows if (id, version) in wanted}


@lru_cache(maxsize=4096)
def _read(content: str) -> Question:
    return Question.model_validate_json(content)


def exposures(tx: Transaction) -> dict[str, int]:
    """How often each question was asked, or is to be, in this workspace's loops of the last 180 days."""
    rows = tx.session.execute(
        select(Assignment.question_id, func.count())
        .join(Loop, Loop.id == Assignment.loop_id)
        .join(Interview, Interview.id == Assignment.interview_id)
        .where(
            Assignment.team_id == tx.team_id,
            _met_or_to_be(),
            Loop.first_at >= tx.now - EXPOSURE_WINDOW,
            Loop.practice.is_(False),
        )
        .group_by(Assignment.question_id)
    )
    return {row[0]: row[1] for row in rows}


def met_by_candidate(tx: Transaction, candidate: Candidate, but_loop: int) -> frozenset[str]:
    """Questions that this person, under any record that is recognisably theirs, met or is to meet in other loops.

    A draft, an interview that was called off before its time and one that didn't happen use up none.
    """
    return frozenset(
        tx.session.scalars(
            select(Assignment.question_id)
            .join(Loop, Loop.id == Assignment.loop_id)
            .join(Interview, Interview.id == Assignment.interview_id)
            .where(
                Assignment.team_id == tx.team_id,
                Loop.id != but_loop,
                Loop.candidate_id.in_(same_person(tx, candidate)),
                _met_or_to_be(),
            )
        )
    )


def _met_or_to_be() -> ColumnElement[bool]:
    """Whether the candidate met, or is to meet, an assignment's question in its interview and loop."""
    over = Loop.state.in_((LoopState.DEBRIEFED, LoopState.DECIDED))
    held = and_(Interview.state.not_in(GONE), or_(over, _begun_before_cancelled()))
    return and_(Assignment.state != Asked.NOT_REACHED, or_(Loop.state == LoopState.RUNNING, held))


def _begun_before_cancelled() -> ColumnElement[bool]:
    """Whether an interview's time had come, with its kit out, when its loop was called off."""
    called_off = select(Audit.id).where(
        Audit.team_id == Loop.team_id,
        Audit.action == "cancel loop",
        Audit.thing == literal("loop:") + cast(Loop.id, String),
        Audit.at >= Interview.start_at,
    )
    return and_(Loop.state == LoopState.CANCELLED, Interview.kit_revision > 0, called_off.exists())


def same_person(tx: Transaction, candidate: Candidate) -> Collection[int]:
    """Ids of the records that share an email, an ATS id or a Slack user with this one, itself included."""
    same = [Candidate.id == candidate.id]
    if candidate.email_key:
        same.append(Candidate.email_key == candidate.email_key)
    if candidate.ats_key:
        same.append(Candidate.ats_key == candidate.ats_key)
    if candidate.slack_user:
        same.append(Candidate.slack_user == candidate.slack_user)
    return list(tx.session.scalars(select(Candidate.id).where(Candidate.team_id == tx.team_id, or_(*same))))
