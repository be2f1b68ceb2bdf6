"""Modals as dialogs: every kind of input, errors on their field, stacks, focus."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox
from tests.browser.conftest import Team, open_screen, say, serious

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def open_modal(page: Page) -> Locator:
    say(page, "/show modal")
    modal = page.get_by_role("dialog", name="Every input")
    expect(modal).to_be_visible()
    return modal


def submitted(sandbox: Sandbox) -> dict[str, Any]:
    """The values of the last submission, as the app got them."""
    payload = sandbox.transcript.callbacks("view_submission")[-1]["payload"]
    return {block: inner["value"] for block, inner in payload["view"]["state"]["values"].items()}


def test_every_kind_of_input_reaches_the_app(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    modal = open_modal(wide)
    modal.get_by_label("Name", exact=True).fill("Ada Kovač")
    modal.get_by_label("What did they say or do?").fill("Two\nlines")
    modal.get_by_label("Minutes").fill("45")
    modal.get_by_label("Email").fill("ada@example.com")
    modal.get_by_label("Link").fill("https://example.com/cv")
    modal.get_by_label("3 Names goal").check()
    modal.get_by_label("Sure of something wrong").check()
    modal.get_by_label("Place").select_option("Wedding")
    choose(modal, "Several", ["Choice 2", "Choice 4"])
    modal.get_by_label("Person").select_option(team.ines.name)
    choose(modal, "People", [team.ines.name, team.jo.name])
    modal.get_by_label("Channel (optional)", exact=True).select_option(value=team.public)
    modal.get_by_label("Private channel").select_option(value=team.private)
    choose(modal, "Conversations", ["debrief"])
    choose(modal, "Channels", ["hiring"])
    modal.get_by_label("Day (optional)", exact=True).fill("2025-12-01")
    modal.get_by_label("Time (optional)", exact=True).fill("09:30")
    modal.get_by_label("Day and time").fill("2025-12-02T14:00")
    modal.get_by_label("Formatted").fill("Was *bold*\n- one\n- two\n> said")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_have_count(0)
    got = submitted(sandbox)
    assert got["name"]["value"] == "Ada Kovač"
    assert got["notes"]["value"] == "Two\nlines"
    assert (got["minutes"]["value"], got["email"]["value"]) == ("45", "ada@example.com")
    assert got["link"]["value"] == "https://example.com/cv"
    assert got["rating"]["selected_option"]["value"] == "3"
    assert [option["value"] for option in got["seen"]["selected_options"]] == ["wrong"]
    assert got["place"]["selected_option"]["value"] == "v2"
    assert [option["value"] for option in got["several"]["selected_options"]] == ["v2", "v4"]
    assert got["person"]["selected_user"] == team.ines.id
    assert got["people"]["selected_users"] == [team.ines.id, team.jo.id]
    assert got["room"]["selected_channel"] == team.public
    assert got["private"]["selected_conversation"] == team.private
    assert got["rooms"]["selected_conversations"] == [team.private]
    assert got["public"]["selected_channels"] == [team.public]
    assert (got["day"]["selected_date"], got["time"]["selected_time"]) == ("2025-12-01", "09:30")
    # 14:00 in Berlin, whatever zone the browser is in.
    assert got["when"]["selected_date_time"] == 1764680400
    kinds = [element["type"] for element in got["rich"]["rich_text_value"]["elements"]]
    assert kinds == ["rich_text_section", "rich_text_list", "rich_text_quote"]


def test_people_stay_in_the_order_in_which_they_were_picked(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    modal = open_modal(wide)
    choose(modal, "People", [team.ines.name, team.jo.name])
    place = modal.locator("[data-several]").filter(has=wide.get_by_role("combobox", name="People"))
    expect(place.locator(".chips li")).to_have_text([team.ines.name, team.jo.name])
    place.get_by_role("combobox").press("Tab")
    expect(place.get_by_role("listbox")).to_be_hidden()
    expect(place.get_by_role("combobox")).not_to_be_focused()


def choose(modal: Locator, label: str, names: list[str]) -> None:
    """Choose in a multi-select by typing and pressing Enter."""
    field = modal.get_by_role("combobox", name=f"{label} (optional)", exact=True)
    for name in names:
        field.press_sequentially(name)
        field.press("Enter")
        expect(field.locator("xpath=..").locator(".chips li", has_text=name)).to_be_visible()
    field.press("Escape")


def test_what_was_chosen_can_be_taken_away_and_no_more_than_allowed_is_taken(
    wide: Page, team: Team, sandbox: Sandbox
) -> None:
    third = sandbox.add_person(f"Marc Weber {team.jo.id[-3:]}")
    open_screen(wide, sandbox, team.jo, team.public)
    modal = open_modal(wide)
    choose(modal, "People", [team.ines.name, team.jo.name])
    field = modal.get_by_role("combobox", name="People (optional)", exact=True)
    field.press_sequentially(third.name)
    field.press("Enter")
    expect(wide.get_by_role("status")).to_contain_text("At most 2 can be chosen.")
    field.press("Escape")
    modal.get_by_role("button", name=f"Remove {team.ines.name}").click()
    expect(modal.locator(".chips li", has_text=team.ines.name)).to_have_count(0)
    expect(modal.locator(".chips li", has_text=team.jo.name)).to_be_visible()


def test_errors_stand_on_their_field_and_take_the_focus(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    modal = open_modal(page)
    modal.get_by_label("Minutes").fill("30")
    modal.get_by_role("button", name="Save").click()
    name = modal.get_by_label("Name", exact=True)
    expect(name).to_have_accessible_description("Please complete this required field.")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    assert serious(page) == []
    name.fill("Nobody")
    modal.get_by_role("button", name="Save").click()
    expect(name).to_have_accessible_description("Say who it is")
    expect(modal.get_by_label("Minutes")).to_have_value("30")
    expect(name).to_have_value("Nobody")


def test_a_bad_number_is_refused_by_the_client_itself(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    modal = open_modal(wide)
    before = len(sandbox.transcript.callbacks("view_submission"))
    modal.get_by_label("Name", exact=True).fill("Ada")
    modal.get_by_label("Minutes").fill("3")
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_label("Minutes")).to_have_accessible_description(
        "Please enter a number of at least 15."
    )
    assert len(sandbox.transcript.callbacks("view_submission")) == before


def test_views_are_stacked_and_what_was_typed_below_stays(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    modal = open_modal(page)
    modal.get_by_label("Name", exact=True).fill("Ada")
    modal.get_by_role("button", name="Details").click()
    upper = page.get_by_role("dialog", name="Details")
    expect(upper).to_contain_text("2 of 3 views")
    assert serious(page) == []
    upper.get_by_role("button", name="Back to Every input").click()
    expect(modal.get_by_label("Name", exact=True)).to_have_value("Ada")


def test_escape_closes_the_view_and_gives_the_focus_back(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show blocks")
    opener = wide.get_by_role("button", name="Record decision")
    opener.click()
    modal = wide.get_by_role("dialog", name="Every input")
    expect(modal.get_by_label("Name", exact=True)).to_be_focused()
    wide.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    expect(opener).to_be_focused()
    assert sandbox.transcript.callbacks("view_closed")[-1]["payload"]["is_cleared"] is False


def test_the_focus_stays_inside_the_dialog(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    modal = open_modal(wide)
    expect(modal.get_by_label("Name", exact=True)).to_be_focused()
    for _ in range(60):
        wide.keyboard.press("Tab")
        inside = wide.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside


def test_a_dangerous_button_asks_first(visit: Visit, team: Team, sandbox: Sandbox) -> None:
    page = visit(team.jo, team.public)
    modal = open_modal(page)
    before = len(sandbox.transcript.callbacks("block_actions"))
    modal.get_by_role("button", name="Delete").click()
    question = page.get_by_role("dialog", name="Delete it?")
    expect(question).to_contain_text("It is gone for good.")
    assert serious(page) == []
    question.get_by_role("button", name="Keep").click()
    expect(question).to_be_hidden()
    assert len(sandbox.transcript.callbacks("block_actions")) == before
    modal.get_by_role("button", name="Delete").click()
    question.get_by_role("button", name="Delete").click()
    team.jo.wait_for(lambda: len(sandbox.transcript.callbacks("block_actions")) == before + 1)


def test_typing_is_not_disturbed_by_what_happens_elsewhere(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    modal = open_modal(wide)
    name = modal.get_by_label("Name", exact=True)
    for letter in "Ada Kovač":
        name.press_sequentially(letter)
        team.ines.act("say", channel=team.public, text=f"Letter {letter}")
    expect(wide.locator("#main .message").last).to_contain_text("Letter č")
    expect(name).to_have_value("Ada Kovač")
    expect(name).to_be_focused()


def test_every_part_of_a_modal_is_accessible(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    open_modal(page)
    assert serious(page) == []


def test_inputs_that_the_app_listens_to_reach_it_while_the_modal_is_open(
    wide: Page, team: Team, sandbox: Sandbox
) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show search")
    modal = wide.get_by_role("dialog", name="Search")
    words = modal.get_by_label("Words")
    words.fill("ada")
    words.press("Enter")
    expect(modal).to_contain_text("Asked 1 times, now for ada")
    expect(words).to_have_value("ada")
    expect(words).to_be_focused()
    modal.get_by_label("Best").check()
    expect(modal).to_contain_text("Asked 2 times, now for v2")
    expect(modal.get_by_label("Best")).to_be_checked()
