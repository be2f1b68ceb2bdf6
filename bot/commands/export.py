"""`fairloop export`: loops whose debrief has opened, as CSV or JSON, without names and without words."""

import csv
import io
import json
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

if TYPE_CHECKING:
    from bot.services.exporting import Exported

COLUMNS = ("candidate", "opening", "debriefed_on", "panelist", "item", "competency", "score")


def export(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Ends in .csv (a row a rating) or .json (loops).")
    ],
    workspace: Annotated[
        str | None, typer.Option(metavar="TEAM", help="Whose, where there are several.")
    ] = None,
    with_ids: Annotated[
        str | None, typer.Option(metavar="REASON", help="User ids in place of pseudonyms, and why.")
    ] = None,
) -> None:
    """Write ratings, scores as shown and decisions of every opened debrief. That you did, and why, is recorded.

    The CSV is one that `fairloop calibrate` reads. Neither has a name or a word that somebody wrote.
    """
    kind = Path(file).suffix.lower()
    if kind not in (".csv", ".json"):
        fail(f"{file} should end in .csv or .json.", BAD_INPUT)
    found = _exported(workspace, with_ids)
    try:
        write_private(file, _csv(found) if kind == ".csv" else _json(found))
    except OSError as error:
        fail(f"{file} can't be written: {error.strerror or error}", BAD_INPUT)
    names = "pseudonyms" if with_ids is None else "user ids"
    typer.echo(
        f"{len(found.loops)} loops and {len(found.ratings)} ratings in {file}, with {names} for panelists"
    )


def _exported(workspace: str | None, with_ids: str | None) -> "Exported":
    from bot.acting.context import Transaction
    from bot.bootstrap import open_database
    from bot.domain.errors import Invalid
    from bot.ground.calendar import real_now
    from bot.services import exporting

    database = open_database(settings_or_exit("offline"))
    try:
        refuse_wrong_keys(database)
        who = at_the_command_line(workspace or only_workspace(database))
        with database.transaction() as session:
            return exporting.export(Transaction(session, who, real_now()), with_ids)
    except Invalid as invalid:
        fail(str(invalid), BAD_INPUT)
    finally:
        database.dispose()


def _csv(found: "Exported") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.ratings:
        day = found.days[one.candidate]
        row = (one.candidate, one.opening, day, one.panelist, one.item, one.competency, f"{one.score:g}")
        writer.writerow(row)
    return out.getvalue()


def _json(found: "Exported") -> str:
    return json.dumps({"loops": found.loops}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
