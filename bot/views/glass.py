"""Broken glass: the form, what those concerned are told, and the scorecards as they are by then."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.debriefs import Panel, quotes_of, ratings_of
from bot.domain.glass import LONGEST_REASON
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    bold,
    bullets,
    button,
    context,
    cut,
    escape,
    field,
    line,
    modal,
    quote,
    resolved,
    rich,
    section,
    text_input,
)
from bot.views.words import short_when

MOST = 95
LONGEST_QUOTE = 500
RECOMMENDED = {"strong_no": "strong no", "no": "no", "yes": "yes", "strong_yes": "strong yes"}


@dataclass(frozen=True)
class Shown:
    """What is said of broken glass: of which loop, who broke it, until when, and why."""

    loop_id: int
    label: str
    opening: str
    by: str
    until: datetime
    reason: str


def form(loop_id: int, label: str) -> Json:
    """Why, before anything is told to anybody."""
    blocks = [
        section(
            f"*{escape(label)}*\nFor two hours you can read the scorecards that are in. Before that the panel and the "
            "other leads are told, with your reason. What you read is recorded, and from then on you aren't blind in "
            "this loop: a scorecard of yours that comes later is in no number."
        ),
        field(
            "Why can't it wait for the debrief?",
            text_input("value", multiline=True, longest=LONGEST_REASON),
            id="reason",
        ),
    ]
    return modal(
        "Read before the debrief",
        blocks,
        callback=ids.GLASS_FORM,
        submit="Tell them",
        close="Cancel",
        metadata=str(loop_id),
    )


def being_told() -> Json:
    """After the form."""
    said = "The panel and the other leads are being told. Then you get a message with a button to read."
    return modal("Read before the debrief", [section(said)], callback=ids.READING)


def told(found: Shown, zone: ZoneInfo) -> tuple[str, list[Json]]:
    """To the panel and the other leads."""
    text = "Scorecards are going to be read early"
    said = (
        f"{_about(found)}\n<@{found.by}> can read the scorecards that are in, from now until "
        f"{short_when(found.until, zone)}, before the debrief. Why: {escape(found.reason)}"
    )
    return aloud.message(text, resolved([section(f"*{text}*"), section(said)]))


def may_read(found: Shown, zone: ZoneInfo) -> tuple[str, list[Json]]:
    """To who broke it."""
    text = "You can read the scorecards"
    said = f"{_about(found)}\nUntil {short_when(found.until, zone)}. What you read is recorded."
    read = button(
        "Read the scorecards",
        ids.GLASS_READ,
        found.loop_id,
        label=f"Read the scorecards, for {found.label}",
    )
    return aloud.message(text, resolved([section(f"*{text}*"), section(said), actions(read, id="glass")]))


def scorecards(panel: Panel) -> Json:
    """What has been handed in, by competency, with everybody's two lines."""
    blocks: list[object] = [
        context("This is not the debrief: more scorecards may come, and these may change.")
    ]
    for sheet in panel.sheets:
        said = RECOMMENDED[sheet.recommendation] if sheet.recommendation else "no recommendation"
        blocks.append(rich(line(bold(panel.name(sheet.user_id)), f" · {said}"), quote(sheet.summary or "–")))
    for key, name in panel.competencies.items():
        lines = [
            f"{panel.name(user_id)}: {', '.join('/'.join(map(str, values)) for values in given.values())}"
            for user_id, given in ratings_of(panel, key).items()
        ]
        if lines:
            blocks.append(rich(line(bold(name)), bullets(lines)))
        blocks += [
            rich(line(panel.name(one.user_id), f" on “{one.question}”"), quote(cut(one.text, LONGEST_QUOTE)))
            for one in quotes_of(panel, key)
            if one.text
        ]
    if not panel.sheets:
        blocks.append(section("No scorecard is in."))
    return modal("Scorecards so far", blocks[:MOST], callback=ids.READING)


def _about(found: Shown) -> str:
    return f"*{escape(found.label)}* · {escape(found.opening)}"
