"""`fairloop insights`: how interviewing goes, as leads see it, in full."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import (
    at_the_command_line,
    only_workspace,
    questions_or_exit,
    refuse_wrong_keys,
    settings_or_exit,
)

if TYPE_CHECKING:
    from bot.services.insights import Told


def insights(
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    workspace: Annotated[
        str | None, typer.Option(metavar="TEAM", help="Whose, where there are several.")
    ] = None,
) -> None:
    """Print how interviewing went in the last year: times, agreement, questions, coverage. Nobody is named."""
    found = _read(workspace)
    if as_json:
        told = asdict(found)
        told["watched"] = {
            "sees_strong": found.watched.sees_strong,
            "unsteady": found.watched.told_to_leads(found.today),
        }
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False, default=str, allow_nan=False))
    else:
        _show(found)


def _read(workspace: str | None) -> "Told":
    from bot.acting.context import Transaction
    from bot.bootstrap import open_database
    from bot.ground.calendar import real_now
    from bot.services.insights import read

    settings = settings_or_exit("offline")
    bank = questions_or_exit(settings)
    database = open_database(settings)
    try:
        refuse_wrong_keys(database)
        who = at_the_command_line(workspace or only_workspace(database))
        with database.transaction() as session:
            tx = Transaction(session, who, real_now())
            tx.audit("open insights", "workspace")
            return read(tx, bank)
    finally:
        database.dispose()


def _show(found: "Told") -> None:
    from bot.domain.insights import words
    from bot.views.insights import parts

    typer.echo(words.scope(found.insights))
    if not found.insights.loops:
        return
    for text in words.months(found.watched, found.today):
        typer.echo(text)
    for title, lines, _ in parts(found.insights, found.openings, found.competencies, found.questions):
        typer.echo("\n".join(["", title, *(f"  {text}" for text in lines)]))
    typer.echo(f"\n{words.CORE}")
