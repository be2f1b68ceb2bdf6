"""The calls to Slack that an outbox row becomes."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.delivery.pace import Pace
from bot.delivery.rendered import Picture, Rendered
from bot.delivery.verdicts import Meaning, judge
from bot.slack.clients import Clients
from bot.slack.ladder import Ladder, Rung, Step
from bot.slack.plain import plain, plain_view
from bot.storage import dms
from bot.storage.database import Database
from bot.storage.sending import Item, Place
from bot.storage.unit import Unit

EVENT = "fairloop"
"""The event_type of our messages' metadata; its payload's key is the outbox row's."""
USABLE_SECONDS = 20.0
NO_MESSAGE = {"thread_not_found", "message_not_found"}
NO_FILE = {"file_not_found", "file_deleted"}


@dataclass(frozen=True)
class Call:
    """The one request that does the thing, and on which rung it is; `send` gives the place of a new message."""

    send: Callable[[], Place | None]
    step: Step


class Calls:
    """Prepares what a row needs (a DM, a picture) and gives back the one request that does it."""

    def __init__(
        self, database: Database, clients: Clients, pace: Pace, ladder: Ladder, patience: float
    ) -> None:
        self._database = database
        self._clients = clients
        self._pace = pace
        self._ladder = ladder
        self._patience = patience
        self._dms: dict[tuple[str, str], str] = {}
        self._never = threading.Event()

    def prepare(self, item: Item, rendered: Rendered) -> Call:
        """Everything before the one request that matters: while this runs, nothing is to be seen in Slack."""
        view = rendered.view
        lowest = Rung.TEXT if view is None else Rung.PLAIN
        blocks = rendered.blocks if view is None else view["blocks"]
        step = self._ladder.step(item.team_id, item.key, blocks, lowest)
        return Call(self._sending(item, rendered, step.rung), step)

    def _sending(self, item: Item, rendered: Rendered, rung: Rung) -> Callable[[], Place | None]:
        client = self.client(item)
        match item.op:
            case "post":
                return self._post(client, item, self._message(client, rendered, rung))
            case "update":
                return partial(_update, client, item, self._message(client, rendered, rung))
            case "delete":
                return partial(_delete, client, item)
            case "home":
                return partial(_done, client.views_publish, user_id=item.target, view=_view(rendered, rung))
            case "view":
                where = _where(item) | {"view": _view(rendered, rung)}
                return partial(_done, client.views_update, **where)
            case "ephemeral":
                message = self._message(client, rendered, rung) | {"channel": item.args["channel"]}
                return partial(_done, client.chat_postEphemeral, user=item.target, **message, **_thread(item))
        raise ValueError(f"the outbox has no op {item.op!r}")

    def client(self, item: Item) -> WebClient:
        """A client for the row's workspace that waits no longer than a lease allows."""
        return self._clients.for_team(item.team_id, self._patience)

    def channel(self, item: Item) -> str:
        """The channel a post goes to: its thread's, or the target, or the DM of the user it names."""
        if item.thread is not None:
            return item.thread.channel
        if item.target[:1] not in "UW":
            return item.target
        key = (item.team_id, item.target)
        if key not in self._dms:
            self._dms[key] = self._known_dm(item) or self._opened_dm(item)
        return self._dms[key]

    def look(self, item: Item) -> WebClient:
        """A client to look for the row's message with. Raises TooSoon where the workspace's minute for that is full."""
        self._pace.call(item.team_id, "look")
        return self.client(item)

    def forget_dm(self, item: Item) -> bool:
        """Open the DM anew the next time, where Slack no longer knows the one that we kept; False for no DM of ours."""
        channel = self._dms.pop((item.team_id, item.target), None)
        if channel is None:
            return False
        with self._database.transaction() as session:
            return dms.forget(_unit(session, item), channel)

    def _known_dm(self, item: Item) -> str | None:
        with self._database.reading() as session:
            return dms.find(_unit(session, item), item.target)

    def _opened_dm(self, item: Item) -> str:
        self._pace.call(item.team_id, "open")
        try:
            opened: Any = self.client(item).conversations_open(users=item.target)["channel"]
        except SlackApiError as error:
            verdict = judge(error, item.op)
            if verdict.meaning is Meaning.LIMITED:
                self._pace.call_refused(item.team_id, "open", verdict.wait)
            raise
        channel = str(opened["id"])
        with self._database.transaction() as session:
            dms.keep(_unit(session, item), item.target, channel)
        return channel

    def _post(self, client: WebClient, item: Item, message: dict[str, Any]) -> Callable[[], Place]:
        where = _thread(item) | {"channel": self.channel(item)}
        return partial(_post, client, message | where | {"metadata": _metadata(item.key)})

    def _message(self, client: WebClient, rendered: Rendered, rung: Rung) -> dict[str, Any]:
        if rung is Rung.TEXT:
            return {"text": rendered.alone or rendered.text, "blocks": []}
        blocks = plain(rendered.blocks) if rung is Rung.PLAIN else [dict(block) for block in rendered.blocks]
        if rendered.picture is not None:
            blocks.append(self._picture(client, rendered.picture))
        return {"text": rendered.text, "blocks": blocks}

    def _picture(self, client: WebClient, picture: Picture) -> dict[str, Any]:
        """Upload it to no channel (an upload to one returns no ts) and wait until a block may show it."""
        uploaded = client.files_upload_v2(filename=picture.name, file=picture.data, alt_txt=picture.alt)
        file_id = _file(uploaded)["id"]
        deadline = time.monotonic() + USABLE_SECONDS
        while not _file(client.files_info(file=file_id)).get("mimetype"):
            if time.monotonic() > deadline:
                raise TimeoutError("Slack has not made the picture ready")
            self._never.wait(0.5)
        return {
            "type": "image",
            "block_id": "picture",
            "slack_file": {"id": file_id},
            "alt_text": picture.alt,
        }


