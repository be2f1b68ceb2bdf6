"""`fairloop audit`: read the record, check that nobody changed it, and its anchor."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import (
    BAD_INPUT,
    at_the_command_line,
    fail,
    only_workspace,
    refuse_wrong_keys,
    settings_or_exit,
)

if TYPE_CHECKING:
    from bot.acting.context import Transaction
    from bot.storage.chain import Verdict
    from bot.storage.record import Entry

app = typer.Typer(help="Read the record of who did and opened what, and check that nobody changed it.")
Workspace = Annotated[str | None, typer.Option(metavar="TEAM", help="Whose, where there are several.")]
SECONDS = 10


@app.command()
def show(
    workspace: Workspace = None,
    about: Annotated[
        str | None, typer.Option(metavar="loop:7", help="Of one loop, interview, opening or person alone.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="USER", help="Of one person alone.")] = None,
    last: Annotated[int, typer.Option(min=1, help="How many rows, the newest.")] = 50,
) -> None:
    """Print rows of the record, the oldest first. That you read it is recorded, too."""
    from bot.storage import record

    with _recording(workspace, "read the record", about or by or "all") as tx:
        found = record.entries(tx, last=last, thing=about, actor=by)
    for entry in found:
        typer.echo(_line(entry))


@app.command()
def verify(
    workspace: Workspace = None,
    anchor: Annotated[
        str | None, typer.Option(metavar="COUNT:HEAD", help="An anchor that was kept elsewhere.")
    ] = None,
) -> None:
    """Check every row and the chain. Exits with 1 where something was changed, added or taken away.

    That the newest rows were cut off shows by an anchor that was kept elsewhere.
    """
    from bot.storage import chain

    try:
        known = None if anchor is None else chain.Anchor.read(anchor)
    except ValueError as error:
        fail(f"--anchor {anchor}: {error}", BAD_INPUT)
    with _reading(workspace) as tx:
        verdict = chain.verify(tx, known)
    _tell(verdict, anchored=known is not None)
    raise typer.Exit(1 if verdict.faults else 0)


@app.command()
def anchor(workspace: Workspace = None) -> None:
    """Print the end of the chain, to be kept where Fairloop can't change it; sent to FAIRLOOP_ANCHOR_URL if set."""
    from bot.ground.calendar import real_now
    from bot.storage import chain

    with _reading(workspace) as tx:
        found, team_id = chain.anchor(tx), tx.team_id
    at = real_now().isoformat(timespec="seconds")
    typer.echo(f"{found}  {at}  {team_id}")
    address = settings_or_exit("offline").anchor_url
    if address is not None:
        _send(address, {"workspace": team_id, "count": found.count, "head": found.head, "at": at})


@contextmanager
def _reading(workspace: str | None) -> "Iterator[Transaction]":
    from bot.acting.context import Transaction
    from bot.bootstrap import open_database
    from bot.ground.calendar import real_now

    database = open_database(settings_or_exit("offline"))
    try:
        refuse_wrong_keys(database)
        actor = at_the_command_line(workspace or only_workspace(database))
        with database.reading() as session:
            yield Transaction(session, actor, real_now(), writing=False)
    finally:
        database.dispose()


@contextmanager
def _recording(workspace: str | None, what: str, detail: str) -> "Iterator[Transaction]":
    """A transaction in which it is recorded that this was done."""
    from bot.acting.context import Transaction
    from bot.bootstrap import open_database
    from bot.ground.calendar import real_now

    database = open_database(settings_or_exit("offline"))
    try:
        refuse_wrong_keys(database)
        actor = at_the_command_line(workspace or only_workspace(database))
        with database.transaction() as session:
            tx = Transaction(session, actor, real_now())
            yield tx
            tx.audit(what, "workspace", detail)
    finally:
        database.dispose()


def _line(entry: "Entry") -> str:
    at = f"{entry.at:%Y-%m-%d %H:%M:%S}"
    detail = "" if entry.detail is None else f"  {entry.detail or '(erased)'}"
    place = "not linked yet" if entry.position is None else f"#{entry.position}"
    return f"{place:>14}  {at}  {entry.actor}  {entry.action}  {entry.thing}{detail}"


def _tell(verdict: "Verdict", *, anchored: bool) -> None:
    for fault in verdict.faults:
        typer.echo(fault)
    typer.echo(f"{verdict.linked} rows are linked as they were written, {verdict.missing} are missing.")
    if verdict.waiting:
        typer.echo(
            f"{verdict.waiting} rows are not linked yet, the oldest of {verdict.oldest_waiting:%Y-%m-%d %H:%M:%S} UTC."
            " A worker links them within a second."
        )
    if not anchored:
        typer.echo("Without --anchor it can't be seen whether the newest rows were cut off.")


def _send(address: str, said: dict[str, object]) -> None:
    data = json.dumps(said).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):
            typer.echo(f"Sent to {address}")
    except OSError as error:
        fail(f"The anchor could not be sent to {address}: {error}")
