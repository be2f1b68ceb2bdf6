"""Rights don't move by what others write: nobody's record about somebody else gives or takes what is somebody's.

Each of these was possible once.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.acting.access import leaders_of
from bot.acting.context import Actor
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotAllowed, NotFound
from bot.domain.leading import Led
from bot.services import home, leading, openings, people, prep
from bot.services.debriefs import reading as debriefs
from bot.services.loops import drafting, reading
from bot.storage import loops as stored
from tests.net.door import TEAM, House, Member
from tests.net.town import (
    ADA,
    ADMIN,
    DEBRIEF,
    HIRE,
    INES,
    JO,
    LEAD,
    LENA,
    LOOP,
    MARC,
    OMAR,
    OTHER,
    PRIYA,
    SECOND,
    Town,
    loop_form,
    opening_form,
    prep_form,
)

REASON = "Nora is on leave until March."
NOBODY_ELSE = {"stand_ins": (), "shadows": ()}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def actor(user_id: str) -> Actor:
    return Actor(TEAM, user_id)


def leads(house: House, loop_id: int = LOOP) -> tuple[str, ...]:
    with house.context.reading(actor(ADMIN)) as tx:
        return leaders_of(tx, stored.look(tx, loop_id))


def sees(house: House, user_id: str, loop_id: int = LOOP) -> bool:
    try:
        reading.view(house.context, actor(user_id), loop_id)
    except NotAllowed:
        return False
    return True


def reads(house: House, user_id: str, loop_id: int = LOOP) -> bool:
    try:
        debriefs.get(house.context, actor(user_id), loop_id, Action.READ_EVIDENCE)
    except NotAllowed:
        return False
    return True


def own_opening(house: House, user_id: str) -> int:
    """An opening of this lead's alone."""
    form = opening_form(title="Data scientist", channel_id=OTHER, leads=())
    opening_id = house.use("openings.create", user_id, form)
    assert isinstance(opening_id, int)
    return opening_id


def plan_about(house: House, planner: str, opening_id: int, **who: str) -> int:
    """A running loop about somebody, as this lead plans it."""
    given = {"name": "Somebody", "email": "", **who}
    panel = {"panelists": (JO, INES), "channel_id": OTHER, **NOBODY_ELSE}
    drafted = house.use("loops.draft", planner, loop_form(opening_id=opening_id, **panel, **given), "VX")
    house.settle()
    house.use("plans.send_kits", planner, drafted.loop_id)
    house.settle()
    return int(drafted.loop_id)


def test_who_is_planned_as_a_candidate_keeps_every_loop_but_that_one(town: Town) -> None:
    house = town.house("running")
    house.use("leads.name", ADMIN, [LEAD, SECOND, JO])
    theirs = plan_about(house, JO, own_opening(house, JO), slack_user=LEAD)
    assert leads(house) == (LEAD, SECOND), "and no other lead leads it instead"
    assert sees(house, LEAD)
    assert not sees(house, JO)
    assert not sees(house, LEAD, theirs)
    shown = home.get(house.context, actor(LEAD))
    assert [one.id for one in shown.running] == [LOOP]
    assert people.panelists(house.context, actor(LEAD), 1)
    assert openings.choices(house.context, actor(LEAD))


def test_an_administrator_who_names_only_themselves_has_nobodys_loop(town: Town) -> None:
    house = town.house("debriefed")
    house.settle()
    assert reads(house, LEAD)
    house.use("leads.name", ADMIN, [ADMIN])
    assert leads(house) == ()
    assert not sees(house, ADMIN)
    assert not reads(house, ADMIN)
    assert [one.id for one in home.get(house.context, actor(ADMIN)).without_lead] == [LOOP, 1]
    with pytest.raises(Invalid, match="not yourself"):
        leading.change(house.context, actor(ADMIN), Led.LOOP, LOOP, [ADMIN], REASON)
    with pytest.raises(Invalid, match="not yourself"):
        leading.change(house.context, actor(ADMIN), Led.OPENING, 1, [ADMIN], REASON)
    assert not reads(house, ADMIN)


def test_a_loop_without_a_lead_waits_for_an_administrators_grant(town: Town) -> None:
    house = town.house("running")
    house.use("leads.name", ADMIN, [JO])
    assert leads(house) == ()
    with pytest.raises(NotAllowed):
        leading.change(house.context, actor(JO), Led.LOOP, LOOP, [JO])
    with pytest.raises(Invalid, match="Say why"):
        leading.change(house.context, actor(ADMIN), Led.LOOP, LOOP, [JO])
    leading.change(house.context, actor(ADMIN), Led.LOOP, LOOP, [JO], REASON)
    assert leads(house) == (JO,)
    assert sees(house, JO)
    told = {call["channel"] for method, call in house.send() if method == "chat_postMessage"}
    assert {f"D{one}" for one in (JO, LEAD, SECOND, PRIYA, MARC, INES)} <= told
    assert ("change leads", f"+{JO} -{SECOND} -{LEAD}: {REASON}") in [
        (row["action"], row["detail"]) for row in house.rows("audit")
    ]


def test_who_lost_a_loop_by_a_colleagues_hand_has_it_again_when_they_are_granted_it(town: Town) -> None:
    house = town.house("running")
    leading.change(house.context, actor(SECOND), Led.LOOP, LOOP, [SECOND])
    assert not sees(house, LEAD)
    leading.change(house.context, actor(SECOND), Led.LOOP, LOOP, [SECOND, LEAD])
    assert leads(house) == (LEAD, SECOND)


