"""Nudges: asking for a scorecard, and the line that an answered one shrinks to."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.kits import Kit
from bot.views import aloud, ids
from bot.views.blocks import Json, actions, button, context, escape, menu, resolved, section
from bot.views.words import count, listed, short_when


def nudge(
    kit: Kit, saved: int, last: bool, alone: Sequence[str], zone: ZoneInfo, *, fresh: bool = False
) -> tuple[str, list[Json]]:
    """A panelist is asked: `fresh` from the interview, or late. The last one says what it means for the debrief.

    Neutral for notifications.
    """
    about = f"{escape(kit.label)}, {short_when(kit.start, zone)}"
    if last:
        head = "The debrief comes soon, without your scorecard"
        rests = f" Without yours, {listed([f'*{name}*' for name in alone])} rests on nobody." if alone else ""
        at = short_when(kit.debrief_at, zone)
        text = f"{about}. The debrief is {at}.{rests} Ratings alone take a minute; evidence can follow."
    else:
        head = "Score now, while it's fresh" if fresh else "Your scorecard isn't in yet"
        started = f" · {count(saved, 'question')} saved" if saved else ""
        text = f"{about} · 3 minutes{started}"
    here = kit.interview_id
    choices = [("It didn't happen", f"missed:{here}"), ("Go on without me", f"excuse:{here}")]
    if not last:
        choices.insert(0, ("Ask me next working morning", f"snooze:{here}"))
    word = "Continue" if saved else "Open scorecard"
    row = actions(
        button(word, ids.SCORECARD_OPEN, here, style="primary", label=f"{word}: scorecard for {kit.label}"),
        menu(ids.NUDGE_MENU, choices),
        id="nudge",
    )
    return aloud.message(head, resolved([section(f"*{head}*"), section(text), row]))


def nudge_line(kit: Kit, zone: ZoneInfo) -> tuple[str, list[Json]]:
    """What an earlier nudge shrinks to."""
    text = f"Asked for your scorecard: {escape(kit.label)}, {short_when(kit.start, zone)}"
    return aloud.message("Asked for your scorecard", resolved([context(text)]))
