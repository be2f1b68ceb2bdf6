"""What who runs Fairloop may do with messages: see them, have them tried again, let them go."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from bot.bootstrap import Fairloop
from bot.storage import queues
from bot.storage.database import Database
from bot.storage.tables import Outbox
from sandbox import Sandbox
from sandbox.state import Channel
from tests.delivery.bot_parts import rows, said, tell
from tests.statements import counted


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("debriefs", private=True)


def given_up(bot: Fairloop, sandbox: Sandbox, channel: Channel) -> int:
    """A message that Slack refused, because its channel was archived meanwhile."""
    sandbox.change_channel(channel, archived=True)
    tell(bot, sandbox.team_id, said("kit", channel.id))
    bot.worker.run_until_idle()
    sandbox.change_channel(channel, archived=False)
    return rows(bot)["kit"].id


def retry(bot: Fairloop, id: int) -> bool:
    with bot.database.transaction() as session:
        return queues.retry(session, id, bot.clocks.protocol())


def test_a_message_that_was_given_up_is_sent_when_it_is_tried_again(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    id = given_up(bot, sandbox, channel)
    with bot.database.reading() as session:
        [listed] = queues.list_outbox(session, dead=True, limit=5)
    assert (listed.id, listed.what, listed.state, listed.error) == (id, "post say", "dead", "is_archived")
    assert retry(bot, id)
    bot.worker.run_until_idle()
    assert [message.text for message in channel.messages] == ["kit"]
    assert not retry(bot, id)


def test_one_that_did_arrive_is_found_and_not_sent_again(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("kit", channel.id))
    bot.worker.run_until_idle()
    with bot.database.transaction() as session:
        session.execute(update(Outbox).values(state="dead", ts=None))
    assert retry(bot, rows(bot)["kit"].id)
    bot.worker.run_until_idle()
    assert rows(bot)["kit"].state == "sent"
    assert [message.text for message in channel.messages] == ["kit"]


def test_one_that_was_dropped_is_never_sent_and_can_not_be_tried_again(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    id = given_up(bot, sandbox, channel)
    with bot.database.transaction() as session:
        assert queues.drop(session, id)
        assert not queues.drop(session, id)
    assert not retry(bot, id)
    bot.worker.run_until_idle()
    assert channel.messages == []


def test_one_that_is_being_sent_is_neither_tried_again_nor_dropped(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("kit", channel.id))
    with bot.database.transaction() as session:
        session.execute(update(Outbox).values(state="sending", lease_until=bot.clocks.protocol()))
        assert not queues.drop(session, rows(bot)["kit"].id)
    assert not retry(bot, rows(bot)["kit"].id)


@pytest.mark.parametrize("figures", [queues.outbox, queues.due])
def test_the_figures_look_at_nothing_that_is_done(
    figures: Callable[[Session], object], database: Database
) -> None:
    """Each statement goes through an index that holds what waits or was given up, however much was done."""
    with database.transaction() as session, counted(database) as asked:
        figures(session)
    assert len(asked) == 2
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.transaction() as session:
        if not database.is_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))
        for statement in asked:
            plan = str(session.execute(text(f"{explain} {statement}")).all())
            assert re.search("ix_(outbox|due)_(waiting|stream|dead|failed)", plan), plan
