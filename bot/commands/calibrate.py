"""`fairloop calibrate`: panelists' severity and calibrated scores from a file of ratings, without a database."""

import json
import math
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from bot.domain.calibration import Difference, Fit

BAD_INPUT = 2
_SCALE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[-–:]\s*(-?\d+(?:\.\d+)?)\s*")
_PICTURES = (".png", ".svg", ".pdf")


def calibrate(
    ratings: Annotated[
        str | None, typer.Argument(metavar="RATINGS.csv", help="The ratings, or - to read them from stdin.")
    ] = None,
    prior: Annotated[
        Literal["on", "off"], typer.Option(help="Weak priors on the variances; off is plain REML.")
    ] = "on",
    scale: Annotated[str, typer.Option(help="The lowest and the highest score.")] = "1-4",
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    level: Annotated[float, typer.Option(help="The level of the intervals.")] = 0.8,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Two candidates: their difference.")
    ] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="A picture: .png, .svg or .pdf.")] = None,
    export: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the database's ratings to FILE instead.")
    ] = None,
    workspace: Annotated[
        str | None,
        typer.Option(metavar="TEAM", help="With --export: whose ratings, where there are several."),
    ] = None,
) -> None:
    """Calibrate ratings from a CSV file: candidate, panelist, score, and item and competency where known.

    Exits with 2 where the file can't be read, naming each bad line.
    """
    if export is not None:
        from bot.commands.ratings_export import write_ratings

        write_ratings(export, workspace)
        return
    if ratings is None:
        _refuse("Which ratings? Give a CSV file, or - to read it from stdin.")
    bounds = _scale(scale)
    if not 0 < level < 1:
        _refuse(f"--level {level:g} is not between 0 and 1. For 80% intervals give 0.8.")
    if plot is not None and Path(plot).suffix.lower() not in _PICTURES:
        _refuse(f"--plot {plot} should end in .png, .svg or .pdf.")
    fit, seconds = _fitted(ratings, bounds, prior, level)
    pairs = [_compared(fit, compare)] if compare is not None else []
    if plot is not None:
        _draw(fit, plot)
    if as_json:
        typer.echo(json.dumps(report(fit, pairs, seconds), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _show(fit, pairs)


def report(fit: "Fit", differences: list["Difference"], seconds: dict[str, float]) -> dict[str, Any]:
    """Everything that a fit says, ready for JSON: figures that can't be known are null."""
    components = {
        "panelist": fit.components.panelist,
        "item": fit.components.item,
        "sheet": fit.components.sheet,
        "error": fit.components.error,
    }
    always = ("panelist", "error")
    found = {
        "n_sheets": fit.n_sheets,
        "components": {k: _number(v) for k, v in components.items() if k in always or v is not None},
        "criterion": _number(fit.criterion),
        "df": fit.df,
        "panelists": [_fields(p, "id n leniency se low high shown") for p in fit.panelists],
        "candidates": [_fields(c, "id n raw calibrated se low high shrunk status") for c in fit.candidates],
        "competencies": [
            _fields(c, "candidate competency n raw calibrated se low high") for c in fit.competencies
        ],
        "parts": [list(part) for part in fit.parts],
        "notes": list(fit.notes),
        "prior": fit.prior,
        "scale": list(fit.scale),
        "level": fit.level,
    }
    if differences:
        found["differences"] = [_fields(d, "a b raw calibrated se low high status") for d in differences]
    return {**found, **seconds}


def _fields(result: object, names: str) -> dict[str, Any]:
    return {name: _number(getattr(result, name)) for name in names.split()}


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _scale(text: str) -> tuple[float, float]:
    match = _SCALE.fullmatch(text)
    if not match or not float(match[1]) < float(match[2]):
        _refuse(f"--scale {text} should be the lowest and the highest score, as in 1-4.")
    return float(match[1]), float(match[2])


def _fitted(
    source: str, scale: tuple[float, float], prior: Literal["on", "off"], level: float
) -> tuple["Fit", dict[str, float]]:
    from bot.commands.ratings_csv import BadRatings, read_ratings
    from bot.domain.calibration import fit

    began = time.perf_counter()
    try:
        read = read_ratings(_bytes(source), scale)
    except BadRatings as bad:
        name = "stdin" if source == "-" else source
        _refuse(
            f"{name} can't be calibrated.",
            [f"line {fault.line}: {fault.why}" if fault.line else fault.why for fault in bad.faults],
        )
    had = time.perf_counter()
    if read.not_assessed:
        rows = "row has" if read.not_assessed == 1 else "rows have"
        typer.echo(f"{read.not_assessed} {rows} no score (not assessed) and left out.", err=True)
    found = fit(read.table, prior, scale, level)
    _ = found.candidates, found.panelists, found.competencies
    done = time.perf_counter()
    return found, {"seconds": done - had, "seconds_reading": had - began}


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        _refuse(f"{source} can't be read.", [error.strerror or str(error)])


def _compared(fit: "Fit", names: tuple[str, str]) -> "Difference":
    from bot.domain.calibration import difference

    known = {candidate.id for candidate in fit.candidates}
    for name in names:
        if name not in known:
            _refuse(f"--compare: there is no candidate {name} in the ratings.")
    return difference(fit, *names)


def _draw(fit: "Fit", file: str) -> None:
    from bot.views.charts import leniency_chart

    picture = leniency_chart(fit, Path(file).suffix.lower().removeprefix("."))
    try:
        Path(file).write_bytes(picture)
    except OSError as error:
        _refuse(f"{file} can't be written.", [error.strerror or str(error)])
    typer.echo(f"Picture in {file}", err=True)


def _refuse(head: str, lines: list[str] | None = None) -> NoReturn:
    typer.echo(head, err=True)
    for line in lines or []:
        typer.echo(f"  {line}", err=True)
    raise typer.Exit(BAD_INPUT)


def _show(fit: "Fit", pairs: list["Difference"]) -> None:
    """Tables for people: candidates, competencies, panelists that may be shown, and what must be said."""
    from rich.console import Console

    from bot.commands.calibration_tables import candidates, competencies, differences, panelists, summary

    console = Console()
    console.print(summary(fit))
    console.print(candidates(fit))
    if fit.competencies:
        console.print(competencies(fit))
    console.print(panelists(fit))
    if pairs:
        console.print(differences(pairs, fit.level))
    for note in fit.notes:
        console.print(note, highlight=False, markup=False)
