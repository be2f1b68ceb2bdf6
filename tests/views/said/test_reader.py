"""Every sentence of a debrief is true: random panels, read by somebody who knows the scorecards alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from tests.chance import SEED, count, dice
from tests.views.said.drawn import HISTORIES, Known, Said, said
from tests.views.said.panels import Asked, Card, Case, Given, random_case
from tests.views.said.reader import faults

PANELS = count(60, 2_000)
AT_MOST = 500
"""Panels that are looked through for a sentence of a kind."""


def test_nothing_that_a_debrief_says_of_a_random_panel_is_false() -> None:
    random = dice("debriefs")
    for number in range(PANELS):
        case = random_case(random, HISTORIES)
        lines, known = said(case)
        assert faults(case, known, lines) == [], f"panel {number} of TEST_SEED={SEED}: {case}"


@dataclass(frozen=True)
class Lie:
    """What stands in a page's line, and what is said in its stead."""

    page: str
    truth: str
    lie: str


LIES = {
    "how many scorecards are in": Lie("head", r"ready · (\d)", r"ready · 9\1"),
    "a competency on both sides of the middle": Lie(
        "head", r"(.+: )(\w[\w ]*) above (the scale's middle), (\w[\w ]*) below", r"\1\4 above \3, \2 below"
    ),
    "recommendations that are split": Lie("head", r"against strong no", r"against no"),
    "how sure those are": Lie("head", r"(both|all of these) \w+ sure", r"\1 extremely sure"),
    "an answer that got weaker": Lie(
        "head", r"(.+): got weaker when \w[\w ]* probed", r"\1: got weaker when Jo probed"
    ),
    "a red flag": Lie("head", r"Red flag: blames the tool", "Red flag: SQL is guessed"),
    "what was heard below its score": Lie("head|rest", r"heard at \d\.\d", r"heard at 1.0"),
    "what one person saw alone": Lie(
        "rest|head", r"the lowest score, (\d\.\d), and", r"the lowest score, 1.1, and"
    ),
    "who starts": Lie("head", r"(.+\.) (?!Jo)\w[\w ]* starts\.", r"\1 Jo starts."),
    "that there is no open point": Lie(
        "head",
        r"Talk about these first",
        "No open point found. That isn't agreement: one person saw Coding. "
        "Start with what each of you would still ask.",
    ),
    "that people are near to each other": Lie(
        "head", r"No open point found.+", "Nobody is far apart, and every competency was seen by two."
    ),
    "a range": Lie("head", r"(\d\.\d) \(\d\.\d–", r"\1 (0.8–"),
    "a score": Lie("head", r"(\d)\.[1-8] \(", r"\1.9 ("),
    "a raw mean": Lie("head", r"\| (\d)\.[1-8]$", r"| \1.9"),
    "recommendations": Lie("head", r"Recommendations: (\d)", r"Recommendations: 1\1"),
    "what moved the scores": Lie("head", r"corrected for severity", "corrected for questions"),
    "who stands out": Lie("head", r"Talk about these first", "Wei stands out"),
    "a picture with a row too few": Lie("picture", r"1 to 4: [^;]+; ", "1 to 4: "),
    "a chance": Lie(".+", r"(\d) in 10 that", r"1\1 in 10 that"),
    "evidence": Lie(".+", r"Named a check and its cost\.", "Named everything."),
    "a rating": Lie(".+", r"depth [12]\b", "depth 4"),
    "a bar that was agreed on": Lie("head", r"(Agreed .+ at) 3([.;].*)", r"\1 2\2"),
    "a must-have": Lie("head", r"( is a must-have,| are must-haves,)", ""),
    "who agreed": Lie("head", r"(Agreed on 3 Nov by) (?!Wei)[\w ]+?(,|:)", r"\1 Wei\2"),
    "when it was agreed": Lie(
        "head", r"(Agreed on 3 Nov by [\w ]+):", r"\1, after this opening's first debrief:"
    ),
    "where a score stands to its bar": Lie("head", r"\| (?:below|unclear at) (\d)", r"| above \1"),
    "where a must-have stands": Lie("head", r"(Must-haves: .+?) (?:unclear|below)", r"\1 above"),
    "what the rule reads": Lie("head", r"reads (?:open|not met)", "reads met"),
    "a competency on both sides of its bar": Lie(
        "head|rest", r"of the bar(.* starts)", r"of the scale's middle\1"
    ),
    "the bar that a chance is about": Lie(".+", r"the bar of (\d).*", "the middle of the scale, 2.5."),
    "a must-have among the topics": Lie("head|rest", r", a must-have:", ":"),
    "a score that stays on its side": Lie(
        "rest", r"stays? on (?:its|their) side of the bar", "moves by no more than half its range"
    ),
    "firm scores": Lie("rest", r"Firm: (.+) moves? by no more", r"Fragile: \1 moves by more"),
    "fragile scores": Lie("rest", r"Fragile: .+", r"One person only: Coding."),
    "the place among others": Lie("rest", r"the (upper|lower) third", "the middle third"),
    "a change": Lie("rest", r"(\d)\.(\d), raw \d\.\d: 0\.1 (up|down)", r"\1.\2, raw \1.\2: 0.1 \3"),
    "a cause": Lie("rest", r"usually scores below others", "usually scores above others"),
    "parts that add up": Lie("why", r"\*([+-]\d\.\d)\d\* for severity", r"\g<1>9* for severity"),
    "how somebody usually scores": Lie("why", r"usually \d\.\d (above|below)", r"usually 0.0 \1"),
    "what one more interview does": Lie("why", r"to about \d\.\d points", "to about 0.0 points"),
    "which interview tells most": Lie("why", r"shrinks from (\d)\.\d", r"shrinks from \1.9"),
    "who stands furthest": Lie("why", r"<@\w+> stands furthest", "<@U8> stands furthest"),
}


