"""Modals: opening, filling, submitting, stacking, closing, as Slack's client has them."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import NotOnScreen, Person, Sandbox
from sandbox.surface import ConfirmationAsked
from tests.sandbox.bolt_app import Trial, button, field, form, modal, mrkdwn, option, plain


@pytest.fixture
def opened(ana: Person) -> Person:
    ana.command("/form")
    assert ana.modal.title == "A form"
    return ana


def test_a_command_opens_a_modal_and_an_empty_ack_closes_it(opened: Person, trial: Trial) -> None:
    opened.modal.fill("Name", "Kim")
    opened.modal.submit()
    assert opened.modals == []
    state = trial.last("view_submission")["view"]["state"]["values"]
    assert state["name"]["in"] == {"type": "plain_text_input", "value": "Kim"}
    assert state["flags"]["in"] == {"type": "checkboxes", "selected_options": []}


def test_every_kind_of_input_reaches_the_app(
    opened: Person, ben: Person, trial: Trial, sandbox: Sandbox
) -> None:
    sandbox.add_channel(f"room-{ben.id.lower()}", members=[opened])
    modal = opened.modal
    modal.fill("Name", "Kim")
    modal.fill("Day", "2025-11-25")
    modal.fill("Time", "14:30")
    modal.fill("Minutes", 45)
    modal.fill("Mail", "kim@example.com")
    modal.fill("Link", "https://example.com/cv")
    modal.choose("Lead", ben.name)
    modal.choose("Panel", opened.name, ben.name)
    modal.choose("Channel", f"room-{ben.id.lower()}")
    modal.fill("Story", "Once upon a time")
    modal.choose("Level", "Sen")
    modal.choose("Rating", "2 Fair")
    modal.check("Flags", "Late")
    modal.check("Flags", "Loud")
    modal.uncheck("Flags", "Late")
    shown = {label: modal.value(label) for label in modal.labels}
    assert shown == {
        "Name": "Kim",
        "Day": "2025-11-25",
        "Time": "14:30",
        "Minutes": "45",
        "Mail": "kim@example.com",
        "Link": "https://example.com/cv",
        "Lead": ben.name,
        "Panel": [opened.name, ben.name],
        "Channel": f"room-{ben.id.lower()}",
        "Story": "Once upon a time",
        "Level": "Senior",
        "Rating": "2 Fair",
        "Flags": ["Loud"],
        "Draft": None,
    }
    modal.submit()
    values = trial.last("view_submission")["view"]["state"]["values"]
    assert values["lead"]["in"]["selected_user"] == ben.id
    assert values["rating"]["in"]["selected_option"]["value"] == "2"
    assert values["story"]["in"]["rich_text_value"]["type"] == "rich_text"


def test_the_client_refuses_what_is_missing_or_malformed_before_the_app_hears_of_it(
    opened: Person, trial: Trial
) -> None:
    modal = opened.modal
    modal.fill("Mail", "nobody")
    modal.fill("Link", "example")
    modal.fill("Minutes", "3")
    modal.submit()
    assert set(modal.errors) == {"Name", "Mail", "Link", "Minutes"}
    modal.fill("Name", "x" * 21)
    modal.submit()
    assert "20 characters" in modal.errors["Name"]
    modal.fill("Name", "x")
    modal.submit()
    assert "at least 2" in modal.errors["Name"]
    assert trial.count("view_submission") == 0


def test_errors_from_the_app_stand_on_their_fields_and_keep_what_was_typed(
    opened: Person, trial: Trial
) -> None:
    trial.answer = {"response_action": "errors", "errors": {"name": "Too short a name"}}
    opened.modal.fill("Name", "Kim")
    opened.modal.submit()
    assert opened.modal.errors == {"Name": "Too short a name"}
    assert opened.modal.value("Name") == "Kim"
    trial.answer = {"response_action": "errors", "errors": {"note": "not an input"}}
    opened.modal.submit()
    assert opened.last_error == "We had some trouble connecting. Try again?"
    assert opened.modal.value("Name") == "Kim"


def test_an_update_answer_replaces_and_a_push_answer_stacks_and_clear_takes_all(
    opened: Person, trial: Trial
) -> None:
    first = opened.modal
    trial.answer = {"response_action": "update", "view": form(title="Still a form")}
    first.fill("Name", "Kim")
    first.submit()
    assert first.title == "Still a form"
    assert first.value("Name") == "Kim"
    second = modal("Second", [field("More", {"type": "plain_text_input"})], submit=plain("Go"))
    trial.answer = {"response_action": "push", "view": second}
    first.submit()
    assert [m.title for m in opened.modals] == ["Still a form", "Second"]
    trial.answer = {"response_action": "clear"}
    opened.modal.fill("More", "enough")
    opened.modal.submit()
    assert opened.modals == []


def test_an_answer_with_a_broken_view_shows_slacks_error(opened: Person, trial: Trial) -> None:
    trial.answer = {"response_action": "update", "view": modal("x" * 25, [])}
    opened.modal.fill("Name", "Kim")
    opened.modal.submit()
    assert opened.last_error == "We had some trouble connecting. Try again?"
    assert opened.modal.title == "A form"


def test_typed_text_survives_an_update_with_unchanged_ids(opened: Person) -> None:
    shown = opened.modal
    shown.fill("Name", "typed by Ana")
    shown.choose("Rating", "1")
    shown.click("Reword")
    opened.wait_for(lambda: "Reworded" in shown.text)
    assert shown.value("Name") == "typed by Ana"
    assert shown.value("Rating") == "1 Weak"


def test_home_is_published_with_the_hash_of_what_is_there_and_no_other(ana: Person, trial: Trial) -> None:
    def publish(text: str, **known: str) -> str:
        home = {"type": "home", "blocks": [{"type": "section", "text": mrkdwn(text)}]}
        return str(trial.client.views_publish(user_id=ana.id, view=home, **known)["view"]["hash"])

    with pytest.raises(SlackApiError, match="hash_conflict"):
        publish("too early", hash="1.early")
    first = publish("first")
    second = publish("second", hash=first)
    assert second != first
    with pytest.raises(SlackApiError, match="hash_conflict"):
        publish("stale", hash=first)
    assert ana.home.text == "second"


def test_a_second_update_with_the_old_hash_is_refused(opened: Person, trial: Trial) -> None:
    opened.modal.click("Reword")
    opened.wait_for(lambda: "Reworded" in opened.modal.text)
    old = trial.last("block_actions")["view"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        trial.client.views_update(view_id=old["id"], hash=old["hash"], view=form())


def test_radio_buttons_cannot_be_unset(opened: Person) -> None:
    opened.modal.choose("Rating", "1")
    with pytest.raises(NotOnScreen, match="can't be unset"):
        opened.modal.fill("Rating", None)


def test_a_dispatching_input_tells_the_app_with_the_whole_state(opened: Person, trial: Trial) -> None:
    opened.modal.fill("Name", "Kim")
    opened.modal.fill("Draft", "half a thought")
    body = trial.last("block_actions")
    assert body["actions"][0]["value"] == "half a thought"
    assert body["view"]["state"]["values"]["name"]["in"]["value"] == "Kim"
    assert trial.count("block_actions") == 1


def test_three_views_stack_and_a_fourth_is_refused_and_back_goes_down(opened: Person, trial: Trial) -> None:
    opened.modal.click("Next page")
    opened.wait_for(lambda: opened.modal.title == "Page two")
    trial.answer = {"response_action": "push", "view": form(title="Third")}
    opened.modal.fill("More", "text")
    opened.modal.submit()
    assert len(opened.modals) == 3
    opened.modal.click("Reword")
    trigger = trial.last("block_actions")["trigger_id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        trial.client.views_push(trigger_id=trigger, view=form())
    third = opened.modal
    third.back()
    assert opened.modal.title == "Page two"
    assert trial.last("view_closed")["view"]["id"] == third.id
    opened.modal.close()
    assert opened.modal.title == "A form"
    assert trial.count("view_closed") == 1


def test_closing_tells_the_app_without_values_and_dismissing_says_cleared(
    opened: Person, trial: Trial
) -> None:
    opened.modal.fill("Name", "Kim")
    opened.modal.click("Next page")
    opened.wait_for(lambda: len(opened.modals) == 2)
    opened.modal.dismiss()
    assert opened.modals == []
    body = trial.last("view_closed")
    assert body["is_cleared"] is True
    assert body["view"]["state"] == {"values": {}}
    assert body["view"]["private_metadata"] == "kept"


def test_a_confirm_dialog_stands_before_the_click(opened: Person, trial: Trial) -> None:
    with pytest.raises(ConfirmationAsked, match="Sure"):
        opened.modal.click("Throw away")
    opened.modal.click("Throw away", confirm=False)
    assert trial.count("block_actions") == 0
    opened.modal.click("Throw away", confirm=True)
    assert trial.last("block_actions")["actions"][0]["action_id"] == "drop"


def test_filling_with_nothing_empties(opened: Person, ben: Person) -> None:
    shown = opened.modal
    shown.fill("Name", "Kim")
    shown.fill("Panel", ben.name)
    shown.fill("Level", "Mid")
    assert (shown.value("Panel"), shown.value("Level")) == ([ben.name], "Mid")
    for label in ("Name", "Panel", "Level"):
        shown.fill(label, None)
    assert (shown.value("Name"), shown.value("Panel"), shown.value("Level")) == (None, [], None)


def test_an_overflow_menu_sends_the_option(opened: Person, trial: Trial) -> None:
    opened.modal.menu("Skip")
    assert trial.last("block_actions")["actions"][0]["selected_option"]["value"] == "skip it"


def test_what_is_not_on_the_screen_is_said_with_the_screen(opened: Person) -> None:
    opened.patience = 0.2
    with pytest.raises(NotOnScreen, match="Fill this in"):
        opened.modal.click("Nothing like it")
    with pytest.raises(NotOnScreen, match="no field 'Salary'"):
        opened.modal.fill("Salary", "1")


def test_a_trigger_opens_one_view(opened: Person, trial: Trial) -> None:
    trigger = trial.last("/form")["trigger_id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        trial.client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        trial.client.views_open(trigger_id="1.2.3", view=form())


def show(person: Person, trial: Trial, view: dict[str, object]) -> None:
    """Open a view through the trigger of a command that answers with words alone."""
    person.command("/say", "x")
    trial.client.views_open(trigger_id=trial.last("/say")["trigger_id"], view=view)


def test_alike_buttons_and_menus_are_told_apart_by_the_text_before_them(ana: Person, trial: Trial) -> None:
    def row(name: str) -> dict[str, object]:
        menu = {"type": "overflow", "action_id": "menu", "options": [option("Move", name), option("Ban")]}
        return {"type": "section", "block_id": name, "text": mrkdwn(f"*{name}* asks 2"), "accessory": menu}

    edits = [button("Change", "pick", value="top"), button("Change", "count", value="bottom")]
    blocks: list[dict[str, object]] = [
        row("Kim"),
        row("Lou"),
        {"type": "actions", "block_id": "edits", "elements": edits},
    ]
    show(ana, trial, modal("Plan", blocks))
    ana.patience = 0.2
    with pytest.raises(NotOnScreen, match="2 are called 'Move'"):
        ana.modal.menu("Move")
    ana.modal.menu("Move", within="Lou asks")
    assert trial.last("block_actions")["actions"][0]["selected_option"]["value"] == "Lou"
    ana.modal.menu("Move", nth=0)
    assert trial.last("block_actions")["actions"][0]["selected_option"]["value"] == "Kim"
    ana.modal.click("Change", nth=1)
    assert trial.last("block_actions")["actions"][0]["value"] == "bottom"
    assert ana.modal.menu_options == ["Move", "Ban", "Move", "Ban"]


def test_clear_on_close_takes_the_whole_stack(opened: Person, trial: Trial) -> None:
    second = modal("Second", [], clear_on_close=True, notify_on_close=True)
    trial.answer = {"response_action": "push", "view": second}
    opened.modal.fill("Name", "Kim")
    opened.modal.submit()
    assert opened.modal.title == "Second"
    opened.modal.close()
    assert opened.modals == []
    closed = [body for kind, body in trial.heard if kind == "view_closed"]
    assert [b["view"]["title"]["text"] for b in closed] == ["Second", "A form"]
    assert all(b["is_cleared"] for b in closed)


def test_an_external_id_is_taken_once(ana: Person, ben: Person, trial: Trial) -> None:
    view = modal("One", [], external_id=f"loop-{ana.id}")
    show(ana, trial, view)
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        show(ben, trial, view)
    ana.modal.close()
    show(ben, trial, view)
    assert ben.modal.title == "One"


def test_an_input_that_dispatches_on_enter_waits_for_enter(ana: Person, trial: Trial) -> None:
    blocks = [field("Find", {"type": "plain_text_input", "action_id": "draft"}, dispatch_action=True)]
    show(ana, trial, modal("Search", blocks, submit=plain("Go")))
    ana.modal.fill("Find", "ki")
    assert trial.count("block_actions") == 0
    ana.modal.fill("Find", "kim", enter=True)
    assert trial.last("block_actions")["actions"][0]["value"] == "kim"


def test_a_view_under_another_cannot_be_touched(opened: Person) -> None:
    below = opened.modal
    below.click("Next page")
    opened.wait_for(lambda: len(opened.modals) == 2)
    with pytest.raises(NotOnScreen, match="not on the screen"):
        below.fill("Name", "Kim")


def test_a_second_open_replaces_the_stack(opened: Person, trial: Trial) -> None:
    first = opened.modal
    show(opened, trial, modal("Another", []))
    assert [m.title for m in opened.modals] == ["Another"]
    assert not first.exists
