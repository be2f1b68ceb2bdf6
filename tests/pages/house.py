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
from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.questions import Question
from bot.domain.scorecards import Asked
from bot.pages import prep
from bot.pages.limits import Limits
from bot.services.prep_pages import links
from bot.services.questions import keep_version
from bot.slack.directory import Directory
from bot.storage.database import Database
from bot.storage.tables import Assignment, Base, Candidate, Interview, Loop, Opening
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

    def plan(self, question: Question) -> None:
        """A candidate of this workspace is to be asked this."""
        at, kept = self.now, {"team_id": TEAM}
        with self.context.transaction(LEAD) as tx:
            opening = Opening(
                **kept, title="Engineer", question_set="e", level="mid", quorum=1, minutes=45, channel_id="C1"
            )
            candidate = Candidate(**kept, label="S. C.", name="Sam", name_key="k")
            tx.add_all([opening, candidate])
            loop = Loop(
                **kept,
                opening_id=opening.id,
                candidate_id=candidate.id,
                lead_id="ULEAD",
                label="S. C.",
                state=LoopState.RUNNING,
                level="mid",
                channel_id="C1",
                first_at=at,
                minutes=45,
                debrief_at=at,
                created_at=at,
            )
            tx.add(loop)
            seat = Interview(
                **kept,
                loop_id=loop.id,
                user_id="UPANEL",
                role=Role.PANELIST,
                position=0,
                minutes=45,
                state=SeatState.SENT,
            )
            tx.add(seat)
            asked = Assignment(
                **kept,
                loop_id=loop.id,
                interview_id=seat.id,
                question_id=question.id,
                version=keep_version(tx, question),
                competency=question.competency,
                position=0,
                minutes=8,
                reason="",
                state=Asked.PLANNED,
            )
            tx.add(asked)

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
