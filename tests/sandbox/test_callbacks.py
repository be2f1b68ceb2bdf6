"""Commands, shortcuts, home and events; and what people see when the app is late or broken."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import NotOnScreen, Person, Sandbox
from tests.sandbox.bolt_app import Trial, form


def test_an_answer_to_a_command_is_seen_by_the_person_alone(ana: Person, ben: Person, trial: Trial) -> None:
    handle = ben.name.lower().replace(" ", ".")
    ana.command("/say", f"hello @{handle}")
    assert [m.text for m in ana.ephemerals] == [f"Hi: hello @{ben.name}"]
    body = trial.last("/say")
    assert body["text"] == f"hello <@{ben.id}|{handle}>"
    assert body["channel_name"] == "directmessage"


def test_a_command_that_nobody_knows_is_said_to_be_none(ana: Person) -> None:
    ana.command("/nothing")
    assert ana.last_error == "/nothing is not a valid command."


def test_a_late_app_shows_slacks_error(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    ana.command("/slow")
    trial.release.set()
    assert ana.last_error == '/slow failed with the error "operation_timeout"'
    assert sandbox.transcript.callbacks("/slow")[-1]["ms"] >= 2900
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        trial.client.views_open(trigger_id=trial.last("/slow")["trigger_id"], view=form())
    ana.command("/say", "again")
    assert ana.last_error is None


def test_a_broken_app_shows_slacks_error(ana: Person) -> None:
    ana.command("/broken")
    assert "Status Code 500" in (ana.last_error or "")


def test_a_click_that_nobody_answers_shows_slacks_error_until_the_next(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    ana.command("/form")
    sandbox.faults.add("late", "block_actions")
    ana.modal.menu("Skip")
    assert ana.last_error == 'That failed with the error "operation_timeout". Try again?'
    ana.modal.menu("Skip")
    assert ana.last_error is None


def test_an_app_that_is_not_there_shows_slacks_error() -> None:
    with Sandbox({"features": {"slash_commands": [{"command": "/x"}]}}) as alone:
        ana = alone.add_person("Ana")
        ana.command("/x")
        assert ana.last_error == '/x failed with the error "dispatch_failed"'


def test_a_global_shortcut_opens_a_modal(ana: Person) -> None:
    ana.shortcut("Start a form")
    assert ana.modal.title == "A form"
    with pytest.raises(NotOnScreen, match="no global shortcut"):
        ana.shortcut("Start a fire")


def test_opening_home_publishes_it_and_its_buttons_work(ana: Person, trial: Trial) -> None:
    ana.open_home()
    assert ana.home.text.splitlines() == [f"Hello @{ana.name}", "[Count]"]
    ana.home.click("Count")
    body = trial.last("block_actions")
    assert body["view"]["type"] == "home"
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    ana.open_home()
    assert trial.last("app_home_opened")["event"]["view"]["type"] == "home"


def test_a_message_to_the_app_is_an_event(ana: Person, trial: Trial) -> None:
    ana.say("ping & <pong>")
    ana.wait_for(lambda: ana.dm()[-1].text == "You said: ping & <pong>")
    event = trial.last("message")["event"]
    assert event["text"] == "ping &amp; &lt;pong&gt;"
    assert event["channel_type"] == "im"
    assert event["user"] == ana.id


def test_joining_leaving_and_archiving_are_events(
    ana: Person, ben: Person, trial: Trial, sandbox: Sandbox
) -> None:
    room = sandbox.add_channel(f"events-{ana.id.lower()}", members=[ben])
    before = len(trial.heard)
    sandbox.change_channel(room, add=[ana.id])
    sandbox.change_channel(room, remove=[ana.id], archived=True)
    events = [body["event"] for _, body in trial.heard[before:]]
    assert [e["type"] for e in events] == ["member_joined_channel", "member_left_channel", "channel_archive"]
    assert [e["user"] for e in events[:2]] == [ana.id, ana.id]


def test_a_mention_of_the_app_is_an_event_with_its_id(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    room = sandbox.add_channel(f"mention-{ana.id.lower()}", members=[ana])
    ana.say(f"mail@trial.com, @{ana.name}, #{room.name}: hello @Trial", channel=room.name)
    handle = ana.name.lower().replace(" ", ".")
    about = f"mail@trial.com, <@{ana.id}|{handle}>, <#{room.id}|{room.name}>"
    said = trial.last("app_mention")["event"]["text"]
    assert said == f"{about}: hello <@{sandbox.bot_user_id}|trial>"
    assert ana.channel(room.name)[0].text == f"mail@trial.com, @{ana.name}, #{room.name}: hello @Trial"
    assert trial.count("message") == 0


def test_an_event_that_failed_is_tried_again_with_its_number(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    before = len(sandbox.transcript.callbacks("app_home_opened"))
    sandbox.faults.add("late", "app_home_opened")
    ana.open_home()
    ana.wait_for(lambda: len(sandbox.transcript.callbacks("app_home_opened")) == before + 2)
    first, second = sandbox.transcript.callbacks("app_home_opened")[before:]
    assert (first["status"], second["status"]) == ("operation_timeout", 200)
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


def test_a_duplicate_delivery_reaches_the_app_twice(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    ana.command("/form")
    ana.modal.fill("Name", "Kim")
    sandbox.faults.add("duplicate", "view_submission")
    ana.modal.submit()
    assert trial.count("view_submission") == 2
    assert ana.modals == []


def test_a_late_answer_to_a_submission_keeps_the_modal_and_what_was_typed(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    ana.command("/form")
    ana.modal.fill("Name", "Kim")
    sandbox.faults.add("late", "view_submission")
    ana.modal.submit()
    assert ana.last_error == "We had some trouble connecting. Try again?"
    assert ana.modal.value("Name") == "Kim"
    ana.modal.submit()
    assert ana.modals == []


def test_an_app_that_fails_the_challenge_is_not_connected(sandbox: Sandbox, trial: Trial) -> None:
    with pytest.raises(ValueError, match="challenge"):
        sandbox.connect(f"{sandbox.url}/nowhere")
