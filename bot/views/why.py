"""Why these numbers: for the lead alone, what moved each score and by how much, panelists by name."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.calibration.joint.why import displayed
from bot.domain.debriefs import SCALE, Numbers, on_scale
from bot.views import ids, why_before
from bot.views.blocks import Json, context, divider, escape, modal, section
from bot.views.words import count, score

LEAST = 0.005
"""What rounds to nothing is left out."""
PARTS = {
    "weights": "for the weight of each rating: a panelist's fourth adds less than a first one",
    "severity": "for severity",
    "questions": "for how hard the questions are",
    "middle": "towards the middle of the opening",
    "rest": "for what the other interviews say, and for how few ratings there are",
}


def why(found: Numbers, fit: str | None) -> Json:
    """The parts of every score, from what the debrief kept; also of those that opened before the joint model."""
    if found.shown is None or fit is None:
        blocks: list[object] = [section(f"These are plain means of the ratings: {escape(found.status)}.")]
    elif found.version:
        blocks = _blocks(found, json.loads(fit))
    else:
        blocks = why_before.blocks(found, json.loads(fit))
    return modal("Why these numbers", blocks[:100], callback=ids.READING)


def _blocks(found: Numbers, kept: Mapping[str, Any]) -> list[object]:
    overall, usual = kept["overall"], {row["id"]: row for row in kept["panelists"]}
    low, high = on_scale(overall["low"]), on_scale(overall["high"])
    learned = (
        f"Learned from {count(kept['sheets'], 'scorecard')} of {count(kept['loops'], 'loop')}, this one among them. "
        "Severity is learned only from people who scored the same candidate."
    )
    blocks: list[object] = [
        section(
            f"*{_head('Overall', overall)}* ({score(low)} to {score(high)})\n{escape(found.words)}\n{learned}"
        ),
        section("\n".join(_lines(overall, usual))),
        *(section(escape(note)) for note in kept["notes"]),
        divider(),
    ]
    for row in found.competencies:
        if row.key in kept["competencies"]:
            one = kept["competencies"][row.key]
            blocks.append(section("\n".join([f"*{_head(escape(row.name), one)}*", *_lines(one, usual)])))
    blocks.append(
        context(
            "The parts add up to the difference, but for the rounding. Only you see this; panelists see their own on "
            "their Home."
        )
    )
    return blocks


def _head(name: str, one: Mapping[str, Any]) -> str:
    return f"{name}: raw {one['raw']:.2f}, shown {SCALE.clip(one['shown']):.2f}"


def _lines(one: Mapping[str, Any], usual: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line a part that is worth one; severity panelist by panelist."""
    found = [
        f"*{by:+.2f}* {PARTS[name]}{_by_whom(one['severity_by'], usual) if name == 'severity' else ''}"
        for name, by in one["parts"].items()
        if abs(by) >= LEAST or (name == "severity" and any(map(_counts, one["severity_by"].values())))
    ]
    cut = SCALE.clip(one["shown"]) - one["shown"]
    if _counts(cut):
        found.append(f"*{cut:+.2f}* because the scale ends there")
    return found or ["Nothing moved it."]


def _by_whom(moved: Mapping[str, float], usual: Mapping[str, Mapping[str, Any]]) -> str:
    each = [
        f"<@{who}> {by:+.2f} ({_usually(usual[who])})"
        for who, by in sorted(moved.items(), key=lambda one: (-abs(one[1]), one[0]))
        if _counts(by)
    ]
    return f": {', '.join(each)}" if each else ""


def _usually(row: Mapping[str, Any]) -> str:
    """How a panelist scores, where enough is known to say so; and from how many interviews."""
    interviews = count(row["n"], "interview")
    if not row["shown"]:
        return f"{interviews}: too little is known of how they usually score"
    by = displayed(abs(row["leniency"]))
    if not by:
        return f"{interviews}: scores as others do who saw the same candidates"
    side = "above" if row["leniency"] > 0 else "below"
    return f"{interviews}: usually {by:.1f} {side} others who saw the same candidates"


def _counts(by: float) -> bool:
    return abs(by) >= LEAST
