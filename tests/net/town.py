"""Who is in the net's workspace, what may be asked there, and the situations that its cases begin in.

Each situation is played from the one before it, once a session; a case gets a copy of its database.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.databases import migrated_sqlite, open_database
from tests.domain.prep.questions import question, words
from tests.net import door
from tests.net.door import Bank, Change, House, LoopForm, Member, OpeningForm, PrepForm, Room, Slack
from tests.small_bank import QUESTIONS, SET, small_bank

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2025, 11, 20, 9, 0, tzinfo=BERLIN)
FIRST = datetime(2025, 11, 24, 14, 0, tzinfo=BERLIN)
DEBRIEF = datetime(2025, 11, 25, 16, 0, tzinfo=BERLIN)
ADMIN, LEAD, SECOND = "UOLGA", "UNORA", "UBEA"
PRIYA, MARC, INES, JO, LENA, SAM = "UPRIYA", "UMARC", "UINES", "UJO", "ULENA", "USAM"
ADA, OMAR, GONE, APP = "UADA", "UOMAR", "UGONE", "UAPP"
HIRE, OTHER, PREP_ROOM, PUBLIC, WITH_ADA = "GHIRE", "GOTHER", "CPREP", "CPUBLIC", "GWITHADA"
LOOP = 1
SEAT_OF = {PRIYA: 1, MARC: 2, INES: 3, LENA: 4, SAM: 5}
DIMENSION = "clarity"


def workspace() -> Slack:
    """A workspace of thirteen, with five channels."""
    people = [
        Member(ADMIN, "Olga Brandt", admin=True),
        Member(LEAD, "Nora Lindqvist"),
        Member(SECOND, "Bea Castro"),
        Member(PRIYA, "Priya Raman"),
        Member(MARC, "Marc Dubois"),
        Member(INES, "Ines Carvalho"),
        Member(JO, "Jo Whitfield", zone="Europe/London"),
        Member(LENA, "Lena Fischer"),
        Member(SAM, "Sam Okafor"),
        Member(ADA, "Ada Kowalski", email="ada@example.com"),
        Member(OMAR, "Omar Haddad", email="omar@example.com"),
        Member(GONE, "Gil Novak", gone=True),
        Member(APP, "Buildbot", app=True),
    ]
    rooms = [
        Room(HIRE),
        Room(OTHER),
        Room(PREP_ROOM, private=False),
        Room(PUBLIC, private=False),
        Room(WITH_ADA, members=frozenset({ADA})),
    ]
    return Slack(people, rooms)


@lru_cache(maxsize=1)
def bank() -> Bank:
    """Three competencies with five questions each to ask and two to train on, unlike each other."""
    wanted = (
        "competencies:\n"
        "  - {key: data, weight: 6, panelists: 1, questions: [1, 2]}\n"
        "  - {key: mlops, weight: 5, panelists: 1, questions: [2, 2]}\n"
        "  - {key: teamwork, weight: 4, panelists: 1, questions: [1, 2]}\n"
    )
    begin, end = SET.index("competencies:"), SET.index("time_box:")
    files = {"sets/engineer.yaml": SET[:begin] + wanted + SET[end:]}
    source = random.Random(11)
    for key, name in (("mlops", "Operations"), ("teamwork", "Teamwork")):
        text = QUESTIONS.replace("data-", f"{key}-").replace("key: data", f"key: {key}")
        text = text.replace("name: Data hygiene", f"name: {name}")
        for said in (
            "Income is empty in a third of all loan applications.",
            "Fraud labels arrive after three",
        ):
            text = text.replace(said, words(source, 6))
        for short in ("Income is empty in a third of all rows", "Chargebacks come in months later"):
            text = text.replace(short, words(source, 3))
        files[f"questions/{key}.yaml"] = text
    held = []
    for key in ("data", "mlops", "teamwork"):
        held += [question(f"{key}-ask-{n}", key, prep=False) for n in range(1, 6)]
        held += [question(f"{key}-train-{n}", key, prep=True) for n in range(1, 3)]
    return door.make_bank(small_bank(**files), held)


Play = Callable[[House], None]


@dataclass(frozen=True)
class Situation:
    """How a situation comes about from another one (`after`; None: from empty tables)."""

    name: str
    after: str | None
    play: Play


SITUATIONS: dict[str, Situation] = {}


def situation(name: str, after: str | None) -> Callable[[Play], Play]:
    """Enter a situation under its name."""

    def enter(play: Play) -> Play:
        SITUATIONS[name] = Situation(name, after, play)
        return play

    return enter


class Town:
    """Makes each situation once, and copies it. There is one house at a time, over one engine: it knows its SQL."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "now.db"
        self._database = open_database(f"sqlite:///{self._path}")
        self._made: dict[str, tuple[Path, datetime]] = {}

    def house(self, name: str) -> House:
        """A house in this situation; the one before it is gone."""
        made, now = self._made[name] if name in self._made else self._make(SITUATIONS[name])
        return self._furnished(made, now)

    def close(self) -> None:
        """Let go of the file."""
        self._database.dispose()

    def _make(self, wanted: Situation) -> tuple[Path, datetime]:
        if wanted.after is None:
            house = self._furnished(migrated_sqlite(self._folder / "empty.db"), BEGIN)
        else:
            house = self.house(wanted.after)
        wanted.play(house)
        house.settle()
        self._database.dispose()
        path = self._folder / f"{wanted.name.replace(' ', '_')}.db"
        shutil.copy(self._path, path)
        self._made[wanted.name] = path, house.now
        return path, house.now

    def _furnished(self, made: Path, now: datetime) -> House:
        self._database.dispose()
        shutil.copy(made, self._path)
        return House(self._database, workspace(), bank(), now)


