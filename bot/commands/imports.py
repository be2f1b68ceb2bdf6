"""`fairloop import`: people, candidates and openings from a CSV file, and what is known as such a file."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.common import (
    BAD_INPUT,
    at_the_command_line,
    fail,
    only_workspace,
    refuse_wrong_keys,
    settings_or_exit,
    write_private,
)

if TYPE_CHECKING:
    from bot.acting.context import Actor, Context
    from bot.domain.imports import Fault
    from bot.domain.imports.events import Imported
    from bot.domain.openings import OpeningForm
    from bot.storage.tables import Candidate, Person

app = typer.Typer(
    help="People, candidates and openings from a CSV file, after a dry run.", no_args_is_help=True
)
MOST_SHOWN = 100
Row = TypeVar("Row")

File = Annotated[str, typer.Argument(metavar="FILE.csv", help="The file to read; with --export, to write.")]
Write = Annotated[bool, typer.Option("--write", help="Write it. Without, it says what would happen.")]
Export = Annotated[
    str | None,
    typer.Option("--export", metavar="REASON", help="Write what is known to FILE, for this reason."),
]
Workspace = Annotated[str | None, typer.Option(metavar="TEAM", help="Whose, where there are several.")]


@dataclass(frozen=True)
class Desk:
    """What a command works with."""

    context: "Context"
    actor: "Actor"


@app.callback()
def root() -> None:
    """People, candidates and openings from a CSV file, after a dry run."""


@app.command()
def people(file: File, write: Write = False, export: Export = None, workspace: Workspace = None) -> None:
    """Say who interviews, their hours and limits, and what they are good at (a column for each competency, 0 to 3).

    A person is a Slack user id or an email. An empty field leaves what is known as it is. Where a single row has a
    fault nothing is written; every fault is said with its line and column. Exits with 2 then.
    """
    from bot.domain.imports.people import people as read
    from bot.services import imports

    with _desk(workspace) as desk:
        names = desk.context.bank().competency_names
        if export is not None:
            found = imports.people_known(desk.context, desk.actor, export)
            _written(file, _people_csv(found, list(names)), len(found), "people")
            return
        rows, faults = _understood(lambda data: read(data, names, desk.context.now().date()), file)
        writes = write and not faults
        done = _done(file, faults, lambda: imports.people(desk.context, desk.actor, rows, write=writes))
        _say(done, write=write)


@app.command()
def candidates(file: File, write: Write = False, export: Export = None, workspace: Workspace = None) -> None:
    """Take candidates over, so that they are known by email, ATS id or Slack user when a loop is planned.

    Who is known already stays as they are. Where a single row has a fault nothing is written. Exits with 2 then.
    """
    from bot.domain.imports.candidates import candidates as read
    from bot.services import imports

    with _desk(workspace) as desk:
        if export is not None:
            found = imports.candidates_known(desk.context, desk.actor, export)
            _written(file, _candidates_csv(found), len(found), "candidates")
            return
        rows, faults = _understood(read, file)
        writes = write and not faults
        done = _done(file, faults, lambda: imports.candidates(desk.context, desk.actor, rows, write=writes))
        _say(done, write=write)


@app.command()
def openings(file: File, write: Write = False, export: Export = None, workspace: Workspace = None) -> None:
    """Make openings, each with its question set, level, channel's id, and the hiring leads who lead it.

    Several in one field stand with a semicolon between them. One that is there already stays as it is. Where a single
    row has a fault nothing is written. Exits with 2 then.
    """
    from bot.domain.imports.openings import openings as read
    from bot.services import imports

    with _desk(workspace) as desk:
        bank = desk.context.bank()
        if export is not None:
            found = imports.openings_known(desk.context, desk.actor, export)
            _written(file, _openings_csv(found), len(found), "openings")
            return
        sets = {one.key: one.role for one in bank.sets}
        rows, faults = _understood(lambda data: read(data, sets, bank.competency_names), file)
        writes = write and not faults
        done = _done(file, faults, lambda: imports.openings(desk.context, desk.actor, rows, write=writes))
        _say(done, write=write)


@contextmanager
def _desk(workspace: str | None) -> Iterator[Desk]:
    from bot.bootstrap import build
    from bot.domain.errors import FairloopError

    settings = settings_or_exit("worker")
    fairloop = build(settings)
    try:
        refuse_wrong_keys(fairloop.database)
        team_id = workspace
        if team_id is None and settings.bot_token is not None:
            team_id = str(fairloop.clients.for_team("").auth_test()["team_id"])
        yield Desk(fairloop.context, at_the_command_line(team_id or only_workspace(fairloop.database)))
    except FairloopError as error:
        fail(error.text)
    finally:
        fairloop.stop()


def _understood(
    read: "Callable[[bytes], tuple[list[Row], list[Fault]]]", file: str
) -> "tuple[list[Row], list[Fault]]":
    """The rows of a file and their faults. Ends the command where it has no rows at all."""
    from bot.domain.imports import BadFile

    try:
        data = Path(file).read_bytes()
    except OSError as error:
        fail(f"{file} can't be read: {error.strerror or error}", BAD_INPUT)
    try:
        return read(data)
    except BadFile as bad:
        _refuse_faults(file, bad.faults)
        raise


def _done(file: str, faults: "Sequence[Fault]", use: "Callable[[], Imported]") -> "Imported":
    """What was done, or would be. Ends the command where the file has faults: those of its text, and what others see.

    Of one field the first fault is said alone.
    """
    from bot.domain.imports import BadFile

    found = list(faults)
    try:
        done = use()
    except BadFile as bad:
        said = {(one.line, one.column) for one in found}
        found += [one for one in bad.faults if (one.line, one.column) not in said]
        _refuse_faults(file, found)
        raise
    _refuse_faults(file, found)
    return done


def _refuse_faults(file: str, faults: "Sequence[Fault]") -> None:
    """Say every fault, and that nothing was written."""
    if not faults:
        return
    lines = [str(one) for one in sorted(faults)]
    if len(lines) > MOST_SHOWN:
        lines = [*lines[:MOST_SHOWN], f"… and {len(lines) - MOST_SHOWN} more."]
    fail("\n".join([f"{file} has {_count(len(faults), 'fault')}. Nothing was written.", *lines]), BAD_INPUT)


def _say(done: "Imported", *, write: bool) -> None:
    parts = [f"{done.new} new", f"{done.changed} changed", f"{done.same} as before"]
    typer.echo(f"{done.what}: {', '.join(parts)}")
    if not write:
        typer.echo("Nothing was written. With --write it is.")


def _written(file: str, text: str, number: int, what: str) -> None:
    try:
        write_private(file, text)
    except OSError as error:
        fail(f"{file} can't be written: {error.strerror or error}", BAD_INPUT)
    typer.echo(f"{number} {what} in {file}")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _people_csv(found: "Sequence[tuple[Person, Mapping[str, int]]]", competencies: "Sequence[str]") -> str:
    """People as such a file: what `people` reads back the same, with a column for each competency."""
    from bot.domain.imports.people import COLUMNS

    lines = []
    for person, strengths in found:
        said = {column: getattr(person, column) for column in COLUMNS if column != "person"}
        said["weekly_limit"] = "any" if person.weekly_limit is None else person.weekly_limit
        lines.append([person.user_id, *said.values(), *(strengths.get(key, "") for key in competencies)])
    return _csv([*COLUMNS, *competencies], lines)


def _candidates_csv(found: "Sequence[Candidate]") -> str:
    from bot.domain.imports.candidates import COLUMNS

    return _csv(COLUMNS, ([getattr(one, column) for column in COLUMNS] for one in found))


def _openings_csv(found: "Sequence[OpeningForm]") -> str:
    from bot.domain.imports.openings import COLUMNS

    lines = []
    for one in found:
        values = {name: getattr(one, "channel_id" if name == "channel" else name) for name in COLUMNS}
        lines.append([";".join(value) if isinstance(value, tuple) else value for value in values.values()])
    return _csv(COLUMNS, lines)


def _csv(head: "Sequence[str]", lines: "Iterable[Sequence[object]]") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(["" if value is None else str(value) for value in line] for line in lines)
    return out.getvalue()
