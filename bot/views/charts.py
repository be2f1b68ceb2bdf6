"""Pictures: PNG (or SVG, PDF) bytes, drawn without pyplot so that threads may draw at once.

Colours are Okabe and Ito's, told apart by shape too; the fonts are those that come with matplotlib.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

BLUE, ORANGE, GREY, INK, PAPER = "#0072B2", "#D55E00", "#767676", "#1D1C1D", "#FFFFFF"
ALT_LIMIT = 2000
_NAME = 26
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One competency of a debrief. `score` with its range is calibrated; None where only raw is known."""

    competency: str
    score: float | None
    low: float | None
    high: float | None
    raw: float | None


class Panelist(Protocol):
    """A panelist's leniency with its interval, and whether it may be shown."""

    @property
    def id(self) -> str: ...
    @property
    def leniency(self) -> float: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def shown(self) -> bool: ...


class Candidate(Protocol):
    """A candidate's raw and calibrated score, and whether the second may be the headline."""

    @property
    def id(self) -> str: ...
    @property
    def raw(self) -> float: ...
    @property
    def calibrated(self) -> float: ...
    @property
    def is_calibrated(self) -> bool: ...


class Calibration(Protocol):
    """What a picture of a calibration is drawn from."""

    @property
    def panelists(self) -> Sequence[Panelist]: ...
    @property
    def candidates(self) -> Sequence[Candidate]: ...
    @property
    def scale(self) -> tuple[float, float]: ...
    @property
    def level(self) -> float: ...


def debrief_chart(rows: Sequence[ChartRow], scale: tuple[float, float] = (1, 4)) -> bytes:
    """A PNG of 1,080 px, to be read at 360 px wide: each competency's score, range and raw mean."""
    count = max(1, len(rows))
    height = 0.42 * count + 0.75
    figure = _figure(3.6, height)
    axes = figure.add_axes((0.05, 0.45 / height, 0.79, (0.42 * count + 0.12) / height))
    _scale_axis(axes, scale)
    axes.set_ylim(count - 0.35, -0.75)
    for y, row in enumerate(rows):
        _debrief_row(axes, y, row, scale)
    if not rows:
        _write(axes, scale[0], 0, "No competency was rated.", color=GREY)
    _debrief_key(figure, rows, height)
    return _saved(figure, "png")


def debrief_alt(rows: Sequence[ChartRow], scale: tuple[float, float] = (1, 4)) -> str:
    """The same chart in words, for those who don't see it; within Slack's 2,000 characters."""
    if not rows:
        return "No competency was rated."
    said = f"Scores by competency, {scale[0]:g} to {scale[1]:g}: {'; '.join(_row_alt(row) for row in rows)}."
    return said if len(said) <= ALT_LIMIT else f"{said[: ALT_LIMIT - 1]}…"


def leniency_chart(fit: Calibration, kind: str = "png") -> bytes:
    """Leniency with intervals (of those that may be shown), and raw to calibrated. `kind`: png, svg or pdf."""
    shown = sorted((p for p in fit.panelists if p.shown), key=lambda p: p.leniency)
    drawn = _extremes(shown)
    lines = max(len(drawn), min(len(fit.candidates), _MOST_LINES), 6)
    figure = _figure(10, 0.24 * lines + 1.6)
    left, right = figure.subplots(1, 2)
    _leniencies(left, drawn, len(fit.panelists), fit.level)
    _candidates(right, fit)
    figure.tight_layout()
    return _saved(figure, kind)


def _leniencies(axes: Any, drawn: list[Any], panelists: int, level: float) -> None:
    axes.axvline(0, color=GREY, linewidth=1)
    for y, p in enumerate(drawn):
        colour, marker = (ORANGE, "s") if p.leniency < 0 else (BLUE, "o")
        if p.low is not None and p.high is not None:
            axes.plot([p.low, p.high], [y, y], color=colour, linewidth=2, solid_capstyle="butt")
        axes.plot([p.leniency], [y], marker=marker, color=colour, markersize=6)
    axes.set_yticks(range(len(drawn)))
    axes.set_yticklabels([_label(p.id) for p in drawn], fontsize=8, parse_math=False)
    axes.set_title(f"Leniency, {level:.0%} intervals ({len(drawn)} of {panelists} panelists)", fontsize=10)
    axes.set_xlabel("■ harsher than colleagues        ● more lenient", fontsize=9)
    if not drawn:
        axes.set_xticks([])
        _write(axes, 0, 0, "Too little is known yet\nto show anybody's leniency.", color=GREY, ha="center")
    _plain(axes)


