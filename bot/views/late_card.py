"""The reply under a debrief for a scorecard that came after it had opened."""

from bot.domain.debriefs import HandedIn, Panel, cut
from bot.domain.scorecards import Asked
from bot.views.after_talk import recommended
from bot.views.blocks import Json, bold, line, quote, resolved, rich
from bot.views.debrief_opening import in_thread
from bot.views.newer import heading

LATE = "A scorecard came after the debrief opened"
UNRATED = "nothing assessed"


def late_card(panel: Panel, sheet: HandedIn) -> tuple[str, list[Json]]:
    """What it says: recommendation, two lines, ratings and evidence. Its first lines hold nothing of them."""
    name = panel.name(sheet.user_id)
    about = (
        f"{name} handed it in when the debrief could be read already, so it isn't blind: it is in no number of this "
        "debrief, and calibration never learns from it. What it says stands below for the people of this channel: "
        "please keep it here."
    )
    said = [line(bold(f"{name}: "), recommended(sheet))]
    blocks: list[object] = [heading(LATE, 2), rich(line(about)), rich(*said, *_summary(sheet))]
    blocks += [_answer(panel, sheet, id, short) for id, short in _questions(panel, sheet)]
    return in_thread(LATE), resolved(blocks)


def _summary(sheet: HandedIn) -> list[object]:
    return [quote(sheet.summary)] if sheet.summary else []


def _questions(panel: Panel, sheet: HandedIn) -> list[tuple[str, str]]:
    return [(one.id, one.short) for one in panel.questions if one.id in sheet.answers]


def _answer(panel: Panel, sheet: HandedIn, question_id: str, short: str) -> object:
    answer = sheet.answers[question_id]
    given = [
        f"{name.lower()} {answer.ratings[key]}"
        for key, name in panel.dimensions.items()
        if answer.ratings.get(key) is not None
    ]
    on = f"“{short}”" if answer.state is not Asked.OTHER else f"something else than “{short}”"
    head = line(bold(f"On {on} "), " · ".join(given) or UNRATED)
    return rich(head, quote(cut(answer.evidence))) if answer.evidence else rich(head)
