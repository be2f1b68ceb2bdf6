"""What is kept of a candidate: told (`person`), erased, held, and for how long (`retention`)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from bot.domain.errors import FairloopError
from bot.domain.retention import LONGEST, SHORTEST, USUAL, above

if TYPE_CHECKING:
    from bot.acting.context import Actor, Context
    from bot.storage.erasing import Left

Workspace = Annotated[str | None, typer.Option(metavar="TEAM", help="Whose, where there are several.")]
Whom = Annotated[
    str,
    typer.Option("--candidate", metavar="WHO", help="Full name, email, number, Slack user, or id in an ATS."),
]
Why = Annotated[str, typer.Option("--reason", help="Kept in the record; names nobody.")]


def erase(
    candidate: Annotated[
        str | None,
        typer.Option(metavar="WHO", help="Full name, email, number, Slack user, or id in an ATS."),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="Kept in the record; names nobody.")
    ] = "asked at the command line",
    report: Annotated[
        str | None, typer.Option(metavar="TOKEN", help="Say what became of an erasing's messages.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Erase a candidate: rows, files, keys, and every message in Slack; or report what could not be removed.

    Rows and keys are gone when it ends. A running worker takes the messages out of Slack.
    """
    from bot.services import erasing

    if (candidate is None) == (report is None):
        fail("Say whom with --candidate, or with --report which erasing.", BAD_INPUT)
    with acting(workspace) as (context, actor):
        if report is None:
            report = erasing.erase(context, actor, candidate or "", reason)
            typer.echo("Every row about them is deleted, and the keys of what was said are destroyed.")
            typer.echo(f"Ask again with: fairloop erase --report {report} --workspace {actor.team_id}")
        _tell(erasing.report(context, actor, report))


def hold(
    candidate: Whom,
    reason: Why,
    release: Annotated[bool, typer.Option(help="Lift it.")] = False,
    workspace: Workspace = None,
) -> None:
    """Keep what is about a candidate for a legal reason: nothing erases it until it is released."""
    from bot.services import erasing

    with acting(workspace) as (context, actor):
        number = erasing.hold(context, actor, candidate, reason, held=not release)
    typer.echo(f"{number} records are {'no longer held' if release else 'held'}.")


def retention(
    days: Annotated[
        int | None, typer.Option(help=f"From {SHORTEST} to {LONGEST}; {USUAL} where nothing is said.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Show or set for how long a candidate is kept after the decision or, without one, the last interview."""
    from bot.services import erasing

    with acting(workspace) as (context, actor):
        if days is not None:
            erasing.set_retention(context, actor, days)
        now = erasing.retention(context, actor)
    typer.echo(f"What is about a candidate is erased {now} days after the decision or the last interview.")
    for floor in above(now):
        typer.echo(f"That is shorter than a legal floor, if you are under it. {floor}.")


def person(
    candidate: Whom,
    reason: Why,
    out: Annotated[
        Path, typer.Option(dir_okay=False, help="The file to write, readable by its owner alone.")
    ],
    workspace: Workspace = None,
) -> None:
    """Write all that is kept about a candidate as JSON, panelists under pseudonyms."""
    from bot.services import own_data

    with acting(workspace) as (context, actor):
        found = own_data.of_candidate(context, actor, candidate, reason)
    write_private(str(out), json.dumps(found, indent=2, ensure_ascii=False))
    typer.echo(f"Written to {out}. Read it before you send it: what panelists wrote may name others.")


def _tell(left: "Left") -> None:
    typer.echo(f"Messages: {left.gone} removed from Slack, {left.to_go} waiting for a worker.")
    for channel, ts, error in left.refused:
        typer.echo(f"Could not be removed: {channel} {ts}: Slack says {error}. Delete it by hand.")
    typer.echo(
        "Not reached from here: notifications that were shown, exports of Slack's, copies that people made."
    )
    typer.echo("Backups: keep what `fairloop keys erased` prints, and apply it after a restore.")


@contextmanager
def acting(workspace: str | None) -> "Iterator[tuple[Context, Actor]]":
    """The services, and who acts at the command line; what goes wrong for them ends the command in words."""
    from bot.bootstrap import offline

    context = offline(settings_or_exit("offline"))
    try:
        refuse_wrong_keys(context.database)
        yield context, at_the_command_line(workspace or only_workspace(context.database))
    except FairloopError as error:
        fail(str(error), BAD_INPUT)
    finally:
        context.database.dispose()
