"""Who sees what: nobody another's scorecard before the debrief, and nothing of hiring to a candidate."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.acting.context import Actor
from bot.demo.cast import ADMIN, LEAD, PANEL, SHADOW, Role
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotAllowed
from bot.domain.loops.seating import SeatForm
from bot.domain.openings import OpeningForm
from bot.services import home as home_service
from bot.services import openings, people
from bot.services.debriefs import deciding
from bot.services.debriefs import reading as debrief_reading
from bot.services.loops import drafting, placing
from bot.services.loops import reading as loop_reading
from bot.storage import leads
from bot.storage import loops as stored_loops
from bot.storage.tables import Assignment, OpeningLead
from tests.acceptance.house import DEBRIEF, FIRST, OUTSIDER, House, competency_keys

PRIYA, MARC, INES, JO, TOMAS = PANEL
SECRET = "Froze when I asked about the roll-back."
READING = (
    ("debrief.why", "{loop}", "button"),
    ("debrief.evidence", "{loop}:{key}", "button"),
    ("debrief.menu", "lines:{loop}", "overflow"),
    ("debrief.decide", "{loop}", "button"),
)
WRITING = (
    ("kit.good", "{seat}", "button"),
    ("kit.open", "{seat}", "button"),
    ("kit.menu", "words:{seat}", "overflow"),
    ("kit.menu", "missed:{seat}", "overflow"),
    ("kit.menu", "decline:{seat}", "overflow"),
    ("kit.confirm", "{seat}", "button"),
    ("kit.decline", "{seat}", "button"),
    ("scorecard.open", "{seat}", "button"),
    ("nudge.menu", "excuse:{seat}", "overflow"),
    ("nudge.menu", "snooze:{seat}", "overflow"),
)


def scored(house: House) -> tuple[int, int, str]:
    loop_id = house.plan([PRIYA, MARC], shadows=[SHADOW])
    house.move_to(FIRST + timedelta(minutes=110))
    house.score(loop_id, PRIYA, rating=1, evidence=SECRET)
    with house.context.database.reading() as session:
        key = session.scalars(select(Assignment.competency)).first() or ""
    return loop_id, house.interview(loop_id, PRIYA), key


def everything(house: House, role: Role) -> str:
    person = house.person(role)
    person.open_home()
    return person.screen()


@pytest.mark.both
def test_nobody_sees_anothers_scorecard_before_the_debrief(house: House) -> None:
    loop_id, seat, key = scored(house)
    for role in (LEAD, MARC, SHADOW, OUTSIDER):
        for action, value, kind in (*READING, *WRITING):
            if role is LEAD and action == "debrief.decide":
                continue
            house.forged(role, action, value.format(loop=loop_id, seat=seat, key=key), kind=kind)
            said = house.told(role)
            # A lead may act for a panelist, and knows that a scorecard is begun or in; never what is on it.
            known = ("belongs to another panelist", "debrief", "lead", "counts as held")
            assert any(words in said for words in known), (role.name, action, said)
        assert SECRET not in everything(house, role)
    house.forged(PRIYA, "debrief.evidence", f"{loop_id}:{key}")
    assert "when the debrief opens" in house.told(PRIYA)


def test_after_the_debrief_the_panel_reads_and_only_the_lead_decides(quick_house: House) -> None:
    house = quick_house
    loop_id, _, key = scored(house)
    house.score(loop_id, MARC)
    house.move_to(DEBRIEF)
    for role in (MARC, LEAD):
        house.forged(role, "debrief.evidence", f"{loop_id}:{key}")
        assert SECRET in house.person(role).modal.text
        house.person(role).modal.close()
    for role in (SHADOW, OUTSIDER):
        house.forged(role, "debrief.evidence", f"{loop_id}:{key}")
        assert "if you were on the panel" in house.told(role)
        house.forged(role, "debrief.menu", f"lines:{loop_id}", kind="overflow")
        assert "if you were on the panel" in house.told(role)
    house.debrief(MARC).click("Record decision")
    assert "by the lead" in house.told(MARC)
    house.debrief(MARC).click("Why these numbers")
    assert "for the lead" in house.told(MARC)
    house.debrief(LEAD).click("Why these numbers")
    assert "plain means" in house.lead.modal.text
    house.lead.modal.close()
    house.debrief(LEAD).click("Record decision")
    form = house.view(house.lead.modal)
    form["state"]["values"]["outcome"]["value"]["selected_option"] = {"value": "move_on"}
    form["state"]["values"]["reason"]["value"]["value"] = "Because I can."
    assert "by the lead" in str(house.submitted(MARC, form))
    assert "Decision" not in house.debrief().text


def test_ids_of_another_workspace_are_unknown(quick_house: House) -> None:
    house = quick_house
    loop_id, seat, key = scored(house)
    house.score(loop_id, MARC)
    house.move_to(DEBRIEF)
    engine = house.world.sandbox._engine
    before = len(engine.transcript.calls("views.open"))
    for action, value, kind in (*READING, *WRITING):
        house.forged(
            PRIYA, action, value.format(loop=loop_id, seat=seat, key=key), kind=kind, team="T0ELSEWHERE"
        )
        assert SECRET not in house.told(PRIYA)
    assert len(engine.transcript.calls("views.open")) == before


def test_a_candidate_of_a_running_loop_sees_nothing_of_it_and_keeps_everything_else(house: House) -> None:
    other = house.plan([JO, INES], name="Bo Berg")
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA, MARC))
    loop_id = house.plan(
        [PRIYA, MARC],
        name="Jo Whitfield",
        slack_user=house.person(JO).id,
        channel_id=room.id,
        opening_id=second_opening(house),
        first_at=FIRST + timedelta(hours=3),
    )
    found = home_service.get(house.context, house.actor(JO))
    assert [one.label for one in found.upcoming] == ["B. B."]
    house.move_to(FIRST + timedelta(hours=6))
    assert "Interview kit" in house.kit(JO).text
    house.score(loop_id, PRIYA)
    jo = house.person(JO)
    jo.open_home()
    jo.wait_for(lambda: "Scorecard for B. B." in jo.home.text)
    assert "J. W." not in jo.home.text
    seat = house.interview(loop_id, PRIYA)
    for action, value, kind in WRITING:
        house.forged(JO, action, value.format(seat=seat), kind=kind)
        assert any(words in house.told(JO) for words in ("another panelist", "who lead this loop"))
    house.move_to(DEBRIEF)
    for action, value, kind in READING:
        house.forged(JO, action, value.format(loop=loop_id, key="data"), kind=kind)
        said = house.told(JO)
        assert "Whitfield" not in said
        assert "J. W." not in said
    assert other


def second_opening(house: House) -> int:
    """An opening that nobody of the panel has to do with."""
    form = OpeningForm("Data scientist", "ml_engineer", "mid", house.channel_id, quorum=1)
    return openings.create(
        house.context, house.actor(LEAD), replace(form, competencies=competency_keys(house.context, 2))
    )


def test_a_candidate_named_by_email_alone_is_recognised_among_colleagues(quick_house: House) -> None:
    house = quick_house
    jo = house.person(JO)
    given = {"name": "Jo Whitfield", "email": "JO@example.com"}
    with pytest.raises(Invalid) as refused:
        drafting.draft(house.context, house.actor(LEAD), house.form(**given), "V1")
    assert "The candidate is in that channel" in refused.value.fields["channel"]
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA, MARC))
    house.plan([PRIYA, MARC], channel_id=room.id, **given)
    jo.open_home()
    assert "Prep" in jo.wait_for(lambda: "Prep" in jo.home.text and jo.home.text)
    assert "J. W." not in jo.home.text
    assert "Whitfield" not in jo.home.text


def test_a_candidate_who_joins_later_and_is_made_a_lead_never_reads_their_loop(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], name="Ada Kowalski", email="ada.later@example.com")
    ada = house.world.sandbox.add_person("Ada Kowalski", email="ADA.later@example.com").id
    people.name_leads(house.context, house.actor(ADMIN), [house.lead.id, ada])
    with house.context.transaction(house.actor(LEAD)) as tx:
        leads.write_of_loop(tx, loop_id, [house.lead.id, ada])
    with pytest.raises(NotAllowed):
        loop_reading.view(house.context, Actor(house.world.sandbox.team_id, ada), loop_id)


def test_who_leads_an_opening_or_sits_on_its_panel_can_not_be_its_candidate(quick_house: House) -> None:
    house = quick_house
    house.plan([INES], name="Bo Berg")
    people.name_leads(house.context, house.actor(ADMIN), house.ids([LEAD, JO]))
    for role, words in ((LEAD, "They lead this opening"), (INES, "They are on a panel of this opening")):
        form = house.form(panelists=house.ids([PRIYA]), slack_user=house.person(role).id)
        with pytest.raises(Invalid) as refused:
            drafting.draft(house.context, house.actor(JO), form, "V1")
        assert words in refused.value.fields["slack_user"]


def test_a_lead_can_not_plan_a_loop_about_themselves_under_their_email(quick_house: House) -> None:
    form = quick_house.form(name="Nora Lindqvist", email="nora@example.com", channel_id=None)
    with pytest.raises(Invalid) as refused:
        drafting.draft(quick_house.context, quick_house.actor(LEAD), form, "V1")
    assert "The candidate is you" in refused.value.fields["slack_user"]


def test_a_decided_loop_stays_closed_to_the_colleague_it_was_about(quick_house: House) -> None:
    house = quick_house
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA, MARC))
    loop_id = house.plan([PRIYA], name="Jo Whitfield", slack_user=house.person(JO).id, channel_id=room.id)
    house.move_to(FIRST + timedelta(hours=2))
    house.score(loop_id, PRIYA)
    house.move_to(DEBRIEF)
    deciding.decide(house.context, house.actor(LEAD), loop_id, "move_on", "Clear and careful.")
    house.settle()
    with house.context.transaction(house.actor(LEAD)) as tx:
        opening = stored_loops.get(tx, loop_id).opening_id
        tx.session.add(OpeningLead(opening_id=opening, user_id=house.person(JO).id, team_id=tx.team_id))
    for action in (Action.READ_DEBRIEF, Action.READ_EVIDENCE, Action.DECIDE):
        with pytest.raises(NotAllowed):
            debrief_reading.get(house.context, house.actor(JO), loop_id, action)


def test_no_lead_learns_from_the_panel_that_a_colleague_is_applying(quick_house: House) -> None:
    house = quick_house
    house.plan([JO, INES], name="Bo Berg")
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA, MARC))
    house.plan(
        [PRIYA],
        name="Jo Whitfield",
        slack_user=house.person(JO).id,
        channel_id=room.id,
        opening_id=second_opening(house),
    )
    house.move_to(FIRST)
    assert "Interview kit" in house.kit(JO).text
    assert not any("no kit was sent" in one.text for one in house.lead.dm())
    later = {"first_at": FIRST + timedelta(hours=3), "name": "Cy Dahl"}
    form = house.form(panelists=house.ids([MARC]), stand_ins=house.ids([JO]), **later)
    drafted = drafting.draft(house.context, house.actor(LEAD), form, "V2")
    other = drafting.draft(
        house.context, house.actor(LEAD), house.form(panelists=house.ids([MARC]), **later), "V3"
    )
    placing.add(
        house.context,
        house.actor(LEAD),
        other.loop_id,
        SeatForm(house.person(JO).id, FIRST + timedelta(hours=4), 45),
    )
    assert drafted


def test_a_plan_that_was_not_sent_locks_nobody_out(quick_house: House) -> None:
    house = quick_house
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA))
    form = house.form(panelists=house.ids([PRIYA]), slack_user=house.person(JO).id, channel_id=room.id)
    drafting.draft(house.context, house.actor(LEAD), form, "V1")
    other = house.plan([JO], name="Bo Berg")
    house.move_to(FIRST)
    house.kit(JO).click("Open scorecard")
    assert "B. B." in house.person(JO).modal.title
    assert other
