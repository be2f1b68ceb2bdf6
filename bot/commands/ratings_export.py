"""`fairloop calibrate --export FILE`: the database's ratings as the CSV that `fairloop calibrate` reads."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.bootstrap import open_database
from bot.commands import ratings_csv
from bot.commands.common import BAD_INPUT, fail, settings_or_exit
from bot.services.calibration import all_ratings
from bot.storage.database import Database
from bot.storage.ratings import workspaces
from bot.storage.unit import Unit


def write_ratings(file: str, workspace: str | None) -> None:
    """Write every rating of an opened debrief (the blind rule holds here too), by ids, without a name.

    With item and competency, and the opening where ratings say it.
    """
    database = open_database(settings_or_exit("migrate"))
    try:
        team_id = workspace or _only_workspace(database)
        with database.reading() as session:
            unit = Unit(session, team_id, datetime.now(UTC), writing=False)
            found = all_ratings(unit)
    finally:
        database.dispose()
    try:
        Path(file).write_text(ratings_csv.write_ratings(found), encoding="utf-8", newline="")
    except OSError as error:
        fail(f"{file} can't be written: {error.strerror or error}", BAD_INPUT)
    typer.echo(f"{len(found)} ratings in {file}")


def _only_workspace(database: Database) -> str:
    teams = workspaces(database)
    if not teams:
        fail("There is no loop in this database, so there is nothing to export.", BAD_INPUT)
    if len(teams) > 1:
        fail(f"There are several workspaces ({', '.join(teams)}). Pick one with --workspace.", BAD_INPUT)
    return teams[0]
