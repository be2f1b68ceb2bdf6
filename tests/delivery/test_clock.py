from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.acting.context import Context, Transaction
from bot.bootstrap import Fairloop, Parts
from bot.delivery.outbox import put
from bot.domain.errors import SlackUnavailable
from bot.process.worker import NotIdle
from bot.storage.due import DueItem, drop, finish, schedule
from bot.storage.tables import Due
from bot.storage.unit import Unit
from sandbox import Sandbox
from sandbox.state import Channel
from tests.delivery.bot_parts import rows, said, say, tell


def plan(bot: Fairloop, team_id: str, *occurrences: str, late: float = 0.0) -> None:
    """Let `remind` fall due for each occurrence, so many seconds ago."""
    at = bot.clocks.calendar() - timedelta(seconds=late)
    with bot.database.transaction() as session:
        for occurrence in occurrences:
            schedule(Unit(session, team_id, at), "remind", 1, occurrence, at)


def dues(bot: Fairloop) -> dict[str, Due]:
    with bot.database.reading() as session:
        return {row.occurrence: row for row in session.query(Due).all()}


def remind(channel: Channel) -> Callable[[Context, DueItem], None]:
    """A runner that tells the channel, and finishes its row in the same transaction."""

    def run(context: Context, due: DueItem) -> None:
        with context.database.transaction() as session:
            put(Unit(session, due.team_id, context.now()), said(due.occurrence, channel.id))
            finish(session, due.id)

    return run


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("loops")


@pytest.fixture
def reminding(make_bot: Callable[..., Fairloop], channel: Channel) -> Fairloop:
    return make_bot(Parts(renderers={"say": say}, runners={"remind": remind(channel)}))


def test_what_is_due_happens_once_and_what_is_not_yet_due_waits(
    sandbox: Sandbox, reminding: Fairloop, channel: Channel
) -> None:
    plan(reminding, sandbox.team_id, "now")
    plan(reminding, sandbox.team_id, "tomorrow", late=-86400)
    reminding.worker.run_until_idle()
    reminding.worker.run_until_idle()
    assert [m.text for m in channel.messages] == ["now"]
    assert {name: row.state for name, row in dues(reminding).items()} == {
        "now": "done",
        "tomorrow": "waiting",
    }


def test_two_workers_on_one_database_do_everything_once(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    parts = Parts(renderers={"say": say}, runners={"remind": remind(channel)})
    bots = [make_bot(parts), make_bot(parts)]
    plan(bots[0], sandbox.team_id, *[f"r{n}" for n in range(12)], late=3600)
    for bot in bots:
        bot.worker.start()
    bots[0].worker.run_until_idle()
    assert sorted(m.text for m in channel.messages) == sorted(f"r{n}" for n in range(12))


def test_a_runner_that_fails_is_tried_again_and_given_up_in_the_end(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop]
) -> None:
    tries: list[int] = []

    def run(context: Context, due: DueItem) -> None:
        tries.append(due.attempts)
        raise ValueError("Ada Lovelace's evidence")

    bot = make_bot(Parts(runners={"remind": run}))
    plan(bot, sandbox.team_id, "broken")
    bot.worker.run_until_idle()
    row = dues(bot)["broken"]
    assert tries == [1, 2, 3]
    assert (row.state, row.error) == ("failed", "ValueError")
    plan(bot, sandbox.team_id, "broken")
    bot.worker.run_until_idle()
    assert tries == [1, 2, 3, 1, 2, 3], "scheduled once more, it is tried once more"


def test_somebody_is_told_once_of_what_is_given_up(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    def run(context: Context, due: DueItem) -> None:
        raise ValueError

    def tell_of_it(tx: Transaction, due: DueItem) -> None:
        put(tx, said(f"given up: {due.occurrence}", channel.id))

    bot = make_bot(Parts(renderers={"say": say}, runners={"remind": run}, on_given_up=tell_of_it))
    plan(bot, sandbox.team_id, "broken")
    bot.worker.run_until_idle()
    bot.worker.run_until_idle()
    assert [m.text for m in channel.messages] == ["given up: broken"]


def test_while_slack_is_away_a_runner_is_tried_for_as_long_as_it_takes(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    tries: list[int] = []

    def run(context: Context, due: DueItem) -> None:
        tries.append(due.attempts)
        if len(tries) < 6:
            raise SlackUnavailable("away")
        remind(channel)(context, due)

    bot = make_bot(Parts(renderers={"say": say}, runners={"remind": run}))
    plan(bot, sandbox.team_id, "patient")
    bot.worker.run_until_idle()
    assert len(tries) == 6
    assert dues(bot)["patient"].state == "done"


def test_a_failing_runners_changes_are_rolled_back(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    def run(context: Context, due: DueItem) -> None:
        remind_once = remind(channel)
        with context.database.transaction():
            if due.attempts == 1:
                raise ValueError
        remind_once(context, due)

    bot = make_bot(Parts(renderers={"say": say}, runners={"remind": run}))
    plan(bot, sandbox.team_id, "shaky")
    bot.worker.run_until_idle()
    assert [m.text for m in channel.messages] == ["shaky"]


def test_a_runner_that_is_overtaken_changes_nothing(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    def run(context: Context, due: DueItem) -> None:
        with context.database.transaction() as session:
            drop(Unit(session, due.team_id, due.due_at), "remind", 1)
        remind(channel)(context, due)

    bot = make_bot(Parts(renderers={"say": say}, runners={"remind": run}))
    plan(bot, sandbox.team_id, "cancelled")
    bot.worker.run_until_idle()
    assert dues(bot)["cancelled"].state == "dropped"
    assert rows(bot) == {}


def test_a_row_that_is_moved_while_its_runner_works_happens_at_its_new_time_only(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    def run(context: Context, due: DueItem) -> None:
        plan(bot, sandbox.team_id, "moved", late=-3600)
        remind(channel)(context, due)

    bot = make_bot(Parts(renderers={"say": say}, runners={"remind": run}))
    plan(bot, sandbox.team_id, "moved")
    bot.worker.run_until_idle()
    assert dues(bot)["moved"].state == "waiting"
    assert channel.messages == []


def test_kinds_that_nobody_here_can_do_are_left_to_others_and_named(sandbox: Sandbox, bot: Fairloop) -> None:
    plan(bot, sandbox.team_id, "later version")
    with pytest.raises(NotIdle, match="remind later version: 0 tries"):
        bot.worker.run_until_idle(within=0.1)


def test_the_clock_ticks_by_itself_and_a_note_wakes_the_sender_at_once(
    sandbox: Sandbox, reminding: Fairloop, channel: Channel
) -> None:
    reminding.worker.start()
    plan(reminding, sandbox.team_id, "by the clock")
    tell(reminding, sandbox.team_id, said("woken", channel.id))
    ada = sandbox.add_person("ada")
    ada.wait_for(lambda: len(channel.messages) == 2, seconds=10)
    assert sorted(m.text for m in channel.messages) == ["by the clock", "woken"]


def test_stopping_lets_the_message_that_is_under_way_arrive_and_be_recorded(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.faults.add("slow", "chat.postMessage", seconds=0.5)
    bot.worker.start()
    tell(bot, sandbox.team_id, said("last words", channel.id))
    sandbox.add_person("ada").wait_for(lambda: channel.messages, seconds=10)
    bot.worker.stop()
    assert rows(bot)["last words"].state == "sent"
