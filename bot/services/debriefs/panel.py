"""What a debrief is made from: the submitted scorecards that count, the questions asked, and who is missing."""

from collections.abc import Mapping

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.domain.bidi import isolated
from bot.domain.debriefs import AskedQuestion, HandedIn, Panel
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Ask, Seat
from bot.domain.questions import Bank, Question
from bot.domain.scorecards import Card
from bot.services import questions
from bot.services.debriefs import circumstances
from bot.services.rules import read_rule
from bot.services.scorecards import read_cards
from bot.storage import openings, people
from bot.storage.openings import opening_of


def read_panel(tx: Transaction, bank: Bank, loop: Loop) -> Panel:
    """The submitted scorecards that count (shadows' don't), and who is missing."""
    names = bank.competency_names
    opening = opening_of(tx, loop.opening_id)
    panel = loop.panel
    every = {ask.question_id: ask for seat in loop.in_order() for ask in seat.in_turn}
    words = questions.kept_versions(tx, [(ask.question_id, ask.version) for ask in every.values()])
    sheets, late = _sheets(tx, panel)
    lead_id = next(iter(leaders_of(tx, loop)), loop.lead_id)
    bars, rule = read_rule(tx, opening.id)
    named = [lead_id, *(seat.user_id for seat in loop.in_order()), *([rule.by] if rule else [])]
    return Panel(
        label=isolated(loop.label),
        opening=opening.title,
        lead_id=lead_id,
        quorum=opening.quorum,
        competencies={
            row.competency: names.get(row.competency, row.competency)
            for row in openings.competencies(tx, opening.id)
        },
        dimensions={dimension.key: dimension.short for dimension in bank.rubric.dimensions},
        questions=tuple(_question(words, ask) for ask in every.values()),
        sheets=tuple(sheets[seat.id] for seat in panel if seat.id in sheets),
        late=tuple(late[seat.id] for seat in panel if seat.id in late),
        missing=tuple(
            seat.user_id for seat in panel if seat.id not in sheets and not _was_in(loop, late.get(seat.id))
        ),
        names=people.names(tx, named),
        not_asked=circumstances.not_asked(tx, bank, loop),
        flags=circumstances.flags(tx, loop, sheets),
        bars=bars,
        rule=rule,
    )


def _question(words: Mapping[tuple[str, str], Question], ask: Ask) -> AskedQuestion:
    question = words[(ask.question_id, ask.version)]
    return AskedQuestion(question.id, question.short, question.competency, tuple(question.red_flags))


def _sheets(tx: Transaction, panel: list[Seat]) -> tuple[dict[int, HandedIn], dict[int, HandedIn]]:
    """What was handed in blind, by seat, and what came once its author could read the others."""
    seniority = people.seniorities(tx, [seat.user_id for seat in panel])
    cards = read_cards(tx, panel)
    blind = {id: _sheet(card, seniority) for id, card in cards.items() if card.blind}
    late = {id: _sheet(card, seniority) for id, card in cards.items() if not card.blind}
    return _handed_in(blind), _handed_in(late)


def _was_in(loop: Loop, sheet: HandedIn | None) -> bool:
    """Whether a scorecard that isn't blind was in when the debrief opened: its author had read the others by then."""
    return sheet is not None and (loop.debriefed_at is None or sheet.submitted_at < loop.debriefed_at)


def _handed_in(sheets: Mapping[int, HandedIn | None]) -> dict[int, HandedIn]:
    return {seat_id: sheet for seat_id, sheet in sheets.items() if sheet is not None}


def _sheet(card: Card, seniority: Mapping[str, str]) -> HandedIn | None:
    if card.submitted_at is None:
        return None
    return HandedIn(
        user_id=card.user_id,
        seniority=seniority.get(card.user_id, "mid"),
        answers={id: answer for id, answer in card.answers.items() if not answer.skipped},
        recommendation=card.recommendation,
        sureness=card.sureness,
        summary=card.summary,
        submitted_at=card.submitted_at,
        revised=card.revised,
        seen=card.seen,
    )
