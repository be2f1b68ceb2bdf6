"""`fairloop calibrate`: calibrated scores from a file of ratings, without a database."""

import json
import math
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from bot.commands.calibrate_options import Calibrated, Options, Unknown
from bot.commands.common import write_private

if TYPE_CHECKING:
    from bot.commands.ratings_csv import RatingsFile

BAD_INPUT = 2
_SCALE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[-–:]\s*(-?\d+(?:\.\d+)?)\s*")
_PICTURES = (".png", ".svg", ".pdf")
_MOST_FAULTS = 50


def calibrate(
    ratings: Annotated[
        str | None, typer.Argument(metavar="RATINGS.csv", help="The ratings, or - to read them from stdin.")
    ] = None,
    prior: Annotated[
        Literal["on", "off"], typer.Option(help="Weak priors on the variances; off is plain REML.")
    ] = "on",
    scale: Annotated[str, typer.Option(help="The lowest and the highest score.")] = "1-4",
    step: Annotated[float, typer.Option(help="From one score to the next.")] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    level: Annotated[float, typer.Option(help="The level of the intervals.")] = 0.8,
    bars: Annotated[
        str | None, typer.Option(metavar="2,2.5,3", help="Scores to say the chance to be above of.")
    ] = None,
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
    with_ids: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="With --export: user ids in place of pseudonyms, and why."),
    ] = None,
) -> None:
    """Calibrate ratings from a CSV file: candidate, panelist, score, and item, competency and opening where known.

    With a competency column scores are drawn to the opening's middle, by competency and overall. Exits with 2 where
    the file can't be read, naming each bad line.
    """
    if with_ids is not None and not with_ids.strip():
        _refuse("--with-ids needs a reason, which is recorded.")
    if export is not None:
        from bot.commands.ratings_export import write_ratings

        write_ratings(export, workspace, with_ids)
        return
    if ratings is None:
        _refuse("Which ratings? Give a CSV file, or - to read it from stdin.")
    bounds = _scale(scale)
    options = Options(prior, bounds, _step(step, bounds), _level(level), _bars(bars, bounds), compare)
    if plot is not None and Path(plot).suffix.lower() not in _PICTURES:
        _refuse(f"--plot {plot} should end in .png, .svg or .pdf.")
    found, seconds = _calibrated(ratings, options)
    if plot is not None:
        _draw(found, plot)
    if as_json:
        said = {**found.report(), **seconds}
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        found.show()


def _scale(text: str) -> tuple[float, float]:
    match = _SCALE.fullmatch(text)
    if not match or not float(match[1]) < float(match[2]):
        _refuse(f"--scale {text} should be the lowest and the highest score, as in 1-4.")
    return float(match[1]), float(match[2])


def _step(step: float, scale: tuple[float, float]) -> float:
    if not 0 < step <= scale[1] - scale[0]:
        _refuse(f"--step {step:g} should be above 0 and fit the scale {scale[0]:g} to {scale[1]:g}.")
    return step


def _level(level: float) -> float:
    if not 0 < level < 1:
        _refuse(f"--level {level:g} is not between 0 and 1. For 80% intervals give 0.8.")
    return level


def _bars(text: str | None, scale: tuple[float, float]) -> tuple[float, ...]:
    """The bars given; else a third, half and two thirds up the scale."""
    if text is None:
        return tuple(scale[0] + (scale[1] - scale[0]) * share for share in (1 / 3, 1 / 2, 2 / 3))
    try:
        bars = tuple(float(one) for one in text.split(","))
    except ValueError:
        _refuse(f"--bars {text} should be scores with commas between them, as in 2,2.5,3.")
    outside = [bar for bar in bars if not scale[0] <= bar <= scale[1]]
    if outside or not all(map(math.isfinite, bars)):
        _refuse(f"--bars {text}: a bar lies on the scale {scale[0]:g} to {scale[1]:g}.")
    return bars


def _calibrated(source: str, options: Options) -> tuple[Calibrated, dict[str, float]]:
    began = time.perf_counter()
    read = _read(source, options.scale)
    had = time.perf_counter()
    for note in read.notes:
        typer.echo(note, err=True)
    if read.not_assessed:
        rows = "row has" if read.not_assessed == 1 else "rows have"
        typer.echo(f"{read.not_assessed} {rows} no score (not assessed) and left out.", err=True)
    found = _fitted(read, options)
    done = time.perf_counter()
    return found, {"seconds": done - had, "seconds_reading": had - began}


def _read(source: str, scale: tuple[float, float]) -> "RatingsFile":
    from bot.commands.ratings_csv import BadRatings, read_ratings

    try:
        return read_ratings(_bytes(source), scale)
    except BadRatings as bad:
        name = "stdin" if source == "-" else source
        lines = [f"line {fault.line}: {fault.why}" if fault.line else fault.why for fault in bad.faults]
        if len(lines) > _MOST_FAULTS:
            lines = [*lines[:_MOST_FAULTS], f"and {len(lines) - _MOST_FAULTS:,} more"]
        _refuse(f"{name} can't be calibrated.", lines)


def _fitted(read: "RatingsFile", options: Options) -> Calibrated:
    try:
        if read.has_competencies:
            from bot.commands.calibrate_joint import JointCalibration

            return JointCalibration(read.data, options)
        from bot.commands.calibrate_crossed import CrossedCalibration

        return CrossedCalibration(read.table, options)
    except Unknown as unknown:
        _refuse(str(unknown))


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        _refuse(f"{source} can't be read.", [error.strerror or str(error)])


def _draw(found: Calibrated, file: str) -> None:
    picture = found.picture(Path(file).suffix.lower().removeprefix("."))
    try:
        write_private(file, picture)
    except OSError as error:
        _refuse(f"{file} can't be written.", [error.strerror or str(error)])
    typer.echo(f"Picture in {file}", err=True)


def _refuse(head: str, lines: list[str] | None = None) -> NoReturn:
    typer.echo(head, err=True)
    for line in lines or []:
        typer.echo(f"  {line}", err=True)
    raise typer.Exit(BAD_INPUT)
