"""Uploads in two steps, and pictures in messages."""

import urllib.error
import urllib.request

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox
from tests.sandbox.bolt_app import Trial

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def upload(trial: Trial, content: bytes = PNG) -> str:
    step = trial.client.files_getUploadURLExternal(filename="chart.png", length=len(content))
    request = urllib.request.Request(step["upload_url"], data=content, method="POST")
    with urllib.request.urlopen(request) as response:
        assert response.read() == f"OK - {len(content)}".encode()
    return str(step["file_id"])


def picture(file_id: str) -> list[dict[str, object]]:
    return [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "Scores by panelist"}]


def test_a_picture_is_uploaded_without_a_channel_and_then_shown_in_a_message(
    ana: Person, trial: Trial
) -> None:
    done = trial.client.files_upload_v2(filename="chart.png", content=PNG, title="Scores")["file"]
    info = trial.client.files_info(file=done["id"])["file"]
    assert (info["mimetype"], info["size"], info["title"]) == ("image/png", len(PNG), "Scores")
    trial.client.chat_postMessage(channel=ana.id, text="Chart", blocks=picture(done["id"]))
    assert ana.dm()[0].text == "[picture: Scores by panelist]"
    with urllib.request.urlopen(info["url_private"]) as response:
        assert response.read() == PNG


def test_a_picture_that_is_not_uploaded_to_the_end_is_refused(ana: Person, trial: Trial) -> None:
    for file_id in (upload(trial), "F404"):
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            trial.client.chat_postMessage(channel=ana.id, text="Chart", blocks=picture(file_id))


def test_an_upload_of_the_wrong_length_is_refused(trial: Trial) -> None:
    step = trial.client.files_getUploadURLExternal(filename="chart.png", length=5)
    request = urllib.request.Request(step["upload_url"], data=PNG, method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    caught.value.close()
    with pytest.raises(SlackApiError, match="file_not_found"):
        trial.client.files_completeUploadExternal(files=[{"id": step["file_id"]}])


def test_a_file_shared_to_a_channel_is_a_message_whose_ts_nobody_is_told(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    room = sandbox.add_channel(f"files-{ana.id.lower()}", members=[ana])
    answer = trial.client.files_completeUploadExternal(files=[{"id": upload(trial)}], channel_id=room.id)
    assert "ts" not in answer
    history = trial.client.conversations_history(channel=room.id)["messages"]
    assert history[0]["files"][0]["name"] == "chart.png"
    assert ana.channel(room.name)[0].text == "[file: chart.png]"
