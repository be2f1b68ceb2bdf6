"""What to talk about first: what would change the decision, each with the facts that it rests on, and who starts.

A topic is a value; `words` says it. A name stands beside what its owner did (rated, recommended, saw, changed), never
beside what a model makes of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.calibration.joint.why import displayed
from bot.domain.debriefs.calibrated import Calibrated
from bot.domain.debriefs.evidence import flags_of
from bot.domain.debriefs.panel import Panel, first_to_speak, means_of, raw_mean
from bot.domain.debriefs.rounding import on_scale
from bot.domain.scorecards import Probed, Recommendation, Sureness

AGAINST = (Recommendation.STRONG_NO, Recommendation.NO)


@dataclass(frozen=True)
class NotRated:
    """Nobody rated a competency."""

    competency: str
    must_have: bool
    starts: str


@dataclass(frozen=True)
class BothSides:
    """Panelists' means of a competency lie on both sides of its bar, or of the scale's middle where none is agreed.

    `corrected`: severity was taken out of the means. `above` and `below` are given only where two rated it, and
    stand on the same sides with their ratings as they are: among more nobody is said to be alone.
    """

    competency: str
    must_have: bool
    agreed: bool
    corrected: bool
    starts: str
    above: str | None = None
    below: str | None = None


@dataclass(frozen=True)
class SplitRecommendations:
    """Some recommend the candidate and some don't: the strongest of either side, and how sure those are.

    A sureness is None where those who recommend the same are not equally sure. `two`: there is one of each.
    """

    best: Recommendation
    worst: Recommendation
    best_sure: Sureness | None
    worst_sure: Sureness | None
    two: bool
    starts: str


@dataclass(frozen=True)
class GotWeaker:
    """Answers on a competency got weaker when these people probed. `alone`: one of several panelists rated it."""

    competency: str
    must_have: bool
    people: tuple[str, ...]
    alone: bool
    starts: str


@dataclass(frozen=True)
class RedFlag:
    """A red flag, and who ticked it."""

    text: str
    people: tuple[str, ...]
    starts: str


@dataclass(frozen=True)
class HeardBelow:
    """A competency's ratings, severity and questions taken out, lie far below its score; both as people see them."""

    competency: str
    heard: float
    score: float
    starts: str


@dataclass(frozen=True)
class LowestAlone:
    """One of several panelists rated the competency with the lowest score, `score` as people see it."""

    competency: str
    score: float
    starts: str


@dataclass(frozen=True)
class Revised:
    """These people changed their scorecards after they were in."""

    people: tuple[str, ...]
    starts: str


Topic = NotRated | BothSides | SplitRecommendations | GotWeaker | RedFlag | HeardBelow | LowestAlone | Revised


@dataclass(frozen=True)
class NothingOpen:
    """No topic was found. `alone` are competencies that one of several panelists saw, together those of one person.

    `cards` are those that are in.
    """

    cards: int
    alone: tuple[tuple[str, ...], ...] = ()


def open_points(panel: Panel, calibrated: Calibrated) -> tuple[Topic, ...]:
    """Every place to start, the one that could change most first; none where no scorecard is in."""
    if not panel.sheets:
        return ()
    unrated, sides = list(_not_rated(panel)), _both_sides(panel, calibrated)
    weaker = list(_got_weaker(panel))
    said_alone = {one.competency for one in weaker if one.alone}
    lowest = (one for one in _lowest_alone(panel, calibrated) if one.competency not in said_alone)
    return (
        *(one for one in unrated if one.must_have),
        *(one for one in sides if one.must_have),
        *_split(panel),
        *(one for one in weaker if one.must_have),
        *(one for one in sides if not one.must_have),
        *_red_flags(panel),
        *_heard_below(panel, calibrated),
        *(one for one in weaker if not one.must_have),
        *(one for one in unrated if not one.must_have),
        *lowest,
        *_revised(panel),
    )


def nothing_open(panel: Panel) -> NothingOpen:
    """What is to be said where there is no topic."""
    by_person: dict[str, list[str]] = {}
    for name, who in seen_by_one(panel).items():
        by_person.setdefault(who, []).append(name)
    return NothingOpen(len(panel.sheets), tuple(map(tuple, by_person.values())))


def seen_by_one(panel: Panel) -> dict[str, str]:
    """The names of competencies that one of several panelists rated, and who did."""
    if len(panel.sheets) < 2:
        return {}
    raters = {name: list(means_of(panel, key)) for key, name in panel.competencies.items()}
    return {name: people[0] for name, people in raters.items() if len(people) == 1}


def _not_rated(panel: Panel) -> Iterator[NotRated]:
    for key, name in panel.competencies.items():
        if not means_of(panel, key):
            yield NotRated(name, panel.bar(key).must_have, panel.lead_id)


