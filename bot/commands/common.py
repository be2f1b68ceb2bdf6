"""What commands share: settings or a clear end."""

import getpass
import os
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.acting.context import Actor
    from bot.domain.questions import Bank
    from bot.settings import Purpose, Settings
    from bot.storage.database import Database

BAD_INPUT = 2
OWNER = 0o600
"""Files about people are for their owner alone."""


def fail(text: str, status: int = 1) -> NoReturn:
    """Say what is wrong on stderr and end with this status."""
    typer.echo(text, err=True)
    raise typer.Exit(status)


def settings_or_exit(purpose: "Purpose") -> "Settings":
    """The settings, or a list of all that is missing or malformed and exit status 2."""
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings(purpose)
    except SettingsError as error:
        return fail("\n".join(error.problems), BAD_INPUT)


def questions_or_exit(settings: "Settings") -> "Bank":
    """The questions of the settings' folder, or what is wrong with them and exit status 2."""
    from bot.process.shelf import BankShelf, FaultyBank

    try:
        return BankShelf(settings.question_sets)()
    except FaultyBank as faulty:
        return fail(str(faulty), BAD_INPUT)


def refuse_wrong_keys(database: "Database") -> None:
    """End with what to do where the settings' keys are not those that the database's text and hashes are under."""
    from bot.storage import canaries

    try:
        canaries.check(database)
    except canaries.WrongKeys as wrong:
        database.dispose()
        fail("\n".join(wrong.problems), BAD_INPUT)


def only_workspace(database: "Database") -> str:
    """The team id of the workspace, where there is one alone."""
    from bot.storage.ratings import workspaces

    teams = workspaces(database)
    if not teams:
        fail("There is no loop in this database, so there is nothing to show.", BAD_INPUT)
    if len(teams) > 1:
        fail(f"There are several workspaces ({', '.join(teams)}). Pick one with --workspace.", BAD_INPUT)
    return teams[0]


def at_the_command_line(team_id: str) -> "Actor":
    """Who acts here, as the record says it: the user of this machine."""
    from bot.acting.context import Actor

    return Actor(team_id, f"cli:{getpass.getuser()}")


def write_private(file: str, content: str | bytes) -> None:
    """Write a file that its owner alone can read, also where it was there already. Raises OSError."""
    data = content.encode() if isinstance(content, str) else content
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER), "wb") as out:
        os.fchmod(out.fileno(), OWNER)
        out.write(data)
