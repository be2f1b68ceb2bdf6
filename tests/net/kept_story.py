"""A played story as it stood at one revision: a database with work that waits, and the Slack that people had open.

    python -m tests.net.kept_story --make     play it at the present revision, and keep it

It is made once for a revision and not renewed: what it holds is what installations of that day hold.
"""

import argparse
import dataclasses
import gzip
import json
import sys
import tempfile
import typing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import MetaData, text

from sandbox import Person, Sandbox
from sandbox.state import Channel, File, Message, User, View, Workspace
from tests.acceptance.prep_office import Office, office
from tests.net import door

KEPT = Path(__file__).parent / "kept"
ENCRYPTION_KEY = "vAuXSzHhWmYfkgVtPXs5gvVxEBq0PNC0UdcpO3HkZ1o="
HASH_KEY = "the hash key of the kept story, long enough"
BERLIN = ZoneInfo("Europe/Berlin")
NAMES = (
    "Olga",
    "Nora",
    "Bea",
    "Priya",
    "Marc",
    "Ines",
    "Jo",
    "Tomas",
    "Lena",
    "Sam",
    "Wei",
    "Fatima",
    "Omar",
)
ROOM, OLD_ROOM, NEW_ROOM = "hire-ml", "hire-old", "hire-new"
ADA, BO, CY, DI, ED, GUS, HAL = range(1, 8)
EPHEMERAL = ("heartbeats", "paces", "seen_requests", "alembic_version")
LINKS = ("replaces_id", "host_id", "with_id")
"""What rows of interviews say of each other."""
EVIDENCE = "What did they say or do?"
Json = dict[str, Any]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in November 2025, in Berlin."""
    return datetime(2025, 11, day, hour, minute, tzinfo=BERLIN)


FROZEN = at(24, 15, 20)


@dataclass
class Play:
    """The office with its people by first name."""

    office: Office
    people: Mapping[str, Person]

    def use(self, name: str, who: str, *given: Any, **more: Any) -> Any:
        """Let somebody ask for a use case."""
        actor = door.Actor(self.office.sandbox.team_id, self.people[who].id)
        return door.USE_CASES[name](self.office.bot.context, actor, *given, **more)

    def id(self, who: str) -> str:
        """Somebody's user id."""
        return self.people[who].id

    def seat(self, loop_id: int, who: str) -> int:
        """Somebody's seat in a loop."""
        wanted = {"loop": loop_id, "user": self.id(who)}
        query = text("SELECT id FROM interviews WHERE loop_id = :loop AND user_id = :user")
        with self.office.bot.database.reading() as session:
            return int(session.execute(query, wanted).scalar_one())

    def asked(self, loop_id: int, who: str) -> str:
        """The first question that somebody asks in a loop."""
        wanted = {"seat": self.seat(loop_id, who)}
        query = text(
            "SELECT question_id FROM assignments WHERE interview_id = :seat ORDER BY position, id LIMIT 1"
        )
        with self.office.bot.database.reading() as session:
            return str(session.execute(query, wanted).scalar_one())

    def kit(self, who: str, label: str) -> Any:
        """Somebody's newest kit about a candidate."""
        person = self.people[who]
        return person.wait_for(
            lambda: [one for one in person.dm() if "Interview kit" in one.text and label in one.text][-1],
            what=f"{who}'s kit for {label}",
        )

    def message(self, who: str, words: str) -> Any:
        """The newest message of the app to somebody that has these words."""
        person = self.people[who]
        return person.wait_for(lambda: [one for one in person.dm() if words in one.text][-1], what=words)

    def loop(self, name: str, panel: Sequence[str], first: datetime, debrief: datetime, **more: Any) -> int:
        """A loop whose kits wait for their time."""
        form = door.LoopForm(
            name=name,
            label="",
            opening_id=1,
            panelists=tuple(self.id(one) for one in panel),
            stand_ins=tuple(self.id(one) for one in more.pop("stand_ins", ())),
            shadows=tuple(self.id(one) for one in more.pop("shadows", ())),
            first_at=first,
            minutes=45,
            debrief_at=debrief,
            channel_id=more.pop("channel_id", self.people["Nora"].id_of(ROOM)),
        )
        drafted = self.use("loops.draft", "Nora", replace(form, **more), f"V{name}")
        self.office.settle()
        self.use("plans.send_kits", "Nora", drafted.loop_id)
        self.office.settle()
        return int(drafted.loop_id)


