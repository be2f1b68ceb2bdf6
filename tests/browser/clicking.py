"""A `Person` whose every act is done with mouse and keyboard on the page, as the one who is there would."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, Response
from playwright.sync_api import TimeoutError as NotThere

from sandbox import Person
from sandbox.client import Client, Refused

Json = dict[str, Any]
SECONDS = 10_000


class Clicking(Client):
    """Reads the screen over the control API, as every client does, and acts by clicking on the page alone."""

    def __init__(self, base: str, user: str, tab: Page) -> None:
        super().__init__(base, user)
        self.zone = ZoneInfo(self.state("none")["you"]["tz"])
        self._tab = tab

    @property
    def page(self) -> Page:
        """The tab, with this person sitting at it: whoever was there before gets up."""
        if not self._tab.url.startswith(self.base):
            self._tab.goto(self.base)
        if self._tab.evaluate("document.body.dataset.person") != self.user:
            self._tab.get_by_role("button", name="Acting as").click()
            self._tab.locator(f"#people-menu a[href='/as/{self.user}']").click()
            self._tab.locator(f"body[data-person='{self.user}']").wait_for()
        return self._tab

    def act(self, do: str, **said: Any) -> Json:
        """Do with mouse and keyboard what the control API calls `do`. Refused if the page doesn't offer it."""
        acts: dict[str, Callable[[Json], Json]] = {
            "command": self._command,
            "say": self._say,
            "click": self._click,
            "fill": self._fill,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
        }
        try:
            return acts[do](said)
        except NotThere as error:
            raise Refused(f"the page offers no such {do}: {error.message}") from error

    def _done(self, do: str, gesture: Callable[[], object]) -> Json:
        """Make a gesture and wait for the answer to what it makes the page do."""

        def is_it(response: Response) -> bool:
            said = response.request.post_data_json if response.url.endswith("/sandbox/act") else None
            return said is not None and said["do"] == do

        with self.page.expect_response(is_it, timeout=SECONDS) as waited:
            gesture()
        answer: Json = waited.value.json()
        if not answer["ok"]:
            raise Refused(answer["error"])
        return answer

    def go(self, channel: str | None) -> None:
        """Go to a channel, or to the messages with the app, in the sidebar."""
        sidebar = self.page.get_by_role("navigation", name="Channels and people")
        if channel is None:
            app = self.state("app")["app"]["name"]
            sidebar.get_by_role("link", name=app).click()
            messages = self.page.get_by_role("navigation", name=app).get_by_role("link", name="Messages")
            if not messages.get_attribute("aria-current"):
                messages.click()
            return
        here = self.page.locator(f"#main [data-channel='{channel}']").first
        if here.count() == 0:
            sidebar.locator(f"a[href*='at={channel}']").click()
            here.wait_for()

    def _command(self, said: Json) -> Json:
        self.go(said.get("channel"))
        box = self.page.locator("#main textarea")
        box.press_sequentially(f"{said['command']} {said['text']}".rstrip())
        self.page.keyboard.press("Escape")
        return self._done("command", lambda: box.press("Enter"))

    def _say(self, said: Json) -> Json:
        self.go(said.get("channel"))
        box = self.page.locator("#side textarea" if said.get("thread_ts") else "#main textarea")
        box.fill(said["text"])
        return self._done("say", lambda: box.press("Enter"))

    def _surface(self, said: Json) -> Locator:
        """The modal, the Home tab or the message that is acted on, brought onto the screen."""
        if said.get("view"):
            if self.page.locator(f"#v-{said['view']}").count():
                return self.page.locator(f"#v-{said['view']}")
            with suppress(NotThere):
                self.page.locator(f"[data-view='{said['view']}']").wait_for(timeout=2_000)
            found = self.page.locator(f"[data-view='{said['view']}']")
            if not found.count():
                self._home({})
                found.wait_for()
            return found
        self.go(said["channel"])
        message = self.page.locator(f"[data-ts='{said['ts']}']").last
        if not message.count():
            self._open_thread(said)
        message.wait_for()
        return message

    def _open_thread(self, said: Json) -> None:
        channels = {channel["id"]: channel for channel in self.state("channels")["channels"]}
        message = next(m for m in channels[said["channel"]]["messages"] if m["ts"] == said["ts"])
        if message.get("thread_ts") not in (None, message["ts"]):
            self.page.locator(f"a.replies[href*='thread={message['thread_ts']}']").click()

    def _element(self, said: Json) -> Locator:
        ids = f"[data-block-id='{said['block_id']}'][data-action-id='{said['action_id']}']"
        return self._surface(said).locator(ids)

    def _click(self, said: Json) -> Json:
        found = self._element(said)
        if said.get("option") is not None:
            found = found.and_(self.page.locator(f"[data-option='{said['option']}']"))
            menu = found.locator("xpath=ancestor::*[contains(@class, 'menu-place')]/button")
            if menu.count():
                menu.click()
        answer = self._done("click", found.click)
        if "confirm" not in answer:
            return answer
        dialog = self.page.locator("#confirm[open]")
        if not said["confirmed"]:
            dialog.locator("[value=no]").click()
            return answer
        return self._done("click", dialog.locator("[value=yes]").click)

    def _fill(self, said: Json) -> Json:
        found, value = self._element(said), said["value"]
        kind = found.first.get_attribute("data-fill")
        if kind in ("radio_buttons", "checkboxes"):
            return self._tick(found, value if isinstance(value, list) else [value])
        if kind == "several":
            return self._several(found, value)
        if kind == "select":
            return self._done("fill", lambda: found.select_option(value=value or ""))
        if kind == "datetimepicker" and value is not None:
            value = f"{datetime.fromtimestamp(value, self.zone):%Y-%m-%dT%H:%M}"
        answer = self._done("fill", lambda: found.fill(value or ""))
        return self._done("fill", lambda: found.press("Enter")) if said.get("enter") else answer

    def _tick(self, group: Locator, wanted: list[str]) -> Json:
        answer: Json = {"ok": True}
        for box in group.locator("input").all():
            on = box.get_attribute("value") in wanted
            if box.is_checked() != on:
                answer = self._done("fill", lambda box=box, on=on: box.set_checked(on))  # type: ignore[misc]
        return answer

    def _several(self, place: Locator, wanted: list[str]) -> Json:
        answer: Json = {"ok": True}
        held = [chip.get_attribute("data-value") for chip in place.locator(".chips li").all()]
        for value in held:
            if value not in wanted:
                chip = place.locator(f".chips [data-value='{value}']")
                answer = self._done("fill", chip.get_by_role("button").click)
                chip.wait_for(state="detached")
        for value in wanted:
            option = place.locator(f"[role=option][data-value='{value}']")
            if option.get_attribute("aria-selected") == "true":
                continue
            field = place.get_by_role("combobox")
            field.fill((option.text_content() or "").strip())
            answer = self._done("fill", lambda field=field: field.press("Enter"))  # type: ignore[misc]
            place.locator(f".chips [data-value='{value}']").wait_for()
            field.press("Escape")
        return answer

    def _submit(self, said: Json) -> Json:
        button = self._surface(said).locator("button[type=submit]")
        return self._done("submit", button.click)

    def _close(self, said: Json) -> Json:
        which = "all" if said.get("all") else "one"
        button = self._surface(said).locator(f".modal-foot [data-close=one], [data-close={which}]").last
        return self._done("close", button.click)

    def _home(self, said: Json) -> Json:
        self.go(None)
        return self._done("home", lambda: self.page.locator("a[data-home]").click())


def clicking(person: Person, tab: Page) -> Person:
    """The same person, acting on the page from now on; people take turns at one tab."""
    person.client = Clicking(person.client.base, person.id, tab)
    return person
