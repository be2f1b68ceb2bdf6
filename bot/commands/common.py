"""What commands share: settings or a clear end."""

from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Purpose, Settings

BAD_INPUT = 2


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