def score_all(person: Person, rating: str) -> None:
    """Fill in every page that is left, and hand it in."""
    while EVIDENCE in person.modal.labels:
        score_page(person, rating)
        person.modal.submit()
    person.modal.choose("My recommendation for this role", "Yes")
    person.modal.choose("How sure?", "Fairly")
    person.modal.fill("Two lines for the debrief", "Sound on the whole.")
    person.modal.submit()


def score_page(person: Person, rating: str) -> None:
    """Fill in the page that is open."""
    if not person.modal.value(EVIDENCE):
        person.modal.fill(EVIDENCE, "Named the first check.")
    for dimension in ("Conceptual clarity", "Applied judgment", "Awareness of constraints", "Communication"):
        person.modal.choose(dimension, rating)
    person.modal.choose("After", "Held", nth=0)


def play(running: Office) -> Play:
    """Everything up to the moment that is kept."""
    box = running.sandbox
    people = {
        name: box.add_person(f"{name} Example", admin=name == "Olga", email=f"{name.lower()}@example.com")
        for name in NAMES
    }
    everybody = list(people.values())
    for room in (ROOM, OLD_ROOM, NEW_ROOM):
        box.add_channel(room, private=True, members=everybody[1:-1])
    box.add_channel("prep-room", members=everybody)
    it = Play(running, people)
    it.use("leads.name", "Olga", [it.id("Nora"), it.id("Bea")])
    opening = door.OpeningForm(
        "Senior ML engineer",
        "ml_engineer",
        "senior",
        people["Nora"].id_of(ROOM),
        quorum=2,
        competencies=("mlops", "data"),
        leads=(it.id("Bea"),),
    )
    it.use("openings.create", "Nora", opening)
    prep = door.PrepForm("ml_engineer", "mid", 9, "Europe/Berlin")
    for who in ("Omar", "Wei"):
        it.use("prep.save", who, prep)
    it.use("prep.save", "Nora", replace(prep, channel_id=people["Nora"].id_of("prep-room")))
    running.settle()
    it.loop(
        "Ada Kowalski",
        ("Priya", "Marc", "Ines"),
        at(24, 14),
        at(25, 16),
        stand_ins=("Lena",),
        shadows=("Sam",),
        email="ada@example.com",
        notes="Met at a conference.",
    )
    _fill_bo(it)
    it.loop("Cy Lang", ("Jo", "Tomas"), at(25, 10), at(26, 12), stand_ins=("Lena",))
    it.loop("Di Moreau", ("Ines",), at(25, 10), at(26, 17))
    it.loop("Ed Novak", ("Priya", "Marc"), at(20, 14), at(20, 18))
    it.loop("Gus Olsen", ("Jo", "Tomas"), at(20, 14), at(20, 18), channel_id=people["Nora"].id_of(OLD_ROOM))
    it.loop("Hal Petit", ("Wei", "Fatima", "Lena"), at(21, 10), at(26, 16))
    _thursday(it)
    _friday(it)
    _weekend(it)
    _monday(it)
    return it


def _fill_bo(it: Play) -> None:
    """Nora plans Bo's loop on her screen, and leaves the plan open."""
    nora = it.people["Nora"]
    nora.command("/loop")
    nora.modal.fill("Candidate", "Bo Lind")
    nora.modal.fill("Panelists", [f"{one} Example" for one in ("Priya", "Jo")])
    nora.modal.fill("First interview", at(27, 10))
    nora.modal.fill("Debrief", at(28, 10))
    nora.modal.fill("Debrief channel", ROOM)
    nora.modal.submit()
    it.office.settle()
    nora.wait_for(lambda: "Planning" not in nora.modal.text, what="the plan")


