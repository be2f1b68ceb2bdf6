"""Answers and payloads have the keys of Slack's recorded samples.

The keys are those of slackapi/java-slack-sdk, json-logs/samples (api/*.json, app-backend/**), without those that
only Enterprise Grid, Connect or functions bring. `error`, `needed`, `provided` stand in every recorded answer.
"""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import Person, Sandbox
from tests.sandbox.bolt_app import Trial, button
from tests.sandbox.test_messages import asking

USER = (
    "id team_id name deleted color real_name tz tz_label tz_offset profile is_admin is_owner is_primary_owner "
    "is_restricted is_ultra_restricted is_bot is_app_user updated is_email_confirmed"
)
PROFILE = (
    "title phone skype real_name real_name_normalized display_name display_name_normalized status_text "
    "status_emoji status_expiration avatar_hash first_name last_name team"
)
CHANNEL = (
    "id name is_channel is_group is_im created is_archived is_general unlinked name_normalized is_shared creator "
    "is_ext_shared is_org_shared shared_team_ids pending_shared pending_connected_team_ids is_pending_ext_shared "
    "is_member is_private is_mpim topic purpose previous_names"
)
GROUP = (
    "id team_id is_usergroup is_subteam name description handle is_external date_create date_update date_delete "
    "auto_provision enterprise_subteam_id created_by updated_by prefs channel_count user_count deleted_by"
)
VIEW = (
    "id team_id type title submit close private_metadata callback_id external_id state hash clear_on_close "
    "notify_on_close submit_disabled root_view_id previous_view_id app_id app_installed_team_id bot_id"
)
COMMAND = (
    "token api_app_id team_id team_domain channel_id channel_name user_id user_name command text response_url "
    "trigger_id"
)
MESSAGE = "type team user text blocks ts bot_id bot_profile"


def lacking(found: Any, wanted: str) -> set[str]:
    return set(wanted.split()) - set(found)


def test_answers_about_people_and_channels(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    client = trial.client
    assert not lacking(
        client.auth_test().data, "ok url team user team_id user_id bot_id is_enterprise_install"
    )
    user = client.users_info(user=ana.id)["user"]
    assert not lacking(user, USER)
    assert not lacking(user["profile"], PROFILE)
    room = sandbox.add_channel(f"shape-{ana.id.lower()}", members=[ana])
    assert not lacking(client.conversations_info(channel=room.id)["channel"], f"{CHANNEL} last_read")
    listed = client.conversations_list(limit=1)
    assert not lacking(listed["channels"][0], f"{CHANNEL} num_members")
    assert not lacking(listed.data, "ok channels response_metadata")
    opened = client.conversations_open(users=ana.id, return_im=True).data
    assert not lacking(opened, "ok no_op already_open channel")
    assert isinstance(opened, dict)
    assert not lacking(
        opened["channel"], "id created is_archived is_im is_org_shared user last_read is_open priority"
    )


def test_answers_about_messages(ana: Person, trial: Trial) -> None:
    client = trial.client
    posted = client.chat_postMessage(channel=ana.id, text="x", blocks=asking())
    assert not lacking(posted.data, "ok channel ts message")
    assert not lacking(posted["message"], f"{MESSAGE} app_id")
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    updated = client.chat_update(**where, text="y", blocks=asking())
    assert not lacking(updated.data, "ok channel ts text message")
    assert set(updated["message"]["edited"]) == {"user", "ts"}
    history = client.conversations_history(channel=posted["channel"])
    assert not lacking(
        history.data, "ok messages has_more pin_count channel_actions_ts channel_actions_count"
    )
    assert not lacking(client.chat_delete(**where).data, "ok channel ts")


@pytest.mark.parametrize("kind", ["view_submission", "view_closed"])
def test_payloads_of_modals(kind: str, ana: Person, trial: Trial) -> None:
    ana.command("/form")
    assert not lacking(trial.last("/form"), COMMAND)
    ana.modal.fill("Name", "Kim")
    ana.modal.submit() if kind == "view_submission" else ana.modal.close()
    body = trial.last(kind)
    wanted = "type enterprise team user api_app_id token view is_enterprise_install"
    assert not lacking(body, wanted + (" trigger_id" if kind == "view_submission" else " is_cleared"))
    assert not lacking(body["view"], VIEW)
    assert set(body["user"]) == {"id", "username", "name", "team_id"}
    assert set(body["team"]) == {"id", "domain"}


def test_payloads_of_messages(ana: Person, trial: Trial) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [button("Count", "count", value="7")]}]
    trial.client.chat_postMessage(channel=ana.id, text="x", blocks=blocks)
    ana.dm()[0].click("Count")
    body = trial.last("block_actions")
    wanted = "type team user api_app_id token container trigger_id channel message state response_url actions"
    assert not lacking(body, f"{wanted} enterprise is_enterprise_install")
    assert not lacking(body["container"], "type message_ts channel_id is_ephemeral")
    assert not lacking(body["message"], MESSAGE)
    assert not lacking(body["actions"][0], "type action_id block_id action_ts text value")
    ana.dm()[0].shortcut("Keep this")
    wanted = "type callback_id trigger_id message_ts response_url message channel user team token action_ts"
    assert not lacking(trial.last("message_action"), wanted)


def test_payloads_of_events(ana: Person, trial: Trial) -> None:
    ana.open_home()
    body = trial.last("app_home_opened")
    wanted = "token team_id api_app_id event type event_id event_time authorizations is_ext_shared_channel"
    assert not lacking(body, f"{wanted} event_context")
    assert not lacking(body["event"], "type user channel tab event_ts")


def test_a_user_group() -> None:
    with_groups = {"oauth_config": {"scopes": {"bot": ["usergroups:read"]}}}
    with Sandbox(with_groups) as workspace:
        kim = workspace.add_person("Kim")
        group = workspace.add_group("interviewers", [kim])
        client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        listed = client.usergroups_list(include_users=True)["usergroups"]
        assert not lacking(listed[0], GROUP)
        assert listed[0]["users"] == [kim.id]
        assert client.usergroups_users_list(usergroup=group)["users"] == [kim.id]
