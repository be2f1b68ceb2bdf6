"""The workspace's kept fit: a debrief adds its loop to it, and it is made anew in the background."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.acting.context import Actor, Context, system
from bot.consequences import follow
from bot.domain.calibration import joint
from bot.domain.debriefs import SCALE, Place
from bot.domain.errors import NotAllowed
from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.scorecards import Asked
from bot.services import calibration
from bot.services.calibration import Fitted
from bot.services.debriefs import reading
from bot.services.debriefs.records import own_severity, record
from bot.storage import debriefs, fits
from bot.storage.database import Database
from bot.storage.tables import Assignment, Due, Interview, KeptFit, Loop, LoopLead, Rating, Scorecard
from tests.databases import copied, open_database
from tests.letters.scene import BANK, CHANNEL, LEAD, NOW, RECORD, TEAM, Directory, rows

BOT = system(TEAM)
PANELISTS = [f"U{number}" for number in range(6)]


@pytest.fixture
def context(sqlite_template: Path, tmp_path: Path) -> Iterator[Context]:
    """An opening in which no debrief has opened."""
    opened = open_database(copied(sqlite_template, tmp_path))
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
    directory: Any = Directory()
    yield Context(opened, lambda: NOW, directory, lambda: BANK, lambda: None, follow)
    opened.dispose()


def loop(database: Database, number: int, debriefed: bool = True, **values: Any) -> int:
    """A loop that three panelists have scored on two questions; its ratings are the same each time."""
    source, loop_id = random.Random(number), 100 + number
    with database.transaction() as session:
        session.add(
            Loop(
                id=loop_id,
                team_id=TEAM,
                opening_id=1,
                candidate_id=RECORD,
                lead_id=LEAD,
                label="S. C.",
                state=LoopState.DEBRIEFED if debriefed else LoopState.RUNNING,
                level="mid",
                channel_id=CHANNEL,
                first_at=NOW,
                minutes=45,
                debrief_at=NOW + timedelta(days=1),
                debriefed_at=NOW if debriefed else None,
                created_at=NOW,
                **values,
            )
        )
        session.flush()
        session.add(LoopLead(team_id=TEAM, loop_id=loop_id, user_id=LEAD))
        for position, who in enumerate(source.sample(PANELISTS, 3)):
            _sheet(session, source, loop_id, position, who)
    return loop_id


def _sheet(session: Any, source: random.Random, loop_id: int, position: int, who: str) -> None:
    id = loop_id * 10 + position
    about = {"team_id": TEAM, "loop_id": loop_id, "user_id": who}
    session.add(
        Interview(
            id=id,
            role=Role.PANELIST,
            position=position,
            start_at=NOW,
            minutes=45,
            state=SeatState.CONFIRMED,
            **about,
        )
    )
    session.flush()
    session.add(Scorecard(id=id, interview_id=id, submitted_at=NOW, **about))
    session.flush()
    for turn, competency in enumerate(("data", "mlops")):
        question = f"{competency}-{position}"
        session.add(
            Assignment(
                team_id=TEAM,
                loop_id=loop_id,
                interview_id=id,
                question_id=question,
                version="1",
                competency=competency,
                position=turn,
                minutes=10,
                reason="",
                state=Asked.ASKED,
            )
        )
        for dimension in ("depth", "clarity"):
            value = min(4, max(1, round(source.gauss(2.6, 0.8))))
            key = {"scorecard_id": id, "question_id": question, "dimension": dimension}
            session.add(Rating(team_id=TEAM, value=value, acted_at="1", written_in="V", **key))


def debrief(context: Context, number: int) -> Fitted:
    """The next loop's debrief opens: its fit is kept."""
    loop_id = loop(context.database, number, debriefed=False)
    found = calibration.fit_for(context, BOT, loop_id)
    assert found is not None
    with context.transaction(BOT) as tx:
        calibration.keep(tx, found, loop_id)
        tx.session.get_one(Loop, loop_id).debriefed_at = NOW
    return found


def kept(context: Context) -> joint.JointFit:
    with context.reading(BOT) as tx:
        found = fits.newest(tx, joint.VERSION)
    assert found is not None
    return joint.from_bytes(found.fit)


