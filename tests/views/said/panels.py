"""Random panels in plain values, as somebody without Fairloop would note them down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from bot.domain.calibration import Rating

NAMES = {
    "U1": "Ada Kim",
    "U2": "Ada Lee",
    "U3": "Ben Roy",
    "U4": "Wei Chen",
    "U5": "Inès Ott",
    "U6": "Omar Haddad",
    "U7": "Lena Voss",
    "U8": "Jo Whitfield",
}
LEAD = "U8"
COMPETENCIES = {
    "data": "Data hygiene",
    "ml": "ML systems",
    "model": "Modelling",
    "team": "Collaboration",
    "code": "Coding",
}
DIMENSIONS = {"depth": "Depth", "clear": "Clarity", "care": "Care"}
FLAGS = ("Blames the tool", "SQL is guessed", "Ignores the cost")
OWN = "own"
"""The candidate's name in the ratings."""


@dataclass
class Asked:
    """A planned question: its red flags by number."""

    id: str
    competency: str
    flags: tuple[str, ...] = FLAGS[:2]

    @property
    def short(self) -> str:
        return f"Question {self.id}"


@dataclass
class Given:
    """What a panelist noted of one question. None among the ratings is "not assessed"."""

    ratings: dict[str, int | None]
    evidence: str = ""
    probed: str | None = None
    flags: tuple[int, ...] = ()
    wrong: bool = False
    limits: bool = False
    instead: str | None = None


@dataclass
class Card:
    """A scorecard that is in, `minute` after the first one."""

    who: str
    seniority: str
    minute: int
    answers: dict[str, Given]
    recommendation: str | None = None
    sure: str | None = None
    revised: bool = False
    anywhere: tuple[str, ...] = ()
    """Red flags of the whole interview."""


@dataclass
class Case:
    """A loop at its debrief. `history` says which past there is to learn from, `opening` which one it is for."""

    competencies: list[str]
    questions: list[Asked]
    cards: list[Card]
    missing: list[str] = field(default_factory=list)
    quorum: int = 2
    history: int = 0
    opening: str = "o0"
    bars: dict[str, tuple[float, bool]] = field(default_factory=dict)
    """What was agreed on: a bar, and whether it is a must-have; by `agreed_by`, after the first debrief or before."""
    agreed_by: str = "U8"
    late: bool = False

    def bar(self, key: str) -> float | None:
        return self.bars[key][0] if key in self.bars else None

    def must_have(self, key: str) -> bool:
        return key in self.bars and self.bars[key][1]

    def card(self, who: str) -> Card:
        return next(card for card in self.cards if card.who == who)

    def values(self, key: str, who: str | None = None) -> list[int]:
        """All ratings in a competency, of one person or of all."""
        return [
            value
            for card in self.cards
            if who in (None, card.who)
            for question in self.questions
            if question.competency == key and question.id in card.answers
            for value in card.answers[question.id].ratings.values()
            if value is not None
        ]

    def raters(self, key: str) -> list[str]:
        return [card.who for card in self.cards if self.values(key, card.who)]

    def ratings(self) -> list[Rating]:
        """As the model reads them; what was asked instead is an item of its own."""
        home = {question.id: question.competency for question in self.questions}
        return [
            Rating(
                candidate=OWN,
                panelist=card.who,
                score=float(value),
                item=f"{home[id]}/{id}/{dimension}{'' if given.instead is None else '/' + card.who}",
                competency=home[id],
                opening=self.opening,
            )
            for card in self.cards
            for id, given in card.answers.items()
            for dimension, value in given.ratings.items()
            if value is not None
        ]


def random_case(dice: Random, histories: Sequence[int]) -> Case:
    """A loop of any shape: nobody in, one, two, or up to seven; apart, alike, weak in one thing, or as they come."""
    keys = dice.sample(list(COMPETENCIES), dice.randint(1, len(COMPETENCIES)))
    questions = [Asked(f"{key}{n}", key) for key in keys for n in range(dice.randint(1, 3))]
    people = dice.sample(sorted(NAMES), dice.choice((1, 2, 2, 3, 3, 4, 5, 7)))
    missing = [who for who in people if dice.random() < 0.12]
    mood = dice.choice(("any", "any", "alike", "apart", "weak"))
    weak = keys[0] if mood == "weak" else ""
    level = {who: dice.choice((1, 2, 3, 4)) for who in people}
    same = dice.choice((2, 3, 3, 4))
    cards = []
    for who in people:
        if who in missing:
            continue
        centre = {"any": dice.gauss(2.7, 0.8), "alike": same, "apart": level[who], "weak": 3.6}[mood]
        mine = [one for one in questions if dice.random() < 0.6]
        spread = 0.0 if mood == "alike" else 0.5
        answers = {one.id: _given(dice, 1.4 if one.competency == weak else centre, spread) for one in mine}
        cards.append(_card(dice, who, answers))
    quorum = dice.randint(1, 4)
    case = Case(keys, questions, cards, missing, quorum, dice.choice(histories), dice.choice(("o0", "o1")))
    if dice.random() < 0.5:
        agreed = dice.sample(keys, dice.randint(1, len(keys)))
        case.bars = {key: (dice.choice((2.5, 3.0, 3.5)), dice.random() < 0.5) for key in agreed}
        case.agreed_by, case.late = dice.choice((LEAD, "U1", "U4")), dice.random() < 0.3
    return case


def _card(dice: Random, who: str, answers: dict[str, Given]) -> Card:
    return Card(
        who=who,
        seniority=dice.choice(("junior", "mid", "senior", "")),
        minute=dice.randint(0, 90),
        answers=answers,
        recommendation=dice.choice(("strong_no", "no", "yes", "yes", "yes", "strong_yes", None)),
        sure=dice.choice(("not_sure", "fairly", "very", None)),
        revised=dice.random() < 0.1,
        anywhere=(FLAGS[2],) if dice.random() < 0.05 else (),
    )


def _given(dice: Random, centre: float, spread: float) -> Given:
    some = dice.sample(sorted(DIMENSIONS), dice.choice((0, 2, 3, 3, 3)))
    return Given(
        ratings={one: _rating(dice, centre, spread) for one in some},
        evidence=dice.choice(("", "Named a check and its cost.", "Rolled back before looking.")),
        probed=dice.choice((None, "held", "stronger", "not_probed", "held", "weaker")),
        flags=tuple(n for n in range(2) if dice.random() < 0.05),
        wrong=dice.random() < 0.03,
        limits=dice.random() < 0.1,
        instead=dice.choice(("", "Lineage")) if dice.random() < 0.1 else None,
    )


def _rating(dice: Random, centre: float, spread: float) -> int | None:
    return None if dice.random() < 0.05 else min(4, max(1, round(dice.gauss(centre, spread))))
