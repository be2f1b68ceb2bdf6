"""The page as a chat workspace: channels, threads, Home, the composer, menus, keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.browser.conftest import MANIFEST, NOW, Team, open_screen, say, serious

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_command_shows_what_the_app_posts_with_every_block(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    say(page, "/show blocks")
    message = page.locator("#main .message").last
    expect(message.get_by_role("heading", name="Debrief ready · 5 of 5 scorecards")).to_be_visible()
    expect(message.get_by_role("columnheader")).to_have_text(["Competency", "Score, range", "Raw"])
    expect(message.get_by_role("cell", name="2.8")).to_have_css("text-align", "right")
    expect(message.locator("ol.rich li")).to_have_count(2)
    expect(message.locator("blockquote").first).to_have_text("Started with splitting chargebacks by country.")
    expect(message.get_by_role("img", name="tada")).to_be_visible()
    expect(message.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com")
    assert serious(page) == []


def test_a_thread_opens_beside_the_channel_and_takes_replies(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    say(page, "/show blocks")
    page.get_by_role("link", name="1 reply").click()
    side = page.get_by_role("complementary", name="Thread")
    expect(side.locator("blockquote", has_text="A quote in the thread")).to_be_visible()
    assert serious(page) == []
    say(page, "I *agree*", "#side textarea")
    expect(side.locator(".message").last.locator("strong").last).to_have_text("agree")
    side.get_by_role("link", name="Close thread").click()
    expect(page.get_by_role("link", name="2 replies")).to_be_visible()


def test_what_only_one_person_sees_is_marked_and_nobody_else_has_it(
    visit: Visit, team: Team, sandbox: Sandbox
) -> None:
    page = visit(team.jo, team.public)
    say(page, "/show quiet")
    expect(page.locator(".message", has_text="Just between us")).to_contain_text("Only visible to you")
    assert serious(page) == []
    open_screen(page, sandbox, team.ines, team.public)
    expect(page.get_by_role("textbox", name="Message to").or_(page.locator("#main textarea"))).to_be_visible()
    expect(page.get_by_text("Just between us")).to_have_count(0)


def test_new_messages_come_without_reloading_and_are_counted_until_they_are_read(
    wide: Page, team: Team, sandbox: Sandbox
) -> None:
    open_screen(wide, sandbox, team.ines, team.public)
    wide.evaluate("window.untouched = true")
    team.jo.act("say", channel=team.private, text="Are you there?")
    room = wide.locator("#sidebar a", has_text="debrief")
    expect(room.locator(".count")).to_contain_text("1")
    room.click()
    expect(wide.get_by_text("Are you there?")).to_be_visible()
    expect(room.locator(".count")).to_have_count(0)
    team.jo.act("say", channel=team.private, text="Good")
    expect(wide.get_by_text("Good", exact=True)).to_be_visible()
    assert wide.evaluate("window.untouched") is True


def test_messages_stand_in_the_time_of_whoever_looks(wide: Page, team: Team, sandbox: Sandbox) -> None:
    app = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    app.chat_postMessage(channel=team.public, text="<!date^1764000000^{date_short} at {time}|once>")
    open_screen(wide, sandbox, team.jo, team.public)
    expect(wide.locator(".text time")).to_have_text("Nov 24, 2025 at 5:00 PM")
    open_screen(wide, sandbox, team.ines, team.public)
    expect(wide.locator(".text time")).to_have_text("Nov 24, 2025 at 11:00 AM")


def test_the_composer_completes_commands_and_people(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    box = wide.locator("#main textarea")
    box.press_sequentially("/")
    options = wide.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.first).to_contain_text("Show something")
    assert serious(wide) == []
    box.press_sequentially("sh")
    expect(options).to_have_count(1)
    box.press("Tab")
    expect(box).to_have_value("/show ")
    box.fill("")
    box.press_sequentially(f"Ask @{team.ines.name[:4]}")
    expect(options.first).to_contain_text("Ines Castro")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value(f"Ask @{team.ines.name[:4]}")


def test_the_errors_of_the_client_reach_the_person(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    say(page, "/nothing here")
    expect(page.get_by_role("alert").filter(has_text="/nothing is not a valid command.")).to_be_visible()
    assert serious(page) == []


def test_home_is_published_when_it_is_opened(visit: Visit, team: Team) -> None:
    page = visit(team.jo, "home")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    expect(page.locator(".mention.me")).to_have_text(f"@{team.jo.name}")
    assert serious(page) == []
    page.get_by_role("button", name="Open everything").click()
    expect(page.get_by_role("dialog", name="Every input")).to_be_visible()


def test_overflow_menus_work_with_the_keyboard(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show blocks")
    button = wide.get_by_role("button", name="More actions for How did you find it?").first
    button.focus()
    button.press("ArrowDown")
    expect(wide.get_by_role("menuitem", name="Revise mine")).to_be_focused()
    wide.keyboard.press("ArrowDown")
    expect(wide.get_by_role("menuitem", name="Export")).to_be_focused()
    assert serious(wide) == []
    wide.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.press("Enter")
    wide.keyboard.press("Enter")
    expect(wide.get_by_text("You chose Revise mine")).to_be_visible()


def test_the_menu_of_a_second_message_is_its_own(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    buttons = wide.get_by_role("button", name="More actions for How did you find it?")
    for number in (1, 2):
        say(wide, "/show blocks")
        expect(buttons).to_have_count(number)
    buttons.last.click()
    messages = wide.locator("#main .message").filter(has=buttons)
    expect(messages.last.get_by_role("menuitem", name="Export")).to_be_visible()
    expect(messages.first.get_by_role("menuitem", name="Export")).to_be_hidden()


def test_a_choice_in_a_message_is_kept_for_the_person_who_made_it(
    wide: Page, team: Team, sandbox: Sandbox
) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show blocks")
    wide.get_by_role("combobox", name="Remind me").select_option("Next week")
    team.jo.wait_for(lambda: picked(sandbox) == team.jo.id)
    wide.reload()
    expect(wide.get_by_role("combobox", name="Remind me")).to_have_value("v2")
    open_screen(wide, sandbox, team.ines, team.public)
    expect(wide.get_by_role("combobox", name="Remind me")).to_have_value("")


def picked(sandbox: Sandbox) -> str:
    """Who chose in the last menu that the app heard of."""
    for entry in reversed(sandbox.transcript.callbacks("block_actions")):
        if entry["payload"]["actions"][0]["action_id"] == "pick":
            return str(entry["payload"]["user"]["id"])
    return ""


def test_one_can_act_as_somebody_else_and_as_somebody_new(visit: Visit, team: Team) -> None:
    page = visit(team.jo)
    page.get_by_role("button", name="Acting as").click()
    assert serious(page) == []
    page.get_by_role("menuitem", name=team.ines.name).click()
    expect(page.get_by_role("button", name=f"Acting as {team.ines.name}")).to_be_visible()
    page.get_by_role("button", name="Acting as").click()
    page.get_by_role("menuitem", name="Add somebody").click()
    side = page.get_by_role("complementary")
    side.get_by_label("Name").first.fill(team.ines.name)
    side.get_by_role("button", name="Add person").click()
    expect(side.get_by_role("alert").first).to_contain_text("already")
    assert serious(page) == []


def test_text_of_people_is_never_markup(wide: Page, team: Team, sandbox: Sandbox) -> None:
    nasty = "<img src=x onerror=alert(1)> &amp; <javascript:alert(1)|click> *<b>bold</b>*"
    app = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    app.chat_postMessage(channel=team.public, text=nasty)
    open_screen(wide, sandbox, team.ines, team.public)
    shown = wide.locator(".message .text").last
    expect(shown).to_have_text("<img src=x onerror=alert(1)> & <javascript:alert(1)|click> <b>bold</b>")
    assert shown.locator("img, a, b").count() == 0
    team.jo.act("say", channel=team.public, text="&amp; <b>*")
    expect(wide.locator(".message .text").last).to_have_text("&amp; <b>*")


def test_the_page_answers_to_this_machine_alone(sandbox: Sandbox, wide: Page) -> None:
    address = sandbox.url.removeprefix("http://")
    refused = wide.request.get(sandbox.url + "/", headers={"Host": "evil.example:80"}, max_redirects=0)
    assert refused.status == 403
    assert wide.request.get(f"http://{address}/as/U0NOBODY").status == 404


def test_a_picture_of_the_app_is_shown_with_its_words(visit: Visit, team: Team) -> None:
    page = visit(team.jo, team.public)
    say(page, "/show picture")
    picture = page.get_by_role("img", name="Ratings by panelist")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1)
    assert serious(page) == []


def test_long_sections_are_folded_until_somebody_wants_them(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show long")
    text = wide.locator(".message .text").last
    folded = text.bounding_box()
    wide.get_by_role("button", name="See more").click()
    whole = text.bounding_box()
    assert folded is not None
    assert whole is not None
    assert whole["height"] > folded["height"]
    expect(wide.get_by_role("button", name="See less")).to_have_attribute("aria-expanded", "true")


def test_everything_is_accessible_in_the_dark_too(browser: Browser, team: Team, sandbox: Sandbox) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme="dark")
    page = context.new_page()
    open_screen(page, sandbox, team.jo, team.public)
    for command in ("/show blocks", "/show quiet", "/show bad", "/nothing"):
        say(page, command)
    page.get_by_role("link", name="1 reply").click()
    expect(page.get_by_role("complementary", name="Thread")).to_be_visible()
    found = serious(page)
    page.get_by_role("button", name="Record decision").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".wrong").first).to_be_visible()
    found += serious(page)
    page.keyboard.press("Escape")
    for panel in ("clock", "inspector", "faults", "people"):
        open_screen(page, sandbox, team.jo, "home", panel=panel)
        expect(page.locator("#side h1")).to_be_visible()
        found += serious(page)
    context.close()
    assert found == []


def test_somebody_who_has_left_is_said_to_have_left(wide: Page, team: Team, sandbox: Sandbox) -> None:
    sandbox.remove_person(team.ines)
    open_screen(wide, sandbox, team.ines)
    expect(wide.get_by_text(f"{team.ines.name} has left the workspace.")).to_be_visible()
    assert serious(wide) == []
    wide.get_by_role("link", name=team.jo.name, exact=True).click()
    expect(wide.get_by_role("button", name=f"Acting as {team.jo.name}")).to_be_visible()


def test_long_words_and_long_names_do_not_break_the_page(visit: Visit, team: Team, sandbox: Sandbox) -> None:
    person = sandbox.add_person("Wolfeschlegelsteinhausenbergerdorff" * 2 + team.jo.id[-3:])
    channel = sandbox.add_channel(
        "a-channel-whose-name-is-as-long-as-slack-lets-it-be-" + person.id.lower(), members=[person]
    )
    person.act("say", channel=channel.id, text="x" * 3000 + " ```" + "y" * 500 + "```")
    page = visit(person, channel.id)
    expect(page.locator(".message").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    too_wide = (
        "box => [...box.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    )
    names = ".map(e => e.tagName + '.' + e.className)"
    assert page.locator("#main .scroll").evaluate(too_wide + names) == []
    assert serious(page) == []


def test_pressing_a_button_twice_acts_once(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show blocks")
    button = wide.get_by_role("button", name="Why these numbers")
    before = len(sandbox.transcript.callbacks("block_actions"))
    button.dblclick()
    expect(button).not_to_have_attribute("aria-busy", "")
    team.jo.wait_for(lambda: len(sandbox.transcript.callbacks("block_actions")) > before)
    assert len(sandbox.transcript.callbacks("block_actions")) == before + 1


def test_an_empty_workspace_asks_for_its_first_person(wide: Page) -> None:
    with Sandbox(MANIFEST, now=NOW) as empty:
        wide.goto(empty.url)
        assert serious(wide) == []
        wide.get_by_label("Time zone").fill("Mars/Base")
        wide.get_by_label("Name").fill("Ada")
        wide.get_by_role("button", name="Add person").click()
        expect(wide.get_by_role("alert")).to_contain_text("no time zone")
        wide.get_by_label("Time zone").fill("Asia/Tokyo")
        wide.get_by_role("button", name="Add person").click()
        expect(wide.get_by_role("button", name="Acting as Ada")).to_be_visible()
        wide.goto("about:blank")
