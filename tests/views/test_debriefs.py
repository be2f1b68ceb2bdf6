"""What a debrief says of the model's figures: its head, and the lead's modal about why they are what they are."""

import json
import re
from dataclasses import asdict
from functools import cache
from typing import Any

import pytest

from bot.domain.calibration import joint
from bot.domain.debriefs import SCALE, Bar, Numbers, Panel, numbers
from bot.services.calibration import Fitted, for_candidate
from bot.services.debriefs.records import numbers_from, record
from bot.views.debriefs import head
from bot.views.why import why
from tests.domain.joint_data import Company, company

WHO = "c02"


@cache
def fitted(candidates: int = 16) -> Fitted:
    """A fit of a made-up company, for one of its candidates."""
    given = company(Company(seed=45, candidates=candidates))
    own = [one for one in given if one.candidate == WHO]
    return Fitted(joint.fit(given, scale=SCALE), WHO, own, frozenset(), None)


def figures(of: Fitted) -> tuple[Numbers, Panel]:
    names = {key: key.title() for key in of.scores.competencies}
    panel = Panel("A. K.", "Engineer", "ULEAD", 2, names, {}, (), sheets=(), missing=())
    return numbers(panel, for_candidate(of)), panel


def texts(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def parts(text: str) -> list[float]:
    """What the lines begin with: what each part moved."""
    return [float(by) for by in re.findall(r"^\*([+-][\d.]+)\*", text, re.MULTILINE)]


def test_chances_are_those_above_the_agreed_bar_and_else_above_the_middle() -> None:
    of = fitted()
    key, *others = of.scores.competencies
    above = for_candidate(of, {key: Bar(3)}).above
    assert above[key] == of.scores.competencies[key].score.above(3)
    assert [above[one] for one in others] == [of.scores.competencies[one].score.above(2.5) for one in others]


def test_the_parts_of_every_score_add_up_to_what_is_shown() -> None:
    of = fitted()
    shown = texts(why(figures(of)[0], record(of)))
    overall = of.scores.overall
    assert sum(parts(shown[1])) == pytest.approx(
        SCALE.clip(overall.score.shown) - overall.score.raw, abs=0.03
    )
    for key, one in of.scores.competencies.items():
        text = next(text for text in shown if text.startswith(f"*{key.title()}: "))
        assert text.startswith(
            f"*{key.title()}: raw {one.score.raw:.2f}, shown {SCALE.clip(one.score.shown):.2f}*"
        )
        assert sum(parts(text)) == pytest.approx(SCALE.clip(one.score.shown) - one.score.raw, abs=0.03)
    assert max(map(len, shown)) < 3_000


def test_severity_is_said_panelist_by_panelist() -> None:
    of = fitted()
    text = texts(why(figures(of)[0], record(of)))[1]
    severity = next(line for line in text.splitlines() if "for severity" in line)
    said = {who: float(by) for who, by in re.findall(r"<@(\w+)> ([+-][\d.]+)", severity)}
    assert said == {
        who: pytest.approx(by, abs=0.005)
        for who, by in of.scores.overall.severity_by.items()
        if abs(by) >= 0.005
    }


def test_the_record_keeps_the_models_version_and_what_everybody_may_see_of_themselves() -> None:
    kept = json.loads(record(fitted()) or "")
    assert kept["version"] == joint.VERSION
    assert figures(fitted())[0].version == joint.VERSION
    assert {row["id"] for row in kept["panelists"]} == set(fitted().fit.data.panelists)


def test_a_record_reads_as_it_was_kept() -> None:
    found, _ = figures(fitted())
    assert numbers_from(json.dumps(asdict(found))) == found


@pytest.mark.parametrize(
    ("candidates", "says"),
    [
        (4, "Raw means from 1 to 4, not calibrated because there are only 4 loops"),
        (9, "80% ranges · early: few loops to learn from yet"),
        (16, "1 to 4, drawn to the middle; 80% ranges"),
    ],
)
def test_the_head_says_what_its_scores_are(candidates: int, says: str) -> None:
    found, panel = figures(fitted(candidates))
    blocks = head(1, found, panel, None)[1]
    line = next(block["elements"][0]["text"] for block in blocks if block["type"] == "context")
    assert says in line
    assert ("early" in line) == (candidates == 9)
    assert (found.shown is None) == (candidates == 4)


def kept_before() -> tuple[Numbers, str]:
    """A debrief that opened before the joint model, as it was kept then."""
    score = {"key": "data", "name": "Data", "raw": 2.5, "panelists": 1, "ratings": 2}
    text = {
        "label": "A. K.",
        "opening": "Engineer",
        "cards_in": 1,
        "panel": 1,
        "quorum": 1,
        "raw": 2.5,
        "calibrated": 2.75,
        "low": 2.4,
        "high": 3.1,
        "status": "calibrated",
        "words": "Raw 2.5, calibrated 2.8 (2.4 to 3.1): one of the one usually scores 0.3 below colleagues.",
        "competencies": [{**score, "calibrated": 2.75, "low": 2.3, "high": 3.2}],
        "talk_first": [{"lead": "Data", "rest": " rests on <@U1> alone"}],
        "recommendations": {"yes": 1},
        "speaking": ["U1"],
        "missing": [],
    }
    moved = {
        "panelist": "U1",
        "n": 7,
        "leniency": -0.25,
        "shown": True,
        "by_leniency": 0.25,
        "by_items": 0.0,
        "by_weight": 0.0,
        "total": 0.25,
    }
    fit = {"sheets": 40, "loops": 12, "notes": [], "moved": [moved], "competencies": {"data": [moved]}}
    return numbers_from(json.dumps(text)), json.dumps(fit)


def test_a_debrief_of_before_the_joint_model_still_says_what_it_said() -> None:
    found, fit = kept_before()
    assert (found.shown, found.competencies[0].shown, found.version) == (2.75, 2.75, 0)
    shown = texts(why(found, fit))
    assert shown[0].startswith(
        "*Raw 2.5, calibrated 2.8* (2.4 to 3.1)\nLearned from 40 scorecards of 12 loops."
    )
    assert shown[1].startswith("<@U1> moved it by *+0.25*")
    assert shown[2].startswith("*Data: raw 2.5, calibrated 2.8*")
    panel = Panel("A. K.", "Engineer", "ULEAD", 1, {"data": "Data"}, {}, (), sheets=(), missing=())
    assert "drawn to the middle" not in json.dumps(head(1, found, panel, None)[1])


def test_the_oldest_records_lack_the_parts_of_competencies_and_still_open() -> None:
    found, fit = kept_before()
    kept = json.loads(fit)
    del kept["competencies"]
    assert not any(text.startswith("*Data") for text in texts(why(found, json.dumps(kept))))


@pytest.mark.parametrize(
    ("leniency", "said"),
    [(0.4, "usually score 0.4 above colleagues"), (-0.4, "usually score 0.4 below colleagues")],
)
def test_the_explanation_of_one_panelist_says_the_same_side(leniency: float, said: str) -> None:
    found, fit = kept_before()
    kept = json.loads(fit)
    row = {**kept["moved"][0], "leniency": leniency, "n": 12, "total": -leniency, "by_leniency": -leniency}
    text = texts(why(found, json.dumps(kept | {"moved": [row]})))[1]
    hidden = texts(why(found, json.dumps(kept | {"moved": [row | {"shown": False}]})))[1]
    assert said in text
    assert "above" not in hidden
    assert "below" not in hidden
