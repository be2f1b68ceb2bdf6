"""`fairloop demo`: a workspace on this machine, sixty past loops, and one story from plan to decision."""

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

DATABASE = ("fairloop.db", "fairloop.db-wal", "fairloop.db-shm")


def demo(
    exit: Annotated[
        bool, typer.Option("--exit", help="End after the story instead of staying open.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for transcript.jsonl, debrief.json, and fairloop.db with its keys in .env; "
            "made where it is missing."
        ),
    ] = None,
    port: Annotated[int, typer.Option(help="The first port to try for the workspace.")] = 8765,
) -> None:
    """Play a loop in a Slack workspace on this machine: no account, no network, nothing to set up."""
    from bot.commands.common import write_private
    from bot.demo import setting
    from bot.demo.show import Show
    from bot.demo.story import BEGIN, Story
    from bot.demo.world import World

    show = Show()
    with _folder(out) as folder, World(folder, BEGIN, port=port) as world:
        show.opened(world.sandbox.url)
        with show.working("An administrator names a hiring lead, who makes an opening"):
            setting.name_lead(world)
            setting.make_opening(world)
            setting.describe_panel(world)
        with show.working("Sixty past loops are entered, as samples"):
            setting.enter_past(world)
        story = Story(world, show.say, show.tell)
        story.play()
        show.debrief(story.head(world.lead))
        (folder / "debrief.json").write_text(json.dumps(setting.debrief_numbers(world), indent=2) + "\n")
        world.sandbox.transcript.write(folder / "transcript.jsonl")
        if out is not None:
            write_private(str(out / ".env"), world.environment())
            show.written(out)
        if not exit:
            show.stays_open(world.sandbox.url)
            _until_interrupted()


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """The folder asked for, emptied of an earlier demo's files; or one that is gone afterwards."""
    if out is None:
        made = Path(tempfile.mkdtemp(prefix="fairloop-demo-"))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in ("transcript.jsonl", "debrief.json", ".env", *DATABASE):
        (out / name).unlink(missing_ok=True)
    yield out


def _until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        typer.echo("\nClosing the workspace.")
