"""`fairloop sandbox`: a Slack workspace on this machine, for any Bolt app."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sandbox import Sandbox

FIRST_PORT = 8765


def sandbox(
    manifest: Annotated[
        Path | None, typer.Option(help="The app's manifest (JSON), instead of Fairloop's own.")
    ] = None,
    port: Annotated[int, typer.Option(help="The first port to try.", min=1, max=65535)] = FIRST_PORT,
) -> None:
    """Start a Slack workspace on 127.0.0.1 with a few example people, until Ctrl-C."""
    from sandbox import Sandbox

    try:
        workspace = Sandbox(manifest or own_manifest(), port=port)
        workspace.start()
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    try:
        _fill(workspace)
        typer.echo(_welcome(workspace))
        threading.Event().wait()
    except KeyboardInterrupt:
        typer.echo("\nThe workspace is closed.")
    finally:
        workspace.stop()


def own_manifest() -> Path:
    """Fairloop's manifest: in the wheel, or at the top of the repository."""
    import bot

    home = Path(bot.__file__).parent
    shipped = home / "_manifest.json"
    return shipped if shipped.exists() else home.parent / "manifest.json"


def _fill(workspace: "Sandbox") -> None:
    maya = workspace.add_person("Maya Lindqvist", tz="Europe/Stockholm", admin=True)
    people = [
        maya,
        workspace.add_person("Tomás Ferreira", tz="Europe/Lisbon"),
        workspace.add_person("Aisha Rahman", tz="Asia/Kolkata"),
        workspace.add_person("Jordan Lee", tz="America/New_York"),
    ]
    workspace.add_channel("general", members=people)
    workspace.add_channel("hiring-debriefs", private=True, members=people[:2])


def _welcome(workspace: "Sandbox") -> str:
    return "\n".join(
        [
            f"A Slack workspace is open at {workspace.url}",
            "",
            "Point a Bolt app at it:",
            f"  WebClient(base_url)  {workspace.api_url}",
            f"  bot token            {workspace.bot_token}",
            f"  app token            {workspace.app_token}   (Socket Mode)",
            f"  signing secret       {workspace.signing_secret}",
            "",
            "Over HTTP, say where the app is (Socket Mode needs no such step):",
            f"  curl -H 'Content-Type: application/json' {workspace.url}/sandbox/app \\",
            """    -d '{"request_url": "http://127.0.0.1:3000/slack/events"}'""",
            "",
            "Ctrl-C closes it; nothing is kept.",
        ]
    )
