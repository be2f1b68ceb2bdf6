"""The whole story of the main job, by clicking only, as every person in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.demo import setting
from bot.demo.cast import CHANNEL, LEAD
from bot.demo.story import BEGIN, Story
from bot.demo.world import World
from tests.browser.clicking import Clicking, clicking
from tests.browser.conftest import serious

pytestmark = pytest.mark.browser


class ClickedWorld(World):
    """A demo's world in which people sit at the page and the clock is moved there."""

    def sit_down(self, tab: Page) -> None:
        """Everybody acts on one tab from now on, in turns."""
        for person in self.people.values():
            clicking(person, tab)

    def move_to(self, at: datetime) -> None:
        """Move the clock on the lead's page."""
        client = self.lead.client
        assert isinstance(client, Clicking)
        page = client.page
        page.locator("a.clock").click()
        local = at.astimezone(client.zone)
        page.get_by_label("To", exact=True).fill(f"{local:%Y-%m-%dT%H:%M}")
        with page.expect_response("**/sandbox/clock", timeout=120_000) as waited:
            page.get_by_role("button", name="Move", exact=True).click()
        assert waited.value.ok, waited.value.text()
        page.locator("a.clock").click()
        # Until it has closed, the next click on the clock would mean "close" once more.
        expect(page.get_by_role("button", name="Move", exact=True)).to_have_count(0)


def test_the_story_is_played_by_clicking_alone(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Tokyo")
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    with ClickedWorld(tmp_path, BEGIN.astimezone(UTC), port=0) as world:
        world.sit_down(context.new_page())
        setting.name_lead(world)
        setting.make_opening(world)
        setting.describe_panel(world)
        read: list[tuple[str, str]] = []
        story = Story(world, lambda _: None, lambda who, text: read.append((who, text)))
        story.play()
        client = world.person(LEAD).client
        assert isinstance(client, Clicking)
        channel = next(c for c in client.state("channels")["channels"] if c["name"] == CHANNEL)
        client.go(channel["id"])
        main = client.page.get_by_role("main")
        expect(main.get_by_role("heading", name="Debrief ready · 4 of 5 scorecards")).to_be_visible()
        expect(main.get_by_text("Decision:")).to_be_visible()
        assert serious(client.page) == []
    context.close()
    assert errors == []
    assert any("Debrief" in text for _, text in read)
