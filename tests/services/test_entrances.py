"""Every way in from Slack does for everybody what the table of rights says, with real ids and with forged ones."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.acting.context import Actor
from bot.domain.access import REFUSALS, Action
from bot.domain.roles import NO, OPENED, ROLES, cell
from bot.storage import leads
from bot.storage.tables import Interview
from bot.views import ids
from bot.views.opening_form import FormData, kept
from bot.views.scorecards import PageData
from handlers.entrances import ENTRANCES, FOR_SLACK_ALONE
from tests.entering import Json, Listened, enter
from tests.net.door import TEAM, House
from tests.net.town import (
    ADA,
    ADMIN,
    FIRST,
    HIRE,
    INES,
    JO,
    LEAD,
    MARC,
    OMAR,
    OTHER,
    PREP_ROOM,
    PRIYA,
    SAM,
    SEAT_OF,
    SECOND,
    Town,
    asked_by,
    opening_form,
)

WHO: Mapping[str, str] = {
    "Anybody": JO,
    "Panelist": PRIYA,
    "Another panelist": MARC,
    "Shadow": SAM,
    "Hiring lead": OMAR,
    "Its lead": LEAD,
    "Administrator": ADMIN,
    "Its candidate": ADA,
}
"""Who plays each role in the net's workspace."""
BEFORE, AFTER = "kits out", "debriefed"
LOOP, PRIYAS = 1, SEAT_OF[PRIYA]
STATE = {"state": {"values": {}}, "id": "V9", "hash": "h", "type": "modal", "root_view_id": "V9"}


@dataclass(frozen=True)
class Try:
    """One way in with what it carries; `seat` in it is the seat that whoever comes has or forges.

    `value` is a button's or a menu's; `values` are what the fields hold of the modal that it happens in.
    """

    way: str
    value: str | None = None
    menu: bool = False
    modal: bool = True
    narrows: str = ""
    metadata: str = ""
    values: Mapping[str, Json] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)


def text(value: str) -> Json:
    return {"value": {"type": "plain_text_input", "value": value}}


def chosen(value: str) -> Json:
    return {"value": {"type": "static_select", "selected_option": {"value": value}}}


def people(*users: str) -> Json:
    return {"value": {"type": "multi_users_select", "selected_users": list(users)}}


def one(user: str) -> Json:
    return {"value": {"type": "users_select", "selected_user": user}}


def at(hours: int) -> Json:
    moment = int((FIRST + timedelta(hours=hours)).timestamp())
    return {"value": {"type": "datetimepicker", "selected_date_time": moment}}


CARD = "{card}"
PLANNED = {"more": False, "render": 0}
SEAT_VALUES = {"person": one(INES), "start": at(3), "minutes": chosen("45"), "place": chosen("0")}
OPENING = {
    "title": text("Data engineer"),
    "question_set": chosen("engineer"),
    "level": chosen("mid"),
    "channel": {"value": {"type": "conversations_select", "selected_conversation": OTHER}},
}


def opening_data(opening_id: int | None) -> str:
    """What the form of an opening carries along."""
    form = opening_form(panelists=3, leads=())
    return kept(FormData(form, opening_id, origin={"view": "V1", "callback": "openings_page", "kept": ""}))


