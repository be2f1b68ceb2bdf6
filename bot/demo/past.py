"""Sixty past loops of panelists with planted severities, entered through the services as samples.

Candidates are better at one thing than at another, one competency is harder than the others, and one panelist grows
stricter, so that a debrief's words have something to say.
"""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from bot.acting.context import Actor, Context
from bot.demo.cast import COMPETENCY_KEYS, PANELISTS
from bot.domain.questions import Question
from bot.domain.scorecards import Recommendation
from bot.services import practice
from bot.services.practice import PracticeSheet

LOOPS = 60
SEED = 20251120
FIRST = ("Alma", "Ben", "Chidi", "Dana", "Emil", "Farah", "Goran", "Hana", "Ivo", "Juno")
LAST = ("Abel", "Berg", "Costa", "Dahl", "Evans", "Fonseca")
EVIDENCE = "Named a first check and its cost, then one limit. Needed a hint for the follow-up."
CANDIDATE_SD, DEVIATION_SD, TASTE_SD, ITEM_SD, NOISE_SD = 0.5, 0.3, 0.25, 0.2, 0.45
"""Standard deviations in points of the scale 1 to 4; close to those of CALIBRATION's simulations."""
HARD_COMPETENCY, HARD = COMPETENCY_KEYS[2], 0.3
DRIFT = 0.6
"""How much stricter the panelist who drifts is at the end of the past than at its beginning, in points."""


def enter(context: Context, lead: Actor, opening_id: int, ids: dict[str, str], until: datetime) -> int:
    """Enter the loops, one every two days before `until`; returns how many. `ids` are user ids by name."""
    source = random.Random(SEED)
    bank = context.bank()
    pool = {key: bank.questions(competency=key, level="senior", prep=False) for key in COMPETENCY_KEYS}
    hardness = {
        one.id: source.gauss(HARD if key == HARD_COMPETENCY else 0, ITEM_SD)
        for key, group in pool.items()
        for one in group
    }
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    for number in range(LOOPS):
        at = until - timedelta(days=2 * (LOOPS - number) + 3)
        panel = source.sample(PANELISTS, 5)
        middle = source.gauss(2.7, CANDIDATE_SD)
        level = {key: middle + source.gauss(0, DEVIATION_SD) for key in COMPETENCY_KEYS}
        asked = {key: list(group) for key, group in pool.items()}
        sheets = []
        for seat, role in enumerate(panel):
            mine = _pick(source, asked, seat)
            drift = DRIFT * number / LOOPS if role is PANELISTS[-1] else 0.0
            lenient = source.gauss(0, TASTE_SD) - role.severity - drift
            centre = {one.id: level[one.competency] + lenient - hardness[one.id] for one in mine}
            sheets.append(_sheet(source, ids[role.name], mine, centre, context))
        then = replace(context, now=lambda at=at: at + timedelta(hours=6))  # type: ignore[misc]
        practice.enter(then, lead, opening_id, names[number], at, sheets)
    return LOOPS


def _pick(source: random.Random, asked: dict[str, list[Question]], seat: int) -> list[Question]:
    """Two or three questions over two neighbouring competencies, none twice in a loop."""
    keys = [COMPETENCY_KEYS[(seat + step) % len(COMPETENCY_KEYS)] for step in (0, 1)]
    chosen = []
    for key in keys:
        group = asked[key]
        if group:
            chosen.append(group.pop(source.randrange(len(group))))
    return chosen


def _sheet(
    source: random.Random,
    user_id: str,
    questions: list[Question],
    centre: dict[str, float],
    context: Context,
) -> PracticeSheet:
    ratings = {
        one.id: {
            dimension.key: min(4, max(1, round(centre[one.id] + source.gauss(0, NOISE_SD))))
            for dimension in context.bank().rubric.dimensions
        }
        for one in questions
    }
    values = [value for by in ratings.values() for value in by.values()]
    recommended = Recommendation.YES if sum(values) / len(values) >= 2.6 else Recommendation.NO
    return PracticeSheet(user_id, ratings, EVIDENCE, recommended)
