"""The decided loops of a lead: each with its decision, why, and the way to another one."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.home import DecidedLoop
from bot.views import ids
from bot.views.blocks import Json, actions, button, context, escape, modal, section
from bot.views.words import day


def page(loops: Sequence[DecidedLoop], number: int, pages: int, zone: ZoneInfo) -> Json:
    """A page of decided loops, the newest first."""
    blocks: list[object] = []
    for one in loops:
        about = f"*{escape(one.label)}* · {escape(one.opening)}\n{one.outcome} · {day(one.at, zone)}"
        why = button("Read why", ids.READ_REASON, one.loop_id, label=f"Read why: {one.label}")
        change = button("Change decision", ids.DECIDE, one.loop_id, label=f"Change decision on {one.label}")
        blocks += [section(about), actions(why, change, id=f"decided:{one.loop_id}")]
    if not loops:
        blocks.append(section("No loop that you lead is decided yet."))
    row = []
    if number > 1:
        row.append(button("Back", ids.DECIDED_BACK, number - 1, label=f"Back to page {number - 1}"))
    if number < pages:
        row.append(button("Next", ids.DECIDED_NEXT, number + 1, label=f"Next: page {number + 1}"))
    if row:
        blocks += [actions(*row, id="turn"), context(f"Page {number} of {pages}")]
    return modal("Decided loops", blocks, callback=ids.READING)
