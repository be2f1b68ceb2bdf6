"""To the lead, about who reads a debrief's channel. The first block is neutral: it is what a notification shows."""

from collections.abc import Sequence

from bot.domain.audience import Misfit, Unfit
from bot.domain.letters import DEBRIEF, DEBRIEF_PART, DECISION
from bot.domain.loops import LoopView
from bot.views import aloud, ids
from bot.views.blocks import Json, actions, button, resolved, section
from bot.views.loops import about
from bot.views.words import listed

STOOD = {
    DEBRIEF: "the scores",
    DEBRIEF_PART: "the evidence",
    DECISION: "the decision",
}
"""What of a debrief stood in a channel, by the kind of its messages."""


def exposed(loop: LoopView, channel: str, misfit: Misfit, stood: Sequence[str]) -> tuple[str, list[Json]]:
    """Somebody came in who must not read a debrief: what was done, and what may have been read by then."""
    read = [words for kind, words in STOOD.items() if kind in stood]
    said = f"*{_came_in(misfit, channel)}* So the debrief's messages there become a line."
    if read:
        said += f" Until now {listed(read)} stood there, and may have been read."
    said += "\nShow it again once that has changed, or move it to another private channel."
    blocks = [
        section("*Who reads your debrief has changed*"),
        section(f"{about(loop)}\n{said}"),
        actions(
            button("Show again", ids.SHOW_AGAIN, loop.id, label=f"Show again, for {loop.label}"),
            button("Move", ids.MOVE_DEBRIEF, loop.id, label=f"Move, for {loop.label}"),
            id="exposed",
        ),
    ]
    return aloud.message("Who reads your debrief has changed", resolved(blocks))


def _came_in(misfit: Misfit, channel: str) -> str:
    people = listed([f"<@{one}>" for one in misfit.people])
    place, verb = f"<#{channel}>", "is" if len(misfit.people) == 1 else "are"
    return {
        Unfit.CANDIDATE: f"The candidate, {people}, is in {place}.",
        Unfit.STRANGER: f"{people}, from another company, {verb} in {place}.",
        Unfit.SHARED: f"{place} is shared with another company now.",
        Unfit.PUBLIC: f"Everybody here can read {place} now.",
    }[misfit.why]


def guest(loop: LoopView, channel: str, user_id: str) -> tuple[str, list[Json]]:
    """A guest is in the channel: without the lead's yes no debrief of theirs is posted there."""
    said = (
        f"<@{user_id}> is a guest of your workspace, and is in <#{channel}>. "
        "Nothing more of your debriefs is posted there until you say that they may read it. "
        "If they may not, take them out of the channel."
    )
    blocks = [
        section("*A guest can read your debriefs*"),
        section(f"{about(loop)}\n{said}"),
        actions(may_read(loop, channel, [user_id]), id="guest"),
    ]
    return aloud.message("A guest can read your debriefs", resolved(blocks))


def may_read(loop: LoopView, channel: str, guests: Sequence[str]) -> object:
    """The button that confirms exactly these guests."""
    value = f"{loop.id}:{channel}:{','.join(guests)}"
    return button(
        "They may read it",
        ids.GUEST_MAY_READ,
        value,
        style="primary",
        label=f"They may read it: {loop.label}",
    )
