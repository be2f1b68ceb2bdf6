"""`fairloop keys`: fresh secrets, what is under which key, and bringing all of it under the newest."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import BAD_INPUT, fail, settings_or_exit

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.rotation import KeyUse

app = typer.Typer(help="Fresh keys; what is under which key; bring everything under the newest.")


@app.callback(invoke_without_command=True)
def fresh(context: typer.Context) -> None:
    """Print fresh keys for the environment or a .env file. Keep them: what they seal needs them.

    `show` says what is under which key; `rotate` brings everything under the newest.
    """
    from cryptography.fernet import Fernet

    if context.invoked_subcommand is None:
        typer.echo(f"FAIRLOOP_ENCRYPTION_KEYS={Fernet.generate_key().decode()}")
        typer.echo(f"FAIRLOOP_HASH_KEY={secrets.token_urlsafe(32)}")


@app.command()
def show() -> None:
    """Say what is under which key, how much of it under old ones, and which keys can go."""
    from bot.storage import rotation

    database = _open()
    try:
        _say(rotation.usage(database))
    finally:
        database.dispose()


@app.command()
def rotate() -> None:
    """Bring everything under the newest keys, while Fairloop runs. It can be broken off and run again.

    Before it, each process has to run with the new key in front and the old ones behind it.
    """
    from bot.ground.calendar import real_now
    from bot.storage import canaries, rotation

    database = _open()
    try:
        _say(rotation.rotate(database, real_now()))
    except canaries.WrongKeys as wrong:
        fail("\n".join(wrong.problems), BAD_INPUT)
    finally:
        database.dispose()


@app.command()
def erased() -> None:
    """Print whose keys were destroyed, as random ids: keep it apart from backups, to be applied after a restore."""
    from bot.storage import erasing

    database = _open()
    try:
        with database.reading() as session:
            found = erasing.destroyed(session)
    finally:
        database.dispose()
    for team_id, row_key in found:
        typer.echo(f"{team_id} {row_key}")


@app.command("erase-again")
def erase_again(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `keys erased` printed.")],
) -> None:
    """Destroy the same keys again in a database that was restored, before Fairloop is started on it."""
    from bot.storage import erasing

    lines = [line.split() for line in file.read_text().splitlines() if line.strip()]
    if any(len(line) != 2 for line in lines):
        fail(f"{file} is not what `fairloop keys erased` prints: two ids in each line.", BAD_INPUT)
    database = _open()
    try:
        with database.transaction() as session:
            count = erasing.destroy_again(session, [(line[0], line[1]) for line in lines])
    finally:
        database.dispose()
    typer.echo(f"{count} keys were there again, and are destroyed.")


def _open() -> "Database":
    from bot.bootstrap import open_database
    from bot.storage import migrations

    database = open_database(settings_or_exit("offline"))
    if migrations.missing(database):
        fail("The database is not at the newest version. Run `fairloop migrate` first.")
    return database


def _say(uses: "Sequence[KeyUse]") -> None:
    from bot.storage.canaries import SETTINGS, TEXT

    for use in uses:
        what = f"{use.rows} rows of text" if use.kind == TEXT else f"{use.rows} keyed hashes"
        typer.echo(f"{SETTINGS[use.kind]}  {use.id}  {what}  {_state(use, use.kind == TEXT)}")


def _state(use: "KeyUse", text: bool) -> str:
    if use.newest:
        return "newest"
    if not use.rows:
        return "old: nothing is under it, so it can be taken out of the settings"
    if text:
        return "old: run `fairloop keys rotate`"
    return "old: kept until these lapse (what they are hashes of is not stored); `fairloop keys rotate` does the others"
