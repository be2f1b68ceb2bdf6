"""All the figures that a debrief shows, from the submitted scorecards and what a fit says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import fmean

from bot.domain.agreed import AgreedRule, RuleReads, Side, reads, side
from bot.domain.calibration import joint
from bot.domain.debriefs.calibrated import Calibrated, Place
from bot.domain.debriefs.panel import HandedIn, Panel, means_of, ratings_of, speaking_order
from bot.domain.debriefs.sentence import Sentence
from bot.domain.debriefs.standing import Standing, standing_of
from bot.domain.debriefs.topics import NothingOpen, Topic, nothing_open, open_points
from bot.domain.scorecards import Recommendation


@dataclass(frozen=True)
class CompetencyScore:
    """One competency's figures, None where nobody rated it or raw alone is shown; people see them `on_scale`.

    `heard` is set only where the ratings, severity and questions taken out, say something else than what is shown.
    `above` is the chance that the score is above `bar`: the agreed one, or the scale's middle where `agreed` is False.
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
    above: float | None = None
    bar: float | None = None
    agreed: bool = False
    must_have: bool = False

    @property
    def side(self) -> Side | None:
        """Where it stands to the agreed bar; None where there is none."""
        return side(self.low, self.high, self.bar) if self.agreed and self.bar is not None else None

    @property
    def headline(self) -> float | None:
        """The shown score where there is one, else the raw mean."""
        return self.raw if self.shown is None else self.shown


@dataclass(frozen=True)
class Numbers:
    """All the figures that a debrief shows, kept as they were shown but for the rounding (see `on_scale`).

    `version` is that of the model; 0 where a debrief opened before the joint model. `talk_first` holds every topic,
    the most pressing first; of a debrief that opened before topics had facts, its words as they were. `moved_by` are
    the causes that moved a score, None where that was not kept. `samples` counts the made-up loops behind the scores.
    `rule` is who agreed on the bars, and when.
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
    talk_first: tuple[Topic | Sentence, ...]
    recommendations: Mapping[str, int]
    speaking: tuple[str, ...]
    missing: tuple[str, ...]
    early: bool = False
    version: int = 0
    nothing_open: NothingOpen | None = None
    standing: Standing = field(default_factory=Standing)
    place: Place | None = None
    moved_by: tuple[str, ...] | None = None
    samples: int = 0
    rule: AgreedRule | None = None

    @property
    def reads(self) -> RuleReads | None:
        """What the agreed rule reads; None where it has no must-have, or there is none."""
        return reads(row.side for row in self.competencies if row.must_have and row.side is not None)


def numbers(panel: Panel, calibrated: Calibrated) -> Numbers:
    """Everything that a debrief says in figures or from them."""
    everything = [value for sheet in panel.sheets for value in _values(sheet)]
    shown, low, high = calibrated.overall if calibrated.applied and calibrated.overall else (None, None, None)
    topics = open_points(panel, calibrated)
    return Numbers(
        label=panel.label,
        opening=panel.opening,
        cards_in=len(panel.sheets),
        panel=len(panel.sheets) + len(panel.missing),
        quorum=panel.quorum,
        raw=fmean(everything) if everything else None,
        shown=shown,
        low=low,
        high=high,
        status=calibrated.status,
        words=calibrated.words,
        competencies=tuple(_score(panel, key, calibrated) for key in panel.competencies),
        talk_first=topics,
        recommendations=_recommendations(panel),
        speaking=speaking_order(panel),
        missing=panel.missing,
        early=calibrated.applied and calibrated.early,
        version=joint.VERSION,
        nothing_open=None if topics else nothing_open(panel),
        standing=standing_of(panel, calibrated),
        place=calibrated.place if calibrated.applied else None,
        moved_by=calibrated.moved_by if calibrated.applied else (),
        samples=calibrated.samples if calibrated.applied else 0,
        rule=panel.rule if panel.bars else None,
    )


def _values(sheet: HandedIn) -> list[int]:
    return [v for answer in sheet.answers.values() for v in answer.ratings.values() if v is not None]


def _score(panel: Panel, key: str, calibrated: Calibrated) -> CompetencyScore:
    values = [v for by in ratings_of(panel, key).values() for vs in by.values() for v in vs]
    found = CompetencyScore(
        key=key,
        name=panel.competencies[key],
        raw=fmean(values) if values else None,
        panelists=len(means_of(panel, key)),
        ratings=len(values),
        bar=panel.bar(key).score,
        agreed=key in panel.bars,
        must_have=panel.bar(key).must_have,
    )
    adjusted = calibrated.competencies.get(key) if calibrated.applied else None
    if adjusted is None:
        return found
    shown, low, high = adjusted
    return replace(
        found,
        shown=shown,
        low=low,
        high=high,
        heard=calibrated.heard.get(key),
        above=calibrated.above.get(key),
    )


def _recommendations(panel: Panel) -> dict[str, int]:
    given = [sheet.recommendation for sheet in panel.sheets]
    return {str(kind): given.count(kind) for kind in reversed(Recommendation) if kind in given}
