"""The `fairloop` command: puts the commands of bot.commands together."""

import typer

from bot.commands import audit, imports, keys, prep, questions, queues
from bot.commands.backup import backup, restore
from bot.commands.calibrate import calibrate
from bot.commands.debrief import debrief
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.export import export
from bot.commands.impact import impact
from bot.commands.insights import insights
from bot.commands.manifest import manifest
from bot.commands.migrate import migrate
from bot.commands.people_rights import erase, hold, person, retention
from bot.commands.plan import plan
from bot.commands.sandbox import sandbox
from bot.commands.serve import run, web, worker

app = typer.Typer(
    name="fairloop",
    help="Structured interview loops in Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def root() -> None:
    """Structured interview loops in Slack."""


app.command()(demo)
app.command()(run)
app.command()(web)
app.command()(worker)
app.command()(migrate)
app.command()(manifest)
app.command()(doctor)
app.command()(backup)
app.command()(restore)
app.command()(plan)
app.command()(sandbox)
app.command()(debrief)
app.command()(export)
app.command()(insights)
app.command()(calibrate)
app.command()(impact)
app.command()(erase)
app.command()(hold)
app.command()(person)
app.command()(retention)
app.add_typer(audit.app, name="audit")
app.add_typer(imports.app, name="import")
app.add_typer(keys.app, name="keys")
app.add_typer(queues.outbox, name="outbox")
app.add_typer(queues.due, name="due")
app.add_typer(questions.app, name="questions")
app.add_typer(prep.app, name="prep")


def main() -> None:
    """Run the command line."""
    app()
