from collections.abc import Callable

import pytest
from sqlalchemy import update

from bot.acting.context import Context, system
from bot.bootstrap import Fairloop, Parts
from bot.delivery.dead_letters import DeadLetter
from bot.delivery.outbox import LATER, URGENT, Note, put
from bot.delivery.rendered import Rendered
from bot.process.worker import NotIdle
from bot.storage.sending import Item
from bot.storage.tables import Outbox, Posted
from sandbox import Sandbox, posts
from sandbox.faults import Kind
from sandbox.state import Channel
from tests.delivery.bot_parts import home, rows, said, say, tell


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("debriefs", private=True)


def texts(channel: Channel) -> list[str]:
    return [message.text for message in channel.messages]


def ten_minutes_pass(bot: Fairloop) -> None:
    """As far as the rows that wait for Slack are concerned."""
    with bot.database.transaction() as session:
        session.execute(update(Outbox).values(retry_at=None))


def test_a_note_to_a_person_arrives_in_their_direct_messages(sandbox: Sandbox, bot: Fairloop) -> None:
    ada = sandbox.add_person("ada")
    tell(bot, sandbox.team_id, said("hello", ada.id, args={"text": "Hello Ada"}))
    bot.worker.run_until_idle()
    row = rows(bot)["hello"]
    call = sandbox.transcript.calls("chat.postMessage")[0]
    assert row.state == "sent"
    assert row.ts == call["response"]["ts"]
    assert call["args"]["metadata"] == {"event_type": "fairloop", "event_payload": {"key": "hello"}}


def test_a_dm_that_one_process_opened_is_known_to_the_next(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop]
) -> None:
    priya = sandbox.add_person("Priya")
    for number in range(2):
        bot = make_bot()
        tell(bot, sandbox.team_id, said(f"n{number}", priya.id))
        bot.worker.run_until_idle()
    assert [message.text for message in priya.dm()] == ["n0", "n1"]
    assert len(sandbox.transcript.calls("conversations.open")) == 1


