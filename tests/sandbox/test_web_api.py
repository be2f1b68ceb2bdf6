"""The Web API over slack_sdk: what it answers and what it refuses."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, RateLimits, Sandbox
from tests.sandbox.bolt_app import MANIFEST, Trial, form, modal


def refused(call: object, **args: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**args)  # type: ignore[operator]
    return str(caught.value.response["error"])


def test_auth_test_says_who_the_token_is(trial: Trial, sandbox: Sandbox) -> None:
    answer = trial.client.auth_test()
    assert answer["user_id"] == sandbox.bot_user_id
    assert answer["team_id"] == sandbox.team_id
    assert answer["is_enterprise_install"] is False


def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    assert refused(WebClient(token="xoxb-other", base_url=sandbox.api_url).auth_test) == "invalid_auth"
    assert refused(WebClient(base_url=sandbox.api_url).auth_test) == "not_authed"
    app_level = WebClient(token=sandbox.app_token, base_url=sandbox.api_url)
    assert refused(app_level.auth_test) == "not_allowed_token_type"


def test_unknown_methods_and_arguments_are_refused(trial: Trial, ana: Person) -> None:
    assert refused(trial.client.api_call, api_method="chat.shout") == "unknown_method"
    assert (
        refused(trial.client.chat_postMessage, channel=ana.id, text="x", colour="red") == "invalid_arguments"
    )
    assert (
        refused(trial.client.api_call, api_method="chat.postMessage", json={"text": "x"})
        == "invalid_arguments"
    )


def test_a_refused_payload_names_its_place_there_and_in_the_transcript(
    trial: Trial, ana: Person, sandbox: Sandbox
) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    with pytest.raises(SlackApiError) as caught:
        trial.client.chat_postMessage(channel=ana.id, text="x", blocks=blocks)
    said = caught.value.response
    assert said["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in said["response_metadata"]["messages"][0]
    entry = sandbox.transcript.calls("chat.postMessage")[-1]
    assert entry["problems"][0]["pointer"] == "/blocks/0/text/text"
    assert entry["response"]["ok"] is False
    assert ana.dm() == []


def test_channels_the_app_is_not_in(trial: Trial, ana: Person, sandbox: Sandbox) -> None:
    public = sandbox.add_channel(f"pub-{ana.id.lower()}", members=[ana], bot=False)
    private = sandbox.add_channel(f"priv-{ana.id.lower()}", private=True, members=[ana], bot=False)
    post = trial.client.chat_postMessage
    assert refused(post, channel=public.id, text="x") == "not_in_channel"
    assert refused(post, channel=private.id, text="x") == "channel_not_found"
    assert refused(post, channel="C404", text="x") == "channel_not_found"
    assert refused(trial.client.conversations_info, channel=private.id) == "channel_not_found"
    assert trial.client.conversations_info(channel=public.id)["channel"]["is_member"] is False
    sandbox.change_channel(public, bot=True, archived=True)
    assert refused(post, channel=public.id, text="x") == "is_archived"


def test_people_who_are_not_there_or_left(trial: Trial, ana: Person, sandbox: Sandbox) -> None:
    client = trial.client
    assert refused(client.users_info, user="U404") == "user_not_found"
    assert refused(client.conversations_open, users="U404") == "user_not_found"
    assert refused(client.conversations_open, users=sandbox.bot_user_id) == "cannot_dm_bot"
    assert client.users_info(user=ana.id)["user"]["tz"] == "Europe/Berlin"
    sandbox.remove_person(ana)
    assert client.users_info(user=ana.id)["user"]["deleted"] is True
    assert refused(client.conversations_open, users=ana.id) == "user_disabled"
    assert client.chat_postMessage(channel=ana.id, text="into the void")["ok"]


def test_lists_come_in_pages(trial: Trial, ana: Person, sandbox: Sandbox) -> None:
    for number in range(5):
        trial.client.chat_postMessage(channel=ana.id, text=f"{number}")
    channel = trial.client.conversations_open(users=ana.id)["channel"]["id"]
    pages = [dict(page.data) for page in trial.client.conversations_history(channel=channel, limit=2)]
    assert [[m["text"] for m in p["messages"]] for p in pages] == [["4", "3"], ["2", "1"], ["0"]]
    assert pages[0]["has_more"] is True
    assert refused(trial.client.conversations_history, channel=channel, cursor="xyz") == "invalid_cursor"
    stamps = [m["ts"] for p in pages for m in p["messages"]]
    some = trial.client.conversations_history(channel=channel, oldest=stamps[3], latest=stamps[1])["messages"]
    assert [m["text"] for m in some] == ["2"]
    members = [m for page in trial.client.users_list(limit=2) for m in page["members"]]
    assert {ana.id, sandbox.bot_user_id} <= {m["id"] for m in members}


def test_conversations_are_listed_by_type(trial: Trial, ana: Person, sandbox: Sandbox) -> None:
    public = sandbox.add_channel(f"open-{ana.id.lower()}", members=[ana])
    private = sandbox.add_channel(f"shut-{ana.id.lower()}", private=True, members=[ana])
    hidden = sandbox.add_channel(f"hidden-{ana.id.lower()}", private=True, members=[ana], bot=False)
    listed = trial.client.conversations_list(types="public_channel,private_channel", limit=999)["channels"]
    ids = {c["id"] for c in listed}
    assert {public.id, private.id} <= ids
    assert hidden.id not in ids
    mine = trial.client.users_conversations(user=ana.id, types="private_channel")["channels"]
    assert [c["id"] for c in mine] == [private.id]
    members = trial.client.conversations_members(channel=private.id)["members"]
    assert members == [ana.id, sandbox.bot_user_id]


def test_a_missing_scope_is_named() -> None:
    manifest = MANIFEST | {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    with Sandbox(manifest) as small:
        client = WebClient(token=small.bot_token, base_url=small.api_url)
        with pytest.raises(SlackApiError) as caught:
            client.users_list()
        said = caught.value.response
        assert (said["error"], said["needed"], said["provided"]) == (
            "missing_scope",
            "users:read",
            "chat:write",
        )
        room = small.add_channel("private", private=True)
        assert refused(client.conversations_history, channel=room.id) == "missing_scope"
        assert refused(client.users_lookupByEmail, email="a@example.com") == "missing_scope"


def test_a_permalink_leads_to_the_message(trial: Trial, ana: Person, sandbox: Sandbox) -> None:
    posted = trial.client.chat_postMessage(channel=ana.id, text="x")
    link = trial.client.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])["permalink"]
    assert link == f"{sandbox.url}/archives/{posted['channel']}/p{posted['ts'].replace('.', '')}"
    missing = trial.client.chat_getPermalink
    assert refused(missing, channel=posted["channel"], message_ts="1.000001") == "message_not_found"


def test_views_that_are_not_open_cannot_be_updated(trial: Trial, ana: Person) -> None:
    assert refused(trial.client.views_update, view_id="V404", view=form()) == "not_found"
    ana.command("/form")
    view_id = ana.modal.id
    assert trial.client.views_update(view_id=view_id, view=form() | {"external_id": "one"})["ok"]
    assert trial.client.views_update(external_id="one", view=form(title="By name"))["ok"]
    ana.modal.dismiss()
    assert refused(trial.client.views_update, view_id=view_id, view=form()) == "not_found"
    home = {"type": "home", "blocks": []}
    assert refused(trial.client.views_publish, user_id="U404", view=home) == "user_not_found"
    assert refused(trial.client.views_publish, user_id=ana.id, view=modal("x", [])) == "invalid_arguments"


def test_posts_to_one_channel_lie_a_second_apart_and_429_says_how_long_to_wait() -> None:
    with Sandbox(MANIFEST) as strict:
        ana, ben = strict.add_person("Ana"), strict.add_person("Ben")
        client = WebClient(token=strict.bot_token, base_url=strict.api_url, retry_handlers=[])
        client.chat_postMessage(channel=ana.id, text="1")
        client.chat_postMessage(channel=ben.id, text="2")
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=ana.id, text="3")
        assert caught.value.response.status_code == 429
        assert caught.value.response["error"] == "ratelimited"
        assert caught.value.response.headers["Retry-After"] == "1"


def test_a_workspace_takes_so_many_posts_a_minute_and_tiers_are_counted() -> None:
    with Sandbox(MANIFEST, limits=RateLimits(posts_a_minute=2)) as strict:
        people = [strict.add_person(name) for name in ("Ana", "Ben", "Cem")]
        client = WebClient(token=strict.bot_token, base_url=strict.api_url, retry_handlers=[])
        client.chat_postMessage(channel=people[0].id, text="1")
        client.chat_postMessage(channel=people[1].id, text="2")
        assert refused(client.chat_postMessage, channel=people[2].id, text="3") == "ratelimited"
        for _ in range(20):
            client.users_list()
        assert refused(client.users_list) == "ratelimited"


def test_an_app_outside_the_marketplace_reads_history_slowly() -> None:
    with Sandbox(MANIFEST, limits=RateLimits(distributed=True)) as strict:
        room = strict.add_channel("room")
        client = WebClient(token=strict.bot_token, base_url=strict.api_url, retry_handlers=[])
        client.conversations_history(channel=room.id)
        assert refused(client.conversations_history, channel=room.id) == "ratelimited"
