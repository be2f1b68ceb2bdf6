"""Why these numbers: for the lead alone, what moved each score and by how much, panelists by name."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.calibration.joint.disagreement import chance
from bot.domain.calibration.joint.why import displayed
from bot.domain.debriefs import (
    SCALE,
    Beside,
    Numbers,
    adding_up,
    in_hundredths,
    most_telling,
    next_signal,
    on_scale,
    words,
)
from bot.views import ids, why_before
from bot.views.blocks import Json, context, divider, escape, modal, section
from bot.views.words import count, score

PARTS = {
    "weights": "for the weight of each rating: a panelist's fourth adds less than a first one",
    "severity": "for severity",
    "questions": "for how hard the questions are",
    "middle": "towards the middle of the opening",
    "rest": "for what the other interviews say, and for how few ratings there are",
    "cut": "because the scale ends there",
}


def why(found: Numbers, fit: str | None, beside: Sequence[Beside] = ()) -> Json:
    """The parts of every score, from what the debrief kept; also of those that opened before the joint model.

    And this candidate `beside` others of the opening.
    """
    if found.shown is None or fit is None:
        blocks: list[object] = [section(f"These are plain means of the ratings: {escape(found.status)}.")]
    elif found.version:
        blocks = [*_blocks(found, json.loads(fit)), *_beside(beside)]
    else:
        blocks = why_before.blocks(found, json.loads(fit))
    return modal("Why these numbers", blocks[:100], callback=ids.READING)


def _blocks(found: Numbers, kept: Mapping[str, Any]) -> list[object]:
    overall, usual = kept["overall"], {row["id"]: row for row in kept["panelists"]}
    low, high = on_scale(overall["low"]), on_scale(overall["high"])
    learned = (
        f"Learned from {count(kept['sheets'], 'scorecard')} of {count(kept['loops'], 'loop')}, this one among them"
        f"{_samples(kept)}. "
        "Severity is learned only from people who scored the same candidate."
    )
    blocks: list[object] = [
        section(
            f"*{_head('Overall', overall)}* ({score(low)} to {score(high)})\n{escape(found.words)}\n{learned}"
        ),
        section("\n".join(_lines(overall, usual))),
        *(section(escape(note)) for note in kept["notes"]),
        *_apart(kept.get("apart")),
        *_next(found, kept.get("next", {})),
        divider(),
    ]
    for row in found.competencies:
        if row.key in kept["competencies"]:
            one = kept["competencies"][row.key]
            blocks.append(section("\n".join([f"*{_head(escape(row.name), one)}*", *_lines(one, usual)])))
    blocks.append(
        context(
            "The parts add up to the difference. Only you see this; panelists see their own on their Home."
        )
    )
    return blocks


def _next(found: Numbers, kept: Mapping[str, Any]) -> list[object]:
    """The one more interview that would tell most; nothing in debriefs of before that was kept."""
    could = [
        next_signal(row, one["left"], one["settles"], must_have=one["must_have"])
        for row in found.competencies
        if (one := kept.get(row.key)) is not None
    ]
    best = most_telling(one for one in could if one is not None)
    if best is None:
        return []
    said = words.next_interview(best)
    who = "with somebody who hasn't met the candidate"
    rest = "".join(piece for piece in said.rest if isinstance(piece, str))
    return [section(f"*The next interview that tells most,* {who}\n*{escape(said.lead)}*{escape(rest)}")]


def _beside(others: Sequence[Beside]) -> list[object]:
    if not others:
        return []
    lines = "\n".join(f"• {escape(words.beside(one))}" for one in others)
    return [divider(), section(f"*Beside the nearest candidates of this opening*\n{lines}")]


def _samples(kept: Mapping[str, Any]) -> str:
    made_up = kept.get("samples", 0)
    return f", {words.some_samples(made_up, kept['loops'])}" if made_up else ""


def _apart(found: Mapping[str, Any] | None) -> list[object]:
    """That scorecards differ beyond chance; of three or more also who stands furthest from the others."""
    if not found:
        return []
    odds = chance(found["p"])
    words = (
        f"The scorecards differ by more than severity, taste and chance usually make them ({odds} panels)."
    )
    who = f" <@{found['panelist']}> stands furthest from the others." if found["panelist"] else ""
    return [section(f"{words}{who}")]


def _head(name: str, one: Mapping[str, Any]) -> str:
    return f"{name}: raw {in_hundredths(one['raw']):.2f}, shown {in_hundredths(one['shown']):.2f}"


def _lines(one: Mapping[str, Any], usual: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line a part that is worth one, the largest first; severity panelist by panelist."""
    change = in_hundredths(one["shown"]) - in_hundredths(one["raw"])
    cut = SCALE.clip(one["shown"]) - one["shown"]
    parts = adding_up({**one["parts"], "cut": cut}, change)
    each = {name: _by_whom(one["severity_by"], usual, by) for name, by in parts.items() if name == "severity"}
    found = [
        f"*{by:+.2f}* {PARTS[name]}{each.get(name, '')}"
        for name, by in sorted(parts.items(), key=lambda part: -abs(part[1]))
        if by or each.get(name)
    ]
    return found or ["Nothing moved it."]


def _by_whom(moved: Mapping[str, float], usual: Mapping[str, Mapping[str, Any]], total: float) -> str:
    """What each panelist's severity moved; together of those of whom too little is known to show it."""
    known = {who: by for who, by in moved.items() if usual[who]["shown"]}
    others = [by for who, by in moved.items() if who not in known]
    parts = adding_up({**known, "": sum(others)}, total)
    each = [
        f"<@{who}> {by:+.2f} ({_usually(usual[who])})" if who else f"{_others(len(others))} {by:+.2f}"
        for who, by in sorted(parts.items(), key=lambda one: (not one[0], -abs(one[1]), one[0]))
        if by
    ]
    return f": {', '.join(each)}" if each else ""


def _others(number: int) -> str:
    return f"{count(number, 'person', 'people')} whose severity isn't known well enough to show"


def _usually(row: Mapping[str, Any]) -> str:
    """How a panelist scores, and from how many interviews."""
    interviews = count(row["n"], "interview")
    by = displayed(abs(row["leniency"]))
    if not by:
        return f"{interviews}: usually less than 0.05 from others who saw the same candidates"
    side = "above" if row["leniency"] > 0 else "below"
    return f"{interviews}: usually {by:.1f} {side} others who saw the same candidates"