def loop_form(**changes: Any) -> LoopForm:
    """A form for Ada with three panelists, a stand-in and a shadow."""
    form = LoopForm(
        name="Ada Kowalski",
        label="",
        opening_id=1,
        panelists=(PRIYA, MARC, INES),
        stand_ins=(LENA,),
        shadows=(SAM,),
        first_at=FIRST,
        minutes=45,
        debrief_at=DEBRIEF,
        channel_id=HIRE,
        email="ada@example.com",
        notes="Met at a conference.",
        links="https://example.com/ada",
    )
    return replace(form, **changes)


def opening_form(**changes: Any) -> OpeningForm:
    """A form for an opening with a quorum of two."""
    form = OpeningForm("ML engineer", "engineer", "mid", HIRE, quorum=2, leads=(SECOND,))
    return replace(form, **changes)


def filled(house: House, interview_id: int, rating: int, **last: str) -> list[Change]:
    """All of a scorecard's fields with one rating everywhere, as its modal sends them."""
    asked = {
        row["question_id"]: row["state"]
        for row in house.rows("assignments")
        if row["interview_id"] == interview_id and row["state"] != "not_reached"
    }
    pages = [
        field
        for id, state in sorted(asked.items())
        for field in (
            (id, "evidence", "Named the first check."),
            (id, f"rating:{DIMENSION}", str(rating)),
            (id, "probe:own" if state == "other" else "probe:0", "held"),
        )
    ]
    ends = {"recommendation": "yes", "sureness": "fairly", "summary": "Sound."} | last
    return changes(house, *pages, *(("", name, value) for name, value in ends.items()))


def changes(house: House, *values: tuple[str, str, str | None]) -> list[Change]:
    """Changes of these fields (question, name, value), as a view sends them."""
    stamp = f"{house.now.timestamp():.6f}"
    empty = door.words.fingerprint(None)
    return [
        door.words.change(door.words.field(id, name), value, empty, stamp, "V1", own=False)
        for id, name, value in values
    ]


def score(house: House, user_id: str, interview_id: int, rating: int, **last: str) -> None:
    """Hand a scorecard in."""
    house.use("scorecards.open", user_id, interview_id)
    house.use("scorecards.submit", user_id, interview_id, filled(house, interview_id, rating, **last))


@situation("founded", None)
def _(house: House) -> None:
    house.know_everybody()
    house.use("leads.name", ADMIN, [LEAD, SECOND])
    house.use("openings.create", LEAD, opening_form())
    strengths = {PRIYA: {"mlops": 3}, MARC: {"data": 3, "mlops": 1}, INES: {"teamwork": 3}, LENA: {"data": 2}}
    for user_id, own in strengths.items():
        house.use("people.describe", LEAD, user_id, strengths=own, seniority="mid")


@situation("drafted", "founded")
def _(house: House) -> None:
    house.use("loops.draft", LEAD, loop_form(), "V1")


@situation("drafted short", "founded")
def _(house: House) -> None:
    house.use("loops.draft", LEAD, loop_form(panelists=(PRIYA,), shadows=(), minutes=20), "V1")


@situation("weighed", "drafted")
def _(house: House) -> None:
    house.use("wishes.try_out", LEAD, SEAT_OF[PRIYA], _first_of(house, SEAT_OF[PRIYA]), "pin", "trial-1")