@cache
def panels() -> list[tuple[Case, list[Said], Known | None]]:
    return []


def some_panels() -> Iterator[tuple[Case, list[Said], Known | None]]:
    """The same random panels for every lie, drawn when they are needed."""
    kept = panels()
    yield from list(kept)
    random = dice(f"lies after {len(kept)}")
    while len(kept) < AT_MOST:
        case = random_case(random, HISTORIES)
        kept.append((case, *said(case)))
        yield kept[-1]


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_planted_lie_is_caught(lie: Lie) -> None:
    for case, lines, known in some_panels():
        told = [
            Said(line.page, re.sub(lie.truth, lie.lie, line.text))
            if re.fullmatch(lie.page, line.page)
            else line
            for line in lines
        ]
        if told != lines:
            assert faults(case, known, told) != [], f"TEST_SEED={SEED}: {case}"
            return
    pytest.fail("Nothing of this kind was said, so that no lie could be planted.")


def two(first: int, second: int, **both: object) -> Case:
    """Two cards on one competency."""
    cards = [
        Card(who, "mid", n, {"data0": Given({"depth": rating}, "Named a check and its cost.", **both)})  # type: ignore[arg-type]
        for n, (who, rating) in enumerate((("U4", first), ("U7", second)))
    ]
    return Case(["data"], [Asked("data0", "data")], cards)


def heads(case: Case) -> list[str]:
    lines, known = said(case)
    assert faults(case, known, lines) == []
    return [line.text for line in lines if line.page == "head"]


def test_two_opposed_and_very_sure_are_not_near_each_other() -> None:
    case = two(3, 2, probed="weaker")
    yes, no = case.cards
    case.cards = [
        replace(yes, recommendation="strong_yes", sure="very"),
        replace(no, recommendation="strong_no", sure="very"),
    ]
    said_first = heads(case)
    assert "Strong yes against strong no, both very sure. Lena starts." in said_first
    assert "Data hygiene: Wei above the scale's middle, Lena below. Lena starts." in said_first
    assert not any("far apart" in line or "seen by two" in line for line in said_first)


@pytest.mark.parametrize("history", HISTORIES)
def test_of_two_neither_stands_out(history: int) -> None:
    case = replace(two(1, 4), history=history)
    lines, known = said(case)
    assert faults(case, known, lines) == []
    assert not any("stands furthest" in line.text or "stands out" in line.text for line in lines)
    planted = [*lines, Said("why", "<@U4> stands furthest from the others.")]
    assert faults(case, known, planted) != []


def test_a_unanimous_panel_is_not_told_three_times_whose_each_competency_is() -> None:
    cards = [
        Card(who, "mid", n, {f"{key}0": Given({"depth": 3, "clear": 3})})
        for n, (who, key) in enumerate((("U4", "data"), ("U7", "ml"), ("U3", "team")))
    ]
    case = Case(["data", "ml", "team"], [Asked(f"{key}0", key) for key in ("data", "ml", "team")], cards)
    assert next(line for line in heads(case) if line.startswith("No open")) == (
        "No open point found. That isn't agreement: one person saw Data hygiene, one saw ML systems, one saw "
        "Collaboration. Start with what each of you would still ask."
    )


def test_a_mean_between_two_tenths_is_rounded_up_everywhere() -> None:
    case = two(4, 3)
    case.cards[0].answers["data0"].ratings = {"depth": 4, "clear": 3, "care": 3}
    case.cards[1].answers["data0"].ratings = {"depth": 3}
    assert "Data hygiene | 3.3 | 3.3" in heads(case)


def test_what_was_asked_instead_stands_there_without_evidence_too() -> None:
    case = two(3, 3, instead="Lineage")
    case.cards[0].answers["data0"].evidence = ""
    lines, known = said(case)
    assert faults(case, known, lines) == []
    assert "Wei asked instead: “Lineage”, without evidence" in [
        line.text for line in lines if line.page == "data"
    ]


def test_a_competency_that_nobody_rated_has_its_row_in_the_picture() -> None:
    case = two(3, 3)
    case.competencies.append("ml")
    lines, known = said(case)
    assert faults(case, known, lines) == []
    assert "ML systems: not rated" in next(line.text for line in lines if line.page == "picture")