def _thursday(it: Play) -> None:
    """Ed is debriefed and decided; Gus's debrief is moved, and then can't be posted."""
    it.use("debriefs.move_time", "Nora", GUS, at(20, 19))
    it.office.move_to(at(20, 16))
    for who, label in (("Priya", "E. N."), ("Marc", "E. N."), ("Jo", "G. O."), ("Tomas", "G. O.")):
        it.kit(who, label).click("Open scorecard")
        score_all(it.people[who], "3")
        it.people[who].modal.close()
    it.office.settle()
    box = it.office.sandbox
    workspace = box._engine.workspace
    workspace.channels[it.people["Nora"].id_of(OLD_ROOM)].archived = True
    it.office.move_to(at(20, 18))
    it.use("debriefs.decide", "Nora", ED, "move_on", "Strong on limits.")
    it.office.settle()
    it.office.move_to(at(20, 19))


def _friday(it: Play) -> None:
    """Hal's debrief is moved by Nora, one interview didn't happen, the debrief goes on without Fatima."""
    it.use("debriefs.move_time", "Nora", HAL, at(26, 17))
    it.office.move_to(at(21, 13))
    it.use("seats.missed", "Wei", it.seat(HAL, "Wei"), "not_held")
    it.use("reminders.excuse", "Fatima", it.seat(HAL, "Fatima"))
    it.office.settle()
    it.use("prep.advance", "Omar", 1, door.words.step.SHOWN)
    it.use("prep.grade", "Omar", 1, door.words.rating.GOOD)
    it.use("prep.pause", "Wei")
    it.use("prep.write_answer", "Omar", 1, "I'd look first.")
    it.office.settle()


def _weekend(it: Play) -> None:
    """Kits are out; Jo gives Cy's seat up and Lena takes it over."""
    it.office.move_to(at(24, 11))
    it.kit("Priya", "A. K.").click("I'll be there")
    it.kit("Jo", "C. L.").click("I can't make it", confirm=True)
    it.office.settle()
    it.use("seats.knows", "Lena", it.seat(CY, "Lena"))
    it.use("seats.move", "Nora", it.seat(CY, "Tomas"), at(25, 15), 30)
    it.office.settle()
    it.use("seats.replace_question", "Nora", it.seat(CY, "Tomas"), it.asked(CY, "Tomas"))
    it.office.settle()


def _monday(it: Play) -> None:
    """Priya's scorecard is in, Marc's is open half-way; then nothing is sent or done any more."""
    it.office.move_to(FROZEN)
    it.kit("Priya", "A. K.").click("Open scorecard")
    score_all(it.people["Priya"], "4")
    it.people["Priya"].modal.close()
    it.office.settle()
    marc = it.people["Marc"]
    it.kit("Marc", "A. K.").click("Open scorecard")
    score_page(marc, "2")
    marc.modal.submit()
    marc.modal.fill(EVIDENCE, "Half a sentence")
    bea = it.people["Bea"]
    next(one for one in bea.channel(ROOM) if "Debrief ready ·" in one.text).click("Change decision")
    it.office.settle()
    it.office.bot.worker.stop()
    it.use("loops.cancel", "Nora", DI)
    it.use("seats.decline", "Ines", it.seat(ADA, "Ines"))
    it.use("seats.knows", "Marc", it.seat(ADA, "Marc"))


def rows(database: Any) -> dict[str, list[Json]]:
    """Every row as it is stored, with times as text."""
    known = MetaData()
    known.reflect(database.engine)
    with database.engine.begin() as connection:
        return {
            table.name: [
                {
                    key: item.isoformat() if isinstance(item, date) else item
                    for key, item in row.items()
                    if item is not None
                }
                for row in connection.execute(table.select()).mappings()
            ]
            for table in known.sorted_tables
            if table.name not in EPHEMERAL
        }


def load(database: Any, kept: Mapping[str, list[Json]]) -> None:
    """Put the rows into a database of the same revision."""
    known = MetaData()
    known.reflect(database.engine)
    with database.engine.begin() as connection:
        for table in known.sorted_tables:
            for row in kept.get(table.name, []):
                values = {key: _typed(table.c[key], item) for key, item in row.items() if key not in LINKS}
                connection.execute(table.insert(), values)
            if not database.is_sqlite and "id" in table.c and kept.get(table.name):
                numbers = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(text(f"SELECT setval({numbers}, (SELECT max(id) FROM {table.name}))"))
    _link(database, kept)


