"""One workspace with a Bolt app that is not ours in its own process, and Debian's Chromium in front of it."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sandbox import Person, RateLimits, Sandbox

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOW = datetime(2025, 11, 24, 8, tzinfo=UTC)
MANIFEST = {
    "display_information": {"name": "Showcase"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Showcase"},
        "shortcuts": [
            {
                "name": "Everything",
                "type": "global",
                "callback_id": "everything",
                "description": "Every input",
            },
            {"name": "Look at this", "type": "message", "callback_id": "look", "description": "Look at it"},
        ],
        "slash_commands": [
            {"command": "/show", "description": "Show something", "usage_hint": "[modal | quiet | bad]"},
            {"command": "/slow", "description": "Answer too late"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "im:write",
                "im:history",
                "channels:read",
                "users:read",
                "files:write",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
    },
}
_numbers = itertools.count(1)

expect.set_options(timeout=8_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A workspace whose app runs in another process."""
    limits = RateLimits(on=False)
    with Sandbox(MANIFEST, now=NOW, limits=limits, event_retries=()) as made:
        command = [
            sys.executable,
            "-m",
            "tests.browser.showcase",
            made.api_url,
            made.signing_secret,
            made.bot_token,
            "0",
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        app = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert app.stdout is not None
            port = app.stdout.readline().split()[1]
            made.connect(f"http://127.0.0.1:{port}/slack/events")
            yield made
        finally:
            app.terminate()
            app.wait(timeout=10)
            if app.stdout is not None:
                app.stdout.close()


@dataclass
class Team:
    """Two people who share a public and a private channel of their own."""

    jo: Person
    ines: Person
    public: str
    private: str


@pytest.fixture
def team(sandbox: Sandbox) -> Team:
    number = next(_numbers)
    jo = sandbox.add_person(f"Jo Lindqvist {number}")
    ines = sandbox.add_person(f"Ines Castro {number}", tz="America/New_York")
    public = sandbox.add_channel(f"hiring-{number}", members=[jo, ines])
    private = sandbox.add_channel(f"debrief-{number}", private=True, members=[jo, ines])
    return Team(jo, ines, public.id, private.id)


@pytest.fixture(params=["1280", "375"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width = int(request.param)
    made = browser.new_context(
        viewport={"width": width, "height": 860}, color_scheme="light", timezone_id="Asia/Tokyo"
    )
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when its script does."""
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on(
        "console",
        lambda said: (
            errors.append(said.text) if said.type == "error" and "status of 4" not in said.text else None
        ),
    )
    yield made
    assert errors == []


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    """A page at 1280 pixels, for what looks the same on a phone."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, timezone_id="Asia/Tokyo")
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


def serious(page: Page) -> list[str]:
    """What axe-core finds on the page that is serious or critical, as lines to read."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture
def visit(sandbox: Sandbox, page: Page) -> Callable[..., Page]:
    """Open somebody's screen at a channel."""

    def go(person: Person, at: str = "", **more: str) -> Page:
        return open_screen(page, sandbox, person, at, **more)

    return go


def open_screen(page: Page, sandbox: Sandbox, person: Person, at: str = "", **more: str) -> Page:
    """Load a screen and wait until its script is there."""
    parts = {**({"at": at} if at else {}), **more}
    query = "&".join(f"{key}={value}" for key, value in parts.items())
    page.goto(f"{sandbox.url}/as/{person.id}?{query}")
    return page


def say(page: Page, text: str, box: str = "#main textarea") -> None:
    """Write into the composer and send."""
    page.locator(box).fill(text)
    page.locator(box).press("Enter")
