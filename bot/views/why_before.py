"""Why these numbers, of debriefs that opened before the joint model: drawn as they were then."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.debriefs import Numbers
from bot.views.blocks import context, divider, escape, section
from bot.views.words import count, score

MOVES = {
    "by_leniency": "for how they rate",
    "by_items": "for how hard their questions are",
    "by_weight": "for the number of ratings",
}


def blocks(found: Numbers, kept: Mapping[str, Any]) -> list[object]:
    """Which panelists moved which score, by name, and from how many interviews.

    The oldest records lack the parts of the competencies.
    """
    interval = f" ({score(found.low)} to {score(found.high)})" if found.low is not None else ""
    drawn: list[object] = [
        section(
            f"*Raw {score(found.raw)}, calibrated {score(found.shown)}*{interval}\n"
            f"Learned from {kept['sheets']} scorecards of {kept['loops']} loops. Severity is learned only from people "
            "who scored the same candidate."
        ),
        divider(),
    ]
    drawn += [section(_moved(row)) for row in kept["moved"]]
    drawn += [section(escape(note)) for note in kept["notes"]]
    drawn += _why_competencies(found, kept.get("competencies", {}))
    drawn.append(
        context(
            "The parts add up to the difference. Only you see this; panelists see their own on their Home."
        )
    )
    return drawn


def _why_competencies(found: Numbers, moved: Mapping[str, Sequence[dict[str, object]]]) -> list[object]:
    """A short section for each competency's score: what every panelist moved it by, and for what."""
    blocks: list[object] = []
    for row in found.competencies:
        if row.shown is not None and row.key in moved:
            head = f"*{escape(row.name)}: raw {score(row.raw)}, calibrated {score(row.shown)}*"
            blocks.append(section("\n".join([head, *(_moved_in_short(one) for one in moved[row.key])])))
    return [divider(), *blocks] if blocks else []


def _moved_in_short(row: dict[str, object]) -> str:
    interviews = count(int(str(row["n"])), "interview")
    parts = ", ".join([*_parts(row), interviews])
    return f"<@{row['panelist']}> *{float(str(row['total'])):+.2f}* ({parts})"


def _parts(row: dict[str, object]) -> list[str]:
    """What a panelist moved a score by, and for what, without what rounds to nothing."""
    return [
        f"{float(str(row[key])):+.2f} {words}"
        for key, words in MOVES.items()
        if abs(float(str(row[key]))) >= 0.005
    ]


def _moved(row: dict[str, object]) -> str:
    """One panelist's part: how they usually score, from how many interviews, and what that moved."""
    leniency, number, total = (float(str(row[key])) for key in ("leniency", "n", "total"))
    head = f"<@{row['panelist']}> moved it by *{total:+.2f}*"
    parts = _parts(row)
    detail = f" ({', '.join(parts)})" if len(parts) > 1 else ""
    if not row["shown"]:
        return f"{head}{detail}. Too little is known of how they usually score ({count(int(number), 'interview')})."
    side = "above" if leniency > 0 else "below"
    usual = f"They usually score {abs(leniency):.1f} {side} colleagues who saw the same candidates"
    return f"{head}{detail}. {usual} ({count(int(number), 'interview')})."