@situation("wished", "weighed")
def _(house: House) -> None:
    house.use("wishes.apply", LEAD, LOOP, "trial-1")


@situation("running", "drafted")
def _(house: House) -> None:
    house.use("plans.send_kits", LEAD, LOOP)


@situation("kits out", "running")
def _(house: House) -> None:
    house.now = FIRST - timedelta(hours=20)
    house.settle()
    house.use("seats.confirm", PRIYA, SEAT_OF[PRIYA])


@situation("stood in", "kits out")
def _(house: House) -> None:
    house.use("seats.decline", MARC, SEAT_OF[MARC])


@situation("together", "kits out")
def _(house: House) -> None:
    house.use("seats.together", LEAD, SEAT_OF[MARC], SEAT_OF[INES])


@situation("first interview", "kits out")
def _(house: House) -> None:
    house.now = FIRST + timedelta(minutes=20)


@situation("not reached", "first interview")
def _(house: House) -> None:
    house.use("scorecards.open", PRIYA, SEAT_OF[PRIYA])
    only_planned(house)
    mark(house, PRIYA, door.words.asked.NOT_REACHED)


@situation("begun", "kits out")
def _(house: House) -> None:
    house.now = FIRST + timedelta(minutes=80)
    house.settle()
    score(house, PRIYA, SEAT_OF[PRIYA], 3)
    house.use("scorecards.open", MARC, SEAT_OF[MARC])
    id = _first_of(house, SEAT_OF[MARC])
    house.use("scorecards.save", MARC, SEAT_OF[MARC], changes(house, (id, "evidence", "Said a limit.")))


@situation("nudged", "begun")
def _(house: House) -> None:
    house.now = datetime(2025, 11, 25, 9, 5, tzinfo=BERLIN)


@situation("missed", "nudged")
def _(house: House) -> None:
    house.use("seats.missed", INES, SEAT_OF[INES], "not_held")


@situation("quorum", "nudged")
def _(house: House) -> None:
    house.use("scorecards.submit", MARC, SEAT_OF[MARC], filled(house, SEAT_OF[MARC], 2, recommendation="no"))


@situation("debriefed", "quorum")
def _(house: House) -> None:
    house.now = DEBRIEF


@situation("decided", "debriefed")
def _(house: House) -> None:
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")


@situation("debrief refused", "quorum")
def _(house: House) -> None:
    house.slack.rooms[HIRE].private = False
    house.now = DEBRIEF


@situation("second loop", "kits out")
def _(house: House) -> None:
    house.use(
        "loops.draft",
        LEAD,
        loop_form(
            panelists=(JO, PRIYA),
            stand_ins=(),
            shadows=(),
            first_at=FIRST + timedelta(days=2),
            debrief_at=DEBRIEF + timedelta(days=2),
        ),
        "V2",
    )


@situation("prep", "founded")
def _(house: House) -> None:
    house.use("prep.save", OMAR, prep_form())
    house.use("prep.save", LEAD, prep_form(channel_id=PREP_ROOM))


@situation("prep asked", "prep")
def _(house: House) -> None:
    house.now = datetime(2025, 11, 21, 9, 0, tzinfo=BERLIN)


@situation("prep rated", "prep asked")
def _(house: House) -> None:
    house.use("prep.advance", OMAR, 1, door.words.step.SHOWN)
    house.use("prep.write_answer", OMAR, 1, "I'd look first.")
    house.use("prep.grade", OMAR, 1, door.words.rating.GOOD)


def prep_form(**changed: Any) -> PrepForm:
    """Settings for a question a day at nine."""
    return replace(PrepForm("engineer", "mid", 9, "Europe/Berlin"), **changed)


def _first_of(house: House, interview_id: int) -> str:
    return asked_by(house, interview_id)[0]


def asked_by(house: House, interview_id: int) -> list[str]:
    """The ids of the questions that an interview is to ask, in order."""
    rows = [row for row in house.rows("assignments") if row["interview_id"] == interview_id]
    return [str(row["question_id"]) for row in sorted(rows, key=lambda row: (row["position"], row["id"]))]


def only_planned(house: House) -> None:
    """Let the bank hold what the loops hold and nothing else."""
    planned = {row["question_id"] for row in house.rows("assignments")}
    house.held = replace(
        bank(), all_questions=tuple(one for one in bank().all_questions if one.id in planned)
    )


def mark(house: House, user_id: str, state: str) -> None:
    """Somebody says of their first question what became of it."""
    seat = SEAT_OF[user_id]
    house.use("scorecards.mark", user_id, seat, _first_of(house, seat), state, [])
