"""What is recorded is linked by whichever process does due work, without anybody asking for it."""

from collections.abc import Callable

from bot.acting.context import Actor
from bot.bootstrap import Fairloop, Parts
from bot.storage import chain
from bot.storage.chain import Verdict
from bot.storage.unit import Unit
from sandbox import Sandbox


def record(bot: Fairloop, team_id: str, *things: str) -> None:
    for thing in things:
        with bot.context.transaction(Actor(team_id, "ULEAD")) as tx:
            tx.audit("open loop", thing)


def looked_at(bot: Fairloop, team_id: str) -> Verdict:
    with bot.database.reading() as session:
        return chain.verify(Unit(session, team_id, bot.clocks.calendar(), writing=False))


def test_a_worker_that_runs_links_what_is_recorded(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop]
) -> None:
    bot = make_bot(Parts())
    ada = sandbox.add_person("ada")
    bot.worker.start()
    record(bot, sandbox.team_id, "loop:1", "loop:2", "loop:3")
    ada.wait_for(lambda: looked_at(bot, sandbox.team_id).linked == 3, what="the record to be linked")
    assert looked_at(bot, sandbox.team_id).faults == []


def test_two_workers_make_one_chain(sandbox: Sandbox, make_bot: Callable[..., Fairloop]) -> None:
    one, other = make_bot(Parts()), make_bot(Parts())
    ada = sandbox.add_person("ada")
    for bot in (one, other):
        bot.worker.start()
    for number in range(20):
        record((one, other)[number % 2], sandbox.team_id, f"loop:{number}")
    ada.wait_for(lambda: looked_at(one, sandbox.team_id).linked == 20, what="the record to be linked")
    found = looked_at(other, sandbox.team_id)
    assert (found.waiting, found.missing, found.faults) == (0, 0, [])