@pytest.mark.parametrize("fits_kept", [False, True])
def test_a_debrief_knows_its_scores_without_each_panelist(context: Context, fits_kept: bool) -> None:
    for number in range(6):
        if fits_kept:
            debrief(context, number)
        else:
            loop(context.database, number)
    loop_id = loop(context.database, 6, debriefed=False)
    found = calibration.fit_for(context, BOT, loop_id)
    assert found is not None
    assert set(found.left_out) == {one.panelist for one in found.ratings}
    with context.reading(BOT) as tx:
        before = calibration.all_ratings(tx)
    for who, without in found.left_out.items():
        rest = [one for one in found.ratings if one.panelist != who]
        held = joint.Held(found.fit.sds, found.fit.spread)
        expected = joint.candidate_scores(
            joint.fit([*before, *rest], scale=SCALE, held_at=held), found.candidate
        )
        for key, one in expected.competencies.items():
            assert without.competencies[key].score.shown == pytest.approx(one.score.shown, abs=1e-9)


def test_a_debrief_counts_the_samples_it_learned_from_and_knows_its_place(context: Context) -> None:
    for number in range(6):
        loop(context.database, number, practice=number < 4, sample=number < 4)
    found = calibration.fit_for(context, BOT, loop(context.database, 6, debriefed=False))
    said = calibration.for_candidate(found)
    assert found is not None
    assert said.samples == 4
    shown = [one.overall.score.shown for one in joint.all_scores(found.fit)]
    own = found.scores.overall.score.shown
    assert said.place == Place(7, sum(one > own for one in shown), sum(one < own for one in shown))


def test_a_lead_sees_the_candidate_beside_others_whose_loops_they_lead(context: Context) -> None:
    for number in range(6):
        debrief(context, number)
    loop_id = loop(context.database, 6, debriefed=False)
    found = calibration.fit_for(context, BOT, loop_id)
    assert found is not None
    with context.transaction(BOT) as tx:
        debriefs.keep(tx, loop_id, "{}", record(found))
        tx.session.get_one(Loop, loop_id).debriefed_at = NOW
    said = reading.beside(context, Actor(TEAM, LEAD), loop_id)
    assert [one.gap for one in said] == sorted(one.gap for one in said)
    assert [one.label for one in said] == ["S. C."] * 6
    with context.transaction(BOT) as tx:
        tx.session.get_one(Loop, 100).sample = True
        tx.session.query(LoopLead).filter_by(loop_id=101).one().ended_at = NOW
    assert sum(one.sample for one in reading.beside(context, Actor(TEAM, LEAD), loop_id)) == 1
    with pytest.raises(NotAllowed):
        reading.beside(context, Actor(TEAM, "U0"), loop_id)


def due(context: Context) -> list[int]:
    """The due rows that wait for a fit."""
    with context.database.reading() as session:
        return [row.id for row in session.query(Due).filter_by(kind="fit", state="waiting").order_by(Due.id)]


def refit(context: Context, due_id: int) -> None:
    """A worker takes the row up."""
    with context.database.transaction() as session:
        session.get_one(Due, due_id).lease_until = NOW + timedelta(minutes=1)
    calibration.refit(context, TEAM, due_id, 0)


def same(one: Fitted, other: joint.JointFit) -> None:
    """Both say the same of the loop."""
    expected = joint.candidate_scores(other, one.candidate)
    assert one.scores.overall.score.shown == pytest.approx(expected.overall.score.shown, abs=1e-9)
    assert one.scores.overall.score.sd == pytest.approx(expected.overall.score.sd, abs=1e-9)
    for key, score in expected.competencies.items():
        assert one.scores.competencies[key].score.shown == pytest.approx(score.score.shown, abs=1e-9)


def held_at(context: Context, of: joint.JointFit) -> joint.JointFit:
    """Everything that counts, with the standard deviations of another fit."""
    with context.reading(BOT) as tx:
        given = calibration.all_ratings(tx)
    return joint.fit(given, scale=SCALE, held_at=joint.Held(of.sds, of.spread))


def test_the_first_debrief_is_a_fit_of_its_own_loop(context: Context) -> None:
    found = debrief(context, 0)
    assert (found.fit.learned_from, found.apart, found.scores.raw_only) == (1, None, "too few loops")
    assert due(context) == []


