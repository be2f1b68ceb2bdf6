"""After the talk: the panelist's form, and what the debrief's head shows of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.debriefs import HandedIn, Panel, Stand, Talk, cut
from bot.domain.debriefs.talk import LONGEST_CHANGE, SHORTEST_CHANGE
from bot.domain.scorecards import Recommendation, Sureness
from bot.views import ids
from bot.views.blocks import (
    Json,
    bold,
    bullets,
    button,
    context,
    field,
    line,
    modal,
    radios,
    rich,
    section,
    text_input,
)
from bot.views.newer import alert
from bot.views.words import when

SHOWN_LENGTH = 100
"""Of a reason in the head; all of it is in [In words]."""
RECOMMENDED: Mapping[Recommendation, str] = {
    Recommendation.STRONG_NO: "strong no",
    Recommendation.NO: "no",
    Recommendation.YES: "yes",
    Recommendation.STRONG_YES: "strong yes",
}
SURE: Mapping[Sureness, str] = {
    Sureness.NOT_SURE: "not sure",
    Sureness.FAIRLY: "fairly sure",
    Sureness.VERY: "very sure",
}
BEFOREHAND = (
    "Once all who handed in have said it, or it is decided, the debrief's head shows for each person what was sealed, "
    "what changed and why. Until then you don't see theirs, and nobody sees yours; you can still change this."
)
SEEN_ALREADY = "What the others said stands in the debrief already. Yours will stand there as said after it."


def talk_button(loop_id: int) -> object:
    """Opens one's own form."""
    return button("After the talk", ids.AFTER_TALK, loop_id)


def form(loop_id: int, label: str, stand: Stand, sealed_at: datetime, zone: ZoneInfo, *, shown: bool) -> Json:
    """Whether one's recommendation changed: the same comes first. It says beforehand what everybody will see."""
    same = (f"The same: {RECOMMENDED[stand.sealed]}", str(stand.sealed))
    others = [(words.capitalize(), str(one)) for one, words in RECOMMENDED.items() if one is not stand.sealed]
    chosen = str(stand.now) if stand.said else None
    reason = stand.said.reason if stand.said else ""
    sealed = f"Your card was sealed on {when(sealed_at, zone)}. It stays as it is; this stands beside it."
    blocks: list[object] = [
        alert(sealed),
        context(SEEN_ALREADY if shown else BEFOREHAND),
        field("My recommendation by now", radios("value", [same, *others], chosen), id="recommendation"),
        field(
            "What changed it?",
            text_input("value", initial=reason, multiline=True, longest=LONGEST_CHANGE),
            id="reason",
            optional=True,
            hint=f"Needed where it changed: {SHORTEST_CHANGE} to {LONGEST_CHANGE} characters.",
        ),
    ]
    return modal(
        f"After the talk · {label}"[:24],
        blocks,
        callback=ids.AFTER_TALK_FORM,
        submit="Save",
        metadata=str(loop_id),
        close="Cancel",
    )


def show_form(loop_id: int, talk: Talk) -> Json:
    """Whether a lead wants everybody to see what changed before all have said it."""
    left = len(talk.stands) - talk.answers
    text = (
        f"{talk.answers} of {len(talk.stands)} have said whether their mind changed. If you show it now, "
        + ("the one who hasn't will" if left == 1 else f"the {left} who haven't will")
        + " have seen the others' when they say theirs, and the debrief says so."
    )
    return modal(
        "Show what changed?",
        [section(text)],
        callback=ids.SHOW_TALK_FORM,
        submit="Show it",
        metadata=str(loop_id),
        close="Back",
    )


def standing(talk: Talk, panel: Panel) -> Sequence[object]:
    """What the head shows in place of the recommendations, once it is shown; that some have answered until then."""
    if talk.shown_at is None:
        return [context(_waiting(talk))] if talk.answers else []
    lines = [
        line(bold("Recommendations, sealed: "), tally(talk.counts(sealed=True))),
        line(bold("Now: "), tally(talk.counts(sealed=False)), f" ({answered(talk)})"),
    ]
    changed = [line(bold(panel.name(one.user_id)), f" · {change(one, talk)}") for one in talk.changes]
    return [rich(*lines, bullets(changed))] if changed else [rich(*lines, line(NOTHING_CHANGED))]


NOTHING_CHANGED = "Nobody who answered changed their mind."


def _waiting(talk: Talk) -> str:
    verb = "has" if talk.answers == 1 else "have"
    return (
        f"After the talk: {talk.answers} of {len(talk.stands)} {verb} said whether their mind changed. What changed "
        "stands here once all have, or once it is decided."
    )


def answered(talk: Talk) -> str:
    """3 of 4 have answered; never who hasn't."""
    return f"{talk.answers} of {len(talk.stands)} {'has' if talk.answers == 1 else 'have'} answered"


def tally(counts: Mapping[Recommendation, int]) -> str:
    """1 strong yes · 2 yes"""
    return " · ".join(f"{number} {RECOMMENDED[kind]}" for kind, number in counts.items())


def change(one: Stand, talk: Talk) -> str:
    """no, now yes: “The second follow-up showed that she had done it before.”"""
    reason = cut(one.said.reason, SHOWN_LENGTH) if one.said else ""
    after = ", said after seeing the others'" if talk.after_others(one) else ""
    return f"sealed {RECOMMENDED[one.sealed]}, now {RECOMMENDED[one.now]}{after}: “{reason}”"


def not_blind(panel: Panel) -> Sequence[object]:
    """Whose scorecard came once the others could be read."""
    if not panel.late:
        return []
    said = [f"{panel.name(sheet.user_id)}, {recommended(sheet)}" for sheet in panel.late]
    return [rich(line(bold("Not blind: "), "; ".join(said), ". In no number here."))]


def recommended(sheet: HandedIn) -> str:
    """yes (fairly sure)"""
    kind = RECOMMENDED[sheet.recommendation] if sheet.recommendation else "no recommendation"
    return f"{kind} ({SURE[sheet.sureness]})" if sheet.sureness else kind
