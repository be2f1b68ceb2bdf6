"""The agreed rule from the opening to the decision: who may, what the debrief shows, and what the record keeps."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.acting.context import Actor
from bot.domain.access import Action
from bot.domain.agreed import AgreedRule, Bar, RuleReads
from bot.domain.errors import NotAllowed, NotFound
from bot.services import rules
from bot.services.debriefs import reading as debriefs
from bot.services.debriefs.reading import Debrief
from bot.services.loops import reading
from bot.views import debrief_words
from tests.net.door import TEAM, House
from tests.net.town import (
    ADMIN,
    DEBRIEF,
    FIRST,
    JO,
    LEAD,
    LOOP,
    MARC,
    OMAR,
    PRIYA,
    SECOND,
    Town,
    loop_form,
    opening_form,
    score,
)

MUST = Bar(3.0, must_have=True)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def actor(user_id: str) -> Actor:
    return Actor(TEAM, user_id)


def debriefed(house: House, loop_id: int = LOOP) -> Debrief:
    return debriefs.get(house.context, actor(LEAD), loop_id, Action.DECIDE)


def told(found: Debrief) -> str:
    """All that In words tells."""
    parts = debrief_words.parts(found.numbers, found.panel, found.earlier)
    return " ".join(said for part in parts for said in part.said)


def to_the_debrief(house: House) -> None:
    house.now = DEBRIEF
    house.settle()


def test_the_debrief_shows_the_rule_that_was_agreed_on_before(town: Town) -> None:
    house = town.house("founded")
    house.use("rules.agree", SECOND, 1, {"data": MUST, "mlops": Bar(2.5)})
    house.use("loops.draft", LEAD, loop_form(panelists=(PRIYA, MARC), shadows=(), stand_ins=()), "V1")
    house.settle()
    shown = reading.view(house.context, actor(LEAD), LOOP)
    assert shown.rule == AgreedRule(SECOND, "2025-11-20")
    assert shown.bars == {"Data hygiene": MUST, "Operations": Bar(2.5)}
    house.use("plans.send_kits", LEAD, LOOP)
    house.settle()
    house.now = FIRST + timedelta(hours=3)
    house.settle()
    for user_id, seat in ((PRIYA, 1), (MARC, 2)):
        score(house, user_id, seat, 3)
    to_the_debrief(house)
    found = debriefed(house)
    assert found.numbers.rule == AgreedRule(SECOND, "2025-11-20")
    assert found.numbers.reads is RuleReads.OPEN, "plain means have no range"
    said = told(found)
    assert "Agreed on 20 Nov by Bea: Data hygiene is a must-have, at 3; Operations at 2.5." in said
    assert "Must-haves: Data hygiene unclear. The agreed rule reads open." in said
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")
    assert [row["rule_read"] for row in house.rows("decisions")] == ["open"]
    assert "hire" not in said.lower()


def test_without_a_rule_nothing_of_one_shows(town: Town) -> None:
    house = town.house("quorum")
    to_the_debrief(house)
    found = debriefed(house)
    said = told(found)
    assert found.numbers.rule is None
    assert found.numbers.reads is None
    assert debrief_words.agreed_and_read(found.numbers, found.panel) == []
    assert not any(word in said for word in ("greed", "must-have", "unclear", " bar"))
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")
    assert [row["rule_read"] for row in house.rows("decisions")] == [None]


def test_a_rule_without_a_must_have_reads_nothing(town: Town) -> None:
    house = town.house("quorum")
    house.use("rules.agree", LEAD, 1, {"data": Bar(3.0)})
    to_the_debrief(house)
    found = debriefed(house)
    assert found.numbers.reads is None
    assert "Agreed on 25 Nov by Nora: Data hygiene at 3." in told(found)
    assert "The agreed rule reads" not in told(found)


def test_what_was_agreed_after_the_first_debrief_says_so_on_every_later_one(town: Town) -> None:
    house = town.house("debriefed")
    house.settle()
    before = debriefed(house).numbers
    house.use("rules.agree", LEAD, 1, {"data": MUST})
    assert debriefed(house).numbers == before, "a debrief is kept as it was shown"
    found = rules.get(house.context, actor(SECOND), 1)
    assert found.rule is not None
    assert found.rule.late
    later = loop_form(
        name="Bo Lind",
        email="",
        panelists=(JO,),
        stand_ins=(),
        shadows=(),
        first_at=FIRST + timedelta(days=7),
        debrief_at=DEBRIEF + timedelta(days=7),
    )
    house.use("loops.draft", LEAD, later, "V9")
    house.settle()
    shown = reading.view(house.context, actor(LEAD), 2)
    assert shown.rule is not None
    assert shown.rule.late


def test_a_later_rule_leaves_the_name_of_who_agreed_on_the_one_before(town: Town) -> None:
    house = town.house("quorum")
    house.use("rules.agree", SECOND, 1, {"data": MUST})
    to_the_debrief(house)
    house.use("rules.agree", LEAD, 1, {"data": Bar(2.5)})
    assert "by Bea: Data hygiene is a must-have, at 3." in told(debriefed(house))


def test_only_who_leads_the_opening_sees_and_says_its_rule(town: Town) -> None:
    house = town.house("founded")
    house.use("leads.name", ADMIN, [LEAD, SECOND, OMAR])
    for user_id in (OMAR, JO):
        with pytest.raises(NotAllowed):
            house.use("rules.agree", user_id, 1, {"data": MUST})
        with pytest.raises(NotAllowed):
            rules.get(house.context, actor(user_id), 1)
    with pytest.raises(NotFound, match="has changed"):
        house.use("rules.agree", LEAD, 1, {"data": Bar(9.0)})


def test_bars_stay_with_their_competencies_and_a_copy_begins_without(town: Town) -> None:
    house = town.house("founded")
    house.use("rules.agree", LEAD, 1, {"data": MUST, "mlops": Bar(2.5)})
    house.use("openings.change", LEAD, 1, opening_form(competencies=("data", "teamwork")))
    assert rules.get(house.context, actor(LEAD), 1).bars == {"data": MUST}
    house.use("openings.create", LEAD, opening_form(title="Copy"))
    assert rules.get(house.context, actor(LEAD), 2).rule is None


def test_no_rule_is_fine_again(town: Town) -> None:
    house = town.house("founded")
    house.use("rules.agree", LEAD, 1, {"data": MUST})
    house.use("rules.agree", LEAD, 1, {})
    assert rules.get(house.context, actor(LEAD), 1).rule is None
