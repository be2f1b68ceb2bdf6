"""What a debrief is made from: the submitted scorecards that count, the questions asked, and who is missing."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.debriefs import AskedQuestion, Panel, Sheet
from bot.domain.loops import GONE, Role
from bot.domain.questions import Bank
from bot.services import circumstances, questions
from bot.services.context import Transaction
from bot.services.openings import competencies_of, competency_names, opening_of
from bot.services.panels import assignments_of, seats_of
from bot.services.scorecards import read_card
from bot.storage.tables import Assignment, Loop, Person, Scorecard, SlackUser


def read_panel(tx: Transaction, bank: Bank, loop: Loop) -> Panel:
    """The submitted scorecards that count (shadows' don't), and who is missing."""
    names = competency_names(bank)
    opening = opening_of(tx, loop.opening_id)
    everybody = seats_of(tx, loop.id)
    seats = [row for row in everybody if row.role == Role.PANELIST and row.state not in GONE]
    every = [item for seat in everybody for item in assignments_of(tx, seat.id)]
    asked = list({item.question_id: item for item in every}.values())
    sheets, missing = [], []
    for seat in seats:
        states = {item.question_id: item.state for item in assignments_of(tx, seat.id)}
        sheet = _sheet(tx, seat.id, states)
        if sheet is None:
            missing.append(seat.user_id)
        else:
            sheets.append(sheet)
    return Panel(
        label=loop.label,
        opening=opening.title,
        lead_id=loop.lead_id,
        quorum=opening.quorum,
        competencies={
            row.competency: names.get(row.competency, row.competency)
            for row in competencies_of(tx, opening.id)
        },
        dimensions={dimension.key: dimension.short for dimension in bank.rubric.dimensions},
        questions=tuple(_question(tx, item) for item in asked),
        sheets=tuple(sheets),
        missing=tuple(missing),
        names=_names(tx, [loop.lead_id, *(seat.user_id for seat in everybody)]),
        not_asked=circumstances.not_asked(tx, bank, everybody),
        flags=circumstances.flags(tx, loop, everybody),
    )


def _names(tx: Transaction, user_ids: Sequence[str]) -> dict[str, str]:
    """What Slack said people are called, as the directory keeps it."""
    rows = tx.session.scalars(
        select(SlackUser).where(SlackUser.team_id == tx.team_id, SlackUser.user_id.in_(user_ids))
    )
    return {row.user_id: row.name for row in rows}


def _question(tx: Transaction, item: Assignment) -> AskedQuestion:
    question = questions.kept(tx, item.question_id, item.version)
    return AskedQuestion(question.id, question.short, question.competency, tuple(question.red_flags))


def _sheet(tx: Transaction, interview_id: int, states: dict[str, str]) -> Sheet | None:
    row = tx.session.scalar(
        select(Scorecard).where(
            Scorecard.team_id == tx.team_id,
            Scorecard.interview_id == interview_id,
            Scorecard.submitted_at.is_not(None),
        )
    )
    if row is None or row.submitted_at is None:
        return None
    card = read_card(tx, row, states)
    person = tx.session.get(Person, (tx.team_id, row.user_id))
    return Sheet(
        user_id=row.user_id,
        seniority=person.seniority if person else "mid",
        answers={id: answer for id, answer in card.answers.items() if not answer.skipped},
        recommendation=card.recommendation,
        sureness=card.sureness,
        summary=card.summary,
        submitted_at=row.submitted_at,
    )
