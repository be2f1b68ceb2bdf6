"""A debrief's figures as they are kept (JSON), written and read: also those of debriefs that opened long ago."""

import json
from dataclasses import asdict
from typing import Any

from bot.acting.context import Transaction
from bot.domain.calibration import joint
from bot.domain.debriefs import CompetencyScore, Numbers, TalkItem
from bot.domain.home import Severity
from bot.services.calibration import Fitted
from bot.storage import debriefs


def numbers_from(text: str) -> Numbers:
    """The figures as they were kept."""
    found = _renamed(json.loads(text))
    found["competencies"] = tuple(CompetencyScore(**_renamed(item)) for item in found["competencies"])
    found["talk_first"] = tuple(TalkItem(**item) for item in found["talk_first"])
    found["speaking"], found["missing"] = tuple(found["speaking"]), tuple(found["missing"])
    return Numbers(**found)


def _renamed(figures: dict[str, Any]) -> dict[str, Any]:
    """The shown score is kept as "calibrated" where a debrief opened before the joint model."""
    return {"shown" if name == "calibrated" else name: value for name, value in figures.items()}


def record(fitted: Fitted | None) -> str | None:
    """What a debrief's figures came from: the model's version, its spreads, who moved what, everybody's severity."""
    if fitted is None:
        return None
    fit, scores = fitted.fit, fitted.scores
    overall = scores.overall
    return json.dumps(
        {
            "version": joint.VERSION,
            "loops": len(fit.data.candidates),
            "sheets": len(fit.data.sheet_candidate),
            "sds": asdict(fit.sds),
            "spread": asdict(fit.spread),
            "learned_from": fit.learned_from,
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
            "panelists": [_panelist(one) for one in joint.severities(fit)],
            "notes": list(joint.notes(fit.data)),
        }
    )


def _score(score: joint.Score) -> dict[str, float]:
    low, high = score.interval()
    return {"raw": score.raw, "shown": score.shown, "sd": score.sd, "low": low, "high": high}


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
    rows = json.loads(text)["panelists"] if text else []
    mine = next((row for row in rows if row["id"] == user_id), None)
    if mine is None or not mine["shown"] or mine["low"] is None:
        return None
    return Severity(mine["leniency"], mine["low"], mine["high"], mine["n"])
