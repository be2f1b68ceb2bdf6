"""Which questions may be planned for a loop: of its level and competencies, and past the leak guard."""

from collections.abc import Collection

from sqlalchemy import select

from bot.domain import planning
from bot.domain.loops import LoopState
from bot.domain.questions import Bank, Question
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.services.context import Transaction
from bot.services.openings import competencies_of, competency_names
from bot.services.prep import guard as prep_guard
from bot.storage.tables import Assignment, Candidate, Loop


def askable(tx: Transaction, bank: Bank, loop: Loop, kept: Collection[str]) -> frozenset[str]:
    """Ids of the questions that the leak guard lets through. The prep mark of one whose kit is out no longer counts."""
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    looked_at = [
        one.model_copy(update={"prep": False}) if one.id in kept else one
        for one in _worded(tx, bank, loop, kept).values()
    ]
    return frozenset(one.id for one in prep_guard.askable(tx, bank, candidate, looked_at))


def eligible(
    tx: Transaction,
    bank: Bank,
    loop: Loop,
    askable: Collection[str],
    kept: Collection[str],
    asked: Collection[str],
) -> tuple[planning.Question, ...]:
    """What was asked, what stays, and what may be planned anew for this candidate.

    What was asked or stays is there in the loop's own words, also where the bank has it no longer.
    """
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    met = questions.met_by_candidate(tx, candidate, loop.id)
    exposure = questions.exposures(tx)
    names = competency_names(bank)
    wanted = {row.competency for row in competencies_of(tx, loop.opening_id)}
    fresh = {one.id for one in bank.all_questions if one.id in askable and one.id not in met}
    return tuple(
        planning.Question(
            one.id,
            names.get(one.competency, one.competency),
            one.minutes,
            one.core,
            exposure.get(one.id, 0),
            name=f"“{one.short}”",
        )
        for one in _worded(tx, bank, loop, {*kept, *asked}).values()
        if one.competency in wanted
        and (one.id in asked or one.id in kept or (one.id in fresh and loop.level in one.levels))
    )


def _worded(tx: Transaction, bank: Bank, loop: Loop, held: Collection[str]) -> dict[str, Question]:
    """The bank's questions by id, those that the loop holds for good in the words that it was planned with."""
    rows = tx.session.execute(
        select(Assignment.question_id, Assignment.version).where(
            Assignment.team_id == tx.team_id,
            Assignment.loop_id == loop.id,
            Assignment.state != Asked.NOT_REACHED,
        )
    )
    kept = questions.kept_versions(tx, [(id, version) for id, version in rows if id in held])
    return {one.id: one for one in (*bank.all_questions, *kept.values())}


def trained_meanwhile(tx: Transaction, bank: Bank, loop: Loop, plan: planning.Plan) -> bool:
    """Whether the candidate got one of the new questions as prep while the solver was at work.

    Those that the loop held before are out of reach of prep already.
    """
    held = set(tx.session.scalars(select(Assignment.question_id).where(Assignment.loop_id == loop.id)))
    fresh = {pair.question for pair in plan.pairs} - held
    return not fresh <= askable(tx, bank, loop, fresh)


def met_meanwhile(tx: Transaction, loop: Loop) -> bool:
    """Whether another loop with this person was sent out with one of this loop's questions since it was planned."""
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    rows = select(Assignment.question_id).where(
        Assignment.team_id == tx.team_id, Assignment.loop_id == loop.id
    )
    return not questions.met_by_candidate(tx, candidate, loop.id).isdisjoint(tx.session.scalars(rows))


def loops_that_leak(tx: Transaction, bank: Bank, candidate_id: int, but_loop: int) -> list[Loop]:
    """This person's other loops that hold what was sent to them as prep.

    There are some where two records turn out to be one person, or a Slack user becomes known late.
    """
    candidate = tx.session.get_one(Candidate, candidate_id)
    records = questions.same_person(tx, candidate)
    loops = select(Loop).where(
        Loop.team_id == tx.team_id,
        Loop.id != but_loop,
        Loop.candidate_id.in_(records),
        Loop.state.in_((LoopState.DRAFT, LoopState.RUNNING)),
    )
    found = []
    for loop in tx.session.scalars(loops):
        rows = select(Assignment.question_id).where(
            Assignment.loop_id == loop.id, Assignment.state == Asked.PLANNED
        )
        planned = set(tx.session.scalars(rows))
        if not planned <= askable(tx, bank, loop, planned):
            found.append(loop)
    return found
