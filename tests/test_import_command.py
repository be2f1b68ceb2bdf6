"""`fairloop import`: files of people and candidates in a workspace of 500, dry, written, read again, taken out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.ground.resources import resource_path
from bot.storage.database import Database
from bot.storage.tables import Audit, Candidate, Person, Strength
from sandbox.limits import RateLimits
from sandbox.server import Sandbox
from tests.databases import HASH_KEY, KEY

PEOPLE = 500
LEFT = "Lena Left"


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


def test_a_file_that_is_not_there_says_so(kept: Database, tmp_path: Path) -> None:
    found = run("people", str(tmp_path / "none.csv"))
    assert found.exit_code == 2
    assert "can't be read: No such file" in found.output


def test_of_very_many_faults_a_hundred_are_said_and_the_rest_counted(kept: Database, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("person,seniority\n" + "".join(f"U{number},boss\n" for number in range(300)))
    lines = run("people", str(file)).output.splitlines()
    assert lines[0].endswith("has 300 faults. Nothing was written.")
    assert len(lines) == 102
    assert lines[-1] == "… and 200 more."
