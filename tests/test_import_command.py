"""`fairloop import`: files of people and candidates in a workspace of 500, dry, written, read again, taken out."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.ground.resources import resource_path
from bot.storage.database import Database
from bot.storage.tables import (
    Audit,
    Candidate,
    Opening,
    OpeningCompetency,
    OpeningLead,
    Person,
    Strength,
)
from sandbox.limits import RateLimits
from sandbox.server import Sandbox
from tests.databases import HASH_KEY, KEY

PEOPLE = 500
LEFT = "Lena Left"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Sandbox]:
    with Sandbox(resource_path("manifest.json"), port=0, limits=RateLimits(on=False)) as sandbox:
        for number in range(PEOPLE):
            sandbox.add_person(f"Person {number}", email=f"p{number}@example.com")
        sandbox.remove_person(sandbox.add_person(LEFT, email="lena@example.com"))
        yield sandbox


@pytest.fixture
def kept(workspace: Sandbox, database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty database of the settings, with the workspace beside it."""
    given = {
        "ENCRYPTION_KEYS": KEY,
        "HASH_KEY": HASH_KEY,
        "DATABASE_URL": database.url,
        "BOT_TOKEN": workspace.bot_token,
        "SLACK_API_URL": workspace.api_url,
    }
    for name, value in given.items():
        monkeypatch.setenv(f"FAIRLOOP_{name}", value)
    return database


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["import", *arguments])


def rows(database: Database, table: type) -> list[object]:
    with database.reading() as session:
        found: list[object] = list(session.query(table))
        session.expunge_all()
        return found


def people_file(folder: Path) -> str:
    """500 people as a spreadsheet of a German office writes them."""
    head = "Person;Seniority;Weekly_limit;hours_from;hours_to;Working_days;Country;MLOps"
    lines = [
        f"P{number}@Example.com;senior;2;8;16;mo".replace("mo", "mon tue wed") for number in range(PEOPLE)
    ]
    path = folder / "people.csv"
    text = "\r\n".join([head, *(f"{line};de;{number % 4}" for number, line in enumerate(lines))])
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return str(path)


def test_500_people_are_looked_at_written_found_as_before_and_taken_out(
    kept: Database, tmp_path: Path
) -> None:
    file = people_file(tmp_path)
    dry = run("people", file)
    assert dry.output.splitlines() == [
        f"people: {PEOPLE} new, 0 changed, 0 as before",
        "Nothing was written. With --write it is.",
    ]
    assert rows(kept, Person) == rows(kept, Audit) == []
    assert run("people", file, "--write").output == f"people: {PEOPLE} new, 0 changed, 0 as before\n"
    known = rows(kept, Person)
    assert len(known) == PEOPLE
    assert {(one.weekly_limit, one.working_days, one.country) for one in known} == {(2, "123", "DE")}  # type: ignore[attr-defined]
    assert len(rows(kept, Strength)) == PEOPLE
    again = run("people", file, "--write")
    assert again.output == f"people: 0 new, 0 changed, {PEOPLE} as before\n"
    out = str(tmp_path / "out.csv")
    assert run("people", out, "--export", "a copy for the office").output == f"{PEOPLE} people in {out}\n"
    assert run("people", out).output.startswith(f"people: 0 new, 0 changed, {PEOPLE} as before")
    recorded = [one.action for one in rows(kept, Audit) if one.thing == "workspace"]  # type: ignore[attr-defined]
    assert recorded == ["import people", "import people", "export people"]


