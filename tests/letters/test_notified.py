"""What a locked screen shows of every letter that can notify, and what a screen reader gets of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.acting.context import Context
from bot.delivery.rendered import Rendered
from bot.domain.loops import LoopState
from bot.letters import KINDS
from bot.letters.letter import Told
from bot.letters.seats import ToHolder, ToLead
from bot.storage.tables import Loop, Scorecard
from bot.views import aloud
from bot.views.blocks import header, resolved, section
from bot.views.debrief_opening import NEUTRAL
from sandbox.notifications import received
from tests.letters.scene import LOOP, PANELIST
from tests.letters.test_drawn import (
    BEGINS,
    SAYS,
    drawn,
    given,
    glass_broken,
    handed_in,
    item,
    near_an_interview,
    nobody_leads,
    set_on,
)
from tests.letters.test_notes import TABLE
from tests.letters.told import CARD, EVIDENCE, FLAG, LINKS, NAME, NOTES, REASON, SUMMARY, opened_in_full

SECRET = {
    "a score": re.compile(r"\b[1-4][.,]\d\b"),
    "a recommendation": re.compile(r"strong yes|strong no|recommend", re.IGNORECASE),
    "a flag": re.compile(rf"red flag|{FLAG}", re.IGNORECASE),
    "a decision": re.compile("Move forward|Not for this role|Not decided yet"),
    "a reason": re.compile(REASON),
    "what the agreed rule reads": re.compile(r"rule reads|Must-haves:|\b(?:above|below|unclear at) [1-4]"),
    "evidence": re.compile(rf"{EVIDENCE}|{SUMMARY}"),
    "the candidate's name": re.compile("|".join(NAME.split())),
    "what the lead noted": re.compile(f"{re.escape(LINKS)}|{NOTES}"),
}
OPENED = ("debrief", "debrief_part", "decision", "digest")
SCORES = set(OPENED) - {"digest"}
"""Kinds that tell scores, evidence or a decision: their `text` is neutral to its end."""
WITH_THE_HEAD = {"debrief_part"}
"""Posted right after the head, into a thread that nobody follows yet; none of them mentions anybody."""
PARTS = ("picture", "competency:data", "rest")
LOST = sorted(kind for kind, one in KINDS.items() if isinstance(one.lost, Told))
ARGS: dict[str, list[dict[str, Any]]] = {
    "seat_news": [{"what": what} for what in get_args(ToLead)],
    "seat_told": [{"what": what} for what in get_args(ToHolder)],
    "nudge": [{"last": False}, {"last": True}],
    "debrief_part": [{"part": part} for part in PARTS],
    "exposed": [
        {"channel": "G1", "why": why, "people": people, "stood": list(OPENED)}
        for why, people in (
            ("candidate_in_channel", ["UCAND"]),
            ("stranger_in_channel", ["US", "UT"]),
            ("is_shared", []),
            ("is_public", []),
        )
    ],
    "undelivered": [
        {"kind": kind, "target": "UPANEL", "error": error}
        for kind in LOST
        for error in ("no", "guest_in_channel:UG,UH")
    ],
    "given_up": [
        {"kind": kind, "user": "UPANEL", "value": f"{kind}:40"} for kind in ("plan", "kit", "debrief")
    ],
}
NOTIFYING = sorted({note.kind for _, note in TABLE if note.op == "post"})


def every(context: Context, kind: str) -> Iterator[Rendered]:
    """The kind's letter in all its ways, in a loop of which everything is known."""
    given(context, opened_in_full)
    if kind not in OPENED:
        given(context, set_on(Loop, LOOP, state=BEGINS.get(kind, LoopState.RUNNING), debriefed_at=None))
        given(context, lambda session: session.query(Scorecard).delete())
    if kind in ("prep_eve", "prep_over"):
        given(context, near_an_interview(kind))
    if kind == "debrief_waits":
        given(context, set_on(Loop, LOOP, debrief_asked=1))
    if kind == "cards_in":
        given(context, handed_in)
    if kind in ("glass_told", "glass_open"):
        given(context, glass_broken)
    if kind == "welcome":
        given(context, nobody_leads)
    yield from ways(context, kind)


def ways(context: Context, kind: str) -> Iterator[Rendered]:
    """The kind's letter in all its ways, as things are."""
    for args in ARGS.get(kind, [SAYS[kind][1]]):
        found = drawn(context, replace(item(kind), args=args))
        if found is not None:
            yield found


def betrayed(words: str) -> list[str]:
    """What these words tell that isn't everybody's business."""
    return [what for what, pattern in SECRET.items() if pattern.search(words)]


def as_sent(found: Rendered) -> dict[str, Any]:
    """The message with its picture under the blocks, as it is posted."""
    picture = [] if found.picture is None else [{"type": "image", "alt_text": found.picture.alt}]
    return {"text": found.text, "blocks": [*found.blocks, *picture]}


def begin(found: Rendered) -> tuple[str, str]:
    """How the blocks and the `text` begin, as far as a notification may show them."""
    got = received(as_sent(found))
    return got.desktop[:NEUTRAL], got.phone[:NEUTRAL]


