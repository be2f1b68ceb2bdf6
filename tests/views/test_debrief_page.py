"""A debrief on paper: what stands on its two pages, and that nothing that somebody typed becomes markup."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.agreed import AgreedRule
from bot.domain.debriefs import Again, Earlier, Numbers
from bot.views.debrief_page import DecisionOnPaper, again_in_words, page
from tests.letters.scene import LEAD
from tests.letters.told import figures
from tests.views.test_debrief_words import PANEL

OPENED = datetime(2026, 3, 3, 9, tzinfo=UTC)


def drawn(found: Numbers, reason: str = "Strong on data") -> str:
    decision = DecisionOnPaper("Move forward", "Nora Lind", "2026-03-04", reason)
    return page(found, PANEL, decision, Earlier(2), Again(), OPENED, "Printed by nora: to meet without Slack")


def agreed() -> Numbers:
    """The same with an agreed rule, whose one must-have lies across its bar."""
    found = figures()
    row = replace(found.competencies[0], bar=3.0, agreed=True, must_have=True)
    return replace(found, competencies=(row,), rule=AgreedRule(LEAD, "2026-02-01"))


def test_the_agreed_rule_stands_with_its_bars_and_what_it_reads() -> None:
    said = drawn(agreed())
    assert '<th scope="col">Bar</th>' in said
    assert "unclear at 3, must-have" in said
    assert "The agreed rule reads open." in said


def test_without_a_rule_none_of_it_shows() -> None:
    found = agreed()
    free = replace(found.competencies[0], bar=2.5, agreed=False, must_have=False)
    said = drawn(replace(found, competencies=(free,), rule=None))
    assert '<th scope="col">Bar</th>' not in said
    assert "agreed rule" not in said


def test_what_somebody_typed_is_text() -> None:
    said = drawn(figures(), reason='<img src="x" onerror="alert(1)"> & more')
    assert "&lt;img src=" in said
    assert "<img" not in said


def test_it_says_when_it_could_not_be_made_again_and_what_came_out_otherwise() -> None:
    assert again_in_words(Again(cannot="2 of the 7 loops that it learned from are gone")) == (
        "It can't be made again: 2 of the 7 loops that it learned from are gone. What stands here is as it was kept."
    )
    assert "comes out otherwise: Overall and MLOps." in again_in_words(Again(otherwise=("Overall", "MLOps")))
