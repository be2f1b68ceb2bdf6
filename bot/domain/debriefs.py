"""Debriefs: the numbers, what to talk about first, and who speaks when. Nothing here says hire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from bot.domain.calibration import joint
from bot.domain.calibration.joint.why import displayed
from bot.domain.scorecards import (
    SAID_LIMITS,
    SURE_AND_WRONG,
    Answer,
    Asked,
    Probed,
    Recommendation,
    Sureness,
)

MOST_FIRST = 3
APART = 2
QUOTE_LENGTH = 200
QUOTES = 4
SCALE = joint.Scale(1, 4)
CALIBRATED = "calibrated"
"""The status of a debrief that shows more than raw means."""
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
    """One submitted scorecard that counts, without what was not reached: that counts for nothing. Times are aware."""

    user_id: str
    seniority: str
    answers: Mapping[str, Answer]
    recommendation: Recommendation | None
    sureness: Sureness | None
    summary: str
    submitted_at: datetime
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


@dataclass(frozen=True)
class Flag:
    """Something to bear in mind about an interview. `minutes` are the real ones and the loop's."""

    kind: Circumstance
    people: tuple[str, ...]
    minutes: tuple[int, int] | None = None


@dataclass(frozen=True)
class Panel:
    """What a debrief is made from. `competencies` are names by key, in the opening's order; `names` by user id."""

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

    def name(self, user_id: str) -> str:
        """What colleagues call somebody: their first name, or all of it where two share the first."""
        full = self.names.get(user_id, "somebody")
        first = full.split()[0]
        alike = sum(other.split()[0] == first for other in self.names.values())
        return first if alike == 1 else full


@dataclass(frozen=True)
class CompetencyScore:
    """One competency's figures, None where nobody rated it or raw alone is shown; people see them `on_scale`.

    `heard` is set only where the ratings, severity and questions taken out, say something else than what is shown.
    """

    key: str
    name: str
    raw: float | None
    panelists: int
    ratings: int
    shown: float | None = None
    low: float | None = None
    high: float | None = None
    heard: float | None = None

    @property
    def headline(self) -> float | None:
        """The shown score where there is one, else the raw mean."""
        return self.raw if self.shown is None else self.shown


@dataclass(frozen=True)
class TalkItem:
    """Something to start with: a few words in bold, and the rest. User ids stand as <@U123>."""

    lead: str
    rest: str


@dataclass(frozen=True)
class Calibrated:
    """What a fit says of one candidate: shown scores with 80% ranges, and the words for the channel (without names).

    `status` is CALIBRATED, or why raw alone is shown. `early`: few loops to learn from yet. `heard` has what was
    heard in competencies where that lies far from what is shown.
    """

    status: str
    words: str
    overall: tuple[float, float, float] | None = None
    competencies: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    heard: Mapping[str, float] = field(default_factory=dict)
    early: bool = False
    differ: bool = False
    stands_out: str | None = None

    @property
    def applied(self) -> bool:
        """Whether the shown figures are the headline."""
        return self.status == CALIBRATED


@dataclass(frozen=True)
class Numbers:
    """All the figures that a debrief shows, kept as they were shown but for the rounding (see `on_scale`).

    `version` is that of the model; 0 where a debrief opened before the joint model.
    """

    label: str
    opening: str
    cards_in: int
    panel: int
    quorum: int
    raw: float | None
    shown: float | None
    low: float | None
    high: float | None
    status: str
    words: str
    competencies: tuple[CompetencyScore, ...]
    talk_first: tuple[TalkItem, ...]
    recommendations: Mapping[str, int]
    speaking: tuple[str, ...]
    missing: tuple[str, ...]
    early: bool = False
    version: int = 0


def numbers(panel: Panel, calibrated: Calibrated) -> Numbers:
    """Everything that the head of a debrief shows, from the submitted scorecards."""
    everything = [value for sheet in panel.sheets for value in _values(sheet)]
    overall = calibrated.overall if calibrated.applied else None
    scores = tuple(_score(panel, key, name, calibrated) for key, name in panel.competencies.items())
    return Numbers(
        label=panel.label,
        opening=panel.opening,
        cards_in=len(panel.sheets),
        panel=len(panel.sheets) + len(panel.missing),
        quorum=panel.quorum,
        raw=fmean(everything) if everything else None,
        shown=overall[0] if overall else None,
        low=overall[1] if overall else None,
        high=overall[2] if overall else None,
        status=calibrated.status,
        words=calibrated.words,
        competencies=scores,
        talk_first=talk_first(panel, calibrated),
        recommendations=_recommendations(panel),
        speaking=speaking_order(panel),
        missing=panel.missing,
        early=calibrated.applied and calibrated.early,
        version=joint.VERSION,
    )


def on_scale(score: float) -> float:
    """A score as people see it: inside the scale 1 to 4, to one decimal, half up."""
    return displayed(SCALE.clip(score))


def talk_first(panel: Panel, calibrated: Calibrated) -> tuple[TalkItem, ...]:
    """At most three places to start: too few cards, far-apart ratings, red flags, what rests on one person."""
    items = (
        *_short_of_quorum(panel),
        *_differ(calibrated),
        *_apart(panel),
        *_red_flags(panel),
        *_heard_otherwise(panel, calibrated),
        *_unasked(panel),
        *_alone(panel),
    )
    return items[:MOST_FIRST]


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


@dataclass(frozen=True)
class Quote:
    """Evidence as it is shown: whose, on which question, and what they wrote.

    `instead` is what they asked in the question's place, "" where they didn't say; None where they asked it.
    """

    user_id: str
    question: str
    instead: str | None
    text: str
    probed: Probed | None
    flags: tuple[str, ...]
    said_limits: bool


