"""Guests and strangers, channels shared with other teams, user groups that change, locales."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import Person, RateLimits, Sandbox
from tests.sandbox.test_control import call

EVENTS = [
    "channel_shared",
    "channel_unshared",
    "subteam_updated",
    "subteam_members_changed",
    "member_joined_channel",
    "user_change",
]
SCOPES = ["channels:read", "groups:read", "users:read", "users:read.email", "usergroups:read", "chat:write"]


def manifest(*scopes: str) -> dict[str, Any]:
    return {
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {"event_subscriptions": {"bot_events": EVENTS}},
    }


@pytest.fixture
def office() -> Iterator[Sandbox]:
    with Sandbox(manifest(*SCOPES), limits=RateLimits(on=False), event_retries=()) as made:
        yield made


@pytest.fixture
def kim(office: Sandbox) -> Person:
    return office.add_person("Kim")


def web(office: Sandbox) -> WebClient:
    return WebClient(office.bot_token, base_url=office.api_url)


def events(office: Sandbox) -> list[dict[str, Any]]:
    """What was sent of events so far, without their times."""
    sent = [
        entry["payload"]["event"] for entry in office.transcript.callbacks() if entry["callback"] in EVENTS
    ]
    return [{k: v for k, v in event.items() if not k.startswith(("event_ts", "date_"))} for event in sent]


def shown(office: Sandbox, channel: str, *keys: str) -> list[Any]:
    found = web(office).conversations_info(channel=channel)["channel"]
    return [found[key] for key in keys]


def test_a_channel_is_shared_and_unshared_and_the_app_hears_of_each_team(
    office: Sandbox, kim: Person
) -> None:
    room = office.add_channel("hiring", members=[kim])
    office.change_channel(room, connected=["T0OTHER", "T0THIRD"])
    assert events(office) == [
        {"type": "channel_shared", "channel": room.id, "connected_team_id": "T0OTHER"},
        {"type": "channel_shared", "channel": room.id, "connected_team_id": "T0THIRD"},
    ]
    keys = ("is_shared", "is_ext_shared", "connected_team_ids", "shared_team_ids")
    assert shown(office, room.id, *keys) == [
        True,
        True,
        ["T0OTHER", "T0THIRD"],
        [office.team_id, "T0OTHER", "T0THIRD"],
    ]
    office.change_channel(room, connected=["T0THIRD"])
    office.change_channel(room, connected=[])
    gone = {"type": "channel_unshared", "channel": room.id}
    assert events(office)[2:] == [
        gone | {"previously_connected_team_id": "T0OTHER", "is_ext_shared": True},
        gone | {"previously_connected_team_id": "T0THIRD", "is_ext_shared": False},
    ]
    assert shown(office, room.id, "is_shared", "is_ext_shared") == [False, False]


def test_a_pending_channel_and_one_turned_public_are_found_by_looking_alone(
    office: Sandbox, kim: Person
) -> None:
    room = office.add_channel("debriefs", private=True, members=[kim])
    office.change_channel(room, pending=["T0OTHER"])
    keys = ("is_pending_ext_shared", "pending_connected_team_ids", "is_ext_shared", "is_private")
    assert shown(office, room.id, *keys) == [True, ["T0OTHER"], False, True]
    office.change_channel(room, private=False, pending=[])
    assert shown(office, room.id, *keys) == [False, [], False, False]
    assert events(office) == []


def test_a_channel_of_the_organisation_is_shared_but_not_with_others(office: Sandbox, kim: Person) -> None:
    room = office.add_channel("everybody", members=[kim], org_shared=True)
    assert shown(office, room.id, "is_shared", "is_org_shared", "is_ext_shared") == [True, True, False]


def test_an_app_that_is_not_in_a_channel_or_may_not_read_it_hears_nothing(
    office: Sandbox, kim: Person
) -> None:
    room = office.add_channel("elsewhere", members=[kim], bot=False)
    office.change_channel(room, connected=["T0OTHER"])
    assert events(office) == []
    with Sandbox(manifest("channels:read"), event_retries=()) as unscoped:
        jo = unscoped.add_person("Jo")
        hidden = unscoped.add_channel("hidden", private=True, members=[jo])
        unscoped.change_channel(hidden, connected=["T0OTHER"])
        assert events(unscoped) == []


def test_what_is_said_in_a_shared_channel_is_marked(office: Sandbox, kim: Person) -> None:
    ben = office.add_person("Ben")
    room = office.add_channel("mixed", members=[kim], connected=["T0OTHER"])
    office.change_channel(room, add=[ben.id])
    assert (
        office.transcript.callbacks("member_joined_channel")[-1]["payload"]["is_ext_shared_channel"] is True
    )


def test_guests_and_strangers_are_told_apart(office: Sandbox) -> None:
    guest = office.add_person("Gil", guest=True)
    narrow = office.add_person("Nat", single_channel=True)
    partner = office.add_person("Pia", team="T0OTHER")
    stranger = office.add_person("Sam", team="T0OTHER", stranger=True)
    keys = ("team_id", "is_restricted", "is_ultra_restricted", "is_stranger")

    def seen(person: Person) -> list[Any]:
        user = web(office).users_info(user=person.id)["user"]
        return [user.get(key) for key in keys]

    assert seen(guest) == [office.team_id, True, False, None]
    assert seen(narrow) == [office.team_id, True, True, None]
    assert seen(partner) == ["T0OTHER", False, False, False]
    assert seen(stranger) == ["T0OTHER", False, False, True]
    assert "email" in web(office).users_info(user=partner.id)["user"]["profile"]
    assert "email" not in web(office).users_info(user=stranger.id)["user"]["profile"]


def test_a_stranger_is_of_another_team(office: Sandbox) -> None:
    with pytest.raises(ValueError, match="of another team"):
        office.add_person("Sam", stranger=True)


def test_a_locale_is_there_for_who_asks_for_it(office: Sandbox, kim: Person) -> None:
    office.change_person(kim, locale="de-DE")
    client = web(office)
    assert client.users_info(user=kim.id, include_locale=True)["user"]["locale"] == "de-DE"
    assert "locale" not in client.users_info(user=kim.id)["user"]
    listed = client.users_list(include_locale=True)["members"]
    assert [user["locale"] for user in listed if user["id"] == kim.id] == ["de-DE"]


def test_a_group_that_changes_is_heard_of_and_its_people_by_name(office: Sandbox, kim: Person) -> None:
    ben = office.add_person("Ben")
    group = office.add_group("interviewers", [kim])
    office.change_group(group, users=[ben])
    updated, changed = events(office)
    assert updated["type"] == "subteam_updated"
    assert (updated["subteam"]["id"], updated["subteam"]["users"]) == (group, [ben.id])
    assert changed == {
        "type": "subteam_members_changed",
        "subteam_id": group,
        "team_id": office.team_id,
        "added_users": [ben.id],
        "added_users_count": 1,
        "removed_users": [kim.id],
        "removed_users_count": 1,
    }
    assert web(office).usergroups_users_list(usergroup=group)["users"] == [ben.id]
    office.change_group(group, name="All interviewers")
    assert [event["type"] for event in events(office)[2:]] == ["subteam_updated"]


def test_without_its_scope_no_group_is_heard_of() -> None:
    with Sandbox(manifest("users:read"), event_retries=()) as unscoped:
        group = unscoped.add_group("all", [])
        unscoped.change_group(group, users=[unscoped.add_person("Jo")])
        assert events(unscoped) == []


def test_the_control_api_changes_groups_and_channels(office: Sandbox, kim: Person) -> None:
    group = office.add_group("all", [])
    assert call(office, "/usergroups/update", {"id": group, "users": [kim.id]})[0] == 200
    assert call(office, "/usergroups/update", {"id": "S9"})[0] == 400
    room = office.add_channel("open", private=True, members=[kim])
    assert call(office, "/channels/update", {"id": room.id, "private": False})[0] == 200
    assert shown(office, room.id, "is_private") == [False]
