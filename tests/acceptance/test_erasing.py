"""Once somebody is erased, their name is nowhere: database, logs, exports, and the workspace in Slack."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from bot.demo.cast import LEAD, PANEL
from bot.ground.logs import Lines
from bot.services import erasing, own_data
from bot.services.debriefs import deciding
from tests.acceptance.house import DEBRIEF, FIRST, House

NAME, LABEL, EMAIL, HEARD, REASON = (
    "Ada Kowalski",
    "A. K.",
    "ada@example.com",
    "She named the drift first",
    "Clear about what she doesn't know",
)
SAID = (NAME, "Kowalski", LABEL, EMAIL, HEARD, REASON)


def readable(house: House) -> str:
    """Every value that the database holds, opened with its keys where it is sealed."""
    from bot.storage.tables import Base

    found = []
    with house.context.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            found += [str(row) for row in session.execute(select(table))]
    return "\n".join(found)


def raw(house: House) -> str:
    """Every value as it stands there."""
    found = []
    with house.context.database.engine.connect() as connection:
        known = MetaData()
        known.reflect(connection)
        for table in known.sorted_tables:
            found += [str(row) for row in connection.execute(select(table))]
    return "\n".join(found)


def in_slack(house: House) -> str:
    """Every message, Home and file name of the workspace."""
    workspace = house.world.sandbox._engine.workspace
    said = [str(vars(message)) for channel in workspace.channels.values() for message in channel.messages]
    homes = [str(vars(home)) for home in workspace.homes.values()]
    return "\n".join([*said, *homes, *map(str, workspace.files.values())])


def found_in(text: str) -> list[str]:
    return [said for said in SAID if said in text]


def test_after_erasing_the_name_is_found_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    loop_id = house.plan(PANEL[:2], email=EMAIL)
    house.move_to(FIRST + timedelta(minutes=110))
    for role in PANEL[:2]:
        house.score(loop_id, role, evidence=HEARD)
    house.move_to(DEBRIEF)
    deciding.decide(house.context, house.actor(LEAD), loop_id, "move_on", REASON)
    house.settle()
    assert {NAME, EMAIL, HEARD, REASON} <= set(found_in(readable(house)))
    assert {LABEL, HEARD} <= set(found_in(in_slack(house)))  # the reason is never posted
    exported: dict[str, Any] = own_data.of_candidate(house.context, house.actor(LEAD), NAME, "To compare.")
    assert {NAME, HEARD, REASON} <= set(found_in(json.dumps(exported)))

    token = erasing.erase(house.context, house.actor(LEAD), NAME, "Asked by email.")
    house.settle()

    left = erasing.report(house.context, house.actor(LEAD), token)
    assert (left.to_go, left.refused) == (0, ())
    assert left.gone > 0
    assert found_in(readable(house)) == []
    assert found_in(raw(house)) == []
    assert found_in(in_slack(house)) == []
    logged = "\n".join(Lines().format(record) for record in caplog.records)
    assert found_in(logged) == []
