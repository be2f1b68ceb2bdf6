"""The bot's own process gets SIGKILL where it hurts, is started again, and every message stands once."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Fairloop
from sandbox import NotOnScreen, Person, Sandbox
from sandbox.state import Channel
from tests.databases import HASH_KEY, KEY
from tests.delivery.bot_parts import bot_for, rows

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]


class BotProcess:
    """A bot in a process of its own, connected to the sandbox."""

    def __init__(self, sandbox: Sandbox, database_url: str, point: str) -> None:
        settings = {
            "FAIRLOOP_BOT_TOKEN": sandbox.bot_token,
            "FAIRLOOP_SIGNING_SECRET": sandbox.signing_secret,
            "FAIRLOOP_ENCRYPTION_KEYS": KEY,
            "FAIRLOOP_HASH_KEY": HASH_KEY,
            "FAIRLOOP_DATABASE_URL": database_url,
            "FAIRLOOP_SLACK_API_URL": sandbox.api_url,
            "FAIRLOOP_CHANNEL_SECONDS": "0",
            "FAIRLOOP_SLACK_TIERS": "1000",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.delivery.killable", point],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        sandbox.connect(f"{self.line()}/slack/events")

    def line(self) -> str:
        """The next line that it says."""
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        assert said, "the bot ended by itself"
        return said

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("debriefs")


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.add_person("ada")


@pytest.fixture
def onlooker(sandbox: Sandbox, database_url: str) -> Iterator[Fairloop]:
    """Reads the database from outside; does no work."""
    looking = bot_for(sandbox, database_url)
    yield looking
    looking.stop()


def texts(channel: Channel) -> list[str]:
    return [message.text for message in channel.messages]


def ask(ada: Person, channel: Channel, key: str) -> threading.Thread:
    """Type /loop; the answer may never come."""

    def type_it() -> None:
        try:
            ada.command("/loop", f"{channel.id} {key}")
        except NotOnScreen:
            return

    thread = threading.Thread(target=type_it, daemon=True)
    thread.start()
    return thread


def all_sent(onlooker: Fairloop) -> bool:
    found = rows(onlooker)
    return bool(found) and all(row.state == "sent" for row in found.values())


def test_killed_before_the_commit_nothing_is_told_and_asking_again_tells_once(
    sandbox: Sandbox, database_url: str, channel: Channel, ada: Person, onlooker: Fairloop
) -> None:
    bot = BotProcess(sandbox, database_url, "commit")
    asking = ask(ada, channel, "plan")
    assert bot.line() == "at commit"
    bot.kill()
    asking.join()
    assert texts(channel) == []
    bot = BotProcess(sandbox, database_url, "none")
    assert rows(onlooker) == {}
    ask(ada, channel, "plan")
    ada.wait_for(lambda: all_sent(onlooker), seconds=20)
    bot.kill()
    assert texts(channel) == ["plan"]


def test_killed_before_the_send_the_message_is_sent_once(
    sandbox: Sandbox, database_url: str, channel: Channel, ada: Person, onlooker: Fairloop
) -> None:
    bot = BotProcess(sandbox, database_url, "send")
    ask(ada, channel, "kit")
    assert bot.line() == "at send"
    bot.kill()
    assert rows(onlooker)["kit"].state == "sending"
    bot = BotProcess(sandbox, database_url, "none")
    ada.wait_for(lambda: all_sent(onlooker), seconds=20)
    bot.kill()
    assert texts(channel) == ["kit"]


def test_killed_after_slack_stored_the_post_but_before_its_reply_it_stands_once(
    sandbox: Sandbox, database_url: str, channel: Channel, ada: Person, onlooker: Fairloop
) -> None:
    sandbox.faults.add("slow", "chat.postMessage", seconds=60)
    bot = BotProcess(sandbox, database_url, "none")
    ask(ada, channel, "debrief")
    ada.wait_for(lambda: texts(channel) == ["debrief"], seconds=20)
    bot.kill()
    assert rows(onlooker)["debrief"].state == "sending"
    sandbox.faults.clear()
    bot = BotProcess(sandbox, database_url, "none")
    ask(ada, channel, "next")
    ada.wait_for(lambda: len(rows(onlooker)) == 2 and all_sent(onlooker), seconds=20)
    bot.kill()
    assert texts(channel) == ["debrief", "next"]
    assert rows(onlooker)["debrief"].ts == channel.messages[0].ts
    assert sandbox.transcript.calls("conversations.history")
