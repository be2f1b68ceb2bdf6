"""What is sent to a workspace that refuses the blocks of 2026, and where a message's blocks are refused altogether."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.acting.context import Context
from bot.bootstrap import Fairloop, Parts
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.storage.sending import Item
from sandbox import Sandbox
from sandbox.state import Channel
from tests.delivery.bot_parts import rows, said, tell

TABLE = {
    "type": "data_table",
    "block_id": "scores",
    "caption": "Scores",
    "rows": [
        [{"type": "raw_text", "text": "Competency"}, {"type": "raw_text", "text": "Score"}],
        [{"type": "raw_text", "text": "MLOps"}, {"type": "raw_number", "value": 3.2, "text": "3.2"}],
    ],
}
HEAD = {"type": "header", "block_id": "head", "text": {"type": "plain_text", "text": "Scores"}, "level": 1}


def rich(_context: Context, item: Item) -> Rendered:
    """A table that a workspace of 2025 doesn't know, with its words for where there are no blocks."""
    return Rendered(text=f"Scores of {item.key}", blocks=[HEAD, TABLE], alone=f"{item.key}: MLOps 3.2")


def home(_context: Context, _item: Item) -> Rendered:
    """A Home with a heading that a workspace of 2025 doesn't know."""
    return Rendered(view={"type": "home", "blocks": [HEAD]})


@pytest.fixture
def bot(make_bot: Callable[..., Fairloop]) -> Fairloop:
    return make_bot(Parts(renderers={"say": rich, "home": home}))


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("debriefs", private=True)


def kinds(call: Any) -> list[str]:
    return [block["type"] for block in call["args"]["blocks"]]


def send(bot: Fairloop, sandbox: Sandbox, *notes: Note) -> None:
    tell(bot, sandbox.team_id, *notes)
    bot.worker.run_until_idle()


def test_a_workspace_that_knows_them_gets_rich_blocks(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    send(bot, sandbox, said("a", channel.id))
    calls = sandbox.transcript.calls("chat.postMessage")
    assert [kinds(call) for call in calls] == [["header", "data_table"]]


def test_one_that_refuses_them_gets_the_same_in_plain_blocks_and_is_remembered(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.refuse_new_blocks()
    send(bot, sandbox, said("a", channel.id), said("b", channel.id))
    send(bot, sandbox, said("c", channel.id))
    calls = sandbox.transcript.calls("chat.postMessage")
    answers = [call["response"].get("error") for call in calls]
    assert answers == ["invalid_blocks", None, None, None]
    assert [kinds(call) for call in calls[1:]] == [["header", "table"]] * 3
    assert [message.text for message in channel.messages] == ["Scores of a", "Scores of b", "Scores of c"]
    assert "level" not in str(calls[1]["args"]["blocks"])


def test_what_no_blocks_get_past_is_sent_as_text_that_says_it_and_nothing_else_is_plain_for_it(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.faults.add("refused", "chat.postMessage", times=2, error="invalid_blocks")
    send(bot, sandbox, said("a", channel.id))
    send(bot, sandbox, said("b", channel.id))
    assert [message.text for message in channel.messages] == ["a: MLOps 3.2", "Scores of b"]
    assert [len(message.blocks) for message in channel.messages] == [0, 2]
    assert kinds(sandbox.transcript.calls("chat.postMessage")[-1]) == ["header", "data_table"]


def test_where_text_is_refused_too_it_is_given_up(sandbox: Sandbox, bot: Fairloop, channel: Channel) -> None:
    sandbox.faults.add("refused", "chat.postMessage", times=None, error="invalid_blocks")
    send(bot, sandbox, said("a", channel.id))
    assert (rows(bot)["a"].state, rows(bot)["a"].error) == ("dead", "invalid_blocks")
    assert len(sandbox.transcript.calls("chat.postMessage")) == 3


def test_an_answer_that_was_lost_is_looked_for_and_not_sent_with_less(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.faults.add("reset_after", "chat.postMessage")
    send(bot, sandbox, said("a", channel.id))
    assert [message.text for message in channel.messages] == ["Scores of a"]
    assert [len(message.blocks) for message in channel.messages] == [2]


def test_another_refusal_is_not_answered_with_less(sandbox: Sandbox, bot: Fairloop, channel: Channel) -> None:
    sandbox.faults.add("refused", "chat.postMessage", error="restricted_action")
    send(bot, sandbox, said("a", channel.id))
    assert rows(bot)["a"].state == "dead"
    assert channel.messages == []


def test_edits_and_a_home_go_the_same_way(sandbox: Sandbox, bot: Fairloop, channel: Channel) -> None:
    priya = sandbox.add_person("Priya")
    send(bot, sandbox, said("a", channel.id))
    sandbox.refuse_new_blocks()
    edit = said("edit", channel.id, op="update", edits="a")
    shown = Note(key="home", kind="home", thing_id=0, target=priya.id, op="home")
    send(bot, sandbox, edit, shown)
    assert {row.state for row in rows(bot).values()} == {"sent"}
    assert [block["type"] for block in channel.messages[0].blocks] == ["header", "table"]
    assert "Scores" in priya.home.text
