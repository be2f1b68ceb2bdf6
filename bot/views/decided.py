"""The loops that are decided on, for their leads to find again."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.home import Closed
from bot.views import ids
from bot.views.blocks import Json, actions, button, context, escape, menu, modal, section
from bot.views.debrief_opening import IN_WORDS
from bot.views.words import day


def page(found: Sequence[Closed], number: int, pages: int, zone: ZoneInfo) -> Json:
    """One page, the newest decision first, each with the way to what was said."""
    blocks: list[object] = [_loop(one, zone) for one in found]
    if not found:
        blocks.append(section("No loop of yours is decided yet. Record a decision where its debrief stands."))
    if number > 1:
        blocks.append(actions(button("Newer", ids.DECIDED_LOOPS, number - 1), id="newer"))
    if number < pages:
        blocks.append(actions(button("Older", ids.DECIDED_LOOPS, number + 1), id="older"))
    if pages > 1:
        blocks.append(context(f"Page {number} of {pages}"))
    return modal("Decided loops", blocks, callback=ids.READING)


def _loop(one: Closed, zone: ZoneInfo) -> object:
    choices = [
        (IN_WORDS, f"words:{one.loop_id}"),
        ("Two lines each", f"lines:{one.loop_id}"),
        ("Why it was decided", f"reason:{one.loop_id}"),
    ]
    text = f"*{escape(one.label)}* · {escape(one.opening)}\n{one.outcome} · {day(one.decided_at, zone)}"
    return section(text, accessory=menu(ids.DEBRIEF_MENU, choices), id=f"decided:{one.loop_id}")
