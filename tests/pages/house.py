"""A workspace without Slack, a database, and the prep pages in front of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from bot.acting.context import Actor, Context
from bot.consequences import follow
from bot.pages import prep
from bot.pages.limits import Limits
from bot.services.prep_pages import links
from bot.slack.directory import Directory
from bot.storage.database import Database
from bot.storage.tables import Base
from tests.databases import copied, open_database
from tests.packaged import read_bank

TEAM = "T1"
LEAD, EVE = Actor(TEAM, "ULEAD"), Actor(TEAM, "UEVE")
URL = "https://fairloop.example.org"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""10:00 in Berlin."""
PAGE_TABLES = ("prep_links", "prep_pages", "prep_page_sends", "prep_page_cards")
BEGIN = {"role": "ml_engineer", "level": "mid", "interview": ""}


class Somewhere:
    """A directory in which everybody is in Berlin."""

    def person(self, team_id: str, user_id: str) -> Any:
        return SimpleNamespace(deleted=False, zone=ZoneInfo("Europe/Berlin"), email=None)


class House:
    """The pages, at a time that tests move."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MONDAY
        directory = cast(Directory, Somewhere())
        bank = read_bank()
        self.context = Context(
            database, lambda: self.now, directory, lambda: bank, lambda: None, follow, public_url=URL
        )
        self.app = Flask("pages", static_folder=None)
        self.app.register_blueprint(prep.blueprint(self.context, URL, Limits(lambda: self.now.timestamp())))
        self.client = self.app.test_client()

    def link(self) -> str:
        """The path of a new link, made by the lead."""
        return links.make(self.context, LEAD).url.removeprefix(URL)

    def begin(self, link: str = "", **form: str) -> str:
        """The path of a page begun with a link, or with a new one."""
        found = self.client.post(f"{link or self.link()}/begin", data=BEGIN | form)
        assert found.status_code == 303, found.text
        return found.location

    def post(self, path: str, **form: str) -> str:
        """Do something on a page and follow where it leads; the page there."""
        found = self.client.post(path, data=form)
        assert found.status_code == 303, found.text
        return self.get(found.location)

    def get(self, path: str) -> str:
        """A page that is there."""
        found = self.client.get(path.partition("#")[0])
        assert found.status_code == 200, found.text
        return found.text

    def asked(self, path: str) -> str:
        """The id of the question that the page asks."""
        found = re.search(r'name="question" value="([^"]+)"', self.get(path))
        assert found is not None
        return found.group(1)

    def go_through(self, path: str, rating: int = 3) -> str:
        """All steps of today's question; the page after it."""
        question = self.asked(path)
        self.post(f"{path}/step", question=question, to="followed")
        self.post(f"{path}/step", question=question, to="shown")
        return self.post(f"{path}/rate", question=question, rating=str(rating))

    def feed(self, path: str) -> str:
        """The path of the calendar feed's address, without its ending."""
        found = re.search(rf"{re.escape(URL)}(/d/[\w-]+)\.ics", self.get(f"{path}/settings"))
        assert found is not None
        return found.group(1)

    def rows(self, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of these tables, of all where none is named."""
        with self.database.engine.connect() as connection:
            wanted = [one for one in Base.metadata.sorted_tables if not tables or one.name in tables]
            return {one.name: sorted(map(tuple, connection.execute(select(one))), key=repr) for one in wanted}


@contextmanager
def house(template: Path, folder: Path) -> Iterator[House]:
    """One that is empty."""
    database = open_database(copied(template, folder))
    yield House(database)
    database.dispose()
