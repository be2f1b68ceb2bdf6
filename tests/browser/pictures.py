"""The README's pictures: a story is played, and Chromium takes them at the moments that matter.

Run as `python -m tests.browser.pictures FOLDER` (`make screenshots`).
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bot.demo import setting
from bot.demo.cast import CHANNEL, LEAD, OTHERS, PANEL, Role
from bot.demo.story import BEGIN, SCORES, Story, at, fill_page, fill_plan, newest
from bot.demo.world import World
from sandbox import Person
from tests.browser.conftest import CHROMIUM, FLAGS

PRIYA, TOMAS = PANEL[0], PANEL[-1]
EVIDENCE = (
    "Began with the plain model and said what it would have to miss before anything larger is worth it. "
    "Priced one more feature at two days, and named what it would replace."
)
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass
class Camera:
    """Takes pictures of people's screens, on a desk and on a phone."""

    browser: Browser
    world: World
    folder: Path

    def take(
        self,
        name: str,
        role: Role,
        query: str = "",
        size: tuple[int, int] = DESKTOP,
        *,
        dark: bool = False,
        before: Callable[[Page], object] = lambda _: None,
    ) -> None:
        """Open somebody's screen, make a gesture on it, and keep what is seen as NAME.png."""
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            device_scale_factor=2 if size == PHONE else 1.5,
            reduced_motion="reduce",
            bypass_csp=True,
        )
        page = context.new_page()
        page.goto(f"{self.world.sandbox.url}/as/{self.world.person(role).id}{query}")
        before(page)
        page.wait_for_function("[...document.images].every(image => image.complete)")
        page.mouse.move(0, 0)
        target = self.folder / f"{name}.png"
        page.screenshot(path=target)
        context.close()
        with Image.open(target) as taken:
            # A page has few colours: a palette makes the file a third as large.
            taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


def play(camera: Camera) -> None:
    """The story, with a picture at each of its places."""
    world = camera.world
    story = Story(world, lambda _: None, lambda _who, _text: None)
    plan(camera, story)
    story.kits()
    camera.take("kit", PRIYA, before=top)
    camera.take("kit-phone", PRIYA, size=PHONE, before=top)
    camera.take("clock", LEAD, "?panel=clock")
    story.interviews()
    camera.take("home-panelist", TOMAS, "?at=home")
    scorecard(camera, world.person(TOMAS))
    camera.take("home", LEAD, "?at=home")
    story.debrief()
    debrief(camera, story)
    prep(camera)


def play_plain(camera: Camera) -> None:
    """The same debrief in a workspace that refuses the blocks of 2026."""
    world = camera.world
    world.sandbox.refuse_new_blocks()
    story = Story(world, lambda _: None, lambda _who, _text: None)
    story.plan()
    story.kits()
    story.interviews()
    story.debrief()
    debrief(camera, story, "-plain")


def plan(camera: Camera, story: Story) -> None:
    """The plan as the lead sees it, before the kits are sent."""
    lead = camera.world.lead
    lead.command("/loop")
    fill_plan(camera.world, lead.modal)
    lead.modal.submit()
    camera.world.settle()
    lead.wait_for(lambda: "Planning" not in lead.modal.text, what="the plan")
    camera.take("plan", LEAD)
    lead.modal.submit()
    camera.world.settle()


def scorecard(camera: Camera, person: Person) -> None:
    """The first page, filled in by the one who is late, on a desk and on a phone; then it is closed."""
    newest(person, "Interview kit").click("Open scorecard")
    fill_page(person.modal, SCORES[PRIYA], 0, lambda _: EVIDENCE)
    camera.take("scorecard", TOMAS)
    camera.take("scorecard-dark", TOMAS, dark=True)
    camera.take("scorecard-phone", TOMAS, size=PHONE)
    person.modal.close()


def debrief(camera: Camera, story: Story, ending: str = "") -> None:
    """The debrief in its channel, and with its thread."""
    channel = next(c for c in camera.world.lead.client.state("channels")["channels"] if c["name"] == CHANNEL)
    at_channel = f"?at={channel['id']}"
    camera.take(f"debrief{ending}", LEAD, at_channel, before=top)
    head = story.head(camera.world.lead)
    camera.take(f"debrief-thread{ending}", LEAD, f"{at_channel}&thread={head.ts}")


def prep(camera: Camera) -> None:
    """A question of the day, answered, with the strong answer shown."""
    person = camera.world.person(OTHERS[0])
    person.command("/prep")
    person.modal.choose("You prepare for", "Data scientist")
    person.modal.submit()
    camera.world.move_to(at("2025-11-26 09:05"))
    newest(person, "Question of the day").click("I've answered")
    camera.world.settle()
    newest(person, "Question of the day").click("Show a strong answer")
    camera.world.settle()
    camera.take("prep", OTHERS[0])
    camera.take("prep-phone", OTHERS[0], size=PHONE)


def top(page: Page) -> None:
    """Show the messages from their beginning."""
    page.locator("#main .scroll").evaluate("box => { box.scrollTop = 0; }")


def main() -> None:
    """Play the story and keep the pictures in the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as made:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, story in (("rich", play), ("plain", play_plain)):
            Path(made, name).mkdir()
            with World(Path(made, name), BEGIN.astimezone(UTC), port=0) as world:
                setting.name_lead(world)
                setting.make_opening(world)
                setting.describe_panel(world)
                setting.enter_past(world)
                story(Camera(browser, world, folder))
        browser.close()
    for picture in sorted(folder.glob("*.png")):
        print(picture)


if __name__ == "__main__":
    main()