def test_one_who_is_changed_keeps_what_the_file_does_not_say(kept: Database, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("person,weekly_limit,mlops,data\np1@example.com,2,3,1\n")
    second.write_text("person,weekly_limit,mlops,data\np1@example.com,,1,\n")
    assert run("people", str(first), "--write").exit_code == 0
    assert run("people", str(second), "--write").output == "people: 0 new, 1 changed, 0 as before\n"
    (person,) = rows(kept, Person)
    assert person.weekly_limit == 2  # type: ignore[attr-defined]
    assert {(one.competency, one.strength) for one in rows(kept, Strength)} == {("mlops", 1), ("data", 1)}  # type: ignore[attr-defined]


def test_where_one_row_has_a_fault_nothing_is_written_and_each_is_said(
    kept: Database, workspace: Sandbox, tmp_path: Path
) -> None:
    users = {one.email: one for one in workspace._engine.workspace.users.values()}
    left, known = users["lena@example.com"], users["p7@example.com"]
    file = tmp_path / "people.csv"
    file.write_text(
        f"person\np1@example.com\nnobody@example.com\n{left.id}\np7@example.com\n{known.id}\nlena@example.com\n"
    )
    found = run("people", str(file), "--write")
    assert found.exit_code == 2
    assert found.output.splitlines() == [
        f"{file} has 4 faults. Nothing was written.",
        "line 3, person: Slack knows nobody as “nobody@example.com”; correct it or take the row out",
        "line 4, person: Lena Left isn't available; take the row out",
        f"line 6, person: Person 7 ({known.id}) is on line 5 already; keep one",
        "line 7, person: Slack knows nobody as “lena@example.com”; correct it or take the row out",
    ]
    assert rows(kept, Person) == []


def test_candidates_are_taken_over_once_and_known_again(kept: Database, tmp_path: Path) -> None:
    file, more = tmp_path / "candidates.csv", tmp_path / "more.csv"
    file.write_text("name,email,ats_id\nAda Kowalski,ada@example.com,7\nBo Berg,,8\n")
    assert run("candidates", str(file), "--write").output == "candidates: 2 new, 0 changed, 0 as before\n"
    more.write_text("name,email,ats_id\nAda K.,ADA@example.com,\nBo,,8\nCy Dahl,cy@example.com,\n")
    assert run("candidates", str(more), "--write").output == "candidates: 1 new, 0 changed, 2 as before\n"
    assert [one.name for one in rows(kept, Candidate)] == ["Ada Kowalski", "Bo Berg", "Cy Dahl"]  # type: ignore[attr-defined]
    out = str(tmp_path / "out.csv")
    assert run("candidates", out, "--export", "moving").output == f"3 candidates in {out}\n"
    assert run("candidates", out).output.startswith("candidates: 0 new, 0 changed, 3 as before")


def with_a_lead(kept: Database, workspace: Sandbox) -> tuple[str, str]:
    """The first person leads hiring; their id, and that of a private channel with the app in it."""
    lead = next(one.id for one in workspace._engine.workspace.users.values() if one.email == "p0@example.com")
    with kept.transaction() as session:
        session.add(Person(team_id=workspace.team_id, user_id=lead, is_lead=True, created_at=NOW))
    return lead, str(workspace.add_channel(f"debriefs-{next(NUMBERS)}", private=True).id)


def test_50_openings_are_written_once_and_taken_out(
    kept: Database, workspace: Sandbox, tmp_path: Path
) -> None:
    lead, channel = with_a_lead(kept, workspace)
    head = "title,question_set,level,channel,minutes,quorum,competencies,leads"
    lines = [
        f'Engineer {number},ml_engineer,senior,{channel},45,2,"mlops; Data hygiene",p0@example.com'
        for number in range(50)
    ]
    file = tmp_path / "openings.csv"
    file.write_text("\n".join([head, *lines]))
    assert run("openings", str(file)).output.startswith("openings: 50 new")
    assert rows(kept, Opening) == []
    assert run("openings", str(file), "--write").output == "openings: 50 new, 0 changed, 0 as before\n"
    assert {one.user_id for one in rows(kept, OpeningLead)} == {lead}  # type: ignore[attr-defined]
    assert len(rows(kept, OpeningCompetency)) == 100
    out = str(tmp_path / "out.csv")
    assert run("openings", out, "--export", "a look").output == f"50 openings in {out}\n"
    assert run("openings", out).output.startswith("openings: 0 new, 0 changed, 50 as before")


def test_an_opening_that_is_wrong_says_so_at_its_columns(
    kept: Database, workspace: Sandbox, tmp_path: Path
) -> None:
    _, channel = with_a_lead(kept, workspace)
    public = workspace.add_channel(f"open-{next(NUMBERS)}").id
    file = tmp_path / "openings.csv"
    good = f"ml_engineer,senior,{channel}"
    file.write_text(
        "title,question_set,level,channel,minutes,quorum,panelists,competencies,leads\n"
        f",{good},,,,,p0@example.com\n"
        f"One,ml_enginer,senior,{channel},,,,,p0@example.com\n"
        f"Two,ml_engineer,boss,{channel},,,,,p0@example.com\n"
        f"Three,ml_engineer,senior,{public},,,,,p0@example.com\n"
        f"Four,ml_engineer,senior,debriefs,,,,,p0@example.com\n"
        f"Five,{good},40,,,,p0@example.com\n"
        f"Six,{good},,8,2,,p0@example.com\n"
        f"Seven,{good},,,,mlopps,p0@example.com\n"
        f"Eight,{good},,,,,p1@example.com\n"
        f"Nine,{good},,,,,\n"
        f"NINE,{good},,,,,p0@example.com\n"
    )
    found = run("openings", str(file), "--write").output.splitlines()
    assert run("openings", str(file), "--write").exit_code == 2
    for says in (
        "line 2, title: write what the role is called",
        "line 3, question_set: there is no “ml_enginer”; is it “ml_engineer”?",
        "line 4, level: pick junior, mid or senior",
        "line 5, channel: everybody can read that channel. Pick a private one",
        "line 6, channel: “debriefs” is no channel's id",
        "line 7, minutes: “40” is none of 30, 45, 60, 75, 90",
        "line 8, quorum: 8 scorecards can't come from 2 panelists",
        "line 9, competencies: there is no “mlopps”; is it “mlops”?",
        "line 10, leads: Person 1 isn't a hiring lead",
        "line 11, leads: nobody leads it; name a hiring lead",
        "line 12, title: “NINE” is on line 11 already; keep one",
    ):
        assert [line for line in found if line.startswith(says)], (says, found)
    assert rows(kept, Opening) == []


def test_a_file_that_is_not_there_says_so(kept: Database, tmp_path: Path) -> None:
    found = run("people", str(tmp_path / "none.csv"))
    assert found.exit_code == 2
    assert "can't be read: No such file" in found.output


def test_of_very_many_faults_a_hundred_are_said_and_the_rest_counted(kept: Database, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("person,seniority\n" + "".join(f"U{number},boss\n" for number in range(300)))
    lines = run("people", str(file)).output.splitlines()
    assert lines[0].endswith("has 600 faults. Nothing was written.")
    assert len(lines) == 102
    assert lines[-1] == "… and 500 more."