@pytest.mark.parametrize("how", ["joins", "is named"])
def test_a_candidate_planned_by_email_who_is_in_slack_later_reads_nothing_about_themselves(
    town: Town, how: str
) -> None:
    house = town.house("founded")
    email, new = "noor@example.com", "UNOOR"
    about = plan_about(house, LEAD, own_opening(house, LEAD), email=email)
    house.slack.members[new] = Member(new, "Noor Haddad")
    house.know(house.slack.members[new])
    house.slack.members[new].email = email
    if how == "joins":
        house.use("people.joined", None, TEAM, new)
    house.use("leads.name", ADMIN, [LEAD, SECOND, new])
    with pytest.raises(Invalid, match="Noor Haddad isn't available"):
        leading.change(house.context, actor(LEAD), Led.LOOP, about, [LEAD, new])
    house.now = DEBRIEF + timedelta(hours=1)
    house.settle()
    for user_id, may in ((LEAD, True), (new, False)):
        assert sees(house, user_id, about) is may
    assert not reads(house, new, about)
    assert home.get(house.context, actor(new)).waiting == ()


def test_nobody_is_told_that_a_colleague_applies(town: Town) -> None:
    house = town.house("founded")
    house.use("leads.name", ADMIN, [LEAD, SECOND, JO])
    plan_about(house, JO, own_opening(house, JO), slack_user=PRIYA)
    drafted = drafting.draft(house.context, actor(LEAD), loop_form(panelists=(PRIYA, MARC)), "V2")
    assert drafted.loop_id, "who applies elsewhere interviews as before"


@pytest.mark.parametrize("gone", ["UGONE", "UAPP"])
def test_who_is_not_available_is_so_in_one_sentence(town: Town, gone: str) -> None:
    house = town.house("founded")
    with pytest.raises(Invalid, match=r"(Gil Novak|Buildbot) isn't available\. Pick somebody else\."):
        drafting.draft(house.context, actor(LEAD), loop_form(panelists=(gone, MARC)), "V2")


def test_another_leads_opening_stays_open(town: Town) -> None:
    house = town.house("founded")
    house.use("leads.name", ADMIN, [LEAD, SECOND, JO])
    with pytest.raises(NotAllowed, match="Only the people who lead this opening"):
        openings.close(house.context, actor(JO), 1)
    with pytest.raises(NotAllowed):
        leading.change(house.context, actor(JO), Led.OPENING, 1, [JO])
    openings.close(house.context, actor(SECOND), 1)


@pytest.mark.parametrize("switch", [prep.pause, prep.stop, prep.resume])
def test_a_user_in_place_of_a_channel_is_nobodys_prep(town: Town, switch: object) -> None:
    house = town.house("prep")
    before = house.raw()
    with pytest.raises(NotFound, match="Prep isn't on in this channel"):
        switch(house.context, actor(LEAD), OMAR)  # type: ignore[operator]
    assert house.raw() == before
    assert prep_form().channel_id is None


def test_who_leads_an_opening_is_its_candidate_once_it_is_handed_over(town: Town) -> None:
    house = town.house("founded")
    form = loop_form(slack_user=SECOND, email="", **NOBODY_ELSE)
    with pytest.raises(Invalid) as fault:
        drafting.draft(house.context, actor(LEAD), form, "V2")
    assert "They lead this opening" in fault.value.fields["slack_user"]
    leading.change(house.context, actor(SECOND), Led.OPENING, 1, [LEAD])
    drafted = drafting.draft(house.context, actor(LEAD), form, "V2")
    assert leads(house, drafted.loop_id) == (LEAD,)


def test_who_leads_an_opening_is_found_by_their_email_too(town: Town) -> None:
    house = town.house("founded")
    house.slack.members[SECOND].email = "bea@example.com"
    house.know_everybody()
    with pytest.raises(Invalid) as fault:
        drafting.draft(house.context, actor(LEAD), loop_form(email=" Bea@Example.com", **NOBODY_ELSE), "V2")
    assert "They lead this opening" in fault.value.fields["slack_user"]


def test_who_sits_on_an_openings_panel_is_its_candidate_once_they_gave_up_their_seat(town: Town) -> None:
    house = town.house("running")
    form = loop_form(slack_user=MARC, email="", panelists=(JO, LENA), **NOBODY_ELSE)
    with pytest.raises(Invalid) as fault:
        drafting.draft(house.context, actor(LEAD), form, "V2")
    assert "They are on a panel of this opening" in fault.value.fields["slack_user"]
    assert drafting.draft(
        house.context,
        actor(LEAD),
        loop_form(
            opening_id=own_opening(house, LEAD),
            slack_user=MARC,
            email="",
            panelists=(JO, LENA),
            channel_id=HIRE,
            **NOBODY_ELSE,
        ),
        "V3",
    ), "another opening's candidate they may be"
    house.use("seats.decline", MARC, 2)
    assert drafting.draft(house.context, actor(LEAD), form, "V2")


def test_an_administrator_finds_nothing_that_is_about_themselves(town: Town) -> None:
    house = town.house("founded")
    about = plan_about(house, LEAD, own_opening(house, LEAD), slack_user=ADMIN)
    house.use("leads.name", ADMIN, [JO])
    found, pages = leading.page(house.context, actor(ADMIN), 1)
    assert pages == 1
    assert [(one.what, one.id) for one in found] == [(Led.OPENING, 2), (Led.OPENING, 1)]
    with pytest.raises(NotAllowed):
        leading.get(house.context, actor(ADMIN), Led.LOOP, about)
    with pytest.raises(NotAllowed):
        leading.change(house.context, actor(ADMIN), Led.LOOP, about, [JO], REASON)
    with pytest.raises(NotAllowed):
        leading.page(house.context, actor(ADA), 1)
