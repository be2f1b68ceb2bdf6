"""The debrief in sentences, and how its messages begin."""

from dataclasses import replace
from typing import Any

from bot.domain.debriefs import AskedQuestion, Circumstance, Earlier, Flag, HandedIn, NotAsked, Panel
from bot.domain.scorecards import Answer, Asked, Probed, Recommendation, Sureness
from bot.views.blocks import resolved
from bot.views.debrief_opening import NEUTRAL, decided, opening
from bot.views.debrief_words import MOST_BLOCKS, in_words
from bot.views.debriefs import DecisionLine
from sandbox.notifications import received
from tests.letters.scene import LEAD, NOW, PANELIST
from tests.letters.told import EVIDENCE, FLAG, figures

ANSWER = Answer(
    state=Asked.ASKED, evidence=EVIDENCE, ratings={"clarity": 3}, probed=Probed.STRONGER, seen=("flag:0",)
)
QUESTION = AskedQuestion("q", "Income is empty", "data", (FLAG,))
SHEET = HandedIn(PANELIST, "mid", {"q": ANSWER}, Recommendation.STRONG_YES, Sureness.VERY, "", NOW)
PANEL = Panel(
    label="S. C.",
    opening="Engineer",
    lead_id=LEAD,
    quorum=1,
    competencies={"data": "Data hygiene"},
    dimensions={"clarity": "Clarity"},
    questions=(QUESTION,),
    sheets=(SHEET,),
    missing=(),
    names={PANELIST: "Priya Raman", LEAD: "Nora Lind"},
    not_asked=(NotAsked("Late labels", (PANELIST,)),),
    flags=(Flag(Circumstance.KNOWS, (PANELIST,)),),
)


def read(view: dict[str, Any]) -> str:
    return received(view).desktop


def test_all_that_the_table_the_picture_and_the_thread_tell_is_said_in_sentences() -> None:
    said = read(in_words(figures(), PANEL, DecisionLine("Move forward", LEAD), Earlier(2)))
    for sentence in (
        "S. C., Engineer. 1 of 1 scorecard is in.",
        "Speak in this order: Nora.",
        f"First: Red flag: {FLAG[:1].lower()}{FLAG[1:]}. Priya starts. "
        "Second: Data hygiene: the lowest score, 3.2, and Priya alone rated it. Priya starts.",
        "Recommendations: 1 person says strong yes.",
        "recorded a decision: Move forward. Why is recorded, and Read, below it in the thread, opens it.",
        "Data hygiene: the score is 3.2, with a range from 2.7 to 3.6. The mean of 2 ratings by 1 person is 2.6.",
        "Priya rated clarity 3.",
        f"Priya wrote on “Income is empty”: “{EVIDENCE}” After the follow-up the answer got stronger. "
        f"Red flag: {FLAG}.",
        "Priya didn't get to “Late labels”.",
        "This opening so far: 2 loops debriefed before.",
        "Priya says they know the candidate.",
    ):
        assert sentence in said, said


def test_where_nothing_was_rated_or_decided_it_says_so() -> None:
    bare = replace(
        figures(), recommendations={}, talk_first=(), status="not calibrated, because few loops are in"
    )
    row = replace(bare.competencies[0], raw=None, shown=None, low=None, high=None)
    said = read(in_words(replace(bare, competencies=(row,)), replace(PANEL, sheets=()), None, Earlier()))
    assert "Data hygiene was rated by nobody." in said
    assert "Nobody has recommended anything." in said
    assert "All scores are plain means from 1 to 4, not calibrated, because few loops are in." in said
    assert "This opening so far: the first debrief." in said
    assert "recorded a decision" not in said


def test_what_the_scores_are_is_said_as_the_debrief_was_made() -> None:
    before, now = figures(), replace(figures(), version=1)
    heard = replace(now.competencies[0], shown=4.3, high=4.6, heard=2.1)
    assert "for how severely panelists usually rate." in read(in_words(before, PANEL, None, Earlier()))
    assert "drawn to the middle. Of such" in read(in_words(now, PANEL, None, Earlier()))
    assert "there are few loops to learn from yet" in read(
        in_words(replace(now, early=True), PANEL, None, Earlier())
    )
    said = read(in_words(replace(now, competencies=(heard,)), PANEL, None, Earlier()))
    assert "the score is 4.0, with a range from 2.7 to 4.0." in said
    assert "It was heard at 2.1." in said


def test_more_evidence_than_slack_shows_is_named() -> None:
    many = tuple(replace(QUESTION, id=f"q{n}") for n in range(120))
    sheet = replace(SHEET, answers={one.id: ANSWER for one in many})
    view = in_words(figures(), replace(PANEL, questions=many, sheets=(sheet,)), None, Earlier())
    assert len(view["blocks"]) == MOST_BLOCKS
    assert "The rest of the evidence is in the thread." in read({"blocks": view["blocks"][-1:]})


def test_the_shortest_beginning_fills_what_a_notification_shows() -> None:
    least = replace(figures(), label="S", opening="E", missing=())
    alone = replace(PANEL, names={LEAD: "N"})
    assert len(received({"blocks": resolved(opening(least, alone))}).desktop) >= NEUTRAL
    assert len(received({"blocks": resolved(decided("U1"))}).desktop) >= NEUTRAL


def test_a_long_beginning_is_not_filled() -> None:
    long = replace(figures(), opening="E" * NEUTRAL)
    assert "thread" not in received({"blocks": resolved(opening(long, PANEL))}).desktop
