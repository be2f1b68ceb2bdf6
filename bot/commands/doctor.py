"""`fairloop doctor`: is everything there that Fairloop needs?"""

import typer

from bot.commands.common import settings_or_exit


def doctor() -> None:
    """Check settings, database, tables, Slack, scopes and the clock, and say what to do.

    Exits with 1 if ill, and with 2 where settings are missing.
    """
    from bot.commands.examination import examine

    settings = settings_or_exit("worker")
    ill = False
    for finding in examine(settings):
        typer.echo(f"{'ok  ' if finding.is_well else 'BAD '} {finding.what}: {finding.found}")
        if not finding.is_well:
            typer.echo(f"     -> {finding.remedy}")
            ill = True
    raise typer.Exit(1 if ill else 0)
