"""`fairloop manifest`: what to paste where Slack asks for an app's manifest."""

import json
from typing import Annotated

import typer

from bot.commands.common import BAD_INPUT, fail


def manifest(
    url: Annotated[
        str | None, typer.Option(help="The public address of `fairloop web`; without it, for Socket Mode.")
    ] = None,
) -> None:
    """Print the app's manifest, for https://api.slack.com/apps, Create New App, From a manifest."""
    from bot.slack.manifest import for_http, for_socket_mode

    try:
        made = for_socket_mode() if url is None else for_http(url)
    except ValueError as error:
        fail(str(error), BAD_INPUT)
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
