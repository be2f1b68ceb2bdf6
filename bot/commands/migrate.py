"""`fairloop migrate`: the database's tables."""

from typing import Annotated

import typer

from bot.commands.common import BAD_INPUT, fail, refuse_wrong_keys, settings_or_exit


def migrate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail where tables differ.")] = False,
    write: Annotated[
        str | None, typer.Option("--write", metavar="MESSAGE", help="Write a new version to read and commit.")
    ] = None,
) -> None:
    """Bring the database to the newest version; safe to run again, and by several processes at once."""
    from bot.bootstrap import open_database
    from bot.storage import migrations

    settings = settings_or_exit("migrate")
    database = open_database(settings)
    if check:
        missing = migrations.missing(database)
        wrong = [f"version {name} is missing" for name in missing] or migrations.differences(database)
        if wrong:
            fail("The database differs from the code:\n" + "\n".join(wrong))
        typer.echo("The database is as the code expects.")
        return
    try:
        migrations.upgrade(database)
    except migrations.CannotMigrate as error:
        fail(str(error), BAD_INPUT)
    if settings.vault_keys:
        refuse_wrong_keys(database)
    if write is not None:
        migrations.write(database, write)
        return
    typer.echo("The database is at the newest version.")
