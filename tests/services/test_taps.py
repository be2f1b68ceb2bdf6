"""What a tap on a scorecard costs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.acting.context import Actor, Context
from bot.consequences import follow
from bot.domain.scorecards import RATING, Change, Field, fingerprint
from bot.services import scorecards
from bot.storage import loops as stored
from bot.storage.database import Database
from tests.databases import copied, open_database
from tests.letters.scene import ASKED, BANK, NOW, PANELIST, SEAT, TEAM, Directory, rows
from tests.statements import counted

MOST_STATEMENTS = 8
ACTOR = Actor(TEAM, PANELIST)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(copied(sqlite_template, tmp_path))
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


def tap(value: str, before: str | None, number: int) -> Change:
    return Change(
        field=Field(ASKED.id, f"{RATING}clarity"),
        value=value,
        rendered=fingerprint(before),
        acted_at=f"{number}.000000",
        view="V1",
        own=True,
    )


def test_a_tap_on_a_scorecard_that_is_begun_takes_at_most_eight_statements(
    context: Context, database: Database
) -> None:
    scorecards.open_card(context, ACTOR, SEAT)
    scorecards.save(context, ACTOR, SEAT, [tap("3", None, 1)])
    with counted(database) as asked:
        scorecards.save(context, ACTOR, SEAT, [tap("4", "3", 2)])
    assert 0 < len(asked) <= MOST_STATEMENTS, asked
    with context.reading(ACTOR) as tx:
        loop, seat = stored.of_seat(tx, SEAT)
        card = scorecards.read_card(tx, loop, seat)
    assert card is not None
    assert card.answer(ASKED.id).ratings == {"clarity": 4}