def _candidates(axes: Any, fit: Calibration) -> None:
    results = [c for c in fit.candidates if c.is_calibrated]
    low, high = fit.scale
    axes.set_title(f"Raw to calibrated ({len(results)} of {len(fit.candidates)} candidates)", fontsize=10)
    if len(results) > _MOST_LINES:
        axes.plot([low, high], [low, high], color=GREY, linewidth=1)
        axes.plot(
            [c.raw for c in results],
            [c.calibrated for c in results],
            "o",
            color=BLUE,
            markersize=3,
            alpha=0.5,
        )
        axes.set_xlabel("raw", fontsize=9)
        axes.set_ylabel("calibrated", fontsize=9)
    else:
        for y, c in enumerate(sorted(results, key=lambda c: c.calibrated)):
            axes.plot([c.raw, c.calibrated], [y, y], color=GREY, linewidth=1)
            axes.plot([c.raw], [y], "D", color=PAPER, markeredgecolor=ORANGE, markersize=6)
            axes.plot([c.calibrated], [y], "o", color=BLUE, markersize=6)
        axes.set_yticks(range(len(results)))
        names = [c.id for c in sorted(results, key=lambda c: c.calibrated)]
        axes.set_yticklabels([_label(name) for name in names], fontsize=8, parse_math=False)
        axes.set_xlabel("◇ raw        ● calibrated", fontsize=9)
    if not results:
        axes.set_xticks([])
        _write(axes, 0, 0, "No candidate is calibrated yet.", color=GREY, ha="center")
    _plain(axes)


def _extremes(shown: list[Any]) -> list[Any]:
    """All, or the harshest and the most lenient where there are too many to read."""
    half = _MOST_LINES // 2
    return shown if len(shown) <= _MOST_LINES else shown[:half] + shown[-half:]


def _figure(width: float, height: float) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=300 if width < 5 else 150, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def _saved(figure: Any, kind: str) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format=kind, facecolor=PAPER)
    return out.getvalue()


def _scale_axis(axes: Any, scale: tuple[float, float]) -> None:
    low, high = scale
    pad = (high - low) * 0.03
    axes.set_xlim(low - pad, high + pad)
    steps = int(high - low) if float(high - low).is_integer() and high - low <= 10 else 4
    marks = [low + (high - low) * k / steps for k in range(steps + 1)]
    axes.set_xticks(marks)
    axes.set_xticklabels([f"{mark:g}" for mark in marks], fontsize=8, color=INK)
    axes.grid(axis="x", color="#E3E3E3", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_yticks([])
    _plain(axes)


def _plain(axes: Any) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(length=0, colors=INK)


def _debrief_row(axes: Any, y: int, row: ChartRow, scale: tuple[float, float]) -> None:
    low, high = scale
    _write(
        axes,
        low - (high - low) * 0.03,
        y - 0.34,
        _cut(" ".join(row.competency.split())),
        fontsize=8.5,
        ha="left",
    )
    if row.score is not None and row.low is not None and row.high is not None:
        ends = [max(row.low, low), min(row.high, high)]
        axes.plot(ends, [y, y], color=BLUE, linewidth=4, alpha=0.35, solid_capstyle="butt")
    if row.raw is not None:
        axes.plot(
            [row.raw], [y], "D", color=PAPER, markeredgecolor=ORANGE, markeredgewidth=1.3, markersize=5.5
        )
    if row.score is not None:
        axes.plot([row.score], [y], "o", color=BLUE, markersize=6.5, clip_on=False)
    value = row.score if row.score is not None else row.raw
    text = "–" if value is None else f"{value:.1f}"
    look = {"weight": "bold"} if row.score is not None else {"color": ORANGE if row.raw is not None else GREY}
    _write(axes, high + (high - low) * 0.19, y, text, fontsize=11, ha="right", **look)


def _debrief_key(figure: Any, rows: Sequence[ChartRow], height: float) -> None:
    parts = []
    if any(row.score is not None for row in rows):
        ranged = any(row.score is not None and row.low is not None for row in rows)
        parts.append((BLUE, "● calibrated, 80% range" if ranged else "● calibrated"))
    if any(row.raw is not None for row in rows):
        parts.append((ORANGE, "◇ raw mean" if parts else "◇ raw mean (not calibrated)"))
    for x, (colour, text) in zip((0.05, 0.66 if len(parts) > 1 else 0.05), parts, strict=False):
        figure.text(x, 0.06 / height, text, fontsize=8, color=colour, va="bottom")


def _row_alt(row: ChartRow) -> str:
    raw = "" if row.raw is None else f"raw {row.raw:.1f}"
    if row.score is None:
        return f"{row.competency}: {raw or 'not rated'}{', not calibrated' if raw else ''}"
    ranged = (
        f" (80% range {row.low:.1f} to {row.high:.1f})"
        if row.low is not None and row.high is not None
        else ""
    )
    return f"{row.competency}: {row.score:.1f}{ranged}{', ' + raw if raw else ''}"


def _write(axes: Any, x: float, y: float, text: str, **style: Any) -> None:
    style = {"fontsize": 9, "color": INK, "va": "center", **style}
    axes.text(x, y, _drawable(text), parse_math=False, clip_on=False, **style)


def _cut(text: str) -> str:
    return text if len(text) <= _NAME else f"{text[: _NAME - 1]}…"


def _label(text: str) -> str:
    return _drawable(_cut(" ".join(text.split())))


def _drawable(text: str) -> str:
    """Characters that the bundled font lacks become a box, without a warning for each."""
    known = _characters()
    return "".join(c if ord(c) in known or c == "\n" else "□" for c in text)


@cache
def _characters() -> frozenset[int]:
    from matplotlib import font_manager

    path = font_manager.findfont("DejaVu Sans")
    return frozenset(font_manager.get_font(path).get_charmap())