@pytest.mark.parametrize("kind", NOTIFYING)
def test_a_notification_tells_nothing_of_a_candidate_but_the_label(context: Context, kind: str) -> None:
    letters = list(every(context, kind))
    assert letters
    for found in letters:
        desktop, phone = begin(found)
        assert betrayed(phone) == [], phone
        if kind not in WITH_THE_HEAD:
            assert betrayed(desktop) == [], desktop


@pytest.mark.parametrize("kind", sorted(SCORES))
def test_text_is_neutral_to_its_end_where_scores_are_told(context: Context, kind: str) -> None:
    for found in every(context, kind):
        assert betrayed(found.text) == []
        assert "choose In words in" in found.text


def test_a_scorecard_that_came_late_is_told_without_what_is_on_it(context: Context) -> None:
    given(context, opened_in_full)
    given(context, set_on(Scorecard, CARD, blind=False))
    part = replace(item("debrief_part"), args={"part": f"late:{PANELIST}"})
    found = drawn(context, part)
    assert found is not None
    desktop, phone = begin(found)
    assert "A scorecard came after the debrief opened" in desktop
    assert betrayed(desktop) == betrayed(phone) == []
    assert EVIDENCE in received(as_sent(found)).desktop


def test_the_scene_has_everything_that_could_be_told(context: Context) -> None:
    given(context, opened_in_full)
    told = " ".join(received(as_sent(found)).desktop for kind in OPENED for found in ways(context, kind))
    missing = set(SECRET) - set(betrayed(told))
    assert missing == {"the candidate's name", "what the lead noted", "a reason"}


LIES = {
    "a score": "MLOps 3.2 (2.7–3.6)",
    "a recommendation": "1 strong yes",
    "a flag": "Red flag: no tests",
    "a decision": "Decision: Move forward",
    "a reason": f"“{REASON}”",
    "evidence": f"He {EVIDENCE}.",
    "the candidate's name": f"Kit for {NAME}",
    "what the lead noted": f"See {LINKS}",
    "what the agreed rule reads": "Must-haves: Data hygiene above.",
}


@pytest.mark.parametrize("what", SECRET)
def test_a_planted_lie_is_caught_in_blocks_and_in_text(what: str) -> None:
    blocks = resolved([header("Debrief ready"), section(LIES[what])])
    desktop, phone = begin(Rendered(*aloud.message("Debrief ready", blocks)))
    assert what in betrayed(desktop)
    assert what in betrayed(phone)


@pytest.mark.parametrize("kind", sorted(WITH_THE_HEAD))
def test_what_is_posted_with_the_head_mentions_nobody(context: Context, kind: str) -> None:
    for found in every(context, kind):
        assert "'type': 'user'" not in str(found.blocks)
        assert "<@" not in str(found.blocks)


@pytest.mark.parametrize("kind", NOTIFYING)
def test_the_first_line_of_text_is_short(context: Context, kind: str) -> None:
    for found in every(context, kind):
        assert 0 < len(found.text.splitlines()[0]) <= aloud.LONGEST_OPENING


@pytest.mark.parametrize("kind", sorted(set(NOTIFYING) - SCORES))
def test_text_is_the_message_in_words_with_its_buttons_by_name(context: Context, kind: str) -> None:
    for found in every(context, kind):
        read = re.sub(r"\W+", " ", found.text)
        for block in found.blocks:
            for words in _words(block):
                assert re.sub(r"\W+", " ", words).strip() in read, (words, found.text)


@pytest.mark.parametrize("kind", NOTIFYING)
def test_where_slack_takes_no_blocks_text_alone_says_what_they_say(context: Context, kind: str) -> None:
    for found in every(context, kind):
        read = re.sub(r"\W+", " ", found.alone)
        for block in found.blocks:
            for words in _words({**block, "accessory": None} if block["type"] != "actions" else {}):
                assert re.sub(r"\W+", " ", words).strip() in read, (words, found.alone)
        if kind not in WITH_THE_HEAD:
            assert betrayed(found.alone[:NEUTRAL]) == []
        assert "choose In words" not in found.alone
        assert ("Slack took no buttons" in found.alone) == bool(aloud.offered(found.blocks))


@pytest.mark.parametrize("kind", NOTIFYING)
def test_no_two_buttons_of_a_message_are_read_alike_and_each_begins_with_its_words(
    context: Context, kind: str
) -> None:
    for found in every(context, kind):
        buttons = [one for one in _elements(found.blocks) if one["type"] == "button"]
        read = [one.get("accessibility_label") or one["text"]["text"] for one in buttons]
        assert len(set(read)) == len(read)
        for one, label in zip(buttons, read, strict=True):
            assert label.startswith(one["text"]["text"])


def _elements(blocks: Any) -> Iterator[Any]:
    for block in blocks:
        yield from [*block.get("elements", []), *filter(None, [block.get("accessory")])]
        yield from _elements(block.get("child_blocks", []))


def _words(block: Any) -> Iterator[str]:
    """Every text in a block, those of its buttons and menus too, without questions asked later."""
    if isinstance(block, dict):
        if isinstance(block.get("text"), str):
            said = re.sub(r":[a-z_]+:", " ", block["text"])
            yield from (line for line in said.splitlines() if line.strip())
        for name, value in block.items():
            if name != "confirm":
                yield from _words(value)
    elif isinstance(block, list | tuple):
        for value in block:
            yield from _words(value)
