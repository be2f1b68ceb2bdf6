"""A lead's week: once a week, of their own loops alone, and what the months say of panelists."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.acting.context import Actor
from bot.domain.calibration import joint, watched
from bot.domain.calibration.watched import Unsteady, Watched
from bot.domain.loops import LoopState
from bot.domain.loops.states import Outcome
from bot.services import digests, insights
from bot.storage import fits
from bot.storage.tables import Decision, Due, Loop, LoopLead, Outbox, Person
from tests.databases import copied
from tests.domain.joint_data import Company
from tests.domain.joint_data import company as ratings_of
from tests.letters.scene import LEAD, NOW, OTHER, TEAM
from tests.past import BOT, PANELISTS, Past, past

DAYS = 30
MONDAY = datetime(2026, 4, 6, 7, tzinfo=UTC)


@pytest.fixture
def company(sqlite_template: Path, tmp_path: Path) -> Iterator[Past]:
    with past(copied(sqlite_template, tmp_path)) as made:
        yield made


def due(company: Past) -> list[Due]:
    with company.database.reading() as session:
        return list(session.query(Due).filter_by(kind="digest").order_by(Due.id))


def sum_up(company: Past) -> None:
    """Its time has come, and a worker takes it up."""
    (row,) = [row for row in due(company) if row.state == "waiting"]
    company.now = row.due_at
    with company.database.transaction() as session:
        session.get_one(Due, row.id).lease_until = company.now + timedelta(minutes=1)
    digests.sum_up(company.context, TEAM, row.id, 0)


def letters(company: Past) -> list[tuple[str, str]]:
    with company.database.reading() as session:
        return [
            (row.dedupe_key, row.target)
            for row in session.query(Outbox).filter_by(kind="digest").order_by(Outbox.id)
        ]


def test_the_first_debrief_has_its_week_summed_up_on_monday_and_a_second_adds_nothing(company: Past) -> None:
    company.now = NOW + timedelta(days=DAYS)
    company.debrief(1, days=DAYS - 1)
    company.debrief(2, days=DAYS - 1)
    assert [row.due_at for row in due(company)] == [MONDAY]


def test_who_leads_a_loop_of_the_week_hears_of_it_once_and_others_do_not(company: Past) -> None:
    company.now = NOW + timedelta(days=DAYS)
    company.debrief(1, days=DAYS - 1)
    sum_up(company)
    assert letters(company) == [(f"digest:{LEAD}:2026-04-06", LEAD)]
    assert digests.read(company.context, Actor(TEAM, OTHER), company.now) is None


def test_it_goes_on_while_a_decision_waits_and_rests_when_nothing_is_left(company: Past) -> None:
    company.now = NOW + timedelta(days=DAYS)
    loop_id = company.debrief(1, days=DAYS - 1)
    sum_up(company)
    assert [row.due_at for row in due(company)][1:] == [MONDAY + timedelta(days=7)]
    with company.database.transaction() as session:
        session.get_one(Loop, loop_id).state = LoopState.DECIDED
        told = {"outcome": Outcome.MOVE_ON, "reason": "Yes.", "decided_by": LEAD}
        session.add(
            Decision(team_id=TEAM, loop_id=loop_id, decided_at=company.now + timedelta(hours=1), **told)
        )
    sum_up(company)
    assert digests.read(company.context, Actor(TEAM, LEAD), company.now) is not None
    sum_up(company)
    assert len(letters(company)) == 2
    assert [row.state for row in due(company)] == ["done"] * 3


def test_the_week_counts_what_was_in_it(company: Past) -> None:
    company.now = NOW + timedelta(days=DAYS)
    company.loop(1, days=DAYS - 4)
    company.loop(2, days=DAYS - 40)
    company.loop(3, days=DAYS - 4, practice=True)
    with company.database.transaction() as session:
        session.query(LoopLead).filter_by(loop_id=102).one().ended_at = NOW
    found = digests.read(company.context, Actor(TEAM, LEAD), company.now)
    assert found is not None
    assert (found.opened, found.decided, found.undecided, found.cards, found.missing) == (1, 0, 1, 3, 0)
    with company.database.transaction() as session:
        session.query(Person).filter_by(user_id=LEAD).one().is_lead = False
    assert digests.read(company.context, Actor(TEAM, LEAD), company.now) is None


def test_what_is_found_of_a_panelist_is_theirs_alone_for_a_week(company: Past) -> None:
    for number in range(12):
        company.loop(number, days=number)
    company.debrief(12, days=20)
    today = company.now.date()
    found = Watched({PANELISTS[0]: Unsteady(PANELISTS[0], today, 9, 14, (0.6, 0.3, 0.9), None)}, True)
    with company.context.transaction(BOT) as tx:
        fits.keep_watched(tx, watched.to_json(found))
    mine = insights.of_oneself(company.context, Actor(TEAM, PANELISTS[0])).unsteady
    assert mine == found.unsteady[PANELISTS[0]]
    assert insights.of_oneself(company.context, Actor(TEAM, PANELISTS[1])).unsteady is None
    told = insights.get(company.context, Actor(TEAM, LEAD))
    assert told.watched.told_to_leads(told.today) == 0
    company.now += timedelta(days=7)
    told = insights.get(company.context, Actor(TEAM, LEAD))
    assert told.watched.told_to_leads(told.today) == 1


def test_a_debrief_that_keeps_its_fit_leaves_what_was_found(company: Past) -> None:
    company.debrief(0)
    with company.context.transaction(BOT) as tx:
        fits.keep_watched(tx, watched.to_json(Watched({}, True)))
    company.debrief(1)
    with company.context.reading(BOT) as tx:
        assert watched.from_json(fits.watched(tx)).sees_strong


def test_the_weekly_look_keeps_what_it_finds(company: Past) -> None:
    for number in range(12):
        company.loop(number, days=number)
    company.now = NOW + timedelta(days=DAYS)
    company.debrief(12, days=20)
    sum_up(company)
    with company.context.reading(BOT) as tx:
        assert fits.watched(tx) is not None


def test_one_who_becomes_milder_is_found_and_keeps_the_day_of_it() -> None:
    given = ratings_of(Company(seed=5, candidates=80, panelists=8, competencies=3, bank=4))
    order = sorted({one.candidate for one in given})
    months = {candidate: 24 * number / len(order) for number, candidate in enumerate(order)}
    moved = [
        replace(one, score=min(4.0, (one.score or 1) + 1.5))
        if one.panelist == "p0" and months[one.candidate] > 12
        else one
        for one in given
    ]
    fit = joint.fit(moved)
    first = watched.watch(fit, months, Watched(), MONDAY.date())
    again = watched.watch(fit, months, first, MONDAY.date() + timedelta(days=7))
    assert first.unsteady["p0"].drift is not None
    assert again.unsteady.keys() == first.unsteady.keys()
    assert all(one.since == MONDAY.date() for one in again.unsteady.values())
    assert watched.from_json(watched.to_json(again)) == again
