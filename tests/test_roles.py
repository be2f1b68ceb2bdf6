"""The table of rights in docs/SECURITY.md is the one in code."""

from bot.domain.access import Action
from bot.domain.roles import NO, OPENED, ROLES, YES, cell
from handlers.entrances import ENTRANCES
from tests import roles


def test_the_page_has_the_table_as_it_is_in_code() -> None:
    assert roles.page() == roles.PAGE.read_text(encoding="utf-8"), "python -m tests.roles writes it anew"


def test_every_action_has_a_way_in_or_is_asked_by_messages_alone() -> None:
    asked = {action for actions in ENTRANCES.values() for action in actions}
    assert set(Action) - asked == {Action.READ_DEBRIEF}


def test_every_action_is_open_to_somebody_and_the_blind_rule_is_a_row() -> None:
    for action in Action:
        assert any(cell(role, action) != NO for role in ROLES), action
    for role in ("Panelist", "Another panelist", "Its lead"):
        assert cell(role, Action.READ_EVIDENCE) == OPENED
    for role in ("Anybody", "Shadow", "Hiring lead", "Administrator", "Its candidate"):
        assert cell(role, Action.READ_EVIDENCE) == NO


def test_its_candidate_keeps_what_isnt_of_the_loop() -> None:
    assert cell("Its candidate", Action.CHANGE_OPENING) == YES
    assert cell("Its candidate", Action.CHANGE_LEADS) == NO