def test_a_limit_of_opening_dms_delays_no_post_to_anybody_else(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    priya = sandbox.add_person("Priya")
    sandbox.faults.add("ratelimited", "conversations.open", seconds=1.0)
    tell(bot, sandbox.team_id, said("dm", priya.id, priority=URGENT), said("n", channel.id))
    bot.worker.run_until_idle()
    assert texts(channel) == ["n"]
    assert [message.text for message in priya.dm()] == ["dm"]
    posted = [call["args"]["text"] for call in sandbox.transcript.calls("chat.postMessage")]
    assert posted == ["n", "dm"]


def test_the_ledger_knows_where_every_message_stands_and_about_whom(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("kit", channel.id, about=7))
    bot.worker.run_until_idle()
    with bot.database.reading() as session:
        posted = session.query(Posted).one()
    assert (posted.channel, posted.ts, posted.about) == (channel.id, channel.messages[0].ts, 7)


def test_a_stream_keeps_its_order_and_a_reply_waits_for_its_message(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.faults.add("server_error", "chat.postMessage", times=2)
    reply = said("reply", channel.id, reply_to="head", priority=URGENT)
    tell(bot, sandbox.team_id, said("head", channel.id), reply, said("second", channel.id))
    bot.worker.run_until_idle()
    assert texts(channel)[0] == "head"
    assert sorted(texts(channel)) == ["head", "reply", "second"]
    assert next(m for m in channel.messages if m.text == "reply").thread_ts == channel.messages[0].ts


def test_urgent_notes_go_out_before_what_can_wait(sandbox: Sandbox, bot: Fairloop) -> None:
    channels = [sandbox.add_channel(f"c{n}") for n in range(3)]
    late, normal, urgent = (c.id for c in channels)
    tell(
        bot,
        sandbox.team_id,
        said("a", late, priority=LATER),
        said("b", normal),
        said("c", urgent, priority=URGENT),
    )
    bot.worker.run_until_idle()
    assert [c["args"]["text"] for c in sandbox.transcript.calls("chat.postMessage")] == ["c", "b", "a"]


def test_what_is_no_longer_true_is_not_sent(sandbox: Sandbox, bot: Fairloop, channel: Channel) -> None:
    tell(bot, sandbox.team_id, said("nudge", channel.id, args={"untrue": True}))
    tell(bot, sandbox.team_id, said("reply", channel.id, reply_to="nudge"))
    bot.worker.run_until_idle()
    assert {row.state for row in rows(bot).values()} == {"dropped"}
    assert texts(channel) == []


def test_a_message_is_updated_and_deleted_where_it_stands(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    update = said("status#2", channel.id, op="update", edits="status", args={"text": "new"})
    tell(bot, sandbox.team_id, said("status", channel.id, args={"text": "old"}), update)
    bot.worker.run_until_idle()
    assert texts(channel) == ["new"]
    assert channel.messages[0].metadata == {"event_type": "fairloop", "event_payload": {"key": "status"}}
    tell(bot, sandbox.team_id, said("status#3", channel.id, op="delete", edits="status"))
    bot.worker.run_until_idle()
    assert texts(channel) == []
    with bot.database.reading() as session:
        assert session.query(Posted).one().deleted_at is not None


def test_an_update_of_a_message_that_somebody_deleted_is_let_go(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("status", channel.id))
    bot.worker.run_until_idle()
    channel.messages.clear()
    tell(bot, sandbox.team_id, said("status#2", channel.id, op="update", edits="status"))
    bot.worker.run_until_idle()
    assert rows(bot)["status#2"].state == "dropped"


def test_a_home_is_published(sandbox: Sandbox, bot: Fairloop) -> None:
    ada = sandbox.add_person("ada")
    tell(bot, sandbox.team_id, Note(key="home#1", kind="home", thing_id=1, target=ada.id, op="home"))
    bot.worker.run_until_idle()
    assert sandbox.transcript.calls("views.publish")[0]["response"]["ok"]


def test_a_view_that_was_closed_meanwhile_is_let_go(sandbox: Sandbox, bot: Fairloop) -> None:
    tell(bot, sandbox.team_id, Note(key="view#1", kind="home", thing_id=1, target="V0GONE", op="view"))
    bot.worker.run_until_idle()
    assert rows(bot)["view#1"].state == "dropped"


def test_a_picture_is_uploaded_and_shown_in_the_message(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("chart", channel.id, args={"picture": True}))
    bot.worker.run_until_idle()
    [message] = channel.messages
    picture = message.blocks[-1]
    assert picture["type"] == "image"
    assert picture["slack_file"]["id"] in sandbox.transcript.calls("files.info")[0]["args"]["file"]


def test_a_limit_of_slack_is_waited_out_and_loses_nothing(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.faults.add("ratelimited", "chat.postMessage", seconds=1.0)
    tell(bot, sandbox.team_id, *[said(f"n{n}", channel.id) for n in range(3)])
    bot.worker.run_until_idle()
    assert texts(channel) == ["n0", "n1", "n2"]
    assert len(sandbox.transcript.calls("chat.postMessage")) == 4


@pytest.mark.parametrize("fault", ["reset_after", "slow", "server_error", "lost_before", "timeout"])
def test_a_post_of_unknown_fate_is_looked_for_and_stands_once(
    sandbox: Sandbox, bot: Fairloop, channel: Channel, fault: Kind
) -> None:
    sandbox.faults.add(fault, "chat.postMessage", seconds=1.3)
    tell(bot, sandbox.team_id, said("debrief", channel.id))
    bot.worker.run_until_idle()
    assert texts(channel) == ["debrief"]
    assert rows(bot)["debrief"].ts == channel.messages[0].ts
    stored_at_once = fault in ("reset_after", "slow")
    ada = sandbox.add_person("ada")
    calls = 1 if stored_at_once else 2
    ada.wait_for(lambda: len(sandbox.transcript.calls("chat.postMessage")) == calls)


def test_a_reply_of_unknown_fate_is_looked_for_in_its_thread(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("head", channel.id))
    bot.worker.run_until_idle()
    sandbox.faults.add("reset_after", "chat.postMessage")
    tell(bot, sandbox.team_id, said("reply", channel.id, reply_to="head"))
    bot.worker.run_until_idle()
    assert texts(channel) == ["head", "reply"]
    assert sandbox.transcript.calls("conversations.replies")


def test_a_message_on_a_later_page_of_the_history_is_found(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    sandbox.faults.add("reset_after", "chat.postMessage")
    tell(bot, sandbox.team_id, said("debrief", channel.id))
    sandbox.faults.add("ratelimited", "conversations.history", seconds=600)
    with pytest.raises(NotIdle, match="ratelimited"):
        bot.worker.run_until_idle(within=1.0)
    ada = sandbox.add_person("ada")
    sandbox.change_channel(channel, add=[ada.id])
    for number in range(450):
        posts.post(sandbox._engine.workspace, channel, ada.id, {"text": f"chat {number}"})
    ten_minutes_pass(bot)
    bot.worker.run_until_idle()
    assert texts(channel).count("debrief") == 1
    assert len(sandbox.transcript.calls("conversations.history")) == 1 + 3


def test_a_refused_message_is_a_dead_letter_and_the_lead_is_told(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    lead = sandbox.add_person("lead")
    told: list[tuple[DeadLetter, str]] = []

    def on_dead(context: Context, letter: DeadLetter, error: str) -> None:
        told.append((letter, error))
        with context.transaction(system(letter.team_id)) as tx:
            put(tx, said(f"dead:{letter.key}", lead.id))

    bot = make_bot(Parts(renderers={"say": say, "home": home}, on_dead=on_dead))
    sandbox.change_channel(channel, archived=True)
    tell(bot, sandbox.team_id, said("kit", channel.id), said("next", channel.id))
    bot.worker.run_until_idle()
    assert [(letter.key, error) for letter, error in told] == [
        ("kit", "is_archived"),
        ("next", "is_archived"),
    ]
    assert rows(bot)["kit"].state == "dead"
    assert rows(bot)["dead:kit"].state == "sent"


def test_a_wrong_token_holds_the_messages_instead_of_losing_them(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    wrong = make_bot(bot_token="xoxb-wrong")
    tell(wrong, sandbox.team_id, said("kit", channel.id))
    with pytest.raises(NotIdle, match="invalid_auth"):
        wrong.worker.run_until_idle(within=0.3)
    assert rows(wrong)["kit"].state == "queued"


def test_a_slack_that_cannot_be_reached_is_waited_for(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    away = make_bot(slack_api_url="http://127.0.0.1:9/api/")
    tell(away, sandbox.team_id, said("kit", channel.id))
    with pytest.raises(NotIdle, match="post kit: queued"):
        away.worker.run_until_idle(within=0.5)
    make_bot().worker.run_until_idle()
    assert texts(channel) == ["kit"]


def test_an_ephemeral_line_reaches_one_person_and_is_never_repeated(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    ada = sandbox.add_person("ada")
    sandbox.change_channel(channel, add=[ada.id])
    tell(bot, sandbox.team_id, said("hint", ada.id, op="ephemeral", args={"channel": channel.id}))
    bot.worker.run_until_idle()
    assert [m.ephemeral_to for m in channel.messages] == [ada.id]
    sandbox.faults.add("lost_before", "chat.postEphemeral")
    tell(bot, sandbox.team_id, said("hint 2", ada.id, op="ephemeral", args={"channel": channel.id}))
    bot.worker.run_until_idle()
    assert rows(bot)["hint 2"].state == "dropped"


def test_an_update_that_got_lost_is_simply_repeated(
    sandbox: Sandbox, bot: Fairloop, channel: Channel
) -> None:
    tell(bot, sandbox.team_id, said("status", channel.id))
    sandbox.faults.add("reset_after", "chat.update")
    sandbox.faults.add("server_error", "chat.update")
    tell(
        bot, sandbox.team_id, said("status#2", channel.id, op="update", edits="status", args={"text": "new"})
    )
    bot.worker.run_until_idle()
    assert texts(channel) == ["new"]
    assert len(sandbox.transcript.calls("chat.update")) == 3


def test_a_renderer_that_fails_is_tried_again_and_then_the_message_is_given_up(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    def broken(context: Context, item: Item) -> Rendered:
        raise ValueError("Ada Lovelace")

    bot = make_bot(Parts(renderers={"say": broken, "home": home}))
    tell(bot, sandbox.team_id, said("kit", channel.id))
    bot.worker.run_until_idle()
    row = rows(bot)["kit"]
    assert (row.state, row.attempts, row.error) == ("dead", 3, "not rendered: ValueError")


def test_a_kind_that_this_version_cannot_render_is_left_for_one_that_can(
    sandbox: Sandbox, make_bot: Callable[..., Fairloop], channel: Channel
) -> None:
    old = make_bot(Parts(renderers={"home": home}))
    tell(old, sandbox.team_id, said("new kind", channel.id))
    with pytest.raises(NotIdle, match="0 tries"):
        old.worker.run_until_idle(within=0.1)
    make_bot().worker.run_until_idle()
    assert texts(channel) == ["new kind"]
