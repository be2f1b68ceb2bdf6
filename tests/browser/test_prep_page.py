"""The prep page in a browser, on a phone and a desktop, light and dark: nothing for axe-core to find."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from bot.pages import prep
from bot.pages.limits import Limits
from bot.services.prep_pages import links
from bot.wsgi import LocalServer
from tests.pages.house import LEAD, House, house

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def served(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[House, str]]:
    """The pages on an address of this machine."""
    with house(sqlite_template, tmp_path) as made:
        app = Flask("pages", static_folder=None)
        server = LocalServer(app)
        object.__setattr__(made.context, "public_url", server.url)
        app.register_blueprint(prep.blueprint(made.context, server.url, Limits()))
        server.start()
        yield made, server.url
        server.stop()


@pytest.fixture(params=[(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    made = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    yield made.new_page()
    made.close()


def clean(page: Page) -> None:
    """Nothing is wrong for who can't see or point, and nothing is wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_page_is_clean_from_the_link_to_the_deletion(
    served: tuple[House, str], page: Page, tmp_path: Path
) -> None:
    here, url = served
    outside: list[str] = []
    page.on("request", lambda one: None if one.url.startswith(url) else outside.append(one.url))
    page.goto(links.make(here.context, LEAD).url)
    clean(page)
    page.get_by_label("You prepare for").select_option("ml_engineer")
    page.get_by_label("My interview is on").fill((here.now + timedelta(days=9)).date().isoformat())
    page.get_by_role("button", name="Show my first question").click()
    expect(page.get_by_text("say your answer aloud")).to_be_visible()
    own = page.url
    clean(page)
    page.get_by_role("button", name="I've answered").click()
    expect(page.get_by_role("heading", name="Then they ask")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Show a strong answer").click()
    expect(page.get_by_role("heading", name="How did it go?")).to_be_visible()
    clean(page)
    page.screenshot(path=tmp_path / "answer.png", full_page=True)
    page.get_by_text("Write my answer down").click()
    page.get_by_label("My answer").fill("Count the keys first.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("My answer")).to_have_value("Count the keys first.")
    page.get_by_role("button", name="Hard").click()
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    clean(page)
    for name in ("Progress", "Settings"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        clean(page)
    page.get_by_label("My interview is on").fill("")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="What is kept").click()
    clean(page)
    page.get_by_role("contentinfo").get_by_role("link", name="Stop and delete").click()
    clean(page)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible()
    clean(page)
    page.goto(own)
    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible()
    clean(page)
    assert outside == []
