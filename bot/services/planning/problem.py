"""A loop as the planner sees it: who could ask what, and what is settled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.acting.context import Transaction
from bot.domain import planning
from bot.domain.loops import LeadsWish, LoopState, Role
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.openings import RESERVE_MINUTES
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services.planning.questions import askable, eligible
from bot.storage import openings, people, wishes
from bot.storage.openings import opening_of
from bot.storage.tables import Wish
from bot.storage.wishes import EVERYBODY


@dataclass(frozen=True)
class Situation:
    """The problem as it is (reasons are true of it), and who takes no more questions because they have met.

    People are known by user id, competencies by their name for people.
    """

    problem: planning.Problem
    held: frozenset[str]

    @property
    def solvable(self) -> planning.Problem:
        """The problem in which those who have met the candidate are given nothing more."""
        nothing = {competency.key: 0 for competency in self.problem.competencies}
        return replace(
            self.problem,
            panelists=tuple(
                replace(one, minutes=0, strengths=nothing) if one.id in self.held else one
                for one in self.problem.panelists
            ),
        )

    def reason(self, plan: planning.Plan, pair: planning.PlannedPair) -> str:
        """Why the pair is there, true of the panel as it is."""
        if not self.held:
            return pair.reason
        return planning.reason(self.problem, pair.pair, [one.pair for one in plan.pairs])


def situation(tx: Transaction, bank: Bank, loop: Loop) -> Situation:
    """What the planner is to solve for this loop now."""
    panel = loop.panel
    stand_ins = [seat for seat in loop.in_order() if seat.role is Role.STAND_IN and not seat.gone]
    held = frozenset(seat.user_id for seat in panel if loop.has_met(seat, tx.now))
    strengths = people.strengths(tx, [seat.user_id for seat in (*panel, *stand_ins)])
    names = bank.competency_names
    wished = wishes.of_loop(tx, loop.id)
    out = {wish.question_id for wish in wished if wish.user_id == EVERYBODY}
    keep, asked = _settled(loop, held)
    fit = askable(tx, bank, loop, {pair.question for pair in keep}) - out
    keep = tuple(pair for pair in keep if pair.question in fit)
    done = {pair.question for pair in asked}
    usable = eligible(tx, bank, loop, fit, {pair.question for pair in keep}, done)
    pins, bans = _wished(wished, {seat.user_id for seat in panel} - held, {one.id for one in usable} - done)
    problem = planning.Problem(
        panelists=tuple(_panelist(seat, strengths, names) for seat in panel),
        stand_ins=tuple(_panelist(seat, strengths, names) for seat in stand_ins),
        competencies=tuple(
            planning.Competency(
                names.get(row.competency, row.competency), row.panelists, row.lowest, row.highest, row.weight
            )
            for row in openings.competencies(tx, loop.opening_id)
            if row.competency not in loop.left_out
        ),
        questions=usable,
        keep=keep,
        asked=asked,
        # Once kits are out, what was pinned is kept: a pin could forbid what a late change needs.
        pin=pins if loop.state == LoopState.DRAFT else (),
        ban=bans + _left(panel, usable),
        reserve_minutes=RESERVE_MINUTES + opening_of(tx, loop.opening_id).slack,
        seed=loop.id,
    )
    return Situation(problem, held)


def read_wishes(tx: Transaction, bank: Bank, loop: Loop) -> tuple[LeadsWish, ...]:
    """The same for people: with each question in short."""
    known = {question.id: question.short for question in bank.all_questions}
    return tuple(
        LeadsWish(
            wish.user_id, wish.question_id, known.get(wish.question_id, wish.question_id), wish.wish == "pin"
        )
        for wish in wishes.of_loop(tx, loop.id)
    )


def _wished(
    wished: list[Wish], present: set[str], known: set[str]
) -> tuple[tuple[planning.Pair, ...], tuple[planning.Pair, ...]]:
    real = [wish for wish in wished if wish.user_id in present and wish.question_id in known]
    pins = (planning.Pair(wish.user_id, wish.question_id) for wish in real if wish.wish == "pin")
    bans = (planning.Pair(wish.user_id, wish.question_id) for wish in real if wish.wish == "ban")
    return tuple(pins), tuple(bans)


def _left(panel: list[Seat], usable: tuple[planning.Question, ...]) -> tuple[planning.Pair, ...]:
    """What was not reached doesn't come back to who left it."""
    known = {one.id for one in usable}
    return tuple(planning.Pair(seat.user_id, id) for seat in panel for id in sorted(seat.left & known))


def _panelist(
    seat: Seat, strengths: Mapping[str, Mapping[str, int]], names: Mapping[str, str]
) -> planning.Panelist:
    own = {names.get(key, key): strength for key, strength in strengths.get(seat.user_id, {}).items()}
    return planning.Panelist(seat.user_id, own_minutes(seat), own, seat.most_competencies)


def own_minutes(seat: Seat) -> int:
    """The minutes of an interview that are this panelist's, the reserve included: two together share the rest."""
    if seat.with_id is None:
        return seat.minutes
    return RESERVE_MINUTES + max(0, seat.minutes - RESERVE_MINUTES) // 2


def _settled(loop: Loop, held: frozenset[str]) -> tuple[tuple[planning.Pair, ...], tuple[planning.Pair, ...]]:
    """Pairs whose kits are out, and pairs that are facts. What was not reached is neither."""
    keep, asked = [], []
    for seat in loop.panel:
        for ask in seat.in_turn:
            if not ask.open:
                continue
            pair = planning.Pair(seat.user_id, ask.question_id)
            if seat.user_id in held or ask.state is not Asked.PLANNED:
                asked.append(pair)
            elif loop.state is LoopState.RUNNING:
                keep.append(pair)
    return tuple(keep), tuple(asked)