DESCRIBED = {"seniority": chosen("mid"), "hours_from": chosen("9"), "hours_to": chosen("17")}
TRIES: tuple[Try, ...] = (
    *(Try(way) for way in ENTRANCES if way.startswith("/")),
    Try("app_home_opened"),
    Try(ids.SHORTCUT_PLAN),
    *(
        Try(way)
        for way in (
            ids.PLAN_LOOP,
            ids.OPENINGS,
            ids.NAME_LEADS,
            ids.PEOPLE,
            ids.LEADING,
            ids.OWN_HOURS,
            ids.INSIGHTS,
            ids.OWN_INSIGHTS,
        )
    ),
    *(Try(way, metadata=json.dumps(PLANNED)) for way in (ids.PLAN_MORE, ids.PLAN_OPENING, ids.PLAN_FORM)),
    Try(ids.DECIDED_LOOPS, "1"),
    Try(ids.OPENINGS_SHOW, "archived"),
    *(
        Try(way, value, view={"callback_id": "openings_page"})
        for way, value in (
            (ids.NEW_OPENING, ""),
            (ids.NEW_OPENING_SHORT, ""),
            (ids.OPENING_EDIT, "1"),
            (ids.OPENING_COPY, "1"),
            (ids.OPENING_RULE, "1"),
        )
    ),
    Try(ids.OPENING_SET, "mid", metadata=opening_data(None), values=OPENING),
    Try(ids.OPENING_MORE, metadata=opening_data(None), values=OPENING),
    Try(ids.OPENING_FORM, metadata=opening_data(None), values=OPENING, narrows="made"),
    Try(ids.OPENING_FORM, metadata=opening_data(1), values=OPENING, narrows="changed"),
    Try(ids.RULE_FORM, metadata="1", values={"bar-data": chosen("3m")}),
    Try(ids.CLOSE_OPENING, "1"),
    Try(ids.GLASS, f"{LOOP}"),
    Try(ids.GLASS_FORM, metadata=f"{LOOP}", values={"reason": text("She starts tomorrow.")}),
    Try(ids.GLASS_READ, f"{LOOP}"),
    Try(ids.ERASE),
    Try(ids.ERASE_FORM, values={"candidate": text("Nobody Known"), "reason": text("Asked by email.")}),
    Try(ids.OPENING_REOPEN, "1"),
    Try(ids.WHAT_IT_KEEPS),
    Try(ids.PRACTICE),
    Try(ids.PRACTICE_SEND, f"{LOOP}"),
    Try(ids.PRACTICE_ERASE, f"{LOOP}"),
    Try(ids.LEADS_FORM, values={"leads": people(LEAD, OMAR)}),
    Try(ids.LEADING_BACK, "1"),
    Try(ids.LEADING_NEXT, "1"),
    *(Try(ids.LEADING_CHANGE, value) for value in (f"loop:{LOOP}:0", f"loop:{LOOP}:1", "opening:1:0")),
    *(
        Try(
            ids.LEADING_FORM,
            metadata=json.dumps({"what": what, "id": 1, "page": 0, "below": None}),
            values={"leads": people(OMAR), "reason": text("They are on leave.")},
            narrows=what,
        )
        for what in ("loop", "opening")
    ),
    Try(ids.PEOPLE_BACK, "1"),
    Try(ids.PEOPLE_NEXT, "1"),
    Try(ids.PANELIST_ADD, "1"),
    Try(ids.PANELIST_EDIT, f"{MARC}:1"),
    Try(
        ids.PANELIST_FORM,
        metadata=json.dumps({"user_id": MARC, "page": 1, "below": "V1"}),
        values=DESCRIBED,
    ),
    Try(ids.OWN_FORM, values=DESCRIBED),
    Try(ids.ADD_PANELIST, f"{LOOP}"),
    *(
        Try(ids.SEAT_MENU, value, menu=True)
        for value in (f"seat:{PRIYAS}", f"questions:{PRIYAS}", f"add:{LOOP}")
    ),
    Try(ids.WISHES_BACK, f"{PRIYAS}"),
    Try(ids.COMPETENCIES, f"{LOOP}"),
    Try(
        ids.COMPETENCIES_FORM,
        metadata=f"{LOOP}",
        values={"competencies": {"value": {"type": "multi_static_select", "selected_options": []}}},
    ),
    Try(ids.CHANGE_PLAN, f"{LOOP}"),
    *(Try(ids.LATE_MENU, f"{word}:{PRIYAS}", menu=True) for word in ("away", "move", "missed", "replace")),
    Try(ids.LATE_ADD, f"{LOOP}"),
    Try(ids.LATE_DEBRIEF, f"{LOOP}"),
    Try(ids.DEBRIEF_WITHOUT, f"{LOOP}"),
    Try(ids.WITHOUT_FORM, values={"seat": chosen(str(PRIYAS))}),
    Try(ids.PLAN_PAGE, metadata=f"{LOOP}"),
    Try(ids.DEBRIEF_NOW, f"{LOOP}"),
    Try(ids.LOOP_MENU, f"cancel:{LOOP}", menu=True),
    Try(ids.LOOP_CANCEL, f"{LOOP}"),
    Try(ids.OPEN_DRAFT, f"{LOOP}"),
    Try(ids.REPLACE_SEAT, f"{LOOP}:{MARC}"),
    *(Try(ids.TRY_AGAIN, value) for value in (f"plan:{LOOP}", f"kit:{PRIYAS}", f"debrief:{LOOP}")),
    Try(ids.MEND, f"{LOOP}:0", view={"external_id": "E"}),
    Try(ids.SEAT_FORM, metadata=f"{PRIYAS}", values=SEAT_VALUES),
    Try(ids.ADD_FORM, metadata=json.dumps({"loop": LOOP}), values=SEAT_VALUES),
    Try(
        ids.SHADOW_FORM,
        metadata=f"{SEAT_OF[SAM]}",
        values={"host": chosen(str(PRIYAS)), "part": chosen("asks")},
    ),
    *(
        Try(ids.WISH_MENU, f"{word}:{PRIYAS}:{{question}}", menu=True)
        for word in ("pin", "ban", "swap", "unpin")
    ),
    Try(ids.WISH_INTO, f"{SEAT_OF[MARC]}:", menu=True, metadata=f"{PRIYAS}:{{question}}"),
    Try(ids.WISH_FORGET, f"{PRIYAS}:{PRIYA}:{{question}}"),
    Try(ids.TRIAL_PAGE, metadata=f"{LOOP}:trial-1"),
    *(
        Try(ids.LATE_FORM, metadata=json.dumps({"what": what, "id": SEAT_OF[INES]}))
        for what in ("together", "replace", "move")
    ),
    Try(ids.LATE_FORM, metadata=json.dumps({"what": "debrief", "id": LOOP}), values={"at": at(40)}),
    *(Try(way, menu=True) for way in (ids.HUB_LEVEL, ids.HUB_COMPETENCY, ids.HUB_KIND)),
    Try(ids.HUB_BACK, "1"),
    Try(ids.HUB_NEXT, "1"),
    Try(ids.HUB_READ, "data-ask-1"),
    *(
        Try(way, "{seat}")
        for way in (ids.KIT_GOOD, ids.KIT_OPEN, ids.KIT_NOTES, ids.KIT_CONFIRM, ids.KIT_DECLINE)
    ),
    *(Try(ids.KIT_MENU, f"{word}:{{seat}}", menu=True) for word in ("words", "decline", "missed", "knows")),
    *(Try(way, metadata="{seat}") for way in (ids.GIVE_UP_FORM, ids.MISSED_FORM)),
    Try(ids.KIT_UNDO, "{seat}", modal=False),
    Try(ids.TOOK_PLACE, "{seat}", modal=False),
    Try(ids.NUDGE_MENU, "missed:{seat}", menu=True),
    Try(ids.SCORECARD_OPEN, "{seat}"),
    *(
        Try(way, metadata=CARD)
        for way in (
            ids.EVIDENCE,
            ids.INSTEAD,
            ids.RATING,
            ids.PROBED,
            ids.OWN_PROBE,
            ids.SEEN,
            ids.RECOMMENDATION,
            ids.SURENESS,
            ids.SUMMARY,
            ids.SCORECARD_PAGE,
            ids.SCORECARD_LAST,
        )
    ),
    Try(ids.CARD_PAGE, "{seat}:0", metadata=CARD),
    *(
        Try(ids.CARD_MENU, f"{word}:{{seat}}:0", menu=True, metadata=CARD)
        for word in ("question", "not_reached")
    ),
    Try(ids.CARD_EDIT, "{seat}"),
    Try(ids.ALL_EVIDENCE, f"{LOOP}:data"),
    *(Try(ids.DEBRIEF_MENU, f"{word}:{LOOP}", menu=True) for word in ("lines", "words", "changes", "reason")),
    Try(ids.AFTER_TALK, f"{LOOP}"),
    Try(
        ids.AFTER_TALK_FORM,
        metadata=f"{LOOP}",
        values={"recommendation": chosen("yes"), "reason": text("It was shown in the talk.")},
    ),
    Try(ids.SHOW_TALK_FORM, metadata=f"{LOOP}"),
    Try(ids.READ_REASON, f"{LOOP}"),
    Try(ids.WHY, f"{LOOP}"),
    Try(ids.DECIDE, f"{LOOP}"),
    Try(
        ids.DECISION_FORM, metadata=f"{LOOP}", values={"outcome": chosen("move_on"), "reason": text("Sound.")}
    ),
    Try(ids.MOVE_DEBRIEF, f"{LOOP}"),
    Try(ids.CHANNEL_FORM, metadata=f"{LOOP}"),
    Try(ids.SHOW_AGAIN, f"{LOOP}"),
    Try(ids.GUEST_MAY_READ, f"{LOOP}:{HIRE}:{JO}"),
    Try(ids.PREP_OPEN),
    Try(ids.PREP_STEP, "1:shown"),
    Try(ids.PREP_GRADE, "1:3"),
    Try(ids.PREP_MENU, "settings:1", menu=True),
    Try(ids.PREP_ANSWER_FORM, metadata="1", values={"answer": text("I'd look first.")}),
    Try(ids.PREP_SHARED, "1"),
    Try(ids.PREP_SHARED_NEXT, "1"),
    *(Try(way) for way in (ids.PREP_DATE, ids.PREP_MORE, ids.PREP_ANSWERS)),
    *(Try(way) for way in ("/prep link", ids.PREP_LINK)),
    Try(ids.PREP_LINK_WITHDRAW, "1"),
    Try(
        ids.PREP_DATE_FORM,
        values={"interview": {"value": {"type": "datepicker", "selected_date": "2026-12-24"}}},
    ),
    Try(ids.PREP_FORM, metadata=json.dumps({"channel": False}), values={"level": chosen("mid")}),
    *(Try(way) for way in (ids.PREP_PAUSE, ids.PREP_RESUME, ids.PREP_STOP)),
)
NARROWER: Mapping[tuple[str, str], tuple[Action, ...]] = {
    (ids.KIT_MENU, "words:{seat}"): (Action.SEE_KIT,),
    (ids.KIT_MENU, "knows:{seat}"): (Action.ANSWER_KIT,),
    **{(ids.DEBRIEF_MENU, f"{word}:{LOOP}"): (Action.READ_EVIDENCE,) for word in ("lines", "words")},
    (ids.DEBRIEF_MENU, f"changes:{LOOP}"): (Action.SHOW_TALK,),
    (ids.DEBRIEF_MENU, f"reason:{LOOP}"): (Action.READ_REASON,),
    (ids.NUDGE_MENU, "missed:{seat}"): (Action.ANSWER_KIT,),
    (ids.OPENING_FORM, "made"): (Action.MANAGE_OPENINGS,),
    (ids.OPENING_FORM, "changed"): (Action.CHANGE_OPENING,),
    (ids.LEADING_CHANGE, "opening:1:0"): (Action.CHANGE_OPENING_LEADS,),
    (ids.LEADING_FORM, "opening"): (Action.CHANGE_OPENING_LEADS,),
    (ids.LEADING_FORM, "loop"): (Action.CHANGE_LEADS,),
    (ids.LEADING_CHANGE, f"loop:{LOOP}:0"): (Action.CHANGE_LEADS,),
    (ids.LEADING_CHANGE, f"loop:{LOOP}:1"): (Action.CHANGE_LEADS,),
}
"""What a value, or what a form `narrows` it to, asks for where its way in serves several wants."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def in_its_roles(town: Town, situation: str) -> House:
    """The house with everybody in their role; the candidate has been made everything that others are."""
    house = town.house(situation)
    house.slack.members[ADA].admin = True
    house.use("leads.name", ADMIN, [LEAD, SECOND, OMAR, ADA])
    with house.context.transaction(Actor(TEAM, ADMIN)) as tx:
        leads.write_of_loop(tx, LOOP, [LEAD, SECOND, ADA])
        leads.write_of_opening(tx, 1, [LEAD, SECOND, ADA])
        tx.one(Interview, SEAT_OF[INES]).user_id = ADA
    return house


def _filled(pattern: str, house: House, seat: int) -> str:
    question = asked_by(house, PRIYAS)[0]
    found = pattern.replace("{seat}", str(seat)).replace("{question}", question)
    return found.replace(CARD, PageData(seat, 0, {}).dumps()) if CARD in found else found


def body(given: Try, kind: str, house: House, role: str) -> Json:
    """What Slack would send."""
    seat = {"Shadow": SEAT_OF[SAM], "Its candidate": SEAT_OF[INES]}.get(role, PRIYAS)
    if kind == "command":
        name, _, words = given.way.partition(" ")
        return {"command": name, "text": words, "channel_id": PREP_ROOM, "user_id": WHO[role]}
    view = {
        **STATE,
        "private_metadata": _filled(given.metadata, house, seat),
        "state": {"values": dict(given.values)},
        "blocks": [{"type": "input", "block_id": name} for name in given.values],
        **given.view,
    }
    if kind != "action":
        return {"view": view}
    value = _filled(given.value or "", house, seat)
    pressed: Json = {"action_id": given.way, "block_id": "b", "action_ts": "1764000000.000100"}
    if given.menu:
        pressed |= {"type": "overflow", "selected_option": {"value": value}}
    else:
        pressed |= {"type": "button", "value": value}
    return {"actions": [pressed]} | ({"view": view} if given.modal else {})


def wants(given: Try) -> tuple[Action, ...]:
    """What this way in asks for."""
    carried = given.value or given.narrows
    return NARROWER.get((given.way, carried), ENTRANCES[given.way])


def listener_of(listened: Listened, way: str) -> tuple[str, Callable[..., None]]:
    """What listens there."""
    name = way.split()[0]
    return next(
        (kind, one) for (kind, id), one in listened.to.items() if id == name and kind != "view_closed"
    )


def test_there_is_no_way_in_that_is_in_no_cell() -> None:
    listened = {name for _, name in Listened(None).to}
    assert listened == {way.split()[0] for way in ENTRANCES} | FOR_SLACK_ALONE


def test_every_way_in_is_tried() -> None:
    assert {one.way for one in TRIES} == set(ENTRANCES)


@pytest.mark.long
@pytest.mark.parametrize("situation", [BEFORE, AFTER])
def test_each_way_in_does_for_everybody_what_the_table_says(town: Town, situation: str) -> None:
    apart: list[str] = []
    for given in TRIES:
        house = in_its_roles(town, situation)
        for role, user_id in WHO.items():
            listened = Listened(house.context)
            kind, listener = listener_of(listened, given.way)
            before = house.raw()
            told = enter(listener, kind, user_id, body(given, kind, house, role))
            refused = any(words in told for words in REFUSALS.values())
            may = any(_may(role, action, situation) for action in wants(given))
            changed = house.raw() != before
            if refused is may or (refused and changed) or "isn't your fault" in told:
                apart.append(f"{given.way} {given.value}{given.metadata}: {role} may: {may}, {told[:300]}")
            if changed:
                house = in_its_roles(town, situation)
    assert not apart, "\n".join(apart)


def _may(role: str, action: Action, situation: str) -> bool:
    found = cell(role, action)
    return found not in (NO, OPENED) or (found == OPENED and situation == AFTER)


def test_every_role_is_played() -> None:
    assert WHO.keys() == ROLES.keys()
