"""Which questions may be planned for a loop: of its level and competencies, and past the leak guard."""

from collections.abc import Collection

from bot.acting.context import Transaction
from bot.domain import planning
from bot.domain.loops.loop import Loop
from bot.domain.questions import Bank, Question
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.services.prep import guard as prep_guard
from bot.storage import candidates
from bot.storage import loops as stored
from bot.storage import questions as rows
from bot.storage.openings import competencies as competencies_of
from bot.storage.openings import opening_of


def askable(tx: Transaction, bank: Bank, loop: Loop, kept: Collection[str]) -> frozenset[str]:
    """Ids of the questions that the leak guard lets through. The prep mark of one whose kit is out no longer counts."""
    candidate = candidates.candidate(tx, loop.candidate_id)
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
    candidate = candidates.candidate(tx, loop.candidate_id)
    met = questions.met_by_candidate(tx, candidate, loop.id)
    exposure = questions.exposures(tx)
    names = bank.competency_names
    same_core = opening_of(tx, loop.opening_id).core
    wanted = {row.competency for row in competencies_of(tx, loop.opening_id)} - set(loop.left_out)
    fresh = {one.id for one in bank.all_questions if one.id in askable and one.id not in met}
    return tuple(
        planning.Question(
            one.id,
            names.get(one.competency, one.competency),
            one.minutes,
            one.core and same_core,
            exposure.get(one.id, 0),
            name=f"“{one.short}”",
        )
        for one in _worded(tx, bank, loop, {*kept, *asked}).values()
        if one.competency in wanted
        and (one.id in asked or one.id in kept or (one.id in fresh and loop.level in one.levels))
    )


def _worded(tx: Transaction, bank: Bank, loop: Loop, held: Collection[str]) -> dict[str, Question]:
    """The bank's questions by id, those that the loop holds for good in the words that it was planned with."""
    versions = [(id, version) for id, version in rows.versions_in(tx, loop.id) if id in held]
    kept = questions.kept_versions(tx, versions)
    return {one.id: one for one in (*bank.all_questions, *kept.values())}


def trained_meanwhile(tx: Transaction, bank: Bank, loop: Loop, plan: planning.Plan) -> bool:
    """Whether the candidate got one of the new questions as prep while the solver was at work.

    Those that the loop held before are out of reach of prep already.
    """
    fresh = {pair.question for pair in plan.pairs} - rows.ids_in(tx, loop.id)
    return not fresh <= askable(tx, bank, loop, fresh)


def met_meanwhile(tx: Transaction, loop: Loop) -> bool:
    """Whether another loop with this person was sent out with one of this loop's questions since it was planned."""
    candidate = candidates.candidate(tx, loop.candidate_id)
    met = questions.met_by_candidate(tx, candidate, loop.id)
    return not met.isdisjoint(rows.ids_in(tx, loop.id))


def loops_that_leak(tx: Transaction, bank: Bank, candidate_id: int, but_loop: int) -> list[Loop]:
    """This person's other loops that hold what was sent to them as prep.

    There are some where two records turn out to be one person, or a Slack user becomes known late.
    """
    candidate = candidates.candidate(tx, candidate_id)
    found = []
    for loop_id in candidates.open_loops(tx, questions.same_person(tx, candidate), but_loop):
        loop = stored.get(tx, loop_id)
        planned = rows.ids_in(tx, loop.id, Asked.PLANNED)
        if not planned <= askable(tx, bank, loop, planned):
            found.append(loop)
    return found
