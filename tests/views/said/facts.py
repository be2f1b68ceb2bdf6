"""What is so, worked out from the scorecards alone and from the model: nothing here knows how a debrief is made."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Protocol

from bot.domain.calibration import joint
from tests.views.said.panels import LEAD, NAMES, Case, Given

MIDDLE = 2.5
SENIORITY = {"junior": 0, "mid": 1, "senior": 2}
NO = ("strong_no", "no")
ORDER = ("strong_no", "no", "yes", "strong_yes")
Topic = tuple[str, str]


def tenths(score: float | Fraction) -> Fraction:
    """Inside the scale, to one decimal, half up."""
    inside = min(max(Fraction(score), Fraction(1)), Fraction(4))
    return Fraction((inside * 10 + Fraction(1, 2) + Fraction(1, 10**9)).__floor__(), 10)


class Model(Protocol):
    """What the model makes of a case: its fit with and without it, and the scores without each panelist's card."""

    @property
    def fit(self) -> joint.JointFit: ...
    @property
    def before(self) -> joint.JointFit | None: ...
    @property
    def scores(self) -> joint.CandidateScores: ...
    @property
    def without(self) -> Mapping[str, joint.CandidateScores]: ...


class Facts:
    """A case, and what the model knows of it: None where nobody rated. `scores` only where they may be shown."""

    def __init__(self, case: Case, known: Model | None) -> None:
        self.case, self.known = case, known
        self.scores = known.scores if known is not None and not known.scores.raw_only else None
        self.name = {who: _called(who) for who in NAMES}
        self.lenient = {one.panelist: one.leniency for one in joint.severities(known.fit)} if known else {}

    def answers(self, key: str) -> Iterator[tuple[str, Given]]:
        """Who noted what on a competency's questions, in their order."""
        for question in self.case.questions:
            if question.competency == key:
                for card in self.case.cards:
                    if question.id in card.answers:
                        yield card.who, card.answers[question.id]

    def raw(self, key: str, who: str | None = None) -> Fraction:
        values = self.case.values(key, who)
        return Fraction(sum(values), len(values))

    def shown(self, key: str) -> float | Fraction:
        """What a competency's score is: the model's where it may be shown, else the plain mean."""
        return self.raw(key) if self.scores is None else self.scores.competencies[key].score.shown

    def speaking(self) -> list[str]:
        cards = sorted(self.case.cards, key=lambda card: (SENIORITY.get(card.seniority, 1), card.minute))
        return [card.who for card in cards if card.who != LEAD] + [LEAD]

    def sides(self, key: str) -> dict[str, int]:
        """On which side of the bar, or of the middle, each stands, severity taken out where known: -1, 0, 1."""
        found, bar = {}, round(self.line(key) * 10)
        for who in self.case.raters(key):
            mean = float(self.raw(key, who)) - self.leniency(who)
            seen = int(mean * 10 + 0.5 + 1e-9) - bar
            found[who] = (seen > 0) - (seen < 0)
        return found

    def line(self, key: str) -> float:
        """The agreed bar, or the scale's middle."""
        bar = self.case.bar(key)
        return MIDDLE if bar is None else bar

    def stands(self, key: str) -> str:
        """Where a score stands to its agreed bar: its whole range above, below, or unclear."""
        if self.scores is None or key not in self.scores.competencies:
            return "unclear"
        low, high = self.scores.competencies[key].score.interval()
        return "above" if low > self.line(key) else "below" if high < self.line(key) else "unclear"

    def reads(self) -> str:
        """What the agreed rule reads; "" without a must-have."""
        stands = [self.stands(key) for key in self.case.competencies if self.case.must_have(key)]
        if not stands:
            return ""
        return "not met" if "below" in stands else "open" if "unclear" in stands else "met"

    def topic(self, kind: str, key: str) -> Topic:
        """A topic about a competency; a must-have's comes before others'."""
        return (f"{kind}, must" if self.case.must_have(key) else kind, key)

    def leniency(self, who: str) -> float:
        return 0.0 if self.scores is None else self.lenient[who]

    def weaker(self, key: str) -> list[str]:
        people = [who for who, given in self.answers(key) if given.probed == "weaker"]
        return [card.who for card in self.case.cards if card.who in people]

    def flags(self) -> dict[str, list[str]]:
        """Red flags in words, and who ticked them."""
        found: dict[str, list[str]] = {}
        for card in self.case.cards:
            for question in self.case.questions:
                given = card.answers.get(question.id)
                texts = [] if given is None else [question.flags[n] for n in given.flags]
                texts += ["sure of something wrong"] if given is not None and given.wrong else []
                for text in texts:
                    found.setdefault(text, []).append(card.who)
            for text in card.anywhere:
                found.setdefault(text, []).append(card.who)
        return found

    def recommended(self, kind: str) -> list[str]:
        return [card.who for card in self.case.cards if card.recommendation == kind]

    def open_points(self) -> set[Topic]:
        """Every topic that there is: its kind, and what it is about."""
        case, several = self.case, len(self.case.cards) > 1
        if not case.cards:
            return set()
        found = {self.topic("weaker", key) for key in case.competencies if self.weaker(key)}
        found |= {("red flag", text) for text in self.flags()}
        found |= {self.topic("unrated", key) for key in case.competencies if not case.values(key)}
        found |= {
            self.topic("both sides", key)
            for key in case.competencies
            if {-1, 1} <= set(self.sides(key).values())
        }
        kinds = {card.recommendation for card in case.cards if card.recommendation}
        found |= {("split", "")} if kinds & set(NO) and kinds - set(NO) else set()
        found |= {("revised", "")} if any(card.revised for card in case.cards) else set()
        found |= {("heard below", key) for key in self._heard_below()}
        lowest = self.lowest()
        if (
            several
            and lowest
            and len(case.raters(lowest)) == 1
            and self.weaker(lowest) != case.raters(lowest)
        ):
            found.add(("lowest alone", lowest))
        return found

    def lowest(self) -> str | None:
        """The competency with the lowest score as printed; None where two share it, or one alone was rated."""
        scores = sorted(
            (tenths(self.shown(key)), key) for key in self.case.competencies if self.case.values(key)
        )
        return scores[0][1] if len(scores) > 1 and scores[0][0] < scores[1][0] else None

    def _heard_below(self) -> Iterator[str]:
        for key, one in self.scores.competencies.items() if self.scores else ():
            if one.heard_otherwise and tenths(one.heard) < tenths(one.score.shown):
                yield key

    def seen_by_one(self) -> dict[str, str]:
        if len(self.case.cards) < 2:
            return {}
        return {
            key: self.case.raters(key)[0] for key in self.case.competencies if len(self.case.raters(key)) == 1
        }

    def fragile(self) -> dict[str, set[str]]:
        """Of each competency that two or more rated, what moves it to its bar's other side, or by half its range."""
        if self.scores is None or self.known is None or not self.known.without:
            return {}
        without = self.known.without
        found = {}
        for key in self.case.competencies:
            if len(self.case.raters(key)) < 2:
                continue
            score = self.scores.competencies[key].score
            half = (score.interval()[1] - score.interval()[0]) / 2
            bar = self.case.bar(key)
            others = [
                one.competencies[key].score.shown for one in without.values() if key in one.competencies
            ]

            def moves(
                other: float, shown: float = score.shown, half: float = half, bar: float | None = bar
            ) -> bool:
                return abs(other - shown) > half if bar is None else (other > bar) != (shown > bar)

            moved = {"left out"} if any(map(moves, others)) else set()
            found[key] = moved | ({"uncalibrated"} if moves(score.raw) else set())
        return found

    def third(self) -> tuple[str, int] | None:
        """In which third of the opening's candidates this one lies, and how many those are."""
        if self.scores is None or self.known is None:
            return None
        own = self.scores
        peers = [
            s for s in joint.all_scores(self.known.fit) if (s.opening, s.part) == (own.opening, own.part)
        ]
        shown = [one.overall.score.shown for one in peers]
        above = sum(one > own.overall.score.shown for one in shown)
        below = sum(one < own.overall.score.shown for one in shown)
        if len(shown) < 6:
            return None
        upper, lower = above / len(shown) < 1 / 3, below / len(shown) < 1 / 3
        return ("middle" if upper == lower else "upper" if upper else "lower"), len(shown)

    def apart(self) -> joint.Disagreement | None:
        """The test of the panel's scorecards, where it says that they differ."""
        if self.known is None or self.known.before is None:
            return None
        found = joint.disagreement(self.case.ratings(), self.known.before)
        return found if found is not None and found.flagged else None


def _called(who: str) -> str:
    first = NAMES[who].split()[0]
    return first if sum(full.split()[0] == first for full in NAMES.values()) == 1 else NAMES[who]