def test_a_debrief_without_a_kept_fit_learns_from_everything_that_counts(context: Context) -> None:
    for number in range(6):
        loop(context.database, number)
    found = debrief(context, 6)
    with context.reading(BOT) as tx:
        same(found, joint.fit(calibration.all_ratings(tx), scale=SCALE))
    assert found.apart is not None
    assert found.scores.early


def test_a_debrief_adds_its_loop_to_the_kept_fit(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        loop(context.database, number)
    debrief(context, 6)
    before = kept(context)

    def never(*_given: object, **_more: object) -> None:
        raise AssertionError("a fit of everything")

    with monkeypatch.context() as patch:
        patch.setattr(joint, "fit", never)
        found = debrief(context, 7)
    assert found.fit.sds == before.sds
    same(found, held_at(context, before))


def test_loops_that_the_kept_fit_lacks_are_added_first(context: Context) -> None:
    for number in range(6):
        loop(context.database, number)
    before = debrief(context, 6).fit
    loop(context.database, 7)
    found = debrief(context, 8)
    assert f"loop:{107}" in found.fit.data.code
    same(found, held_at(context, before))


def test_a_loop_that_counts_no_more_is_gone_from_the_next_debrief(context: Context) -> None:
    for number in range(6):
        loop(context.database, number)
    before = debrief(context, 6).fit
    with context.database.transaction() as session:
        session.delete(session.get_one(Loop, 103))
    found = debrief(context, 7)
    assert "loop:103" not in found.fit.data.code
    same(found, held_at(context, before))


def test_a_loop_that_the_kept_fit_has_is_taken_out_before_it_is_added_again(context: Context) -> None:
    for number in range(6):
        loop(context.database, number)
    first = debrief(context, 6)
    again = calibration.fit_for(context, BOT, 106)
    assert again is not None
    assert len(again.fit.data.candidates) == 7
    same(again, first.fit)


def test_a_fit_of_another_version_is_made_anew(context: Context) -> None:
    for number in range(6):
        loop(context.database, number)
    debrief(context, 6)
    with context.database.transaction() as session:
        row = session.query(KeptFit).one()
        row.version, row.kept = joint.VERSION + 1, b"written by another day"
    assert debrief(context, 7).fit.learned_from == 8


def test_another_workspace_has_none_of_it(context: Context) -> None:
    debrief(context, 0)
    with context.reading(system("T2")) as tx:
        assert fits.newest(tx, joint.VERSION) is None


def test_where_enough_was_added_the_fit_is_made_anew_in_the_background(context: Context) -> None:
    for number in range(3):
        debrief(context, number)
    first, second = due(context)
    assert kept(context).learned_from == 1
    refit(context, first)
    assert kept(context).learned_from == 3
    assert due(context) == [second]


def test_a_fit_that_somebody_has_made_anew_by_now_is_left_alone(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        debrief(context, number)
    first, second = due(context)
    refit(context, first)

    def never(*_given: object, **_more: object) -> None:
        raise AssertionError("a second fit of the same")

    monkeypatch.setattr(joint, "fit", never)
    refit(context, second)
    assert due(context) == []


def test_a_question_that_moved_to_another_competency_is_another_item(context: Context) -> None:
    debrief(context, 0)
    loop_id = loop(context.database, 1, debriefed=False)
    with context.database.transaction() as session:
        for row in session.query(Assignment).filter_by(loop_id=loop_id, competency="data"):
            row.competency = "teamwork"
    found = calibration.fit_for(context, BOT, loop_id)
    assert found is not None
    assert set(found.scores.competencies) == {"mlops", "teamwork"}


def test_people_see_their_own_severity_once_enough_is_known(context: Context) -> None:
    for number in range(12):
        loop(context.database, number)
    found = debrief(context, 12)
    with context.transaction(BOT) as tx:
        debriefs.keep(tx, 112, json.dumps({}), record(found))
    known = {one.panelist: one for one in joint.severities(found.fit)}
    with context.reading(BOT) as tx:
        for who in PANELISTS:
            mine = own_severity(tx, who)
            assert (mine is not None) == known[who].shown
            if mine is not None:
                assert (mine.leniency, mine.scorecards) == (known[who].leniency, known[who].n)
                assert (mine.low, mine.high) == known[who].interval()
        assert own_severity(tx, "USTRANGER") is None
    assert any(one.shown for one in known.values())


def test_a_service_starts_without_the_numerical_library() -> None:
    code = "import sys, bot.bootstrap; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
