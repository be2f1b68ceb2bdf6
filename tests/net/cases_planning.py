"""Cases of leads, openings, plans and wishes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from tests.net import door
from tests.net.cases import asks, plays
from tests.net.door import House
from tests.net.town import (
    ADA,
    ADMIN,
    APP,
    BEGIN,
    DEBRIEF,
    FIRST,
    GONE,
    INES,
    JO,
    LEAD,
    LENA,
    LOOP,
    MARC,
    PRIYA,
    PUBLIC,
    SAM,
    SEAT_OF,
    SECOND,
    WITH_ADA,
    asked_by,
    bank,
    loop_form,
    only_planned,
    opening_form,
    prep_form,
)
from tests.packaged import read_bank

P, M, N = SEAT_OF[PRIYA], SEAT_OF[MARC], SEAT_OF[INES]
seat = door.forms.seat
HALF_PAST = FIRST + timedelta(minutes=30)

asks("first_day.installed", "founded", "it gets new rights where somebody leads", None, door.TEAM, ADMIN)
PEOPLE_FILE = f"person,seniority,weekly_limit,data\n{JO},senior,2,3\n{GONE},mid,,\n".encode()
CANDIDATES_FILE = b"name,email\nAda Kim,ada.kim@example.com\n"


@plays("import.people", "founded", "a person is described by a file")
def _(house: House) -> Iterator[None]:
    rows, _ = door.people_of(PEOPLE_FILE, {"data": "Data"}, house.now.date())
    yield
    house.use("import.people", "cli:ops", rows[:1], write=True)


@plays("import.people", "founded", "one of the file has left, and nothing is written")
def _(house: House) -> Iterator[None]:
    rows, _ = door.people_of(PEOPLE_FILE, {"data": "Data"}, house.now.date())
    yield
    with suppress(door.BadFile):
        house.use("import.people", "cli:ops", rows, write=True)


@plays("import.candidates", "founded", "a candidate comes with a file")
def _(house: House) -> Iterator[None]:
    rows, _ = door.candidates_of(CANDIDATES_FILE)
    yield
    house.use("import.candidates", "cli:ops", rows, write=True)


@plays("import.openings", "founded", "an opening comes with a file")
def _(house: House) -> Iterator[None]:
    room = next(one.id for one in house.slack.rooms.values() if one.private)
    text = f"title,question_set,level,channel,leads\nData engineer,engineer,mid,{room},{LEAD}\n"
    rows, _ = door.openings_of(text.encode(), {"engineer": "Engineer"}, {})
    yield
    house.use("import.openings", "cli:ops", rows, write=True)


asks("export.openings", "founded", "openings are taken out", "cli:ops", "a look")
asks("export.people", "founded", "who is known is taken out", "cli:ops", "yearly look")
asks("export.candidates", "debriefed", "candidates are taken out", "cli:ops", "moving")
asks("leads.name", "founded", "an administrator names other leads", ADMIN, [SECOND, JO])
asks("leads.name", "founded", "a lead may not", LEAD, [JO])
asks("leads.name", "founded", "nobody who is gone", ADMIN, [GONE])
asks("leads.name", "founded", "no app", ADMIN, [APP])

asks(
    "people.describe",
    "founded",
    "a lead describes somebody new",
    LEAD,
    JO,
    strengths={"data": 2},
    seniority="senior",
    weekly_limit=2,
    hours=(8, 16),
)
asks(
    "people.describe",
    "founded",
    "a lead describes somebody anew",
    LEAD,
    PRIYA,
    strengths={"data": 1},
    seniority="mid",
)
asks("people.describe", "founded", "a panelist may not", JO, JO, strengths={"data": 3}, seniority="senior")
asks(
    "people.describe",
    "founded",
    "faults at the fields",
    LEAD,
    GONE,
    strengths={"data": 9},
    seniority="chief",
    weekly_limit=99,
    hours=(18, 9),
)
asks("people.own_hours", "founded", "somebody says when they have time", JO, 3, (10, 16))
asks("people.own_hours", "running", "the candidate of a running loop may as before", ADA, 3, (10, 16))
asks("people.own_hours", "founded", "faults at the fields", JO, 99, (18, 9))

asks(
    "openings.create",
    "founded",
    "a lead makes one with a few competencies",
    SECOND,
    opening_form(title="Data engineer", competencies=("data",), leads=(LEAD,)),
)
asks("openings.create", "founded", "a panelist may not", JO, opening_form())
asks(
    "openings.create",
    "founded",
    "faults at the fields",
    LEAD,
    opening_form(title=" ", question_set="none", level="chief", channel_id=None, leads=(JO,)),
)
asks(
    "openings.create",
    "founded",
    "not in a public channel",
    LEAD,
    opening_form(title="Data engineer", channel_id=PUBLIC),
)
asks(
    "openings.create",
    "founded",
    "not under a title that another one has",
    LEAD,
    opening_form(title="ml  Engineer "),
)
asks(
    "openings.create",
    "founded",
    "not with more scorecards wanted than panelists",
    LEAD,
    opening_form(title="Data engineer", quorum=8, panelists=1),
)
asks(
    "openings.create",
    "founded",
    "not at a level with too few questions",
    LEAD,
    opening_form(title="Data engineer", level="junior"),
)
asks(
    "openings.change",
    "founded",
    "before its first loop all of it can change",
    LEAD,
    1,
    opening_form(title="Data engineer", competencies=("data",), more_about=("data",), slack=5, core=False),
)
asks(
    "openings.change", "drafted", "its drafts are planned anew", LEAD, 1, opening_form(competencies=("data",))
)
asks(
    "openings.change",
    "running",
    "its title and who stands in, while a loop runs",
    SECOND,
    1,
    opening_form(title="Data engineer", stand_ins=(JO,), competencies=("data", "mlops", "teamwork")),
)
asks(
    "openings.change",
    "running",
    "not what a loop went out with",
    LEAD,
    1,
    opening_form(competencies=("data",), slack=5),
)
asks("openings.change", "founded", "the same again changes nothing", LEAD, 1, opening_form())
asks("openings.change", "founded", "a panelist may not", JO, 1, opening_form(title="Mine"))
asks("openings.close", "founded", "a lead closes one", LEAD, 1)


AGREED = {"data": door.words.bar(3.0, must_have=True), "mlops": door.words.bar(2.5)}
asks("rules.agree", "founded", "before the first loop", LEAD, 1, AGREED)
asks("rules.agree", "debriefed", "after the first debrief", SECOND, 1, AGREED)
asks("rules.agree", "founded", "no rule is fine, too", LEAD, 1, {})
asks("rules.agree", "founded", "not on what the opening doesn't look for", LEAD, 1, {"taste": AGREED["data"]})
asks("rules.agree", "founded", "a panelist may not", JO, 1, AGREED)


asks("plans.choose", "drafted", "a draft asks about one competency alone", LEAD, LOOP, ["data"])
asks("plans.choose", "drafted", "all of them again change nothing", LEAD, LOOP, ["data", "mlops", "teamwork"])
asks("plans.choose", "drafted", "not none", LEAD, LOOP, ["taste"])
asks("plans.choose", "running", "not once the kits are out", LEAD, LOOP, ["data"])
asks("plans.choose", "drafted", "a panelist may not", JO, LOOP, ["data"])


@plays("openings.reopen", "founded", "an archived one is there again")
def _(house: House) -> Iterator[None]:
    house.use("openings.close", LEAD, 1)
    yield
    house.use("openings.reopen", LEAD, 1)


@plays("openings.reopen", "founded", "not where another one is called that by now")
def _(house: House) -> Iterator[None]:
    house.use("openings.close", LEAD, 1)
    house.use("openings.create", LEAD, opening_form())
    yield
    house.use("openings.reopen", LEAD, 1)


asks("openings.reopen", "founded", "one that is open stays so", LEAD, 1)
asks("openings.reopen", "founded", "a panelist may not", JO, 1)
asks("openings.close", "founded", "a panelist may not", JO, 1)
asks("openings.close", "founded", "one that isn't there", LEAD, 9)

OPENING_LED, LOOP_LED = door.words.led.OPENING, door.words.led.LOOP
AWAY = "Nora is on leave until March."
asks(
    "leading.change",
    "founded",
    "a lead shares an opening with nobody new",
    LEAD,
    OPENING_LED,
    1,
    [SECOND, LEAD],
)
asks("leading.change", "founded", "a lead hands an opening over", LEAD, OPENING_LED, 1, [SECOND])
asks("leading.change", "founded", "an administrator hands one over", ADMIN, OPENING_LED, 1, [SECOND], AWAY)
asks("leading.change", "founded", "somebody else may not", JO, OPENING_LED, 1, [JO])
asks("leading.change", "running", "a lead hands a loop over", LEAD, LOOP_LED, LOOP, [SECOND])
asks("leading.change", "drafted", "a lead shares a draft with nobody any more", LEAD, LOOP_LED, LOOP, [LEAD])
asks(
    "leading.change",
    "running",
    "an administrator hands one over with a reason",
    ADMIN,
    LOOP_LED,
    LOOP,
    [SECOND],
    AWAY,
)
asks("leading.change", "running", "not without a reason", ADMIN, LOOP_LED, LOOP, [SECOND])
asks("leading.change", "running", "not to somebody who is no hiring lead", LEAD, LOOP_LED, LOOP, [JO])
asks("leading.change", "running", "somebody has to lead it", LEAD, LOOP_LED, LOOP, [])
asks("leading.change", "running", "a panelist may not", PRIYA, LOOP_LED, LOOP, [PRIYA])


@plays("leading.change", "running", "an administrator who is a lead names others, and not themselves")
def _(house: House) -> Iterator[None]:
    house.use("leads.name", ADMIN, [ADMIN])
    house.settle()
    yield
    house.use("leading.change", ADMIN, LOOP_LED, LOOP, [ADMIN], AWAY)


@plays("leading.change", "kits out", "who took a loop over hears what changes in it")
def _(house: House) -> Iterator[None]:
    house.use("leading.change", LEAD, LOOP_LED, LOOP, [SECOND])
    house.settle()
    yield
    house.use("seats.decline", MARC, SEAT_OF[MARC])


@plays("people.left", "kits out", "a panelist's account is deactivated")
def _(house: House) -> Iterator[None]:
    house.slack.members[MARC].gone = True
    yield
    house.use("people.left", None, door.TEAM, MARC)


asks("people.left", "kits out", "who is here hasn't left", None, door.TEAM, MARC)
asks("people.joined", "founded", "somebody is new in the workspace", None, door.TEAM, ADA)

asks("loops.draft", "founded", "a lead plans a first loop", LEAD, loop_form(), "V1")
asks(
    "loops.draft",
    "drafted",
    "the same view again replaces its draft",
    LEAD,
    loop_form(panelists=(MARC, JO), stand_ins=(), shadows=(SAM,), label="Ada"),
    "V1",
)
asks(
    "loops.draft",
    "drafted",
    "another view makes another loop",
    LEAD,
    loop_form(panelists=(MARC, JO), stand_ins=()),
    "V2",
)
asks("loops.draft", "founded", "a panelist may not", JO, loop_form(), "V1")
asks(
    "loops.draft",
    "founded",
    "faults at the fields",
    LEAD,
    loop_form(
        name=" ",
        panelists=(GONE,),
        stand_ins=(GONE,),
        shadows=(APP,),
        first_at=BEGIN - timedelta(days=1),
        channel_id=PUBLIC,
    ),
    "V1",
)
asks(
    "loops.draft",
    "founded",
    "nothing filled in",
    LEAD,
    loop_form(name="", panelists=(), opening_id=None, first_at=None, debrief_at=None, channel_id=None),
    "V1",
)
asks("loops.draft", "founded", "the candidate is in the channel", LEAD, loop_form(channel_id=WITH_ADA), "V1")
asks("loops.draft", "founded", "the candidate is the lead", LEAD, loop_form(slack_user=LEAD), "V1")
asks(
    "loops.draft",
    "running",
    "the candidate of another loop may be on the panel",
    LEAD,
    loop_form(name="Bo Lind", email="", panelists=(ADA, MARC), stand_ins=()),
    "V2",
)


@plays("loops.draft", "founded", "not for an opening that is closed")
def _(house: House) -> Iterator[None]:
    house.use("openings.close", LEAD, 1)
    yield
    house.use("loops.draft", LEAD, loop_form(), "V1")


@plays(
    "loops.draft", "founded", "another loop of that person holds what they trained on, and is planned again"
)
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(email="", ats_id="7"), "V1")
    house.settle()
    planned = asked_by(house, P)[0]
    all_questions = bank().all_questions
    marked = [one.model_copy(update={"prep": True}) for one in all_questions if one.id == planned]
    house.held = replace(bank(), all_questions=tuple(marked))
    house.use("prep.save", ADA, prep_form())
    house.now = BEGIN + timedelta(days=1)
    house.settle()
    house.held = bank()
    yield
    house.use("loops.draft", LEAD, loop_form(ats_id="7"), "V2")


asks("loops.cancel", "drafted", "a draft", LEAD, LOOP)
asks("loops.cancel", "running", "before any kit is out", LEAD, LOOP)
asks("loops.cancel", "kits out", "with kits out", LEAD, LOOP)
asks("loops.cancel", "nudged", "with scorecards in and begun", SECOND, LOOP)
asks("loops.cancel", "stood in", "with a seat that changed hands", LEAD, LOOP)
asks("loops.cancel", "debriefed", "not after the debrief", LEAD, LOOP)
asks("loops.cancel", "kits out", "a panelist may not", MARC, LOOP)


@plays("loops.cancel", "kits out", "a second time changes nothing")
def _(house: House) -> Iterator[None]:
    house.use("loops.cancel", LEAD, LOOP)
    house.settle()
    yield
    house.use("loops.cancel", LEAD, LOOP)


@plays("loops.practice", "founded", "a past loop with two scorecards")
def _(house: House) -> None:
    yes = door.words.recommendation.YES
    sheets = [
        door.forms.sheet(user_id, {f"{key}-ask-1": {"clarity": 3}}, "Named a cost and a check.", yes)
        for user_id, key in ((PRIYA, "data"), (MARC, "mlops"))
    ]
    house.use("loops.practice", LEAD, 1, "Ben Abel", BEGIN - timedelta(days=9), sheets)


def practising(house: House) -> None:
    """A lead has begun to practise, with the questions that come with Fairloop."""
    house.held = read_bank()
    house.use("practice.begin", LEAD)
    house.settle()


@plays("practice.begin", "founded", "a lead tries it by themselves")
def _(house: House) -> Iterator[None]:
    house.held = read_bank()
    yield
    house.use("practice.begin", LEAD)


@plays("practice.begin", "founded", "question files without enough questions for prep")
def _(house: House) -> None:
    house.use("practice.begin", LEAD)


asks("practice.begin", "founded", "a panelist may not", PRIYA)


@plays("practice.send", "founded", "the kits go out, and the made-up colleagues hand in")
def _(house: House) -> Iterator[None]:
    practising(house)
    yield
    house.use("practice.send", LEAD, LOOP)


asks("practice.send", "drafted", "a real draft is never taken for practice", LEAD, LOOP)


@plays("debriefs.now", "founded", "a practice loop's, and how such a loop ends")
def _(house: House) -> Iterator[None]:
    practising(house)
    house.use("practice.send", LEAD, LOOP)
    house.settle()
    yield
    house.use("debriefs.now", LEAD, LOOP)
    house.run_due("debrief")


@plays("practice.erase", "founded", "its messages go, too")
def _(house: House) -> Iterator[None]:
    practising(house)
    house.use("practice.send", LEAD, LOOP)
    house.settle()
    yield
    house.use("practice.erase", LEAD, LOOP)


asks("practice.erase", "running", "a real loop is never taken for practice", LEAD, LOOP)


@plays("practice.run_out", "founded", "a day later it is erased by itself")
def _(house: House) -> Iterator[None]:
    practising(house)
    house.now += timedelta(days=1)
    yield
    house.run_due("practice")


@plays("plans.solve", "founded", "a first plan is shown")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(), "V1")
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "founded", "a plan with too little time says what is unmet")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(panelists=(PRIYA,), shadows=(), minutes=20), "V1")
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "founded", "there is no question for this level")
def _(house: House) -> Iterator[None]:
    house.held = replace(bank(), all_questions=())
    house.use("loops.draft", LEAD, loop_form(), "V1")
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "kits out", "after a stand-in took a seat")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "stood in", "after a seat stayed empty, kits go out anew")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", PRIYA, P)
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "kits out", "after two sit together, kits go out anew")
def _(house: House) -> Iterator[None]:
    house.use("seats.together", LEAD, M, N)
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "first interview", "what was not reached goes to a later panelist")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", PRIYA, P)
    only_planned(house)
    house.use("scorecards.mark", PRIYA, P, asked_by(house, P)[0], door.words.asked.NOT_REACHED, [])
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "stood in", "nobody is left on the panel")
def _(house: House) -> Iterator[None]:
    for user_id, number in ((PRIYA, P), (INES, N), (LENA, SEAT_OF[LENA])):
        house.use("seats.decline", user_id, number)
    house.send()
    yield
    house.run_due("plan")


@plays("plans.solve", "kits out", "a kit that waited for the plan goes")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.run_due("kit")
    house.send()
    yield
    house.run_due("plan")


asks("plans.reopen", "drafted", "a draft is looked at again", LEAD, LOOP)
asks("plans.reopen", "running", "not once its kits were sent", LEAD, LOOP)
asks("plans.reopen", "drafted", "a panelist may not", MARC, LOOP)
asks("plans.send_kits", "drafted", "the lead confirms", LEAD, LOOP)
asks("plans.send_kits", "drafted short", "also with wishes unmet", SECOND, LOOP)
asks("plans.send_kits", "running", "a second time changes nothing", LEAD, LOOP)
asks("plans.send_kits", "drafted", "a panelist may not", MARC, LOOP)


@plays("plans.send_kits", "founded", "not before there is a plan")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(), "V1")
    yield
    house.use("plans.send_kits", LEAD, LOOP)


@plays("plans.send_kits", "drafted", "not after the first interview should have begun")
def _(house: House) -> None:
    house.now = HALF_PAST
    house.use("plans.send_kits", LEAD, LOOP)


@plays("plans.send_kits", "drafted", "within a day kits go at once")
def _(house: House) -> None:
    house.now = FIRST - timedelta(hours=3)
    house.use("plans.send_kits", LEAD, LOOP)


@plays("plans.send_kits", "drafted", "not where the last interview would not be over by the debrief")
def _(house: House) -> Iterator[None]:
    late = DEBRIEF - timedelta(minutes=45)
    house.use("seats.change", LEAD, M, seat(MARC, late, 45))
    house.use("seats.change", LEAD, N, seat(INES, late - timedelta(minutes=30), 45))
    house.settle()
    yield
    house.use("plans.send_kits", LEAD, LOOP)


@plays("plans.send_kits", "drafted", "not with what this person is asked in another loop by now")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(panelists=(JO, SECOND), stand_ins=(), shadows=()), "V2")
    house.settle()
    house.use("plans.send_kits", LEAD, LOOP)
    house.settle()
    yield
    house.use("plans.send_kits", LEAD, 2)


@plays("plans.send_kits", "running", "a second candidate with the same label gets a number")
def _(house: House) -> Iterator[None]:
    at = FIRST + timedelta(days=1)
    form = loop_form(name="Anna Klein", email="", panelists=(JO,), stand_ins=(), shadows=(), first_at=at)
    house.use("loops.draft", LEAD, form, "V2")
    house.settle()
    yield
    house.use("plans.send_kits", LEAD, 2)


asks("plans.mend", "drafted short", "the first unmet wish", LEAD, LOOP, 0)
asks("plans.mend", "drafted short", "the second unmet wish", LEAD, LOOP, 1)
asks("plans.mend", "drafted short", "one that is mended already", LEAD, LOOP, 9)
asks("plans.mend", "running", "not once kits were sent", LEAD, LOOP, 0)
asks("plans.mend", "drafted short", "a panelist may not", PRIYA, LOOP, 0)


def _trial(kind: str, into: int | None = None, both: bool = False) -> None:
    """Look at what a wish of a kind costs, see it, and grant it."""
    swaps = {None: "", M: " with a question in return" if both else " without one in return"}[into]

    def try_out(house: House) -> None:
        other = asked_by(house, into)[0] if into is not None and both else None
        house.use(
            "wishes.try_out",
            LEAD,
            P,
            asked_by(house, P)[0],
            kind,
            "trial-9",
            **({"into": (into, other)} if into is not None else {}),
        )

    def weigh(house: House) -> Iterator[None]:
        try_out(house)
        house.send()
        yield
        house.run_due("trial")

    def apply(house: House) -> Iterator[None]:
        try_out(house)
        house.settle()
        yield
        house.use("wishes.apply", LEAD, LOOP, "trial-9")

    plays("wishes.try_out", "drafted", f"{kind}{swaps}")(try_out)
    plays("wishes.weigh", "drafted", f"{kind}{swaps}")(weigh)
    plays("wishes.apply", "drafted", f"{kind}{swaps}")(apply)


for _kind in ("pin", "ban", "out"):
    _trial(_kind)
_trial("swap", M)
_trial("swap", M, both=True)
asks(
    "wishes.try_out",
    "drafted",
    "of a question that the plan doesn't hold",
    LEAD,
    P,
    "data-ask-99",
    "pin",
    "trial-9",
)
asks("wishes.try_out", "running", "not once kits were sent", LEAD, P, "data-ask-1", "pin", "trial-9")
asks("wishes.try_out", "drafted", "a panelist may not", PRIYA, P, "data-ask-1", "pin", "trial-9")
asks("wishes.apply", "weighed", "from a view that is out of date", LEAD, LOOP, "trial-old")
asks("wishes.apply", "weighed", "a panelist may not", PRIYA, LOOP, "trial-1")


@plays("wishes.forget", "wished", "a wish is taken back")
def _(house: House) -> None:
    wish = house.rows("wishes")[0]
    house.use("wishes.forget", LEAD, P, wish["user_id"], wish["question_id"])


asks("wishes.forget", "wished", "one that is gone already", LEAD, P, PRIYA, "data-ask-99")
asks("wishes.forget", "wished", "a panelist may not", PRIYA, P, PRIYA, "data-ask-99")

asks("seats.change", "drafted", "another person", LEAD, M, seat(JO, FIRST + timedelta(hours=1), 45))
asks("seats.change", "drafted", "two change places", LEAD, M, seat(INES, FIRST + timedelta(hours=1), 45))
asks(
    "seats.change",
    "drafted",
    "another time, so that the next one moves on",
    LEAD,
    P,
    seat(PRIYA, FIRST + timedelta(minutes=30), 60),
)
asks("seats.change", "drafted", "another turn", LEAD, P, seat(PRIYA, FIRST, 45, 2))
asks("seats.change", "drafted", "faults at the fields", LEAD, P, seat(GONE, BEGIN - timedelta(days=1), 45))
asks("seats.change", "drafted", "not to the candidate", LEAD, P, seat(ADA, FIRST, 45))
asks("seats.change", "drafted", "a length that isn't there", LEAD, P, seat(PRIYA, FIRST, 5))
asks("seats.change", "running", "not once kits were sent", LEAD, P, seat(PRIYA, FIRST, 60))
asks("seats.change", "drafted", "a panelist may not", PRIYA, P, seat(PRIYA, FIRST, 60))
asks(
    "seats.add",
    "drafted",
    "one panelist more in a draft",
    LEAD,
    LOOP,
    seat(JO, FIRST + timedelta(hours=3), 45),
)
asks(
    "seats.add",
    "drafted",
    "the stand-in joins the panel",
    LEAD,
    LOOP,
    seat(LENA, FIRST + timedelta(hours=3), 45),
)
asks(
    "seats.add",
    "running",
    "one panelist more in a loop that runs",
    LEAD,
    LOOP,
    seat(JO, FIRST + timedelta(hours=3), 45),
)
asks(
    "seats.add",
    "kits out",
    "the shadow joins the panel",
    LEAD,
    LOOP,
    seat(SAM, FIRST + timedelta(hours=3), 45),
)
asks("seats.add", "kits out", "not at the time of another interview", LEAD, LOOP, seat(JO, HALF_PAST, 45))
asks(
    "seats.add",
    "kits out",
    "nobody who is on the panel already",
    LEAD,
    LOOP,
    seat(MARC, FIRST + timedelta(hours=3), 45),
)
asks("seats.add", "kits out", "not after the debrief's time", LEAD, LOOP, seat(JO, DEBRIEF, 45))
asks("seats.add", "debriefed", "not to a loop that is over", LEAD, LOOP, seat(JO, DEBRIEF, 45))
asks("seats.add", "kits out", "a panelist may not", MARC, LOOP, seat(JO, FIRST + timedelta(hours=3), 45))
asks("seats.shadow", "drafted", "sits in with somebody else", LEAD, SEAT_OF[SAM], M, reverse=False)
asks("seats.shadow", "running", "is to ask", LEAD, SEAT_OF[SAM], P, reverse=True)
asks(
    "seats.shadow",
    "kits out",
    "sits in with somebody else, with kits out",
    LEAD,
    SEAT_OF[SAM],
    M,
    reverse=True,
)
asks("seats.shadow", "kits out", "as it is already", LEAD, SEAT_OF[SAM], P, reverse=False)
asks("seats.shadow", "stood in", "not with a seat that was given up", LEAD, SEAT_OF[SAM], M, reverse=False)
asks("seats.shadow", "debriefed", "not in a loop that is over", LEAD, SEAT_OF[SAM], M, reverse=False)
asks("seats.shadow", "kits out", "a panelist may not", MARC, SEAT_OF[SAM], M, reverse=False)
