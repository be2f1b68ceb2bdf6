"""What `fairloop calibrate` prints for people of ratings without competencies: rich tables."""

from collections import Counter

from rich.table import Table
from rich.text import Text

from bot.domain.calibration.crossed import Difference, Fit

MOST = 40
"""Rows of a table; --json has them all."""


def summary(fit: Fit) -> Text:
    """What was fitted, in a few lines."""
    c = fit.components
    sds = [
        ("panelists' leniency", c.panelist),
        ("items' difficulty", c.item),
        ("taste", c.sheet),
        ("noise", c.error),
    ]
    said = ", ".join(f"{name} {value**0.5:.2f}" for name, value in sds if value is not None)
    scale = f"{fit.scale[0]:g} to {fit.scale[1]:g}"
    return Text(
        f"{len(fit.table.score):,} ratings on {scale}, {fit.n_sheets:,} scorecards, "
        f"{len(fit.table.panelists):,} panelists, {len(fit.table.candidates):,} candidates.\n"
        f"Standard deviations in score points: {said}.\n"
    )


def candidates(fit: Fit) -> Table:
    """Every candidate, best first; the calibrated score is the headline only where it may be."""
    table = Table(
        "Candidate", "Panel", "Raw", "Calibrated", f"{fit.level:.0%} range", "To rank by", title="Candidates"
    )
    reasons = Counter(c.status for c in fit.candidates if not c.is_calibrated)
    for c in sorted(fit.candidates, key=lambda c: -c.shrunk)[:MOST]:
        shown = (
            (_two(c.calibrated), _range(c.low, c.high), _two(c.shrunk)) if c.is_calibrated else ("-", "", "")
        )
        table.add_row(Text(c.id), str(c.n), _two(c.raw), *shown)
    lines = [f"{count} {status}" for status, count in sorted(reasons.items())]
    return _captioned(table, [*_more(len(fit.candidates)), *lines])


def panelists(fit: Fit) -> Table:
    """Leniency of those of whom enough is known, harshest first."""
    table = Table("Panelist", "Interviews", "Leniency", f"{fit.level:.0%} range", title="Panelists")
    shown = [p for p in fit.panelists if p.shown]
    for p in sorted(shown, key=lambda p: p.leniency)[:MOST]:
        table.add_row(Text(p.id), str(p.n), f"{p.leniency:+.2f}", _range(p.low, p.high, sign=True))
    hidden = len(fit.panelists) - len(shown)
    who = "panelist is" if hidden == 1 else "panelists are"
    too_little = [f"{hidden} {who} not shown: too little is known of them yet."] if hidden else []
    return _captioned(table, [*_more(len(shown)), *too_little])


def differences(pairs: list[Difference], level: float) -> Table:
    """Pairs of candidates, with the interval of the difference itself."""
    table = Table("Difference", "Raw", "Calibrated", f"{level:.0%} range", "", title="Compared")
    for d in pairs:
        table.add_row(
            Text(f"{d.a} less {d.b}"),
            f"{d.raw:+.2f}",
            f"{d.calibrated:+.2f}",
            _range(d.low, d.high, sign=True),
            Text(d.status),
        )
    return table


def _more(count: int) -> list[str]:
    return [f"and {count - MOST:,} more: --json has them all"] if count > MOST else []


def _captioned(table: Table, lines: list[str]) -> Table:
    if lines:
        table.caption = Text("\n".join(lines))
    return table


def _two(value: float) -> str:
    return f"{value:.2f}"


def _range(low: float | None, high: float | None, *, sign: bool = False) -> str:
    if low is None or high is None:
        return "not known"
    return f"{low:+.2f} to {high:+.2f}" if sign else f"{low:.2f} to {high:.2f}"
