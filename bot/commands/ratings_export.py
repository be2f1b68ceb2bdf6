"""`fairloop calibrate --export FILE`: the database's ratings as the CSV that `fairloop calibrate` reads."""

from dataclasses import replace

import typer

from bot.acting.context import Transaction
from bot.bootstrap import open_database
from bot.commands import ratings_csv
from bot.commands.common import (
    BAD_INPUT,
    at_the_command_line,
    fail,
    only_workspace,
    refuse_wrong_keys,
    settings_or_exit,
    write_private,
)
from bot.domain.calibration import Rating
from bot.ground.calendar import real_now
from bot.services.calibration import all_ratings
from bot.services.exporting import pseudonym
from bot.storage.database import Database


def write_ratings(file: str, workspace: str | None, reason: str | None) -> None:
    """Write every rating of an opened debrief (the blind rule holds here too), without a name; and record it.

    With item and competency, and the opening where ratings say it. Panelists have pseudonyms, the same in each
    export under one hash key; with a reason they have their user ids. The file is for its owner alone.
    """
    database = open_database(settings_or_exit("offline"))
    try:
        refuse_wrong_keys(database)
        team_id = workspace or only_workspace(database)
        found = _recorded(database, team_id, reason)
    finally:
        database.dispose()
    try:
        write_private(file, ratings_csv.write_ratings(found))
    except OSError as error:
        fail(f"{file} can't be written: {error.strerror or error}", BAD_INPUT)
    typer.echo(f"{len(found)} ratings in {file}, with {_names(reason)} for panelists")


def _recorded(database: Database, team_id: str, reason: str | None) -> list[Rating]:
    """The ratings, once it is on record that they are taken out."""
    with database.transaction() as session:
        tx = Transaction(session, at_the_command_line(team_id), real_now())
        found = all_ratings(tx)
        why = f": {reason}" if reason else ""
        if reason is None:
            found = [replace(one, panelist=pseudonym(tx, one.panelist)) for one in found]
        tx.audit("export ratings", "workspace", f"{len(found)} ratings with {_names(reason)}{why}")
        return found


def _names(reason: str | None) -> str:
    return "pseudonyms" if reason is None else "user ids"
