"""One debrief's reader: what it knows, what every line has to keep, and what it has heard so far."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from tests.views.said.facts import Facts, Model, tenths
from tests.views.said.panels import COMPETENCIES, Case

INFERRED = re.compile(
    r"stands? out|furthest|\bstrict|lenient|harsh|severe\b|outlier|usually (rates?|scores?)|against the rest|disagrees",
    re.IGNORECASE,
)
NO_SCORE = re.compile(r"usually (less than )?\d\.\d+|\d\.\d (up|down)|range .*\d\.\d points")
"""Decimals that are no scores: how far somebody is from others, how far a score moved, how wide a range is."""
MUST_HAVES = ("unrated, must", "both sides, must", "split", "weaker, must")
RANK = (*MUST_HAVES, "both sides", "red flag", "heard below", "weaker", "unrated", "lowest alone", "revised")
OF_A_RULE = re.compile(r"\bbar\b|must-have|unclear|agreed", re.IGNORECASE)
Found = Iterator[str]


class Line(Protocol):
    """A line and its page."""

    @property
    def page(self) -> str: ...
    @property
    def text(self) -> str: ...


class Reader:
    """One debrief's reader."""

    def __init__(self, case: Case, known: Model | None) -> None:
        self.case, self.known = case, known
        self.facts = Facts(case, known)
        self.id_of = {called: who for who, called in self.facts.name.items()}
        self.key_of = {name: key for key, name in COMPETENCIES.items()}
        self.topics: list[tuple[str, str]] = []
        self.printed: dict[tuple[str, str], set[str]] = defaultdict(set)
        names = "|".join(sorted(self.id_of, key=len, reverse=True))
        titles = "|".join(map(re.escape, COMPETENCIES.values()))
        self.bits = {
            "who": f"(?P<who>{names})",
            "other": f"(?P<other>{names})",
            "people": f"(?P<people>(?:(?:{names})(?:, | and )?)+)",
            "what": f"(?P<what>{titles})",
            "some": f"(?P<some>(?:(?:{titles})(?:, | and )?)+)",
            "starts": f" (?P<starts>{names}) starts\\.",
            "score": r"(?P<score>\d\.\d+)",
            "raw": r"(?P<raw>\d\.\d+)",
        }
        self.kinds: list[str] = []
        """Kinds of sentences about the numbers that were heard."""
        self.left, self.last = Decimal(0), Decimal(9)
        """What is missing of the parts of a score, and the part before."""
        self.page, self.owner = "", ""

    def line(self, line: Line, grammar: "Grammar") -> Found:
        """What is wrong with one line by itself."""
        if line.page != self.page:
            self.page, self.owner = line.page, ""
        yield from self._names(line)
        yield from self._off_scale(line)
        for pattern, check in grammar:
            found = re.fullmatch(filled(pattern, self.bits), line.text)
            if found:
                yield from check(self, found)
                return
        yield "a sentence that nobody knows how to check"

    def whole(self, lines: Sequence[Line]) -> Found:
        """What is wrong with all of it together: topics left out or out of order, roundings that contradict."""
        wanted = self.facts.open_points()
        if set(self.topics) != wanted or len(self.topics) != len(set(self.topics)):
            yield f"topics {sorted(self.topics)}, though there are {sorted(wanted)}"
        ranks = [RANK.index(kind) for kind, _ in self.topics]
        if ranks != sorted(ranks):
            yield f"topics out of order: {self.topics}"
        for (what, figure), texts in self.printed.items():
            seen = {tenths(Fraction(text)) for text in texts}
            if len(seen) > 1:
                yield f"{what}'s {figure} is printed as {sorted(texts)}"
        none = [line.text for line in lines if "No open" in line.text or "scorecard is in," in line.text]
        if bool(self.topics) == bool(none):
            yield f"topics, and that there are none: {none}"
        moved = self.facts.fragile()
        still = {self.case.bar(key) is None for key, what in moved.items() if not what}
        numbers = ["fragile"] * sum(map(bool, moved.values())) + ["firm"] * (True in still)
        numbers += ["firm at bars"] * (False in still) + ["agreed"] * bool(self.case.bars)
        numbers += ["reads"] * bool(self.facts.reads())
        numbers += ["one only"] * bool(self.facts.seen_by_one()) + ["third"] * (
            self.facts.third() is not None
        )
        if not self.case.bars and any(OF_A_RULE.search(line.text) for line in lines):
            yield "a rule, though none was agreed on"
        if sorted(self.kinds) != sorted(numbers):
            yield f"sentences of the kinds {self.kinds}, though there is reason for {numbers}"

    def _names(self, line: Line) -> Found:
        """Nobody stands by name beside what a model makes of them, but where the lead alone reads it."""
        named = [called for called in self.id_of if re.search(rf"\b{called}\b", line.text)]
        inferred = INFERRED.search(line.text)
        if line.page != "why" and named and inferred:
            yield f"{named[0]} stands beside {inferred.group()!r}"
        if line.page == "why" and inferred and "furthest" in inferred.group() and len(self.scorers()) < 3:
            yield "somebody stands out among two"

    def _off_scale(self, line: Line) -> Found:
        for found in re.finditer(r"(?<![+\-\d])\d+\.\d+", NO_SCORE.sub("", line.text)):
            if not 1 <= float(found.group()) <= 4:
                yield f"{found.group()} is off the scale"

    def scorers(self) -> list[str]:
        return [
            card.who
            for card in self.case.cards
            if any(self.case.values(key, card.who) for key in self.case.competencies)
        ]

    def started(self, found: re.Match[str], wanted: Sequence[str], lowest_in: str = "") -> Found:
        """Whoever starts gave the lowest rating, or speaks first of those it is about."""
        order = self.facts.speaking()

        def place(who: str) -> tuple[Fraction, int]:
            rated = bool(lowest_in) and bool(self.case.values(lowest_in, who))
            return self.facts.raw(lowest_in, who) if rated else Fraction(0), order.index(who)

        rated = [who for who in wanted if not lowest_in or self.case.values(lowest_in, who)]
        first = min(rated or wanted, key=place)
        if self.id_of[found["starts"]] != first:
            yield f"{self.facts.name[first]} should start"

    def score(self, key: str, text: str, exact: float | Fraction, figure: str) -> Found:
        """One figure: rounded half up, inside the scale, and the same wherever it stands."""
        self.printed[key, figure].add(text)
        if len(text) == 3 and Fraction(text) != tenths(exact):
            yield f"{figure} of {key} is {float(exact):.4f}"
        inside = min(max(float(exact), 1.0), 4.0)
        if len(text) == 4 and abs(float(text) - inside) > 0.01:
            yield f"{figure} of {key} is {float(exact):.4f}"

    def figures(self, key: str, text: str) -> Found:
        """`3.2 (2.7-3.6)`, a plain mean, or a dash."""
        if text == "–":
            if self.case.values(key):
                yield "it was rated"
            return
        if not self.case.values(key):
            yield "nobody rated it"
            return
        parts = re.fullmatch(r"(\d\.\d)(?: \((\d\.\d)–(\d\.\d)\))?", text)
        if parts is None:
            yield "no figure"
            return
        yield from self.score(key, parts[1], self.facts.shown(key), "score")
        if (parts[2] is not None) != (self.facts.scores is not None):
            yield "a range where there is none, or none where there is one"
        elif self.facts.scores is not None:
            low, high = self.facts.scores.competencies[key].score.interval()
            yield from self.score(key, parts[2], low, "low")
            yield from self.score(key, parts[3], high, "high")


Check = Callable[[Reader, re.Match[str]], Found]
Grammar = tuple[tuple[str, Check], ...]


def filled(pattern: str, bits: dict[str, str]) -> str:
    return re.sub(r"(?<!\?P)<(\w+)>", lambda found: bits[found[1]], pattern)


def split(text: str) -> list[str]:
    return [part for part in re.split(r", | and ", text) if part]


def fine(_: Reader, __: re.Match[str]) -> Found:
    yield from ()
