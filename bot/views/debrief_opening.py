"""How the debrief's messages begin: what a notification may show, and the way to have the rest read aloud.

A desktop's notification shows how the blocks begin, a phone's how `text` begins, and both stand on locked screens.
So the first 200 characters of what brings a notification hold no score, recommendation, flag or decision.
"""

from bot.domain.debriefs import Numbers, Panel, words
from bot.views import aloud
from bot.views.aloud import offered
from bot.views.blocks import Json, bold, cut, escape, line, person, resolved, rich, section
from bot.views.newer import heading
from bot.views.words import count

NEUTRAL = 200
"""So many characters come before anything that nobody else should read on a screen."""
IN_WORDS = "In words"
FILLERS = (
    "The words behind the ratings are in the thread.",
    "Cards are sealed. Should your mind change, choose After the talk.",
    "What stands here is for the people of this channel: please keep it here.",
)


def opening(found: Numbers, panel: Panel, *, talked: bool = False) -> list[object]:
    """Who it is about, who speaks when and who is missing, filled up to where the numbers may begin."""
    title = f"Debrief ready · {found.cards_in} of {count(found.panel, 'scorecard')}"
    if talked:
        title = "Debrief · after the talk"
    lines = [f" · {found.opening}"]
    for said, people in (("Speak in this order: ", found.speaking), ("No scorecard: ", found.missing)):
        if people:
            lines.append(f"{said}{', '.join(panel.name(user_id) for user_id in people)}.")
    about, *others = lines
    length = len(title) + len(found.label) + sum(map(len, lines))
    fillers = []
    for sentence in FILLERS:
        if length < NEUTRAL:
            fillers.append(sentence)
            length += len(sentence)
    filled = [line(" ".join(fillers))] if fillers else []
    # A bar looks like a score on a locked screen, so that it stands behind what a notification shows.
    agreed = words.agreed(found)
    filled += [line(agreed.text(panel.name))] if agreed else []
    return [heading(title, 1), rich(line(bold(found.label), about), *map(line, others), *filled)]


def ready(found: Numbers, blocks: list[Json]) -> str:
    """The head's `text`."""
    verb = "is" if found.cards_in == 1 else "are"
    in_by_now = f"{found.cards_in} of {count(found.panel, 'scorecard')} {verb} in"
    said = f"Debrief ready: {in_by_now}.\n{escape(found.label)} · {escape(found.opening)}"
    way = f"Open Slack to read it. To have it read aloud, choose {IN_WORDS} in this message's menu."
    return f"{said}\n{way}\n{offered(blocks)}"


def in_thread(what: str) -> str:
    """The `text` of a reply that tells scores, evidence or the decision."""
    way = f"To have it read aloud, choose {IN_WORDS} in the menu of the message that begins this thread."
    return f"{cut(what, 60)}\nOpen Slack to read it. {way}"


def decided(by: str) -> list[object]:
    """How the reply with a decision begins."""
    told = (
        " recorded it. What was decided stands below for the people of this channel: please keep it here. Why is "
        "recorded, too, and isn't posted: Read opens it for the panel and the leads. Change decision, at the top of "
        "this thread, records another one with a reason of its own."
    )
    return [heading("A decision was recorded", 2), rich(line(person(by), told))]


def hidden() -> tuple[str, list[Json]]:
    """What stands in the place of a debrief's messages while somebody can read the channel who must not."""
    text = "Not shown here at the moment"
    return aloud.message(
        text, resolved([section(f"{text}. Whoever leads this loop decides where it is shown.")])
    )
