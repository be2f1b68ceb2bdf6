"""Cases of seats that change, kits and reminders."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.net.cases import asks, plays
from tests.net.door import House
from tests.net.town import (
    BERLIN,
    DEBRIEF,
    FIRST,
    INES,
    LEAD,
    LENA,
    LOOP,
    MARC,
    PRIYA,
    SAM,
    SEAT_OF,
    asked_by,
    loop_form,
)

P, M, N, L, S = (SEAT_OF[one] for one in (PRIYA, MARC, INES, LENA, SAM))
EVENING = FIRST + timedelta(hours=3)

asks("seats.decline", "kits out", "a panelist, and the stand-in takes over", MARC, M)
asks("seats.decline", "kits out", "a panelist with a shadow", PRIYA, P)
asks("seats.decline", "running", "before the kit is out", MARC, M)
asks("seats.decline", "kits out", "the lead for a panelist", LEAD, M)
asks("seats.decline", "stood in", "nobody is left to stand in", INES, N)
asks("seats.decline", "stood in", "the stand-in who took over", LENA, L)
asks("seats.decline", "together", "one of two who sit together", MARC, M)
asks("seats.decline", "kits out", "a shadow", SAM, S)
asks("seats.decline", "stood in", "a second time changes nothing", MARC, M)
asks("seats.decline", "kits out", "a stand-in has nothing to decline", LENA, L)
asks("seats.decline", "begun", "not once the scorecard is begun", MARC, M)
asks("seats.decline", "drafted", "not before kits are sent", LEAD, M)
asks("seats.decline", "debriefed", "not after the debrief", INES, N)
asks("seats.decline", "kits out", "another panelist may not", INES, M)


@plays("seats.decline", "kits out", "a stand-in who is busy is not asked")
def _(house: House) -> Iterator[None]:
    at = FIRST + timedelta(hours=1)
    form = loop_form(name="Bo Lind", email="", panelists=(LENA,), stand_ins=(), shadows=(), first_at=at)
    house.use("loops.draft", LEAD, form, "V2")
    house.settle()
    house.use("plans.send_kits", LEAD, 2)
    house.settle()
    yield
    house.use("seats.decline", MARC, M)


@plays("seats.decline", "first interview", "a time that has come finds no stand-in")
def _(house: House) -> None:
    house.use("seats.decline", PRIYA, P)


asks("seats.replace", "kits out", "the lead frees a seat", LEAD, LOOP, MARC)
asks("seats.replace", "stood in", "one that was given up already", LEAD, LOOP, MARC)
asks("seats.undo", "stood in", "the panelist can make it after all", MARC, M)
asks("seats.undo", "stood in", "the lead gives it back", LEAD, M)
asks("seats.undo", "kits out", "one who never left changes nothing", MARC, M)
asks("seats.undo", "stood in", "another panelist may not", INES, M)
asks("seats.undo", "debriefed", "not after the debrief", MARC, M)


@plays("seats.undo", "running", "before the kit was out")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.settle()
    yield
    house.use("seats.undo", MARC, M)


@plays("seats.undo", "stood in", "where nobody stood in")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", PRIYA, P)
    house.settle()
    yield
    house.use("seats.undo", PRIYA, P)


@plays("seats.undo", "together", "one of two who sat together")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.settle()
    yield
    house.use("seats.undo", MARC, M)


@plays("seats.undo", "kits out", "a panelist with a shadow")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", PRIYA, P)
    house.settle()
    yield
    house.use("seats.undo", PRIYA, P)


@plays("seats.undo", "kits out", "not by a shadow")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", SAM, S)
    house.settle()
    yield
    house.use("seats.undo", SAM, S)


@plays("seats.undo", "stood in", "not once the interview should have begun")
def _(house: House) -> None:
    house.now = FIRST + timedelta(hours=2)
    house.use("seats.undo", MARC, M)


asks("seats.confirm", "kits out", "a panelist will be there", MARC, M)
asks("seats.confirm", "kits out", "a shadow will be there", SAM, S)
asks("seats.confirm", "kits out", "a second time changes nothing", PRIYA, P)
asks("seats.confirm", "stood in", "not after giving the seat up", MARC, M)
asks("seats.confirm", "kits out", "another panelist may not", INES, M)
asks("seats.confirm", "debriefed", "not after the debrief", MARC, M)
asks("seats.missed", "first interview", "its panelist says that it didn't happen", PRIYA, P, "not_held")
asks("seats.missed", "nudged", "after a reminder", INES, N, "not_held")
asks("seats.missed", "nudged", "the lead says so", LEAD, N, "not_held")
asks("seats.missed", "nudged", "with a scorecard begun", MARC, M, "not_held")
asks("seats.missed", "nudged", "not with a scorecard in", PRIYA, P, "not_held")
asks("seats.missed", "missed", "a second time changes nothing", INES, N, "not_held")
asks("seats.missed", "nudged", "another panelist may not", MARC, N, "not_held")
asks("seats.missed", "nudged", "part of it was held, and its scorecard is waited for", INES, N, "part")
asks("seats.missed", "kits out", "not before it begins", MARC, M, "no_show")
asks("seats.missed", "nudged", "not without saying what happened", INES, N, "")
asks("seats.took_place", "missed", "it was held after all", INES, N)
asks("seats.took_place", "missed", "the lead says so", LEAD, N)
asks("seats.took_place", "missed", "another panelist may not", MARC, N)
asks("seats.took_place", "nudged", "nothing to take back", INES, N)
asks("seats.knows", "kits out", "a panelist knows the candidate", MARC, M)
asks("seats.knows", "kits out", "another panelist may not", INES, M)


@plays("seats.knows", "kits out", "a second time")
def _(house: House) -> Iterator[None]:
    house.use("seats.knows", MARC, M)
    house.settle()
    yield
    house.use("seats.knows", MARC, M)


asks("seats.move", "kits out", "another time", LEAD, M, EVENING, 45)
asks("seats.move", "kits out", "a shorter time, with a shadow", LEAD, P, FIRST, 30)
asks("seats.move", "running", "before the kit is out", LEAD, M, EVENING, 45)
asks("seats.move", "together", "one of two who sat together", LEAD, M, EVENING, 45)
asks(
    "seats.move",
    "together",
    "the length of an interview that two hold",
    LEAD,
    M,
    FIRST + timedelta(hours=2),
    60,
)
asks(
    "seats.move",
    "missed",
    "one that didn't happen is held after all",
    LEAD,
    N,
    datetime(2025, 11, 25, 11, tzinfo=BERLIN),
    45,
)
asks("seats.move", "kits out", "as it is already", LEAD, M, FIRST + timedelta(hours=1), 45)
asks(
    "seats.move",
    "nudged",
    "not with a scorecard begun",
    LEAD,
    M,
    datetime(2025, 11, 25, 11, tzinfo=BERLIN),
    45,
)
asks("seats.move", "kits out", "not past the debrief", LEAD, M, DEBRIEF, 45)
asks("seats.move", "kits out", "not into another interview", LEAD, M, FIRST, 45)
asks("seats.move", "kits out", "not to a length that isn't there", LEAD, M, EVENING, 5)
asks("seats.move", "kits out", "not into the past", LEAD, M, None, 45)
asks("seats.move", "stood in", "not a seat that was given up", LEAD, M, EVENING, 45)
asks("seats.move", "kits out", "not a stand-in's", LEAD, L, EVENING, 45)
asks("seats.move", "kits out", "a panelist may not", MARC, M, EVENING, 45)
asks("seats.together", "kits out", "with kits out", LEAD, M, N)
asks("seats.together", "running", "before kits are out", LEAD, P, M)
asks("seats.together", "together", "as it is already", LEAD, M, N)
asks("seats.together", "together", "no third one", LEAD, P, N)
asks("seats.together", "stood in", "not with a seat that was given up", LEAD, P, M)
asks("seats.together", "begun", "not with one that has begun", LEAD, N, P)
asks("seats.together", "kits out", "a panelist may not", MARC, M, N)


@plays("seats.replace_question", "kits out", "a question is taken out")
def _(house: House) -> None:
    house.use("seats.replace_question", LEAD, M, asked_by(house, M)[0])


@plays("seats.replace_question", "kits out", "one that is out already")
def _(house: House) -> Iterator[None]:
    taken = asked_by(house, M)[0]
    house.use("seats.replace_question", LEAD, M, taken)
    house.settle()
    yield
    house.use("seats.replace_question", LEAD, M, taken)


@plays("seats.replace_question", "first interview", "not in an interview that has begun")
def _(house: House) -> None:
    house.use("seats.replace_question", LEAD, P, asked_by(house, P)[0])


@plays("kits.send", "running", "the first kits")
def _(house: House) -> None:
    house.now = FIRST - timedelta(hours=20)
    house.run_due("kit")


@plays("kits.send", "kits out", "the stand-in's, while the plan is made")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.send()
    yield
    house.run_due("kit")


@plays("kits.send", "kits out", "the stand-in's, once the plan is made")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.run_due("plan")
    house.send()
    yield
    house.run_due("kit")


@plays("kits.send", "kits out", "a new one in place of one that is out")
def _(house: House) -> Iterator[None]:
    house.use("seats.move", LEAD, M, EVENING, 45)
    house.run_due("plan")
    house.send()
    yield
    house.run_due("kit")


@plays("kits.send", "running", "not to whoever turns out to be the candidate")
def _(house: House) -> Iterator[None]:
    house.slack.members[MARC].email = "ada@example.com"
    house.know_everybody()
    house.now = FIRST - timedelta(hours=23)
    yield
    house.run_due("kit")


@plays("kits.opens", "kits out", "ten minutes before, for panelist and shadow")
def _(house: House) -> None:
    house.now = FIRST - timedelta(minutes=10)
    house.run_due("scorecard_opens")


@plays("kits.opens", "running", "where no kit went out")
def _(house: House) -> None:
    house.now = FIRST - timedelta(minutes=10)
    house.run_due("scorecard_opens")


@plays("reminders.nudge", "begun", "the first ones")
def _(house: House) -> None:
    house.now = FIRST + timedelta(hours=4)
    house.run_due("nudge")


@plays("reminders.nudge", "nudged", "the last ones, and the first shrink")
def _(house: House) -> None:
    house.now = DEBRIEF - timedelta(hours=2)
    house.run_due("nudge")


@plays("reminders.nudge", "nudged", "one that was not sent yet makes room")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF - timedelta(hours=2)
    house.run_due("nudge")
    house.use("seats.missed", MARC, M, "not_held")
    yield
    house.use("seats.missed", INES, N, "not_held")


asks("reminders.snooze", "begun", "asked again tomorrow", MARC, M)
asks("reminders.snooze", "nudged", "not past the debrief", INES, N)
asks("reminders.snooze", "quorum", "not with a scorecard in", MARC, M)
asks("reminders.snooze", "begun", "another panelist may not", INES, M)
asks("reminders.snooze", "missed", "not where nothing is waited for", INES, N)
asks("reminders.snooze", "debriefed", "not after the debrief", INES, N)
asks("reminders.excuse", "nudged", "the debrief goes on without somebody", INES, N)
asks("reminders.excuse", "quorum", "not with a scorecard in", MARC, M)
asks("reminders.excuse", "nudged", "another panelist may not", MARC, N)


@plays("reminders.excuse", "begun", "a reminder that waits comes to nothing")
def _(house: House) -> Iterator[None]:
    house.use("reminders.excuse", MARC, M)
    house.settle()
    yield
    house.now = DEBRIEF - timedelta(hours=2)
    house.run_due("nudge")


@plays("seats.move", "kits out", "who is excused gets no reminders at the new time either")
def _(house: House) -> Iterator[None]:
    house.use("reminders.excuse", MARC, M)
    house.settle()
    yield
    house.use("seats.move", LEAD, M, EVENING, 45)


@plays("debriefs.move_time", "nudged", "who is excused gets no reminders before the new time either")
def _(house: House) -> Iterator[None]:
    house.use("reminders.excuse", INES, N)
    house.settle()
    yield
    house.use("debriefs.move_time", LEAD, LOOP, DEBRIEF + timedelta(days=1))
