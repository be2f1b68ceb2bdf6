"""A workspace with the whole bot in it, over signed HTTP, for prep: people act on their screens alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import PARTS, Fairloop
from bot.wsgi import LocalServer, make_app
from sandbox import Person, RateLimits, Sandbox
from sandbox.surfaces import Message
from tests.delivery.bot_parts import bot_for

MANIFEST = Path(__file__).parents[2] / "manifest.json"
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""8:00 in Berlin."""
QUESTION = "Question of the day"


@dataclass(frozen=True)
class Office:
    """The workspace and the bot in it."""

    sandbox: Sandbox
    bot: Fairloop

    def move_to(self, at: datetime) -> None:
        """Move the calendar; returns when all that fell due is done."""
        self.sandbox.move_clock(to=at)

    def settle(self) -> None:
        """Wait until the bot has nothing left to do now."""
        self.bot.worker.run_until_idle()

    def morning(self, days: int = 0) -> None:
        """Move to a minute past nine in Berlin, so many days after the Monday."""
        self.move_to(MONDAY + timedelta(days=days, hours=1, minutes=1))


@contextmanager
def office(
    database_url: str,
    now: datetime = MONDAY,
    begin: Callable[[Sandbox], None] = lambda _: None,
    **changes: Any,
) -> Iterator[Office]:
    """Everything running; stopped at the end. `begin` furnishes the workspace before the bot is there."""
    limits = RateLimits(on=False)
    with Sandbox(MANIFEST, now=now, limits=limits, event_retries=(0.0,)) as sandbox:
        begin(sandbox)
        url = f"{sandbox.url}/sandbox/clock"
        bot = bot_for(sandbox, database_url, PARTS, calendar_url=url, posts_a_minute=100_000, **changes)
        server = LocalServer(make_app(bot))
        server.start()
        try:
            bot.worker.start()
            at = server.url
            sandbox.connect(
                f"{at}/slack/events", tick_url=f"{at}/calendar/tick", due_url=f"{at}/calendar/due"
            )
            yield Office(sandbox, bot)
        finally:
            server.stop()
            bot.stop()


def start_prep(person: Person, **chosen: str | list[str]) -> None:
    """Write /prep, change some of the fields, and start."""
    person.command("/prep")
    form = person.modal
    form.choose("You prepare for", "ML engineer")
    for label, option in chosen.items():
        form.choose(label, option)
    form.submit()
    person.wait_for(lambda: not person.modals, what="the form to close")


def questions_of(person: Person) -> list[Message]:
    """The questions of the day that stand in their messages, also those that were rated."""
    return [one for one in person.dm() if one.notification.startswith(QUESTION)]


def last_question(person: Person) -> Message:
    """The newest of them."""
    found: Message = person.wait_for(lambda: questions_of(person)[-1], what="a question of the day")
    return found


def go_through(person: Person, rating: str = "Good") -> None:
    """Answer the newest question in its three steps."""
    for button in ("I've answered", "Show a strong answer", rating):
        last_question(person).click(button)
    person.wait_for(lambda: "Back in" in last_question(person).text, what="when it comes back")
