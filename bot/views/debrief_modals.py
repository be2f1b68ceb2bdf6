"""What opens from a debrief: all evidence, everybody's two lines, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.debriefs import (
    Panel,
    quotes_of,
)
from bot.views import ids
from bot.views.after_talk import recommended
from bot.views.blocks import (
    Json,
    bold,
    divider,
    escape,
    field,
    line,
    modal,
    person,
    quote,
    radios,
    rich,
    section,
    text_input,
)
from bot.views.debrief_thread import asked_as
from bot.views.newer import alert
from bot.views.words import when


@dataclass(frozen=True)
class Decided:
    """A decision on record, its outcome in words."""

    outcome: str
    reason: str
    by: str
    at: datetime


def all_evidence(key: str, panel: Panel) -> Json:
    """All evidence for one competency, in full; what came late stands last, and says so."""
    blocks: list[object] = []
    blind = [(one, "") for one in quotes_of(panel, key) if one.text]
    late = replace(panel, sheets=panel.late)
    quotes = [*blind, *((one, ", not blind") for one in quotes_of(late, key) if one.text)]
    for number, (one, mark) in enumerate(quotes):
        if number:
            blocks.append(divider())
        blocks.append(rich(line(bold(panel.name(one.user_id)), f"{mark}{asked_as(one)}"), quote(one.text)))
    if not quotes:
        blocks.append(section("Nobody wrote evidence for this one."))
    return modal(panel.competencies.get(key, key), blocks[:100], callback=ids.READING)


def lines_each(panel: Panel) -> Json:
    """Everybody's two lines and recommendation."""
    blocks: list[object] = []
    for sheet in (*panel.sheets, *panel.late):
        mark = " · not blind" if sheet in panel.late else ""
        blocks.append(
            rich(
                line(bold(panel.name(sheet.user_id)), f" · {recommended(sheet)}{mark}"),
                quote(sheet.summary or "Wrote no lines."),
            )
        )
    return modal("Two lines each", blocks or [section("No scorecard is in.")], callback=ids.READING)


def reasons(made: Sequence[Decided], zone: ZoneInfo) -> Json:
    """Why it was decided; earlier decisions stand below the one that counts."""
    blocks: list[object] = []
    for number, one in enumerate(made):
        if number:
            blocks.append(divider())
        head = "Superseded: " if number else ""
        about = line(bold(f"{head}{one.outcome}"), " · ", person(one.by), f" · {when(one.at, zone)}")
        blocks.append(rich(about, quote(one.reason)))
    return modal("Why it was decided", blocks[:100], callback=ids.READING)


def decision_form(
    loop_id: int,
    label: str,
    chosen: str | None,
    outcomes: Sequence[tuple[str, str]],
    rule: Sequence[str] = (),
) -> Json:
    """What was decided, and why. What was `chosen` before is superseded, with a reason of its own.

    `rule` is the agreed rule and what it reads, in sentences.
    """
    choices = [(text, key) for key, text in outcomes]
    blocks = [
        field("What did you decide?", radios("value", choices, chosen), id="outcome"),
        field(
            "What decided it anew?" if chosen else "What decided it?",
            text_input("value", multiline=True, longest=1_500),
            id="reason",
            hint="Recorded for whoever asks in a year, and not posted: the panel and the leads can read it, and that "
            "they did is recorded, too. The candidate doesn't see it.",
        ),
    ]
    if rule:
        read = "What you decide need not follow it; what it reads is kept with the decision."
        blocks.insert(0, section(escape("\n".join([*rule, read]))))
    if chosen:
        superseded = "This supersedes the decision on record, which stays there with its reason."
        blocks.insert(0, alert(superseded))
    return modal(
        f"Decision · {label}"[:24],
        blocks,
        callback=ids.DECISION_FORM,
        submit="Record",
        metadata=str(loop_id),
        close="Cancel",
    )
