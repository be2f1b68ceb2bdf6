"""What a debrief is made from: the scorecards that count, the questions asked, and what was unusual."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from bot.domain.agreed import AgreedRule, Bar
from bot.domain.bidi import isolated
from bot.domain.calibration import joint
from bot.domain.scorecards import Answer, Recommendation, Sureness

SCALE = joint.Scale(1, 4)
MIDDLE = (SCALE.low + SCALE.high) / 2
"""Where two sides meet while nobody has agreed on a bar."""
SPEAKING = {"junior": 0, "mid": 1, "senior": 2}


@dataclass(frozen=True)
class AskedQuestion:
    """A planned question as a debrief needs it. `red_flags` are its texts, in order."""

    id: str
    short: str
    competency: str
    red_flags: tuple[str, ...]


@dataclass(frozen=True)
class HandedIn:
    """One submitted scorecard that counts, without what was not reached: that counts for nothing. Times are aware.

    `revised` is whether its author changed it after it was in.
    """

    user_id: str
    seniority: str
    answers: Mapping[str, Answer]
    recommendation: Recommendation | None
    sureness: Sureness | None
    summary: str
    submitted_at: datetime
    revised: bool = False
    seen: tuple[str, ...] = ()
    """The red flags of any answer, in words."""


@dataclass(frozen=True)
class NotAsked:
    """A planned question that the candidate didn't hear, in short.

    `people` didn't get to it, or asked something else `instead`; without any, it was taken out beforehand.
    """

    question: str
    people: tuple[str, ...]
    instead: bool = False


class Circumstance(StrEnum):
    """What may be unusual about an interview."""

    STOOD_IN = "stood_in"
    SHORTER = "shorter"
    SHADOW_ASKED = "shadow_asked"
    TOGETHER = "together"
    KNOWS = "knows"
    MISSED = "missed"
    PART = "part"
    LATE_CARD = "late_card"
    NTH_OF_DAY = "nth_of_day"


@dataclass(frozen=True)
class Flag:
    """Something to bear in mind about an interview; no number is corrected for it.

    `minutes` are the real ones and the loop's. `number` is how many hours after the interview a late card came, or the
    how manieth interview of its panelist's day it was.
    """

    kind: Circumstance
    people: tuple[str, ...]
    minutes: tuple[int, int] | None = None
    number: int = 0


@dataclass(frozen=True)
class Panel:
    """What a debrief is made from. `competencies` are names by key, in the opening's order; `names` by user id.

    `rule` says who agreed on the `bars` and when; None where there are none.
    """

    label: str
    opening: str
    lead_id: str
    quorum: int
    competencies: Mapping[str, str]
    dimensions: Mapping[str, str]
    questions: tuple[AskedQuestion, ...]
    sheets: tuple[HandedIn, ...]
    missing: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    not_asked: tuple[NotAsked, ...] = ()
    flags: tuple[Flag, ...] = ()
    late: tuple[HandedIn, ...] = ()
    """Scorecards that came once their authors could read the others: in no number, and never learned from."""
    bars: Mapping[str, Bar] = field(default_factory=dict)
    rule: AgreedRule | None = None

    def name(self, user_id: str) -> str:
        """What colleagues call somebody: their first name, or all of it where two share the first."""
        full = self.names.get(user_id, "somebody")
        first = full.split()[0]
        alike = sum(other.split()[0] == first for other in self.names.values())
        return isolated(first if alike == 1 else full)

    def bar(self, competency: str) -> Bar:
        """The agreed bar; where there is none, the middle of the scale, which is no must-have."""
        return self.bars.get(competency, Bar(MIDDLE))


def speaking_order(panel: Panel) -> tuple[str, ...]:
    """Who speaks when: the least senior first, the lead last, so that nobody follows a boss."""
    ranked = sorted(panel.sheets, key=lambda sheet: (SPEAKING.get(sheet.seniority, 1), sheet.submitted_at))
    order = [sheet.user_id for sheet in ranked if sheet.user_id != panel.lead_id]
    return (*order, panel.lead_id)


def ratings_of(panel: Panel, competency: str) -> dict[str, dict[str, list[int]]]:
    """Ratings given for a competency: panelist, then dimension, then the values in question order."""
    found: dict[str, dict[str, list[int]]] = {}
    for sheet in panel.sheets:
        for question in panel.questions:
            answer = sheet.answers.get(question.id)
            if question.competency != competency or answer is None:
                continue
            for dimension, value in answer.ratings.items():
                if value is not None:
                    found.setdefault(sheet.user_id, {}).setdefault(dimension, []).append(value)
    return found


def means_of(panel: Panel, competency: str) -> dict[str, float]:
    """The mean of each panelist's ratings for a competency, of those who rated it."""
    return {
        who: fmean(value for values in by.values() for value in values)
        for who, by in ratings_of(panel, competency).items()
    }


def raw_mean(panel: Panel, competency: str) -> float | None:
    """The plain mean of a competency's ratings; None where there are none."""
    values = [v for by in ratings_of(panel, competency).values() for vs in by.values() for v in vs]
    return fmean(values) if values else None


def first_to_speak(panel: Panel, people: Iterable[str], means: Mapping[str, float] | None = None) -> str:
    """Which of these people starts: the lowest rating where there are any, then the order of speaking."""
    order = speaking_order(panel)
    return min(people, key=lambda who: ((means or {}).get(who, 0.0), order.index(who)))
