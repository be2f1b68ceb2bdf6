"""What a tap on a scorecard costs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.acting.context import Actor, Context
from bot.consequences import follow
from bot.domain.scorecards import EVIDENCE, PROBE, RATING, Answer, Change, Field, fingerprint
from bot.services import scorecards
from bot.storage import loops as stored
from bot.storage.database import Database
from tests.databases import open_database
from tests.letters.scene import ASKED, BANK, NOW, PANELIST, SEAT, TEAM, Directory, rows
from tests.statements import counted

MOST_STATEMENTS = 2
"""One reads where it is written and what stands there, one writes; the replay guard and the commit are two more."""
ACTOR = Actor(TEAM, PANELIST)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
    yield opened
    opened.dispose()


@pytest.fixture
def context(database: Database) -> Context:
    directory: Any = Directory()
    return Context(database, lambda: NOW, directory, lambda: BANK, lambda: None, follow)


def tap(name: str, value: str, before: str | None, number: int) -> Change:
    return Change(
        field=Field(ASKED.id, name),
        value=value,
        rendered=fingerprint(before),
        acted_at=f"{number}.000000",
        view="V1",
        own=True,
    )


def answer(context: Context) -> Answer:
    with context.reading(ACTOR) as tx:
        loop, seat = stored.of_seat(tx, SEAT)
        card = scorecards.read_card(tx, loop, seat)
    assert card is not None
    return card.answer(ASKED.id)


@pytest.mark.parametrize(
    ("name", "first", "then", "seen"),
    [
        (f"{RATING}clarity", "3", "4", lambda answer: answer.ratings == {"clarity": 4}),
        (f"{PROBE}0", "held", "weaker", lambda answer: answer.probed == "weaker"),
        (
            EVIDENCE,
            "Asked what",
            "Asked what changed",
            lambda answer: answer.evidence == "Asked what changed",
        ),
    ],
)
def test_a_tap_on_a_scorecard_that_is_begun_is_read_and_written_in_one_statement_each(
    context: Context, database: Database, name: str, first: str, then: str, seen: Callable[[Answer], bool]
) -> None:
    scorecards.open_card(context, ACTOR, SEAT)
    scorecards.save(context, ACTOR, SEAT, [tap(name, first, None, 1)])
    with counted(database) as asked:
        scorecards.save(context, ACTOR, SEAT, [tap(name, then, first, 2)])
    assert 0 < len(asked) <= MOST_STATEMENTS + (not database.is_sqlite), asked
    assert seen(answer(context))


def test_a_tap_that_changes_nothing_only_reads(context: Context, database: Database) -> None:
    scorecards.open_card(context, ACTOR, SEAT)
    scorecards.save(context, ACTOR, SEAT, [tap(f"{RATING}clarity", "3", None, 1)])
    with counted(database) as asked:
        scorecards.save(context, ACTOR, SEAT, [tap(f"{RATING}clarity", "3", "3", 2)])
    assert len(asked) <= 1 + (not database.is_sqlite), asked
