"""`fairloop outbox` and `fairloop due`: what waits, what was given up, and another try."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import fail, settings_or_exit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.storage.queues import Waiting

outbox = typer.Typer(help="Messages that wait or were given up: list, retry, drop.", no_args_is_help=True)
due = typer.Typer(help="What is to be done later: list.", no_args_is_help=True)

Limit = Annotated[int, typer.Option(min=1, max=1000, help="The most rows to print.")]
Number = Annotated[int, typer.Argument(help="The number that `fairloop outbox list` prints.")]
NOT_FOUND = (
    "No message {id} waits or was given up. `fairloop outbox list` and `list --dead` print their numbers."
)


@outbox.callback()
def _outbox() -> None:
    """Messages that wait or were given up."""


@due.callback()
def _due() -> None:
    """What is to be done later."""


@outbox.command("list")
def list_outbox(
    dead: Annotated[bool, typer.Option("--dead", help="Those that were given up instead.")] = False,
    limit: Limit = 50,
) -> None:
    """Print the messages that wait, oldest first: what kind, since when, how often tried, why not yet."""
    from bot.storage import queues

    with _database() as session:
        _show(queues.list_outbox(session, dead=dead, limit=limit), "Nothing waits." if not dead else "None.")


@outbox.command()
def retry(id: Number) -> None:
    """Try a message again now. A post is looked for in Slack first, so that none is sent twice."""
    from bot.ground.calendar import real_now
    from bot.storage import queues

    with _database() as session:
        if not queues.retry(session, id, real_now()):
            fail(NOT_FOUND.format(id=id))
    typer.echo(f"Message {id} is tried again by the next worker that is free.")


@outbox.command()
def drop(id: Number) -> None:
    """Never send a message. What it was about stays as it is; nobody is told."""
    from bot.storage import queues

    with _database() as session:
        if not queues.drop(session, id):
            fail(f"{NOT_FOUND.format(id=id)} One that is just being sent can't be dropped.")
    typer.echo(f"Message {id} won't be sent.")


@due.command("list")
def list_due(
    failed: Annotated[bool, typer.Option("--failed", help="What failed for good instead.")] = False,
    limit: Limit = 50,
) -> None:
    """Print what is to be done later, the next first."""
    from bot.storage import queues

    with _database() as session:
        _show(
            queues.list_due(session, failed=failed, limit=limit), "Nothing waits." if not failed else "None."
        )


@contextmanager
def _database() -> "Iterator[Session]":
    from bot.bootstrap import open_database
    from bot.storage import migrations

    database = open_database(settings_or_exit("migrate"))
    try:
        if migrations.missing(database):
            fail("The database lacks a version. Run `fairloop migrate` first.")
        with database.transaction() as session:
            yield session
    finally:
        database.dispose()


def _show(rows: "Iterable[Waiting]", none: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = list(rows)
    if not found:
        typer.echo(none)
        return
    table = Table("Number", "Workspace", "What", "State", "Tries", "At (UTC)", "Why not")
    for one in found:
        cells = [str(one.id), one.team_id, one.what, one.state, str(one.tries)]
        table.add_row(*map(Text, [*cells, f"{one.since:%Y-%m-%d %H:%M}", one.error or ""]))
    Console().print(table)