def _link(database: Any, kept: Mapping[str, list[Json]]) -> None:
    """What rows of one table say of each other, once all are there."""
    with database.engine.begin() as connection:
        for row in kept["interviews"]:
            for key in LINKS:
                if key in row:
                    connection.execute(
                        text(f"UPDATE interviews SET {key} = :other WHERE id = :id"),
                        {"other": row[key], "id": row["id"]},
                    )


def _typed(column: Any, item: Any) -> Any:
    """A kept value as the column's driver wants it."""
    kind = column.type.python_type
    if kind is datetime:
        found = datetime.fromisoformat(item)
        return (
            found if column.type.timezone is False else found.replace(tzinfo=found.tzinfo or ZoneInfo("UTC"))
        )
    if kind is date:
        return date.fromisoformat(item)
    return bool(item) if kind is bool else item


def frozen(workspace: Workspace) -> Json:
    """What stands in Slack: people, channels with their messages, open modals, Homes, files."""
    with workspace.changes:
        return {
            "users": _plain(workspace.users),
            "channels": _plain(workspace.channels),
            "views": _plain(workspace.views),
            "homes": _plain(workspace.homes),
            "stacks": workspace.stacks,
            "files": {key: _plain(one) | {"content": None} for key, one in workspace.files.items()},
            "numbers": next(workspace._numbers),
            "last_ts": workspace._last_ts,
        }


def _plain(given: Any) -> Any:
    if isinstance(given, dict):
        return {key: _plain(one) for key, one in given.items()}
    if isinstance(given, list):
        return [_plain(one) for one in given]
    if dataclasses.is_dataclass(given) and not isinstance(given, type):
        return {one.name: _plain(getattr(given, one.name)) for one in dataclasses.fields(given)}
    return given.isoformat() if isinstance(given, datetime) else given


def thaw(workspace: Workspace, kept: Json) -> None:
    """Let the same stand in another workspace, whose own bot and token stay."""
    with workspace.changes:
        workspace.users |= {key: _made(User, one) for key, one in kept["users"].items()}
        workspace.channels |= {key: _made(Channel, one) for key, one in kept["channels"].items()}
        workspace.views |= {key: _made(View, one) for key, one in kept["views"].items()}
        workspace.homes |= {key: _made(View, one) for key, one in kept["homes"].items()}
        workspace.files |= {key: _made(File, one) for key, one in kept["files"].items()}
        workspace.stacks |= kept["stacks"]
        workspace._numbers = count(kept["numbers"])
        workspace._last_ts = kept["last_ts"]


def _made(kind: Any, given: Json) -> Any:
    hints = typing.get_type_hints(kind)
    said = dict(given)
    for key, hint in hints.items():
        if key in said and hint is datetime:
            said[key] = datetime.fromisoformat(said[key])
        elif key == "messages":
            said[key] = [_made(Message, one) for one in said[key]]
    return kind(**{key: item for key, item in said.items() if key in hints})


@contextmanager
def opened(url: str, now: datetime, slack: Json | None = None) -> Iterator[Office]:
    """An office with the kept story's keys, and in Slack what stood there."""

    def begin(sandbox: Sandbox) -> None:
        if slack is not None:
            thaw(sandbox._engine.workspace, slack)

    with office(url, now, begin, encryption_keys=ENCRYPTION_KEY, hash_key=HASH_KEY) as running:
        yield running


def database_at(url: str) -> Any:
    """A database with the kept story's keys."""
    return door.database(url, ENCRYPTION_KEY, HASH_KEY)


def kept(revision: str) -> Json:
    """The story as it was kept at a revision."""
    with gzip.open(KEPT / f"{revision}.json.gz", "rt", encoding="utf-8") as file:
        found: Json = json.load(file)
        return found


def make() -> Path:
    """Play the story at the present revision, and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/story.db"
        database = database_at(url)
        revision = door.migrate(database)
        with opened(url, at(20, 9, 12)) as running:
            play(running)
            found = {
                "revision": revision,
                "rows": rows(database),
                "slack": frozen(running.sandbox._engine.workspace),
            }
        database.dispose()
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"{revision}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(found, ensure_ascii=False, sort_keys=True).encode(), mtime=0))
    return path


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Play the story that is kept for migrations.")
    parser.add_argument("--make", action="store_true", required=True)
    parser.parse_args()
    path = make()
    print(f"{path}, {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
