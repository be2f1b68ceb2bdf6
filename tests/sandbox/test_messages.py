"""Messages: posting, threads, ephemeral ones, buttons in them, response URLs, and how they read."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox import NotOnScreen, Person, Sandbox
from tests.sandbox.bolt_app import Trial, button, mrkdwn, option, plain


def asking(text: str = "Coming?") -> list[dict[str, object]]:
    ask, gone = button("Yes", "ask"), button("Go away", "gone")
    return [
        {"type": "section", "block_id": "q", "text": mrkdwn(text)},
        {"type": "actions", "block_id": "a", "elements": [ask, gone]},
    ]


def test_a_post_to_a_person_arrives_in_their_direct_messages(ana: Person, ben: Person, trial: Trial) -> None:
    answer = trial.client.chat_postMessage(channel=ana.id, text="Hello *there* <@" + ben.id + ">")
    assert answer["channel"].startswith("D")
    assert [m.text for m in ana.dm()] == [f"Hello there @{ben.name}"]
    assert ana.unread() == 1
    ana.read()
    assert ana.unread() == 0
    assert ben.dm() == []


def test_every_timestamp_is_new_and_grows_though_the_clock_stands_still(ana: Person, trial: Trial) -> None:
    stamps = [trial.client.chat_postMessage(channel=ana.id, text=f"{n}")["ts"] for n in range(5)]
    assert stamps == sorted(set(stamps))


def test_a_thread_is_read_from_its_message(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    room = sandbox.add_channel(f"thread-{ana.id.lower()}", private=True, members=[ana])
    head = trial.client.chat_postMessage(channel=room.id, text="Head")
    trial.client.chat_postMessage(channel=room.id, text="One", thread_ts=head["ts"])
    message = ana.channel(room.name)[0]
    message.reply("Two")
    assert [m.text for m in ana.channel(room.name)] == ["Head"]
    assert [m.text for m in message.thread()] == ["One", "Two"]
    found = trial.client.conversations_replies(channel=room.id, ts=head["ts"])["messages"]
    assert [m["text"] for m in found] == ["Head", "One", "Two"]
    assert found[0]["reply_count"] == 2
    assert found[1]["parent_user_id"] == sandbox.bot_user_id
    with pytest.raises(SlackApiError, match="thread_not_found"):
        trial.client.chat_postMessage(channel=room.id, text="?", thread_ts="1.000001")


def test_metadata_comes_back_only_when_asked_for(ana: Person, trial: Trial) -> None:
    metadata = {"event_type": "kit_sent", "event_payload": {"key": "kit:1"}}
    channel = trial.client.chat_postMessage(channel=ana.id, text="Kit", metadata=metadata)["channel"]
    bare = trial.client.conversations_history(channel=channel)["messages"][0]
    full = trial.client.conversations_history(channel=channel, include_all_metadata=True)["messages"][0]
    assert "metadata" not in bare
    assert full["metadata"] == metadata


def test_an_ephemeral_message_is_seen_by_one_and_not_in_the_history(
    ana: Person, ben: Person, trial: Trial, sandbox: Sandbox
) -> None:
    room = sandbox.add_channel(f"hush-{ana.id.lower()}", members=[ana, ben])
    trial.client.chat_postEphemeral(channel=room.id, user=ana.id, text="Just you")
    assert [m.text for m in ana.ephemerals] == ["Just you"]
    assert ben.channel(room.name) == []
    assert trial.client.conversations_history(channel=room.id)["messages"] == []
    outsider = sandbox.add_person(f"Out {room.name}")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        trial.client.chat_postEphemeral(channel=room.id, user=outsider.id, text="?")


def test_a_button_in_a_message_can_replace_it_through_the_response_url(ana: Person, trial: Trial) -> None:
    trial.client.chat_postMessage(channel=ana.id, text="Coming?", blocks=asking())
    message = ana.dm()[0]
    assert message.buttons == ["Yes", "Go away"]
    message.click("Yes")
    ana.wait_for(lambda: message.text == "Thanks")
    body = trial.last("block_actions")
    assert body["container"]["is_ephemeral"] is False
    assert body["message"]["text"] == "Coming?"
    assert body["channel"]["name"] == "directmessage"


def test_an_ephemeral_message_can_be_deleted_through_the_response_url(ana: Person, trial: Trial) -> None:
    trial.client.chat_postMessage(channel=ana.id, text="so that there is a conversation")
    room = trial.client.conversations_open(users=ana.id)["channel"]["id"]
    trial.client.chat_postEphemeral(channel=room, user=ana.id, text="Coming?", blocks=asking())
    ana.ephemerals[0].click("Go away")
    ana.wait_for(lambda: ana.ephemerals == [])
    assert "message" not in trial.last("block_actions")


def test_a_response_url_works_five_times(ana: Person, trial: Trial) -> None:
    ana.command("/say", "first")
    hook = WebhookClient(trial.last("/say")["response_url"])
    codes = [hook.send(text=f"{n}", response_type="in_channel").status_code for n in range(6)]
    assert codes == [200] * 5 + [404]
    assert [m.text for m in ana.dm() if not m.ephemeral] == ["0", "1", "2", "3", "4"]


def test_a_choice_in_a_message_tells_the_app_with_its_state(ana: Person, trial: Trial) -> None:
    menu = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": plain("Pick"),
        "options": [option("Tea"), option("Coffee")],
    }
    blocks = [{"type": "section", "block_id": "drink", "text": mrkdwn("Drink"), "accessory": menu}]
    trial.client.chat_postMessage(channel=ana.id, text="Drink", blocks=blocks)
    ana.dm()[0].choose("Drink", "Coffee")
    body = trial.last("block_actions")
    assert body["actions"][0]["selected_option"]["value"] == "coffee"
    assert body["state"]["values"]["drink"]["pick"]["selected_option"]["value"] == "coffee"
    assert ana.dm()[0].value("Drink") == "Coffee"


def test_only_the_apps_own_messages_can_be_changed(ana: Person, trial: Trial) -> None:
    posted = trial.client.chat_postMessage(channel=ana.id, text="mine")
    ana.say("hers")
    ana.wait_for(lambda: ana.dm()[-1].text == "You said: hers")
    hers = next(m for m in ana.dm() if m.text == "hers")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        trial.client.chat_update(channel=posted["channel"], ts=hers.ts, text="x")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        trial.client.chat_delete(channel=posted["channel"], ts=hers.ts)
    trial.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="mine, better")
    assert ana.dm()[0].text == "mine, better"
    assert ana.dm()[0].edited
    trial.client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    with pytest.raises(SlackApiError, match="message_not_found"):
        trial.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="x")


def test_an_update_without_blocks_keeps_the_old_ones(ana: Person, trial: Trial) -> None:
    posted = trial.client.chat_postMessage(channel=ana.id, text="Coming?", blocks=asking())
    trial.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Never mind")
    assert ana.dm()[0].buttons == ["Yes", "Go away"]
    trial.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Never mind", blocks=[])
    assert ana.dm()[0].text == "Never mind"


def test_a_message_shortcut_brings_the_message(ana: Person, trial: Trial) -> None:
    trial.client.chat_postMessage(channel=ana.id, text="Precious")
    ana.dm()[0].shortcut("Keep this")
    ana.wait_for(lambda: [m.text for m in ana.ephemerals] == ["Kept: Precious"])


def test_tables_rich_text_lists_quotes_and_dates_are_readable(ana: Person, trial: Trial) -> None:
    def cell(text: str) -> dict[str, object]:
        return {"type": "raw_text", "text": text}

    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "So *raw*"}]}
    point = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": ana.id}]}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [point]}
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": plain("Debrief")},
        {"type": "section", "text": mrkdwn("Due <!date^1763996400^{date_num} {time}|soon>")},
        {"type": "rich_text", "elements": [quote, bullets]},
        {"type": "table", "rows": [[cell("Who"), cell("Score")], [cell("Ana"), cell("3")]]},
    ]
    trial.client.chat_postMessage(channel=ana.id, text="Debrief", blocks=blocks)
    shown = ana.dm()[0].text.splitlines()
    assert shown == [
        "Debrief",
        "Due 2025-11-24 16:00",
        "> So *raw*",
        f"• @{ana.name}",
        "Who | Score",
        "Ana | 3",
    ]
    assert ana.dm()[0].notification == "Debrief"


def test_attachments_and_files_are_readable(ana: Person, trial: Trial) -> None:
    trial.client.chat_postMessage(channel=ana.id, text="See", attachments=[{"text": "the *old* way"}])
    assert ana.dm()[0].text == "See\nthe old way"


def test_a_channel_one_is_not_in_is_not_on_the_screen(ana: Person, ben: Person, sandbox: Sandbox) -> None:
    room = sandbox.add_channel(f"secret-{ana.id.lower()}", private=True, members=[ana])
    assert room.name in ana.channels
    with pytest.raises(NotOnScreen, match="is in no channel"):
        ben.channel(room.name)


@pytest.mark.parametrize(
    "look", [{"username": "Nora"}, {"icon_emoji": ":wave:"}, {"icon_url": "https://e.com/a.png"}]
)
def test_another_name_or_picture_needs_a_scope_of_its_own(
    look: dict[str, Any], ana: Person, trial: Trial
) -> None:
    with pytest.raises(SlackApiError) as refused:
        trial.client.chat_postMessage(channel=ana.id, text="x", **look)
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write.customize"
    room = trial.client.conversations_open(users=ana.id)["channel"]["id"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        trial.client.chat_postEphemeral(channel=room, user=ana.id, text="x", **look)
    assert ana.dm() == []


def test_with_that_scope_people_see_the_other_name() -> None:
    scopes = ["chat:write", "chat:write.customize", "im:history"]
    with Sandbox({"oauth_config": {"scopes": {"bot": scopes}}}) as workspace:
        kim = workspace.add_person("Kim")
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        posted = client.chat_postMessage(channel=kim.id, text="x", username="Nora", icon_emoji=":wave:")
        assert kim.dm()[0].author == "Nora"
        said = client.conversations_history(channel=posted["channel"])["messages"][0]
        assert (said["username"], said["icons"], said["subtype"]) == (
            "Nora",
            {"emoji": ":wave:"},
            "bot_message",
        )
