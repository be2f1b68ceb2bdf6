"""The gallery of all blocks, and the blocks of 2026 on the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.page.examples import examples
from tests.browser.conftest import Team, open_screen, serious

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=str)
def gallery(browser: Browser, sandbox: Sandbox, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{sandbox.url}/gallery")
    yield page
    context.close()


def test_every_example_is_drawn_beside_its_payload(gallery: Page, sandbox: Sandbox) -> None:
    wanted = examples(sandbox.url)
    expect(gallery.locator("article.example")).to_have_count(len(wanted))
    expect(gallery.locator(".unknown")).to_have_count(0)
    expect(gallery.get_by_text("Drawn after Slack's documentation, not after Slack")).to_be_visible()
    for article in gallery.locator("article.example").all():
        assert article.locator(".blocks > .block").first.is_visible()
        assert article.locator("pre[aria-label]").inner_text().startswith(("{", "["))
    assert serious(gallery) == []
    assert gallery.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_data_table_sorts_and_turns_pages(gallery: Page) -> None:
    table = gallery.locator(".data-table")
    rows = table.locator("tbody tr:visible th")
    expect(rows).to_have_text(["Apples", "Bread", "Cheese", "Dates", "Eggs"])
    table.get_by_role("button", name="Next").click()
    expect(rows).to_have_text(["Figs", "Grapes", "Honey", "Ice", "Jam"])
    expect(table.get_by_role("status")).to_have_text("6 to 10 of 11")
    table.get_by_role("button", name="Price").click()
    expect(table.locator("tbody tr:visible td[data-value]")).to_have_text(["0.5", "0.5", "1.5", "2.5", "3.5"])
    expect(table.get_by_role("columnheader", name="Price")).to_have_attribute("aria-sort", "ascending")
    table.get_by_role("button", name="Price").click()
    expect(table.locator("tbody tr:visible td[data-value]").first).to_have_text("9.5")


def test_a_container_opens(gallery: Page) -> None:
    closed = gallery.locator("details.container", has_text="Closed at first")
    expect(closed.get_by_role("button", name="Press")).to_be_hidden()
    closed.locator("summary").click()
    expect(closed.get_by_role("button", name="Press")).to_be_visible()


def test_buttons_of_the_new_blocks_reach_the_app_and_what_is_open_or_sorted_stays(
    wide: Page, team: Team, sandbox: Sandbox
) -> None:
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    shown = {one.title: one.blocks for one in examples(sandbox.url)}
    blocks = [*shown["data_table"], *shown["context_actions"], *shown["container that opens"]]
    posted = client.chat_postMessage(channel=team.public, text="Wares", blocks=blocks)
    open_screen(wide, sandbox, team.jo, team.public)
    message = wide.locator(f"#main .message[data-ts='{posted['ts']}']")
    message.get_by_role("button", name="Ware", exact=True).click()
    message.get_by_role("button", name="Ware", exact=True).click()
    closed, opened = (
        message.locator("details").filter(has_text=f"{word} at first") for word in ("Open", "Closed")
    )
    closed.locator("summary").click()
    opened.locator("summary").click()
    before = len(sandbox.transcript)
    message.get_by_role("button", name="Order Kale").click()
    message.get_by_role("button", name="This was bad").click()
    message.get_by_role("button", name="Delete").click()
    opened.get_by_role("button", name="Press").click()

    def heard() -> list[str]:
        entries = sandbox.transcript.entries[before:]
        actions = [e["payload"]["actions"][0] for e in entries if e.get("callback") == "block_actions"]
        return [str(action.get("value", action["action_id"])) for action in actions]

    team.jo.wait_for(lambda: heard() == ["Kale", "negative", "delete", "press"])
    client.chat_postMessage(channel=team.public, text="Something new")
    expect(wide.locator("#main .message", has_text="Something new")).to_be_visible()
    expect(message.locator("tbody tr:visible th").first).to_have_text("Kale")
    expect(opened.get_by_role("button", name="Press")).to_be_visible()
    expect(closed.get_by_role("button", name="Press")).to_be_hidden()


def test_a_workspace_that_refuses_the_new_blocks_is_switched_on_the_page(
    wide: Page, team: Team, sandbox: Sandbox
) -> None:
    open_screen(wide, sandbox, team.jo, team.public, panel="faults")
    wide.get_by_role("button", name="Refuse them").click()
    expect(wide.get_by_text("does not have them yet")).to_be_visible()
    assert serious(wide) == []
    wide.get_by_role("button", name="Take them").click()
    expect(wide.get_by_text("This workspace has them.")).to_be_visible()
