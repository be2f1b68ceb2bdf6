"""The `fairloop` command: puts the commands of bot.commands together."""

import typer

from bot.commands import questions
from bot.commands.calibrate import calibrate
from bot.commands.plan import plan

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


app.command()(plan)
app.command()(calibrate)
app.add_typer(questions.app, name="questions")


def main() -> None:
    """Run the command line."""
    app()
