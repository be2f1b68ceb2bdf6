"""An opened debrief is made again from what was kept, and says where it can't be, or comes out otherwise."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.debriefs import Again
from bot.services.debriefs.again import again
from bot.services.debriefs.panel import read_panel
from bot.services.debriefs.records import in_runs, of_runs
from bot.storage import loops as stored
from bot.storage.tables import DebriefRecord, Loop, Rating
from tests.databases import copied
from tests.letters.scene import BANK
from tests.past import BOT, Past, past


@pytest.fixture
def company(sqlite_template: Path, tmp_path: Path) -> Iterator[Past]:
    with past(copied(sqlite_template, tmp_path)) as made:
        yield made


def made_again(company: Past, loop_id: int) -> Again:
    with company.context.reading(BOT) as tx:
        loop = stored.look(tx, loop_id)
        return again(tx, read_panel(tx, BANK, loop), loop)


def pin(company: Past, loop_id: int, **changed: Any) -> None:
    """Change what was kept of the fit."""
    with company.database.transaction() as session:
        row = session.query(DebriefRecord).filter_by(loop_id=loop_id).one()
        kept = {**json.loads(row.fit or "{}"), **changed}
        row.fit = json.dumps({name: value for name, value in kept.items() if value is not None})


def test_a_debrief_comes_out_the_same_after_others_have_opened(company: Past) -> None:
    for number in range(6):
        company.loop(number)
    first = company.debrief(6)
    second = company.debrief(7)
    company.debrief(8)
    for loop_id in (first, second):
        assert made_again(company, loop_id).same


def test_the_first_debrief_of_all_comes_out_the_same(company: Past) -> None:
    assert made_again(company, company.debrief(0)).same


def test_a_rating_that_was_changed_since_shows(company: Past) -> None:
    for number in range(6):
        company.loop(number)
    loop_id = company.debrief(6)
    with company.database.transaction() as session:
        for rating in session.query(Rating).filter_by(scorecard_id=loop_id * 10, question_id="data-0"):
            rating.value = 5 - (rating.value or 1)
    found = made_again(company, loop_id)
    assert not found.same
    assert "Overall" in found.otherwise
    assert "Data hygiene" in found.otherwise


def test_a_rating_of_another_loop_that_was_changed_since_shows_too(company: Past) -> None:
    for number in range(6):
        company.loop(number)
    loop_id = company.debrief(6)
    with company.database.transaction() as session:
        for rating in session.query(Rating).filter_by(scorecard_id=1000):
            rating.value = 5 - (rating.value or 1)
    assert made_again(company, loop_id).otherwise != ()


def test_it_says_how_many_loops_are_gone(company: Past) -> None:
    for number in range(6):
        company.loop(number)
    loop_id = company.debrief(6)
    with company.database.transaction() as session:
        session.delete(session.get_one(Loop, 100))
        session.delete(session.get_one(Loop, 101))
    assert made_again(company, loop_id).cannot == "2 of the 7 loops that it learned from are gone"


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        ({"version": 0}, "it was made with version 0 of the model, and this is version 1"),
        ({"of_loops": None}, "it opened before it was kept which loops it learned from"),
    ],
)
def test_it_says_what_was_not_kept(company: Past, kept: dict[str, Any], why: str) -> None:
    loop_id = company.debrief(0)
    pin(company, loop_id, **kept)
    assert made_again(company, loop_id).cannot == why


def test_ids_are_kept_as_runs_of_neighbours() -> None:
    assert in_runs([7, 3, 1, 2, 9, 8]) == [(1, 3), (7, 9)]
    assert of_runs([[1, 3], [7, 9]]) == {1, 2, 3, 7, 8, 9}
    assert in_runs([]) == []
