"""Requests that nobody of Slack's sent, and the story over Socket Mode and on a real PostgreSQL."""

import json
import time
import urllib.parse
from pathlib import Path

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.demo import setting
from bot.demo.cast import LEAD, PANEL
from bot.demo.story import BEGIN, Story
from bot.demo.world import World
from bot.domain.loops import SeatState
from bot.services.loops import reading
from sandbox.protocol import signed_headers
from tests.acceptance.house import FIRST, House
from tests.databases import copied

pytestmark = pytest.mark.sockets
PRIYA = PANEL[0]
FORM = "application/x-www-form-urlencoded"


def click(house: House, loop_id: int) -> bytes:
    """The body of a click on I'll be there."""
    person = house.person(PRIYA)
    payload = {
        "type": "block_actions",
        "user": {"id": person.id, "team_id": house.world.sandbox.team_id},
        "team": {"id": house.world.sandbox.team_id, "domain": "sandbox"},
        "api_app_id": "A0SANDBOX",
        "container": {"type": "message"},
        "trigger_id": "1.2.3",
        "response_url": f"{house.world.sandbox.url}/response/none",
        "actions": [
            {
                "type": "button",
                "action_id": "kit.confirm",
                "block_id": "answer",
                "action_ts": "1764000000.000100",
                "value": str(house.interview(loop_id, PRIYA)),
            }
        ],
    }
    return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()


def state(house: House, loop_id: int) -> SeatState:
    return reading.view(house.context, house.actor(LEAD), loop_id).seats[0].state


@pytest.mark.both
def test_unsigned_stale_and_replayed_requests_change_nothing(house: House) -> None:
    loop_id = house.plan([PRIYA])
    house.move_to(FIRST)
    body, secret = click(house, loop_id), house.world.sandbox.signing_secret
    good = signed_headers(secret, body, FORM)
    assert house.post(body, {"Content-Type": FORM}) == 401
    assert house.post(body, signed_headers("f" * 32, body, FORM)) == 401
    assert house.post(body + b"&more=1", good) == 401
    stale = good | {"X-Slack-Request-Timestamp": str(int(time.time()) - 600)}
    assert house.post(body, stale) == 401
    assert state(house, loop_id) is SeatState.SENT
    assert house.post(body, good) == 200
    assert state(house, loop_id) is SeatState.CONFIRMED
    house.kit(PRIYA)
    house.forged(PRIYA, "kit.decline", str(house.interview(loop_id, PRIYA)))
    assert state(house, loop_id) is SeatState.DECLINED
    assert house.post(body, good) == 401
    assert state(house, loop_id) is SeatState.DECLINED


def told(world: World) -> Story:
    setting.name_lead(world)
    setting.make_opening(world)
    setting.describe_panel(world)
    story = Story(world, lambda _line: None, lambda _who, _text: None)
    story.play()
    return story


def check(story: Story, world: World) -> None:
    head = story.head(world.lead)
    assert "Debrief ready · 4 of 5 scorecards" in head.text
    assert "Decision: Move forward" in head.text
    assert len(head.thread()) == 8


@pytest.mark.long
@pytest.mark.both
def test_the_story_is_played_on_both_databases(database_url: str, tmp_path: Path) -> None:
    with World(tmp_path, BEGIN, port=0, database_url=database_url) as world:
        check(told(world), world)


@pytest.mark.long
def test_the_story_is_played_over_socket_mode(sqlite_template: Path, tmp_path: Path) -> None:
    url = copied(sqlite_template, tmp_path)
    with World(tmp_path, BEGIN, port=0, database_url=url) as world:
        token = world.sandbox.app_token
        client = world.fairloop.clients.with_token(token)
        handler = SocketModeHandler(world.fairloop.bolt_app, token, web_client=client, concurrency=32)
        handler.connect()  # type: ignore[no-untyped-call]
        try:
            assert world.lead.until(lambda: world.sandbox.sockets.connected or None, 5.0)
            app = world.sandbox._engine.app
            world.sandbox.connect(None, tick_url=app.tick_url, due_url=app.due_url)
            check(told(world), world)
        finally:
            handler.close()  # type: ignore[no-untyped-call]
