"""`fairloop backup` and `fairloop restore`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.common import fail, settings_or_exit


def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the whole database to a file while Fairloop runs. Keep the keys elsewhere: without them it can't be read."""
    from bot.bootstrap import open_database
    from bot.ground.calendar import real_now
    from bot.storage import migrations
    from bot.storage.copies import CopyFailed, take

    settings = settings_or_exit("migrate")
    database = open_database(settings)
    try:
        if migrations.missing(database):
            fail("The database lacks a version. Run `fairloop migrate` first.")
        take(database, settings.database_url.get_secret_value(), file, real_now())
    except CopyFailed as error:
        fail(str(error))
    finally:
        database.dispose()
    typer.echo(
        f"{file} is a copy of the database as it is now. It is of use with FAIRLOOP_ENCRYPTION_KEYS alone."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="What `fairloop backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what is in the database now.")] = False,
) -> None:
    """Make the database what it was when a copy was taken. Nothing of Fairloop may run meanwhile."""
    from bot.bootstrap import open_database
    from bot.ground.calendar import real_now
    from bot.storage.copies import CopyFailed, put_back

    settings = settings_or_exit("migrate")
    database = open_database(settings)
    try:
        made = put_back(database, settings.database_url.get_secret_value(), file, real_now(), replace=replace)
    except CopyFailed as error:
        fail(str(error))
    finally:
        database.dispose()
    typer.echo(
        f"The database is as it was at {made.taken_at:%Y-%m-%d %H:%M} UTC. What people did since is lost. What was "
        "sent since is looked for in Slack and not sent again. Run `fairloop migrate`, then `fairloop keys "
        "erase-again` with the list of whom was erased since, if anybody was, then start Fairloop."
    )
