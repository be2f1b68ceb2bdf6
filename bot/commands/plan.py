"""`fairloop plan`: who asks what, for a problem in a JSON file."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.commands.common import BAD_INPUT, fail

MOST_SECONDS = 24 * 60 * 60

if TYPE_CHECKING:
    from bot.domain.planning import Plan, Problem


def plan(
    problem: Annotated[
        str, typer.Argument(metavar="PROBLEM.json", help="The problem, or - to read it from stdin.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    limit: Annotated[
        float, typer.Option(min=0, max=MOST_SECONDS, help="Seconds to look for the best plan.")
    ] = 10.0,
) -> None:
    """Plan who asks what, without a database: docs/PLANNING.md has the format.

    Exits with 2 where the problem can't be read, or its pinned pairs can't all be in one plan.
    """
    from bot.domain.planning import Conflict, InvalidProblem, describe, parse_problem, solve

    if not limit >= 0:
        raise typer.BadParameter("a number of seconds, please", param_hint="--limit")
    try:
        parsed = parse_problem(_read(problem))
        found = solve(parsed, limit)
    except InvalidProblem as error:
        _refuse("This is not a planning problem.", [f"{it.place}: {it.what}" for it in error.faults])
    except Conflict as error:
        lines = [describe(parsed, breach) for breach in error.breaches]
        _refuse("These pairs can't all be in one plan. Unpin one of each line.", lines)
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    else:
        _show(parsed, found)


def _read(source: str) -> Any:
    name = "stdin" if source == "-" else source
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except OSError as error:
        _refuse(f"{name} can't be read.", [error.strerror or str(error)])
    except UnicodeDecodeError as error:
        _refuse(f"{name} is not UTF-8 text.", [f"byte {error.start}: {error.reason}"])
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        _refuse(f"{name} is not JSON.", [f"line {error.lineno}, column {error.colno}: {error.msg}"])
    except RecursionError:
        _refuse(f"{name} is not JSON.", ["it is nested too deeply"])
    except ValueError:
        _refuse(f"{name} is not JSON.", ["a number has too many digits"])


def _refuse(head: str, lines: list[str]) -> NoReturn:
    fail("\n".join([head, *(f"  {line}" for line in lines)]), BAD_INPUT)


def _show(problem: "Problem", found: "Plan") -> None:
    """A table of the panel's plan, then what is unmet, for people."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table("Panelist", "Minutes", "Competency", "Question", "Why", expand=False)
    for panelist in problem.panelists:
        theirs = [pair for pair in found.pairs if pair.panelist == panelist.id]
        used = sum(pair.minutes for pair in theirs)
        head = [Text(panelist.id), Text(f"{used} of {problem.available(panelist)}")]
        if not theirs:
            table.add_row(*head, "", "", Text("asks nothing"), end_section=True)
        for pair in theirs:
            cells = [
                Text(pair.competency),
                Text(f"{pair.question} ({pair.minutes} min)"),
                Text(pair.reason),
            ]
            table.add_row(*head, *cells, end_section=pair is theirs[-1])
            head = [Text(""), Text("")]
    console.print(table)
    for missing in found.unmet:
        console.print(Text(f"Not met: {missing.why}"))
    console.print(Text(_summary(found)))


def _summary(found: "Plan") -> str:
    asked = f"{found.tiers['asked']} questions in {found.seconds:.1f} s"
    if found.status == "optimal":
        return f"{asked}. No better plan exists."
    return f"{asked}. The time was over: a better plan may exist (not proven: {', '.join(found.unproven)})."
