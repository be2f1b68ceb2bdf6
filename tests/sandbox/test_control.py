"""The clock, the transcript, people and channels, and the HTTP control API under it all."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import Person, RateLimits, Sandbox
from tests.sandbox.bolt_app import MANIFEST, Trial, form
from tests.sandbox.conftest import NOW


def call(sandbox: Sandbox, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{sandbox.url}/sandbox{path}", data=data, headers={"Content-Type": "application/json", **headers}
    )
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_moving_the_clock_tells_the_app_and_stamps_what_follows(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    before = sandbox.now
    after = sandbox.move_clock(by=timedelta(hours=2))
    assert after == before + timedelta(hours=2)
    assert trial.last("tick") == {"now": after.isoformat()}
    posted = trial.client.chat_postMessage(channel=ana.id, text="later")
    assert datetime.fromtimestamp(float(posted["ts"]), UTC) == after
    assert call(sandbox, "/clock")[1]["now"] == after.isoformat()
    target = after + timedelta(minutes=5)
    assert call(sandbox, "/clock", {"now": target.isoformat()})[1]["now"] == target.isoformat()
    assert call(sandbox, "/clock", {"by_seconds": 60})[0] == 200
    assert sandbox.now == target + timedelta(minutes=1)


def test_the_clock_never_goes_back(sandbox: Sandbox, trial: Trial) -> None:
    with pytest.raises(ValueError, match="can't go back"):
        sandbox.move_clock(to=NOW - timedelta(days=1))
    status, said = call(sandbox, "/clock", {"now": "2025-01-01T00:00:00+00:00"})
    assert status == 400
    assert "can't go back" in said["error"]
    assert call(sandbox, "/clock", {"now": "soon"})[0] == 400
    assert call(sandbox, "/clock", {"now": "2030-01-01T00:00:00"})[0] == 400


def test_a_trigger_dies_in_real_time_not_in_calendar_time(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    ana.command("/say", "x")
    sandbox.move_clock(by=timedelta(hours=1))
    trial.client.views_open(trigger_id=trial.last("/say")["trigger_id"], view=form())
    assert ana.modal.title == "A form"


def test_what_the_app_says_is_due_is_listed(sandbox: Sandbox, trial: Trial) -> None:
    assert call(sandbox, "/due")[1]["due"] == [{"at": "2025-11-24T10:00:00+00:00", "what": "a reminder"}]


def test_the_transcript_has_every_call_and_callback_without_tokens(
    ana: Person, trial: Trial, sandbox: Sandbox, tmp_path: Path
) -> None:
    ana.command("/form")
    ana.modal.fill("Name", "Kim")
    ana.modal.submit()
    path = tmp_path / "transcript.jsonl"
    sandbox.transcript.write(path)
    raw = path.read_text()
    lines = [json.loads(line) for line in raw.splitlines()]
    calls = [e for e in lines if "method" in e]
    callbacks = [e for e in lines if "callback" in e]
    assert {"at", "at_real", "method", "args", "response", "ms", "problems"} == set(calls[0])
    assert {"at", "at_real", "callback", "payload", "status", "answer", "ms"} == set(callbacks[0])
    assert {"url_verification", "/form", "view_submission"} <= {e["callback"] for e in callbacks}
    assert sandbox.bot_token not in raw
    assert trial.last("/form")["response_url"] not in raw
    count = call(sandbox, "/transcript")[1]["next"]
    assert call(sandbox, f"/transcript?from={count}")[1]["entries"] == []


def test_faults_are_switched_over_http(sandbox: Sandbox, trial: Trial) -> None:
    assert call(sandbox, "/faults", {"kind": "slow", "on": "users.info", "seconds": 0.1})[0] == 200
    assert call(sandbox, "/faults")[1]["faults"][0]["on"] == "users.info"
    assert call(sandbox, "/faults", {"kind": "gremlins"})[0] == 400
    sandbox.faults.clear()


def test_people_who_left_cannot_be_acted_as(ana: Person, ben: Person, sandbox: Sandbox) -> None:
    sandbox.remove_person(ben)
    listed = [p["id"] for p in call(sandbox, "/people")[1]["people"]]
    assert ana.id in listed
    assert ben.id not in listed
    assert call(sandbox, f"/state?as={ben.id}")[0] == 404


def test_bad_requests_get_an_error_in_words(ana: Person, sandbox: Sandbox) -> None:
    assert call(sandbox, "/state?as=U404") == (404, {"ok": False, "error": "there is nobody called 'U404'"})
    assert call(sandbox, "/act", {"as": ana.id, "do": "dance"})[0] == 400
    assert call(sandbox, "/act", {"as": ana.id, "do": "command"}) == (
        400,
        {"ok": False, "error": "command is missing"},
    )
    assert call(sandbox, "/act", ["no"])[0] == 400
    assert call(sandbox, "/act", {"as": ana.id, "do": "submit", "view": "V404"})[0] == 409
    assert call(sandbox, "/people", {"name": "X", "tz": "Mars/Olympus"})[0] == 400
    assert call(sandbox, "/app", {"request_url": "ftp://example.com"})[0] == 400


def test_other_hosts_names_are_not_answered(sandbox: Sandbox) -> None:
    assert call(sandbox, "/clock", None, Host="evil.example.com")[0] == 403


def test_a_page_on_another_site_cannot_act(ana: Person, sandbox: Sandbox) -> None:
    body = {"as": ana.id, "do": "say", "text": "x"}
    assert call(sandbox, "/act", body, **{"Content-Type": "text/plain"})[0] == 400
    assert ana.dm() == []


def test_people_see_moments_in_their_own_zone(
    ana: Person, ben: Person, trial: Trial, sandbox: Sandbox
) -> None:
    for person in (ana, ben):
        trial.client.chat_postMessage(channel=person.id, text="<!date^1763996400^{time}|later>")
    assert (ana.dm()[0].text, ben.dm()[0].text) == ("16:00", "10:00")
    sandbox.change_person(ben, tz="Asia/Tokyo")
    assert ben.dm()[0].text == "00:00"


def test_the_first_free_port_is_taken() -> None:
    with Sandbox(MANIFEST, port=18765) as first, Sandbox(MANIFEST, port=18765) as second:
        assert first.url != second.url


def test_without_a_now_the_calendar_follows_the_real_clock() -> None:
    box = Sandbox(MANIFEST)
    assert abs(box.now - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="aware"):
        Sandbox(MANIFEST, now=datetime(2025, 1, 1))  # noqa: DTZ001


def test_a_manifest_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    broken = tmp_path / "manifest.json"
    broken.write_text("{")
    with pytest.raises(ValueError, match="not JSON"):
        Sandbox(broken)
    with pytest.raises(ValueError, match="can't be read"):
        Sandbox(tmp_path / "none.json")


def test_a_manifest_may_be_yaml_and_says_what_it_lacks(tmp_path: Path) -> None:
    sound = tmp_path / "manifest.yaml"
    sound.write_text(
        "features: {slash_commands: [{command: /x}]}\nsettings: {interactivity: {is_enabled: true}}"
    )
    with Sandbox(sound) as workspace:
        kim = workspace.add_person("Kim")
        kim.command("/x")
        assert kim.last_error == '/x failed with the error "dispatch_failed"'
    with pytest.raises(ValueError, match="lacks 'command'"):
        Sandbox({"features": {"slash_commands": [{"name": "/x"}]}})
    with pytest.raises(ValueError, match="isn't formed"):
        Sandbox({"features": []})


def test_an_app_without_interactivity_gets_no_clicks(sandbox: Sandbox) -> None:
    without = MANIFEST | {"settings": {}}
    with Sandbox(without, limits=RateLimits(on=False)) as workspace:
        kim = workspace.add_person("Kim")
        kim.shortcut("Start a form")
        assert kim.last_error == 'Start a form failed with the error "interactivity_disabled"'


def test_the_stream_of_changes_says_that_something_is_new(
    ana: Person, sandbox: Sandbox, trial: Trial
) -> None:
    with urllib.request.urlopen(f"{sandbox.url}/sandbox/events") as stream:
        first = json.loads(stream.readline().decode().removeprefix("data: "))
        stream.readline()
        trial.client.chat_postMessage(channel=ana.id, text="new")
        second = json.loads(stream.readline().decode().removeprefix("data: "))
    assert second["revision"] > first["revision"]
