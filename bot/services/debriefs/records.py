"""A debrief's figures as they are kept (JSON), written and read: also those of debriefs that opened long ago."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from bot.acting.context import Transaction
from bot.domain.calibration import joint
from bot.domain.debriefs import (
    Bar,
    BothSides,
    GotWeaker,
    HeardBelow,
    LowestAlone,
    NotRated,
    Numbers,
    Person,
    RedFlag,
    Revised,
    Sentence,
    SplitRecommendations,
    Topic,
)
from bot.domain.home import Severity
from bot.services.calibration import NO_BARS, Fitted
from bot.storage import debriefs

TOPICS: dict[str, type[Topic]] = {
    "not_rated": NotRated,
    "both_sides": BothSides,
    "split": SplitRecommendations,
    "got_weaker": GotWeaker,
    "red_flag": RedFlag,
    "heard_below": HeardBelow,
    "lowest_alone": LowestAlone,
    "revised": Revised,
}
"""Topics by the name that each is kept under."""
KIND = {kept: name for name, kept in TOPICS.items()}
MOST_BESIDE = 10
"""Other candidates that a lead sees beside this one."""
MENTION = re.compile(r"<@([A-Z0-9]+)>")
"""How people stood in the words of debriefs that opened before topics had facts."""
_NUMBERS = TypeAdapter(Numbers)
_TOPICS = {kind: TypeAdapter[Topic](topic) for kind, topic in TOPICS.items()}


def kept_from(found: Numbers) -> str:
    """The figures as they are kept."""
    topics = [
        {"kind": KIND[type(one)], **asdict(one)} for one in found.talk_first if not isinstance(one, Sentence)
    ]
    return json.dumps({**asdict(found), "talk_first": topics})


def numbers_from(text: str) -> Numbers:
    """The figures as they were kept."""
    found = _renamed(json.loads(text))
    found["competencies"] = [_renamed(item) for item in found["competencies"]]
    found["talk_first"] = [_topic(item) for item in found["talk_first"]]
    return _NUMBERS.validate_python(found)


def _topic(kept: dict[str, Any]) -> Topic | Sentence:
    """What was kept of a topic: its facts, or of a debrief that opened long ago its words."""
    if "kind" not in kept:
        words = MENTION.split(kept["rest"])
        pieces = [Person(piece) if n % 2 else piece for n, piece in enumerate(words)]
        return Sentence(kept["lead"], tuple(piece for piece in pieces if piece))
    facts = {name: value for name, value in kept.items() if name != "kind"}
    return _TOPICS[kept["kind"]].validate_python(facts)


def _renamed(figures: dict[str, Any]) -> dict[str, Any]:
    """The shown score is kept as "calibrated" where a debrief opened before the joint model."""
    return {"shown" if name == "calibrated" else name: value for name, value in figures.items()}


def record(fitted: Fitted | None, bars: Mapping[str, Bar] = NO_BARS) -> str | None:
    """What a debrief's figures came from: the model's version, its spreads, who moved what, everybody's severity.

    And what one more interview on each competency would do, by the agreed `bars`.
    """
    if fitted is None:
        return None
    fit, scores = fitted.fit, fitted.scores
    overall = scores.overall
    return json.dumps(
        {
            "version": joint.VERSION,
            "loops": len(fit.data.candidates),
            "samples": fitted.samples,
            "sheets": len(fit.data.sheet_candidate),
            "sds": asdict(fit.sds),
            "spread": asdict(fit.spread),
            "learned_from": fit.learned_from,
            "of_loops": in_runs(fitted.loops),
            "df": scores.df,
            "middle": scores.middle,
            "raw_only": scores.raw_only,
            "early": scores.early,
            "overall": {
                **_score(overall.score),
                "unpooled": overall.unpooled,
                "parts": asdict(overall.parts),
                "severity_by": dict(overall.severity_by),
                "says": list(overall.says),
            },
            "competencies": {
                key: {
                    **_score(one.score),
                    "parts": asdict(one.parts),
                    "severity_by": dict(one.severity_by),
                    "heard": one.heard,
                }
                for key, one in scores.competencies.items()
            },
            "next": {key: _next(fitted, key, bars.get(key)) for key in scores.competencies},
            "apart": _apart(fitted.apart),
            "beside": _beside(fitted),
            "panelists": [_panelist(one) for one in joint.severities(fit)],
            "notes": list(joint.notes(fit.data)),
        }
    )


def in_runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Ids as runs of neighbours, first and last of each: 5,000 loops are a few lines of a record."""
    runs: list[tuple[int, int]] = []
    for id in sorted(ids):
        if runs and id == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], id)
        else:
            runs.append((id, id))
    return runs


def of_runs(runs: Iterable[Sequence[int]]) -> frozenset[int]:
    """The ids of `in_runs`."""
    return frozenset(id for first, last in runs for id in range(first, last + 1))


def _next(fitted: Fitted, key: str, bar: Bar | None) -> dict[str, object]:
    """What is left of the range after one more interview, and how often that settles the bar where there is one."""
    left = joint.next_interview(fitted.fit, fitted.scores, key).own
    if bar is None:
        return {"left": left, "settles": None, "must_have": False}
    settled = joint.settles_own(fitted.fit, fitted.scores, key, bar.score)
    return {"left": left, "settles": settled, "must_have": bar.must_have}


def _score(score: joint.Score) -> dict[str, float]:
    low, high = score.interval()
    return {"raw": score.raw, "shown": score.shown, "sd": score.sd, "low": low, "high": high}


def _beside(fitted: Fitted) -> list[dict[str, object]]:
    """The candidates of the opening whose scores are nearest; none where the scores may not be shown."""
    if fitted.scores.raw_only:
        return []
    pairs = joint.nearest(fitted.fit, fitted.candidate, MOST_BESIDE)
    return [{"candidate": one.b, "gap": one.gap, "sd": one.sd, "p": one.p} for one in pairs]


def _apart(found: joint.Disagreement | None) -> dict[str, object] | None:
    """Where scorecards differ beyond chance: the chance, and who stands furthest from the others, of three or more."""
    if found is None or not found.flagged:
        return None
    return {"p": found.p, "panelist": found.panelist}


def _panelist(one: joint.Severity) -> dict[str, object]:
    low, high = one.interval()
    return {
        "id": one.panelist,
        "n": one.n,
        "leniency": one.leniency,
        "low": low,
        "high": high,
        "shown": one.shown,
    }


def own_severity(tx: Transaction, user_id: str) -> Severity | None:
    """A person's own figures from the newest debrief's fit; None where too little is known to show it."""
    text = debriefs.newest_fit(tx)
    kept = json.loads(text) if text else {"panelists": []}
    mine = next((row for row in kept["panelists"] if row["id"] == user_id), None)
    if mine is None or not mine["shown"] or mine["low"] is None:
        return None
    return Severity(mine["leniency"], mine["low"], mine["high"], mine["n"], kept.get("samples", 0))
