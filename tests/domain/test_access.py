"""Standing x Action: every way to stand to a thing, and all that somebody may want to do."""

from dataclasses import fields
from itertools import product

import pytest

from bot.domain.access import OF_LOOP, REFUSALS, Action, Standing, allowed

ANYBODY: frozenset[str] = frozenset()
SUFFICIENT: dict[Action, list[frozenset[str]]] = {
    Action.NAME_LEADS: [frozenset({"admin"})],
    Action.ERASE_CANDIDATE: [frozenset({"admin"})],
    Action.BREAK_GLASS: [frozenset({"owner"}), frozenset({"admin", "unled"})],
    Action.MANAGE_OPENINGS: [frozenset({"lead"})],
    Action.SEE_INSIGHTS: [frozenset({"lead"})],
    Action.CHANGE_OPENING: [frozenset({"owner"})],
    Action.CHANGE_OPENING_LEADS: [frozenset({"owner"}), frozenset({"admin"})],
    Action.SEE_LEADS: [frozenset({"admin"})],
    Action.CHANGE_LEADS: [frozenset({"owner"}), frozenset({"admin"})],
    Action.MANAGE_PEOPLE: [frozenset({"lead"}), frozenset({"admin"})],
    Action.SET_OWN_HOURS: [ANYBODY],
    Action.PLAN_LOOP: [frozenset({"lead"})],
    Action.SEE_LOOP: [frozenset({"owner"})],
    Action.CHANGE_LOOP: [frozenset({"owner"})],
    Action.BROWSE_QUESTIONS: [frozenset({"lead"})],
    Action.SEE_KIT: [frozenset({"seated"})],
    Action.ANSWER_KIT: [frozenset({"seated"})],
    Action.WRITE_SCORECARD: [frozenset({"seated"})],
    Action.READ_DEBRIEF: [frozenset({"debrief_open", "owner"}), frozenset({"debrief_open", "on_panel"})],
    Action.READ_EVIDENCE: [frozenset({"debrief_open", "owner"}), frozenset({"debrief_open", "on_panel"})],
    Action.EXPLAIN_DEBRIEF: [frozenset({"debrief_open", "owner"})],
    Action.SAY_AFTER_TALK: [frozenset({"debrief_open", "on_panel"})],
    Action.SHOW_TALK: [frozenset({"debrief_open", "owner"})],
    Action.DECIDE: [frozenset({"debrief_open", "owner"})],
    Action.READ_REASON: [frozenset({"debrief_open", "owner"}), frozenset({"debrief_open", "on_panel"})],
    Action.SEE_OWN_HIRING: [ANYBODY],
    Action.DO_PREP: [ANYBODY],
    Action.RUN_PREP_CHANNEL: [frozenset({"lead"})],
}
"""What one must be at least; any line of an action is enough."""

WAYS = [field.name for field in fields(Standing) if field.name not in ("candidate", "system")]
STANDINGS = [
    frozenset(name for name, given in zip(WAYS, chosen, strict=True) if given)
    for chosen in product((False, True), repeat=len(WAYS))
]


def standing(names: frozenset[str], **more: bool) -> Standing:
    return Standing(**dict.fromkeys(names, True), **more)


@pytest.mark.parametrize("action", Action)
def test_an_action_is_open_to_those_who_stand_so_and_to_nobody_else(action: Action) -> None:
    for names in STANDINGS:
        assert allowed(standing(names), action) == any(line <= names for line in SUFFICIENT[action]), names


@pytest.mark.parametrize("action", Action)
def test_a_loops_candidate_has_nothing_of_it_however_they_stand_and_everything_else_as_before(
    action: Action,
) -> None:
    for names in STANDINGS:
        before = allowed(standing(names), action)
        assert allowed(standing(names, candidate=True), action) == (before and action not in OF_LOOP), names


@pytest.mark.parametrize("action", Action)
def test_fairloop_itself_may_do_everything_for_a_candidate_too(action: Action) -> None:
    assert allowed(Standing(system=True), action)
    assert allowed(Standing(system=True, candidate=True), action)


@pytest.mark.parametrize("action", Action)
def test_every_refusal_is_a_sentence_of_its_own_kind(action: Action) -> None:
    said = REFUSALS[action]
    assert said.endswith(".")
    assert said[0].isupper()


def test_nobody_is_anything_unless_it_is_said() -> None:
    assert Standing() == standing(frozenset(), candidate=False, system=False)
    assert not any(getattr(Standing(), field.name) for field in fields(Standing))