def quotes_of(panel: Panel, competency: str) -> tuple[Quote, ...]:
    """All evidence for a competency in question order, with flags and what probing did."""
    found = []
    for question in panel.questions:
        if question.competency != competency:
            continue
        for sheet in panel.sheets:
            answer = sheet.answers.get(question.id)
            if answer is not None and (answer.evidence or answer.seen or answer.rated):
                found.append(
                    Quote(
                        sheet.user_id,
                        question.short,
                        answer.instead if answer.state is Asked.OTHER else None,
                        answer.evidence,
                        answer.probed,
                        flags_of(answer, question),
                        SAID_LIMITS in answer.seen,
                    )
                )
    return tuple(found)


def flags_of(answer: Answer, question: AskedQuestion) -> tuple[str, ...]:
    """The red flags that a panelist ticked, in words."""
    texts = ["sure of something wrong"] if SURE_AND_WRONG in answer.seen else []
    for number, text in enumerate(question.red_flags):
        if f"flag:{number}" in answer.seen:
            texts.append(text)
    return tuple(texts)


def cut(text: str, length: int = QUOTE_LENGTH) -> str:
    """The text, or its beginning up to a word's end with an ellipsis, at most `length` characters."""
    flat = text.strip()
    if len(flat) <= length:
        return flat
    head = flat[: length - 2]
    return f"{head.rsplit(None, 1)[0] if ' ' in head else head} …"


def _values(sheet: HandedIn) -> list[int]:
    return [v for answer in sheet.answers.values() for v in answer.ratings.values() if v is not None]


def _score(panel: Panel, key: str, name: str, calibrated: Calibrated) -> CompetencyScore:
    given = ratings_of(panel, key)
    values = [v for by_dimension in given.values() for vs in by_dimension.values() for v in vs]
    adjusted = calibrated.competencies.get(key) if calibrated.applied else None
    shown, low, high = adjusted or (None, None, None)
    return CompetencyScore(
        key,
        name,
        fmean(values) if values else None,
        len(given),
        len(values),
        shown,
        low,
        high,
        calibrated.heard.get(key) if adjusted else None,
    )


def _recommendations(panel: Panel) -> dict[str, int]:
    given = [sheet.recommendation for sheet in panel.sheets]
    return {str(kind): given.count(kind) for kind in reversed(Recommendation) if kind in given}


def _short_of_quorum(panel: Panel) -> Sequence[TalkItem]:
    if len(panel.sheets) >= panel.quorum:
        return ()
    have = len(panel.sheets)
    return [TalkItem("Too few scorecards", f": {have} in, this opening wants {panel.quorum}")]


def _differ(calibrated: Calibrated) -> Sequence[TalkItem]:
    """Scorecards that differ more than severity and chance explain; no such line does not mean agreement."""
    if not calibrated.differ:
        return ()
    who = f": <@{calibrated.stands_out}> stands out" if calibrated.stands_out else ""
    return [TalkItem("The panel differs more than chance", who or " explains")]


def _apart(panel: Panel) -> Sequence[TalkItem]:
    """Dimensions of a competency on which two panelists are two or more apart, the widest first."""
    found: list[tuple[float, int, TalkItem]] = []
    for key, name in panel.competencies.items():
        by_person = ratings_of(panel, key)
        for dimension, short in panel.dimensions.items():
            means = {who: fmean(by[dimension]) for who, by in by_person.items() if dimension in by}
            if len(means) < 2:
                continue
            high, low = max(means, key=lambda w: means[w]), min(means, key=lambda w: means[w])
            gap = means[high] - means[low]
            if gap >= APART:
                words = f": <@{high}> {_plain(means[high])}, <@{low}> {_plain(means[low])}"
                found.append((-gap, len(found), TalkItem(f"{name}, {short.lower()}", words)))
    return [item for _, _, item in sorted(found, key=lambda f: f[:2])]


def _red_flags(panel: Panel) -> Sequence[TalkItem]:
    found: list[TalkItem] = []
    for sheet in panel.sheets:
        for question in panel.questions:
            answer = sheet.answers.get(question.id)
            texts = flags_of(answer, question) if answer else ()
            if texts:
                found.append(TalkItem("Red flag", f" (<@{sheet.user_id}>): {_lower_first(texts[0])}"))
        found += [TalkItem("Red flag", f" (<@{sheet.user_id}>): {_lower_first(text)}") for text in sheet.seen]
    return found


def _heard_otherwise(panel: Panel, calibrated: Calibrated) -> Sequence[TalkItem]:
    """Competencies whose own ratings say something else than the score; not where both are displayed alike."""
    if not calibrated.applied:
        return ()
    found = []
    for key, heard in calibrated.heard.items():
        shown = on_scale(calibrated.competencies[key][0])
        if key in panel.competencies and on_scale(heard) != shown:
            words = f": heard at {on_scale(heard):.1f}, shown at {shown:.1f}"
            found.append(TalkItem(panel.competencies[key], words))
    return found


def _alone(panel: Panel) -> Sequence[TalkItem]:
    found: list[TalkItem] = []
    for key, name in panel.competencies.items():
        people = list(ratings_of(panel, key))
        if len(people) == 1 and len(panel.sheets) > 1:
            found.append(TalkItem(name, f" rests on <@{people[0]}> alone"))
    return found


def _unasked(panel: Panel) -> Sequence[TalkItem]:
    return [
        TalkItem(name, " was rated by nobody")
        for key, name in panel.competencies.items()
        if not ratings_of(panel, key)
    ]


def _plain(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
