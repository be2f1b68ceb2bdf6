"""`fairloop impact`: selection rates by group, from a file that is read and not kept."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import BAD_INPUT, fail
from bot.commands.people_rights import Workspace, acting

if TYPE_CHECKING:
    from bot.domain.impact import Compared, Rate

METHOD = (
    "Ratio: a group's rate over the highest one; under 0.80 is marked (the four-fifths rule, 29 CFR 1607.4(D)). "
    "p: Fisher's exact test, two-sided. Interval: 95%, Katz's log method. Groups of fewer than 5 are hidden. "
    "This counts what Fairloop knows of; it isn't the audit of an automated tool, and no legal advice."
)


def impact(
    groups: Annotated[
        Path,
        typer.Option(exists=True, dir_okay=False, help="A CSV with the columns candidate and group."),
    ],
    workspace: Workspace = None,
) -> None:
    """Print selection rates by group, stage and opening. The file's groups are counted, and never stored."""
    from bot.services.impact import of_groups

    said = _read(groups)
    with acting(workspace) as (context, actor):
        found = of_groups(context, actor, said)
    for one in found.compared:
        _show(one)
    if not found.compared:
        typer.echo("No loop is over yet, so there is nothing to count.")
    if found.unmatched:
        typer.echo(f"{found.unmatched} lines name nobody who is known here, or somebody in two groups.")
    typer.echo(METHOD)


def _read(path: Path) -> list[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"candidate", "group"} <= set(reader.fieldnames or ()):
                fail(f"{path} needs the columns candidate and group in its first line.", BAD_INPUT)
            rows = [((row["candidate"] or "").strip(), (row["group"] or "").strip()) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fail(f"{path} can't be read as CSV: {error}", BAD_INPUT)
    return [(candidate, group) for candidate, group in rows if candidate and group]


def _show(one: "Compared") -> None:
    typer.echo(f"\n{one.opening or 'All openings'}: {one.stage}")
    for rate in one.rates:
        typer.echo(f"  {_line(rate)}")
    if one.unknown:
        typer.echo(f"  in no group of the file: {one.unknown}")


def _line(rate: "Rate") -> str:
    if rate.rate is None:
        return f"{rate.group}: hidden, fewer than 5"
    said = f"{rate.group}: {rate.selected} of {rate.number} ({rate.rate:.0%})"
    if rate.ratio is None:
        return said if rate.p is None else f"{said}, p {rate.p:.3f}"
    interval = (
        "no interval" if rate.low is None or rate.high is None else f"{rate.low:.2f} to {rate.high:.2f}"
    )
    mark = ", under four fifths" if rate.below else ""
    return f"{said}, ratio {rate.ratio:.2f} ({interval}), p {rate.p:.3f}{mark}"
