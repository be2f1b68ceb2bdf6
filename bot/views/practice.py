"""Practice: the mark on every message, its plan, its end, and what is said once it is erased."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.loops import LoopView, SeatView
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    bullets,
    button,
    context,
    escape,
    line,
    person,
    quote,
    resolved,
    rich,
    section,
)
from bot.views.words import count, listed

MARK = "Practice · only you see this"
STEPS = 4
PLACES: Mapping[str, int] = {"practice_plan": 1, "kit": 2, "cards_in": 3, "practice_over": 4}
"""Which of the four steps a kind of message is; others are beside the way."""
_WORDS = {
    "practice_plan": "the plan",
    "kit": "a kit",
    "status": "the loop's status",
    "cards_in": "that all scorecards are in",
    "debrief": "the debrief",
    "debrief_part": "a reply to the debrief",
    "practice_over": "the end",
}


def plan(loop: LoopView, names: Mapping[str, str], answer: str | None) -> tuple[str, list[Json]]:
    """Who asks about what, and what comes next; `answer` is the candidate's, once the kits are out."""
    seats = [line(person(seat.user_id), f": {_topics(seat, names)}") for seat in loop.panel]
    blocks: list[object] = [
        section(f"*A plan for {escape(loop.label)}*"),
        section(
            "The candidate is made up, and so are Kim and Jo. You lead the loop and hold a seat in it. "
            "It runs as any loop does, and takes about ten minutes."
        ),
        rich(bullets(seats)),
        context(
            "Nobody asks what another asks. In a real loop you pick people and times, and change what you like."
        ),
    ]
    if answer is not None:
        blocks.append(section("*Yours is the next message.* Alex answers your question like this; rate it:"))
        blocks.append(rich(quote(answer)))
    else:
        row = [
            button("Send the kits", ids.PRACTICE_SEND, loop.id, style="primary"),
            button("Erase practice", ids.PRACTICE_ERASE, loop.id),
        ]
        blocks.append(actions(*row, id="practice"))
    return aloud.message("A plan for a made-up candidate", resolved(blocks))


def _topics(seat: SeatView, names: Mapping[str, str]) -> str:
    return listed([names.get(key, key) for key in seat.competencies])


def over(loop_id: int) -> tuple[str, list[Json]]:
    """After the debrief."""
    blocks = [
        section("*That was a whole loop*"),
        section(
            "The debrief stands above. Kim and Jo had scored before you, and you saw neither until it opened: "
            "so it is for everybody in a real loop."
        ),
        section("*In a real loop* it goes to the opening's private channel, at the time that you set."),
        actions(
            button("Erase practice", ids.PRACTICE_ERASE, loop_id, style="primary"),
            button("Plan a loop", ids.PLAN_LOOP),
            id="practice",
        ),
        context(
            "Erasing deletes the loop and its messages. Within a day it happens by itself. It counts nowhere."
        ),
    ]
    return aloud.message("That was a whole loop", resolved(blocks))


def gone(messages: int, scorecards: int, left: Sequence[str]) -> tuple[str, list[Json]]:
    """Once it is erased; `left` are the kinds of the messages that Slack wouldn't delete."""
    what = [count(messages - len(left), "message"), count(scorecards, "scorecard"), "1 made-up candidate"]
    blocks: list[object] = [
        section(f":ballot_box_with_check: *Practice erased:* {listed(what)}. Nothing of it counts anywhere.")
    ]
    if left:
        kept = listed(
            [_some(_WORDS.get(kind, "a message"), number) for kind, number in Counter(left).items()]
        )
        blocks.append(
            section(f"*Slack wouldn't delete* {kept}. They stand above; what they told of is gone.")
        )
    blocks.append(
        actions(button("Plan a loop", ids.PLAN_LOOP), button("Openings", ids.OPENINGS), id="practice")
    )
    return aloud.message("Practice erased", resolved(blocks))


def _some(words: str, number: int) -> str:
    return words if number == 1 else f"{words} ({number} times)"


def mark(kind: str) -> tuple[str, Json]:
    """What stands on every message of a practice loop, in words and as a block."""
    step = f" · {PLACES[kind]} of {STEPS}" if kind in PLACES else ""
    text = f"{MARK}{step}"
    return text, resolved([context(text)])[0] | {"block_id": "practice_mark"}