def _unit(session: Session, item: Item) -> Unit:
    return Unit(session, item.team_id, item.created_at)


def _post(client: WebClient, message: dict[str, Any]) -> Place:
    answer = client.chat_postMessage(unfurl_links=False, unfurl_media=False, **message)
    return Place(str(answer["channel"]), str(answer["ts"]))


def _update(client: WebClient, item: Item, message: dict[str, Any]) -> None:
    place = _edited(item)
    metadata = _metadata(item.edits or item.key)
    files = _files_on(client, item)
    client.chat_update(channel=place.channel, ts=place.ts, metadata=metadata, **message)
    _delete_files(client, files)


def _delete(client: WebClient, item: Item) -> None:
    place = _edited(item)
    _delete_files(client, _files_on(client, item))
    client.chat_delete(channel=place.channel, ts=place.ts)


def _files_on(client: WebClient, item: Item) -> list[str]:
    """Files of ours in the message that is changed or deleted, for an item that says there are: they go with it."""
    if not item.args.get("files"):
        return []
    place = _edited(item)
    try:
        found: Any = client.conversations_replies(channel=place.channel, ts=place.ts, limit=1)["messages"]
    except SlackApiError as error:
        if error.response.get("error") in NO_MESSAGE:
            return []
        raise
    blocks = [
        block for message in found if message.get("ts") == place.ts for block in message.get("blocks", [])
    ]
    return [str(block["slack_file"]["id"]) for block in blocks if block.get("slack_file", {}).get("id")]


def _delete_files(client: WebClient, files: Iterable[str]) -> None:
    for file_id in files:
        try:
            client.files_delete(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") not in NO_FILE:
                raise


def _done(method: Callable[..., Any], **arguments: Any) -> None:
    method(**arguments)


def _edited(item: Item) -> Place:
    if item.edited is None:
        raise ValueError(f"the {item.op} {item.key!r} names no message that was sent")
    return item.edited


def _view(rendered: Rendered, rung: Rung) -> dict[str, Any]:
    if rendered.view is None:
        raise ValueError("there is no view to show")
    return plain_view(rendered.view) if rung is Rung.PLAIN else dict(rendered.view)


def _where(item: Item) -> dict[str, Any]:
    known = {"hash": item.args["hash"]} if item.args.get("hash") else {}
    where = {"external_id": item.target} if item.args.get("external") else {"view_id": item.target}
    return where | known


def _thread(item: Item) -> dict[str, Any]:
    return {"thread_ts": item.thread.ts} if item.thread is not None else {}


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"key": key}}


def _file(answer: Any) -> dict[str, Any]:
    return dict(answer.get("file") or answer["files"][0])
