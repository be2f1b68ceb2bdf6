"""The one adapter: a plain case drawn as Fairloop draws its debrief, as lines of text a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.domain.calibration import joint
from bot.domain.debriefs import SCALE, AgreedRule, AskedQuestion, Bar, Earlier, HandedIn, Panel, numbers
from bot.domain.scorecards import SAID_LIMITS, SURE_AND_WRONG, Answer, Probed, Recommendation, Sureness
from bot.domain.scorecards import Asked as State
from bot.services.calibration import Fitted, for_candidate
from bot.services.debriefs.records import kept_from, numbers_from, record
from bot.views.charts import debrief_alt
from bot.views.debrief_sentences import chart_rows
from bot.views.debrief_thread import competency, rest
from bot.views.debriefs import head
from bot.views.why import why
from tests.domain.joint_data import Company, company
from tests.views.said.panels import COMPETENCIES, DIMENSIONS, LEAD, NAMES, OWN, Asked, Card, Case, Given

AT = datetime(2026, 6, 9, 12, tzinfo=UTC)
HISTORIES = (0, 3, 7, 24)
"""How many loops there were before."""


@dataclass(frozen=True)
class Said:
    """One line, and the page that it stands on: head, rest, why, picture, or a competency's key."""

    page: str
    text: str


@dataclass(frozen=True)
class Known:
    """What the model makes of a case: its fit with and without it, and the scores without each panelist's card."""

    fit: joint.JointFit
    before: joint.JointFit | None
    scores: joint.CandidateScores
    without: Mapping[str, joint.CandidateScores]


@cache
def history(loops: int) -> joint.JointFit | None:
    """A company's past, with the panelists and some of the questions of the cases."""
    if not loops:
        return None
    given = company(Company(seed=300 + loops, candidates=loops, panelists=7, competencies=5, bank=3))
    keys = list(COMPETENCIES)
    renamed = [
        type(one)(
            candidate=one.candidate,
            panelist=f"U{int(one.panelist[1:]) + 1}",
            score=one.score,
            item=f"{keys[int(one.competency[1:])]}/{keys[int(one.competency[1:])]}{(one.item or '')[-1]}/depth",
            competency=keys[int(one.competency[1:])],
            opening=one.opening,
        )
        for one in given
    ]
    return joint.fit(renamed, scale=SCALE)


def known_of(case: Case) -> tuple[Fitted, Known] | None:
    """The fit of a case; None where nobody rated anything."""
    own = case.ratings()
    if not own:
        return None
    before = history(case.history)
    fit = joint.fit(own, scale=SCALE) if before is None else joint.update(before, own)
    apart = None if before is None else joint.disagreement(own, before)
    without = {} if before is None else joint.left_out(before, own)
    fitted = Fitted(fit, OWN, own, frozenset(), apart, without)
    return fitted, Known(fit, before, fitted.scores, without)


def said(case: Case) -> tuple[list[Said], Known | None]:
    """Every line of head, thread, picture and the lead's modal, and what the model knows."""
    found = known_of(case)
    fitted, known = found if found else (None, None)
    panel = panel_of(case)
    figures = numbers_from(kept_from(numbers(panel, for_candidate(fitted, panel.bars))))
    lines = [Said("head", text) for text in _texts(head(1, figures, panel, None)[1])]
    lines.append(Said("picture", debrief_alt(chart_rows(figures))))
    for key in case.competencies:
        lines += [Said(key, text) for text in _texts(competency(1, key, figures, panel)[1])]
    lines += [Said("rest", text) for text in _texts(rest(figures, panel, Earlier())[1])]
    lines += [Said("why", text) for text in _texts(why(figures, record(fitted))["blocks"])]
    return lines, known


def panel_of(case: Case) -> Panel:
    return Panel(
        label="A. K.",
        opening="Engineer",
        lead_id=LEAD,
        quorum=case.quorum,
        competencies={key: COMPETENCIES[key] for key in case.competencies},
        dimensions=DIMENSIONS,
        questions=tuple(
            AskedQuestion(one.id, one.short, one.competency, one.flags) for one in case.questions
        ),
        sheets=tuple(_sheet(card, case.questions) for card in case.cards),
        missing=tuple(case.missing),
        names=NAMES,
        bars={key: Bar(score, must) for key, (score, must) in case.bars.items()},
        rule=AgreedRule(case.agreed_by, "2025-11-03", case.late) if case.bars else None,
    )


def _sheet(card: Card, questions: list[Asked]) -> HandedIn:
    return HandedIn(
        user_id=card.who,
        seniority=card.seniority,
        answers={id: _answer(given) for id, given in card.answers.items()},
        recommendation=Recommendation(card.recommendation) if card.recommendation else None,
        sureness=Sureness(card.sure) if card.sure else None,
        summary="Two lines.",
        submitted_at=AT + timedelta(minutes=card.minute),
        revised=card.revised,
        seen=card.anywhere,
    )


def _answer(given: Given) -> Answer:
    seen = [f"flag:{n}" for n in given.flags]
    seen += [SURE_AND_WRONG] if given.wrong else []
    seen += [SAID_LIMITS] if given.limits else []
    return Answer(
        state=State.ASKED if given.instead is None else State.OTHER,
        evidence=given.evidence,
        ratings=given.ratings,
        probed=Probed(given.probed) if given.probed else None,
        seen=tuple(seen),
        instead=given.instead or "",
    )


def _texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Every line that people read; the labels of buttons are none."""
    for block in blocks:
        if block["type"] in ("section", "header"):
            yield from block["text"]["text"].splitlines()
        elif block["type"] == "context":
            yield from (one["text"] for one in block["elements"])
        elif block["type"] == "data_table":
            rows = [[cell["text"] for cell in row] for row in block["rows"]]
            for row in rows:
                yield _as_typed(_at_bar(row) if "Bar" in rows[0] else _row(row))
        elif block["type"] == "container":
            head = "*Calibration:* " if block["title"]["text"] == "How these numbers came about" else ""
            yield from (f"{head}{text}" for text in _texts(block["child_blocks"]))
        elif block["type"] == "rich_text":
            yield from _rich(block["elements"])


def _at_bar(cells: list[str]) -> str:
    """Name, score with its range, where it stands to its bar, and raw mean."""
    return " | ".join(cells if len(cells) == 4 else [*cells, "Raw" if cells[1] == "Mean" else cells[1]])


def _row(cells: list[str]) -> str:
    """Name, score with its range, and raw mean, as the grammar has them; raw means alone stand for both."""
    if cells == ["Competency", "Mean"]:
        return "Competency | Score | Raw"
    if len(cells) == 2:
        return " | ".join([*cells, cells[1]])
    return " | ".join(cells)


def _as_typed(row: str) -> str:
    """Without what keeps a range on one line."""
    return row.replace("\u00a0", " ").replace("\u2060", "")


def _rich(elements: list[dict[str, Any]]) -> Iterator[str]:
    for one in elements:
        if one["type"] == "rich_text_list":
            yield from _rich(one["elements"])
        else:
            yield "".join(piece.get("text", "") for piece in one["elements"])
