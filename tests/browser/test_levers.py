"""The levers of the sandbox on the page: clock, what is due, inspector, faults."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.browser.conftest import Team, open_screen, say, serious

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture
def due(sandbox: Sandbox) -> Iterator[list[dict[str, str]]]:
    """A list of what is due that the app offers; tests fill it."""
    things: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(things).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    known = sandbox._engine.app
    known.due_url = f"http://127.0.0.1:{server.server_port}/due"
    yield things
    known.due_url = None
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_clock_moves_by_an_hour_and_to_the_next_working_day(
    visit: Visit, team: Team, sandbox: Sandbox
) -> None:
    page = visit(team.jo, panel="clock")
    assert serious(page) == []
    before = sandbox.now
    page.get_by_role("button", name="+ 1 hour").click()
    expect(page.get_by_role("status")).to_contain_text("now.")
    assert (sandbox.now - before).total_seconds() == 3600
    page.get_by_role("button", name="Next working day, 9:00").click()
    expect(page.locator("#side .now strong")).to_contain_text("9:00 AM")
    assert sandbox.now.weekday() < 5


def test_the_clock_moves_until_the_next_due_thing(
    visit: Visit, team: Team, sandbox: Sandbox, due: list[dict[str, str]]
) -> None:
    moment = sandbox.now + timedelta(minutes=90)
    due += [
        {"at": (moment + timedelta(days=2)).isoformat(), "what": "Debrief of A. K."},
        {"at": moment.isoformat(), "what": "Reminder to Jo"},
        {"at": moment.isoformat(), "what": "Reminder to Jo"},
    ]
    page = visit(team.jo, panel="clock")
    expect(page.locator(".due li").first).to_contain_text("Reminder to Jo × 2")
    expect(page.locator(".due li").last).to_contain_text("Debrief of A. K.")
    assert serious(page) == []
    page.get_by_role("button", name="Until the next due thing").click()
    team.jo.wait_for(lambda: sandbox.now == moment)


def test_the_inspector_shows_calls_payloads_answers_and_what_the_validator_said(
    visit: Visit, team: Team, sandbox: Sandbox
) -> None:
    page = visit(team.jo, team.public)
    say(page, "/show bad")
    team.jo.wait_for(lambda: any(call["problems"] for call in sandbox.transcript.calls("chat.postMessage")))
    open_screen(page, sandbox, team.jo, team.public, panel="inspector")
    row = page.locator("details", has_text="chat.postMessage").first
    expect(row.locator(".outcome")).to_have_text("invalid_blocks")
    row.locator("summary").click()
    expect(row.locator(".problems")).to_contain_text("must be less than 3001 characters")
    expect(row.locator(".problems")).to_contain_text("/blocks/0/text/text")
    assert serious(page) == []
    page.get_by_role("link", name="Refused").click()
    expect(page.locator(".entries .outcome").first).to_have_class("outcome bad")


def test_the_inspector_shows_what_phone_desktop_and_screen_reader_get(
    visit: Visit, team: Team, sandbox: Sandbox
) -> None:
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"*Blocks* for <@{team.jo.id}>"}}
    client.chat_postMessage(channel=team.public, text="In words", blocks=[section])
    page = visit(team.jo, team.public, panel="inspector", only="message")
    page.locator(".entries summary").first.click()
    got = page.locator(".entry-body .got")
    expect(got.locator("dd")).to_have_text(["In words", f"Blocks for @{team.jo.name}", "In words"])
    assert serious(page) == []


def test_the_inspector_grows_while_one_looks_at_it(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public, panel="inspector", only="refused")
    wide.locator(".filters").wait_for()
    before = len(sandbox.transcript)
    team.ines.command("/show", "bad", channel=f"hiring-{team.jo.name.split()[-1]}")

    def refused() -> list[int]:
        entries = enumerate(sandbox.transcript.entries)
        return [number for number, entry in entries if number >= before and entry.get("problems")]

    number = team.jo.wait_for(refused)[0]
    expect(wide.locator(f"#entry-{number}")).to_be_visible()


def test_faults_are_switched_on_per_method_and_off_again(visit: Visit, team: Team, sandbox: Sandbox) -> None:
    page = visit(team.jo, team.public, panel="faults")
    form = page.locator(".fault-form")
    form.get_by_label("What happens").select_option("ratelimited")
    form.get_by_label("To").fill("chat.postMessage")
    form.get_by_label("How often").select_option("3 times")
    form.get_by_role("button", name="Switch on").click()
    expect(page.locator(".faults li")).to_contain_text("429 with Retry-After on chat.postMessage, 3 more")
    assert serious(page) == []
    assert sandbox.faults.listed()[0]["on"] == "chat.postMessage"
    page.get_by_role("button", name="Switch all off").click()
    expect(page.locator(".faults")).to_contain_text("Everything behaves.")
    assert sandbox.faults.listed() == []


def test_a_late_answer_shows_slacks_error_in_the_modal(wide: Page, team: Team, sandbox: Sandbox) -> None:
    open_screen(wide, sandbox, team.jo, team.public)
    say(wide, "/show modal")
    modal = wide.get_by_role("dialog", name="Every input")
    modal.get_by_label("Name", exact=True).fill("Ada")
    modal.get_by_label("Minutes").fill("30")
    sandbox.faults.add("late", "view_submission")
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")
    expect(modal.get_by_label("Name", exact=True)).to_have_value("Ada")
    assert serious(wide) == []
