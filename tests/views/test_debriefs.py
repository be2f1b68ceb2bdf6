"""The lead's modals about a debrief."""

import json
from typing import Any

from bot.domain.calibration import fit
from bot.domain.debriefs import Numbers, Panel, numbers
from bot.services.calibration import Fitted, for_candidate, record
from bot.views.debriefs import why
from tests.domain.calibration_data import WIDE, World, ratings

WHO = "c007"


def calibrated() -> tuple[Fitted, Numbers]:
    """A fit of forty loops, and the figures of one of them."""
    given = ratings(World(seed=45, candidates=40, ragged=True))
    fitted = Fitted(fit(given, scale=WIDE), WHO, [one for one in given if one.candidate == WHO], None)
    keys = [one.competency for one in fitted.fit.competencies_of(WHO)]
    panel = Panel(
        "A. K.", "Engineer", "ULEAD", 2, {key: key.title() for key in keys}, {}, (), sheets=(), missing=()
    )
    return fitted, numbers(panel, for_candidate(fitted))


def texts(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def test_every_competencys_score_says_who_moved_it_and_by_how_much() -> None:
    fitted, found = calibrated()
    shown = texts(why(found, record(fitted)))
    for row in fitted.fit.competencies_of(WHO):
        name = row.competency.title()
        section = next(text for text in shown if text.startswith(f"*{name}: "))
        head, *lines = section.splitlines()
        assert head.endswith(f"calibrated {row.calibrated:.1f}*")
        assert len(lines) == row.n
        moved = sum(float(line.split("*")[1]) for line in lines)
        assert abs(moved - (row.calibrated - row.raw)) <= 0.005 * row.n + 1e-9
        assert all("<@p" in line and "interview" in line for line in lines)
    assert max(map(len, shown)) < 3_000


def test_a_debrief_kept_without_its_competencies_parts_still_opens() -> None:
    fitted, found = calibrated()
    kept = json.loads(record(fitted) or "")
    del kept["competencies"]
    shown = texts(why(found, json.dumps(kept)))
    assert shown[0].startswith("*Raw ")
    assert not any(": raw " in text for text in shown)
