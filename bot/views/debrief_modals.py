"""What opens from a debrief: all evidence, everybody's two lines, and the decision."""

from collections.abc import Sequence

from bot.domain.debriefs import (
    Panel,
    quotes_of,
)
from bot.views import ids
from bot.views.blocks import (
    Json,
    bold,
    divider,
    escape,
    field,
    line,
    modal,
    quote,
    radios,
    rich,
    section,
    text_input,
)
from bot.views.debrief_thread import asked_as
from bot.views.debriefs import RECOMMENDATIONS


def all_evidence(key: str, panel: Panel) -> Json:
    """All evidence for one competency, in full."""
    blocks: list[object] = []
    quotes = [one for one in quotes_of(panel, key) if one.text]
    for number, one in enumerate(quotes):
        if number:
            blocks.append(divider())
        blocks.append(rich(line(bold(panel.name(one.user_id)), asked_as(one)), quote(one.text)))
    if not quotes:
        blocks.append(section("Nobody wrote evidence for this one."))
    return modal(panel.competencies.get(key, key), blocks[:100], callback=ids.READING)


def lines_each(panel: Panel) -> Json:
    """Everybody's two lines and recommendation."""
    blocks: list[object] = []
    for sheet in panel.sheets:
        kind = RECOMMENDATIONS[sheet.recommendation] if sheet.recommendation else "no recommendation"
        sure = f", {str(sheet.sureness).replace('_', ' ')} sure" if sheet.sureness else ""
        sure = sure.replace("not sure sure", "not sure")
        blocks.append(
            rich(
                line(bold(panel.name(sheet.user_id)), f" · {kind}{sure}"),
                quote(sheet.summary or "Wrote no lines."),
            )
        )
    return modal("Two lines each", blocks or [section("No scorecard is in.")], callback=ids.READING)


def decision_form(
    loop_id: int,
    label: str,
    chosen: str | None,
    reason: str,
    outcomes: Sequence[tuple[str, str]],
    rule: Sequence[str] = (),
) -> Json:
    """What was decided, and why. `rule` is the agreed rule and what it reads, in sentences."""
    choices = [(text, key) for key, text in outcomes]
    blocks = [
        field("What did you decide?", radios("value", choices, chosen), id="outcome"),
        field(
            "What decided it?",
            text_input("value", initial=reason, multiline=True, longest=1_500),
            id="reason",
            hint="Kept with the debrief, for whoever asks in a year. The candidate doesn't see it.",
        ),
    ]
    if rule:
        read = "What you decide need not follow it; what it reads is kept with the decision."
        blocks.insert(0, section(escape("\n".join([*rule, read]))))
    return modal(
        f"Decision · {label}"[:24],
        blocks,
        callback=ids.DECISION_FORM,
        submit="Record",
        metadata=str(loop_id),
        close="Cancel",
    )
