"""A debrief with everything in it that no notification may show, on the scene of all letters."""

import json
from typing import Any

from bot.domain.debriefs import AgreedRule, Calibrated, CompetencyScore, LowestAlone, Numbers, RedFlag
from bot.domain.loops import LoopState
from bot.services.debriefs.records import kept_from
from bot.storage.tables import (
    Candidate,
    DebriefRecord,
    Decision,
    Loop,
    OpeningCompetency,
    Rating,
    Scorecard,
    ScorecardNote,
    SlackUser,
)
from tests.letters.scene import ASKED, LEAD, LOOP, NOW, PANELIST, RECORD, SEAT, TEAM

NAME, LINKS, NOTES = "Samira Castellanos", "https://portfolio.example", "Referred by a colleague"
EVIDENCE = "dropped every row he met"
FLAG = "Drops the rows"
SUMMARY = "Knows tables, not reasons"
REASON = "Strong on data and clear about limits"
CARD = 5


def opened_in_full(session: Any) -> None:
    """The debrief is out: calibrated, with a red flag, evidence, a recommendation and a decision."""
    candidate = session.get_one(Candidate, RECORD)
    candidate.name, candidate.links, candidate.notes = NAME, LINKS, NOTES
    loop = session.get_one(Loop, LOOP)
    loop.state, loop.debriefed_at = LoopState.DEBRIEFED, NOW
    facts = {"zone": "UTC", "is_admin": False, "is_bot": False, "is_guest": False, "deleted": False}
    session.add(SlackUser(team_id=TEAM, user_id=PANELIST, name="Priya Raman", fetched_at=NOW, **facts))
    wanted = {"position": 0, "weight": 5, "panelists": 1, "lowest": 1, "highest": 1}
    session.add(OpeningCompetency(opening_id=1, team_id=TEAM, competency="data", **wanted))
    _scorecard(session)
    session.add(DebriefRecord(team_id=TEAM, loop_id=LOOP, numbers=kept_from(figures())))
    decided = {"decided_by": LEAD, "decided_at": NOW, "outcome": "move_on", "reason": REASON}
    session.add(Decision(team_id=TEAM, loop_id=LOOP, **decided))
    session.flush()


def figures() -> Numbers:
    """What the head shows."""
    known = Calibrated("calibrated", "Learned from 52 loops.")
    row = CompetencyScore(
        "data", "Data hygiene", 2.6, 1, 2, 3.2, 2.7, 3.6, None, 0.7, 3.0, agreed=True, must_have=True
    )
    talk = (RedFlag(FLAG, (PANELIST,), PANELIST), LowestAlone("Data hygiene", 3.2, PANELIST))
    return Numbers(
        label="S. C.",
        opening="Engineer",
        cards_in=1,
        panel=1,
        quorum=1,
        raw=2.6,
        shown=3.2,
        low=2.7,
        high=3.6,
        status=known.status,
        words=known.words,
        competencies=(row,),
        talk_first=talk,
        recommendations={"strong_yes": 1},
        speaking=(LEAD,),
        missing=(),
        rule=AgreedRule(LEAD, "2025-11-03"),
    )


def _scorecard(session: Any) -> None:
    seat = {"team_id": TEAM, "interview_id": SEAT, "loop_id": LOOP, "user_id": PANELIST}
    session.add(Scorecard(id=CARD, submitted_at=NOW, **seat))
    session.flush()
    card = {"team_id": TEAM, "scorecard_id": CARD, "acted_at": "1.0", "written_in": "V1"}
    session.add(Rating(question_id=ASKED.id, dimension="clarity", value=3, **card))
    said = {
        (ASKED.id, "evidence"): EVIDENCE,
        (ASKED.id, "seen"): ["flag:0"],
        (ASKED.id, "probed"): "stronger",
        ("", "recommendation"): "strong_yes",
        ("", "sureness"): "very",
        ("", "summary"): SUMMARY,
    }
    for (question, field), value in said.items():
        session.add(ScorecardNote(question_id=question, field=field, value=json.dumps(value), **card))