def _both_sides(panel: Panel, calibrated: Calibrated) -> list[BothSides]:
    """The widest apart first."""
    found: list[tuple[float, BothSides]] = []
    for key, name in panel.competencies.items():
        raw = means_of(panel, key)
        means = {who: mean - calibrated.severity_out(who) for who, mean in raw.items()}
        bar = panel.bar(key)
        if _sides(means, bar.score) != {-1, 1}:
            continue
        above, below = _by_name(raw, means, bar.score)
        one = BothSides(
            competency=name,
            must_have=bar.must_have,
            agreed=key in panel.bars,
            corrected=calibrated.applied,
            starts=first_to_speak(panel, raw, raw),
            above=above,
            below=below,
        )
        found.append((max(means.values()) - min(means.values()), one))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def _sides(means: Mapping[str, float], bar: float) -> set[int]:
    """-1 below and 1 above the bar, as printed; on the bar is on neither side."""
    return {_side(mean, bar) for mean in means.values()} - {0}


def _side(mean: float, bar: float) -> int:
    seen = displayed(mean)
    return (seen > bar) - (seen < bar)


def _by_name(
    raw: Mapping[str, float], means: Mapping[str, float], bar: float
) -> tuple[str, str] | tuple[None, None]:
    if len(raw) != 2:
        return None, None
    high, low = sorted(raw, key=lambda who: -means[who])
    alike = all(_side(raw[who], bar) == _side(means[who], bar) for who in raw)
    return (high, low) if alike else (None, None)


def _split(panel: Panel) -> Iterator[SplitRecommendations]:
    given = {s.user_id: (s.recommendation, s.sureness) for s in panel.sheets if s.recommendation is not None}
    kinds = [kind for kind in Recommendation if kind in {kind for kind, _ in given.values()}]
    if not kinds or kinds[0] not in AGAINST or kinds[-1] in AGAINST:
        return
    worst, best = kinds[0], kinds[-1]
    people = {kind: [who for who, (own, _) in given.items() if own is kind] for kind in (best, worst)}
    sure = {kind: {given[who][1] for who in people[kind]} for kind in (best, worst)}
    yield SplitRecommendations(
        best=best,
        worst=worst,
        best_sure=_only(sure[best]),
        worst_sure=_only(sure[worst]),
        two=len(people[best]) == len(people[worst]) == 1,
        starts=first_to_speak(panel, people[worst]),
    )


def _only(sure: set[Sureness | None]) -> Sureness | None:
    return next(iter(sure)) if len(sure) == 1 else None


def _got_weaker(panel: Panel) -> Iterator[GotWeaker]:
    for key, name in panel.competencies.items():
        ids = [question.id for question in panel.questions if question.competency == key]
        people = tuple(
            sheet.user_id
            for sheet in panel.sheets
            if any(sheet.answers[id].probed is Probed.WEAKER for id in ids if id in sheet.answers)
        )
        if people:
            means = means_of(panel, key)
            alone = len(panel.sheets) > 1 and set(means) == set(people) and len(people) == 1
            rated = [who for who in people if who in means]
            starts = first_to_speak(panel, rated or people, means)
            yield GotWeaker(name, panel.bar(key).must_have, people, alone, starts)


def _red_flags(panel: Panel) -> Iterator[RedFlag]:
    found: dict[str, list[str]] = {}
    for sheet in panel.sheets:
        answers = [(sheet.answers[one.id], one) for one in panel.questions if one.id in sheet.answers]
        of_answers = [text for answer, question in answers for text in flags_of(answer, question)]
        for text in dict.fromkeys((*of_answers, *sheet.seen)):
            found.setdefault(text, []).append(sheet.user_id)
    for text, people in found.items():
        yield RedFlag(text, tuple(people), first_to_speak(panel, people))


def _heard_below(panel: Panel, calibrated: Calibrated) -> Iterator[HeardBelow]:
    if not calibrated.applied:
        return
    for key, heard in calibrated.heard.items():
        said, score = on_scale(heard), on_scale(calibrated.competencies[key][0])
        if key in panel.competencies and said < score:
            means = means_of(panel, key)
            yield HeardBelow(panel.competencies[key], said, score, first_to_speak(panel, means, means))


def _lowest_alone(panel: Panel, calibrated: Calibrated) -> Iterator[LowestAlone]:
    """Not where two competencies share the lowest score as people see it: then neither is the lowest."""
    scores: dict[str, float] = {}
    for key in panel.competencies:
        if (raw := raw_mean(panel, key)) is not None:
            scores[key] = on_scale(calibrated.headline(key, raw))
    if len(panel.sheets) < 2 or len(scores) < 2:
        return
    key, second = sorted(scores, key=lambda key: scores[key])[:2]
    people = list(means_of(panel, key))
    if len(people) == 1 and scores[key] < scores[second]:
        yield LowestAlone(panel.competencies[key], scores[key], people[0])


def _revised(panel: Panel) -> Iterator[Revised]:
    people = tuple(sheet.user_id for sheet in panel.sheets if sheet.revised)
    if people:
        yield Revised(people, first_to_speak(panel, people))
