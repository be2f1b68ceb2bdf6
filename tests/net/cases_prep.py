"""Cases of prep."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tests.net import door
from tests.net.cases import asks, plays
from tests.net.door import House
from tests.net.town import (
    ADA,
    BERLIN,
    INES,
    LEAD,
    OMAR,
    OTHER,
    PREP_ROOM,
    bank,
    loop_form,
    prep_form,
)

FRIDAY = datetime(2025, 11, 21, 9, 0, tzinfo=BERLIN)
SUNDAY = datetime(2025, 11, 23, 18, 0, tzinfo=BERLIN)
SATURDAY_EVENING = SUNDAY - timedelta(days=1)
STEP, RATING = door.words.step, door.words.rating
SEND = 1

asks("prep.save", "founded", "somebody begins", OMAR, prep_form(topics=frozenset({"data"})))
asks("prep.save", "running", "the candidate of a running loop begins", ADA, prep_form())
asks("prep.save", "founded", "a lead switches it on in a channel", LEAD, prep_form(channel_id=PREP_ROOM))
asks("prep.save", "prep asked", "another hour", OMAR, prep_form(hour=18))
asks("prep.save", "prep asked", "other weekdays", OMAR, prep_form(weekdays=frozenset({0, 2})))
asks("prep.save", "prep", "a channel's settings", LEAD, prep_form(channel_id=PREP_ROOM, hour=12))
asks("prep.save", "founded", "not in a channel by anybody", OMAR, prep_form(channel_id=PREP_ROOM))
asks(
    "prep.save",
    "founded",
    "faults at the fields",
    OMAR,
    prep_form(level="chief", hour=99, zone="Nowhere", weekdays=frozenset()),
)
asks("prep.save", "founded", "a level without a question", OMAR, prep_form(level="junior"))


@plays("prep.save", "prep", "while it is paused")
def _(house: House) -> Iterator[None]:
    house.use("prep.pause", OMAR)
    house.settle()
    yield
    house.use("prep.save", OMAR, prep_form(hour=18))


asks("prep.pause", "prep", "one's own", OMAR)
asks("prep.pause", "prep", "a channel's", LEAD, PREP_ROOM)
asks("prep.pause", "prep", "a channel's, not by anybody", OMAR, PREP_ROOM)
asks("prep.pause", "prep", "where there is none", INES)
asks("prep.pause", "prep", "in a channel where there is none", LEAD, OTHER)


@plays("prep.pause", "prep", "with a question that waits to be sent")
def _(house: House) -> Iterator[None]:
    house.now = FRIDAY
    house.run_due("prep")
    yield
    house.use("prep.pause", OMAR)


@plays("prep.resume", "prep", "the next day")
def _(house: House) -> Iterator[None]:
    house.use("prep.pause", OMAR)
    house.settle()
    house.now = FRIDAY + timedelta(hours=8)
    yield
    house.use("prep.resume", OMAR)


@plays("prep.resume", "prep", "in the hour that they chose")
def _(house: House) -> Iterator[None]:
    house.use("prep.pause", OMAR)
    house.settle()
    house.now = FRIDAY + timedelta(minutes=20)
    yield
    house.use("prep.resume", OMAR)


@plays("prep.resume", "prep", "a channel's")
def _(house: House) -> Iterator[None]:
    house.use("prep.pause", LEAD, PREP_ROOM)
    house.settle()
    yield
    house.use("prep.resume", LEAD, PREP_ROOM)


asks("prep.resume", "prep", "what runs changes nothing", OMAR)
asks("prep.stop", "prep rated", "one's own, and all but the marks is deleted", OMAR)
asks("prep.stop", "prep asked", "a channel's", LEAD, PREP_ROOM)
asks("prep.stop", "prep", "where there is none", INES)
asks("prep.undeliverable", "prep", "one's own is paused", None, door.TEAM, "prep:1:2025-11-21")
asks(
    "prep.undeliverable",
    "prep",
    "a channel's is paused, and who set it up is told",
    None,
    door.TEAM,
    "prep:2:2025-11-21",
)


@plays("letters.undelivered", "prep", "a question of the day")
def _(house: House) -> Iterator[None]:
    house.slack.refuses = {OMAR: "user_disabled", PREP_ROOM: "is_archived"}
    house.now = FRIDAY
    house.run_due("prep")
    house.send()
    yield
    house.run_due("dead_letter")


@plays("prep.send", "prep", "the first questions, to somebody and to a channel")
def _(house: House) -> None:
    house.now = FRIDAY
    house.run_due("prep")


@plays("prep.send", "prep rated", "the second questions")
def _(house: House) -> None:
    house.now = FRIDAY + timedelta(days=1)
    house.run_due("prep")


@plays("prep.send", "prep", "more than six hours late nothing is sent")
def _(house: House) -> None:
    house.now = FRIDAY + timedelta(hours=7)
    house.run_due("prep")


@plays("prep.send", "prep", "there is none")
def _(house: House) -> None:
    held = tuple(one for one in bank().all_questions if not one.prep)
    house.held = replace(bank(), all_questions=held)
    house.now = FRIDAY
    house.run_due("prep")


@plays("prep.send", "founded", "nothing that is planned for them")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(), "V1")
    house.settle()
    house.use("prep.save", ADA, prep_form())
    house.settle()
    planned = {row["question_id"] for row in house.rows("assignments")}
    marked = tuple(
        one.model_copy(update={"prep": True}) for one in bank().all_questions if one.id in planned or one.prep
    )
    house.held = replace(bank(), all_questions=marked)
    house.now = FRIDAY
    yield
    house.run_due("prep")


@plays("prep.sum_up", "prep rated", "a week with a question in it")
def _(house: House) -> None:
    house.now = SUNDAY
    house.run_due("prep_week")


@plays("prep.sum_up", "prep", "a week with nothing in it")
def _(house: House) -> None:
    house.now = SUNDAY
    house.run_due("prep_week")


@plays("prep.sum_up", "prep rated", "who has left is forgotten")
def _(house: House) -> None:
    house.slack.members[OMAR].gone = True
    house.now = SUNDAY
    house.run_due("prep_week")


asks("prep.advance", "prep asked", "to the follow-up", OMAR, SEND, STEP.FOLLOWED)
asks("prep.advance", "prep asked", "to the strong answer", OMAR, SEND, STEP.SHOWN)
asks("prep.advance", "prep rated", "after rating it changes nothing", OMAR, SEND, STEP.SHOWN)
asks("prep.advance", "prep asked", "not another's", INES, SEND, STEP.SHOWN)
asks("prep.advance", "prep asked", "not a channel's", OMAR, 2, STEP.SHOWN)
asks("prep.grade", "prep asked", "how it went", OMAR, SEND, RATING.HARD)
asks("prep.grade", "prep rated", "a second time changes nothing", OMAR, SEND, RATING.AGAIN)
asks("prep.grade", "prep asked", "not another's", INES, SEND, RATING.GOOD)
asks("prep.rate_again", "prep rated", "the rating is taken back", OMAR, SEND)
asks("prep.rate_again", "prep asked", "what was not rated", OMAR, SEND)
asks("prep.write_answer", "prep asked", "an answer", OMAR, SEND, "I'd look first.")
asks("prep.write_answer", "prep rated", "another answer", OMAR, SEND, "I'd ask first.")
asks("prep.write_answer", "prep rated", "none any more", OMAR, SEND, " ")
asks("prep.write_answer", "prep asked", "not to another's", INES, SEND, "Mine.")
asks("prep.redraw", "prep rated", "the message is shown anew", OMAR, SEND)
asks("prep.redraw", "prep rated", "not another's", INES, SEND)


@plays("prep.rate_again", "prep rated", "not once it was rated again since")
def _(house: House) -> Iterator[None]:
    first = next(row["question_id"] for row in house.rows("prep_sends") if row["id"] == SEND)
    house.held = replace(bank(), all_questions=tuple(one for one in bank().all_questions if one.id == first))
    for day in range(1, 9):
        house.now = FRIDAY + timedelta(days=day)
        house.settle()
        sent = [row for row in house.rows("prep_sends") if row["question_id"] == first]
        if len([row for row in sent if row["subscription_id"] == 1]) > 1:
            house.use(
                "prep.grade", OMAR, max(r["id"] for r in sent if r["subscription_id"] == 1), RATING.GOOD
            )
            break
    yield
    house.use("prep.rate_again", OMAR, SEND)


asks("prep.expect_interview", "prep asked", "in a week", OMAR, "2025-11-28")
asks("prep.expect_interview", "prep asked", "none", OMAR, "")
asks("prep.expect_interview", "prep", "a date that is over", OMAR, "2025-11-01")
asks("prep.expect_interview", "prep", "where there is none", INES, "2025-11-28")
asks("prep.more", "prep asked", "a further question", OMAR)
asks("prep.more", "prep", "where there is none", INES)


@plays("prep.eve_comes", "prep rated", "the day before an interview, and no question on it")
def _(house: House) -> Iterator[None]:
    house.use("prep.expect_interview", OMAR, "2025-11-23")
    house.settle()
    house.now = SATURDAY_EVENING
    yield
    house.run_due("prep")
    house.run_due("prep_eve")


@plays("prep.ends", "prep rated", "the day after an interview prep is paused")
def _(house: House) -> Iterator[None]:
    house.use("prep.expect_interview", OMAR, "2025-11-23")
    house.settle()
    house.now = SUNDAY + timedelta(hours=16)
    yield
    house.run_due("prep_over")


@plays("prep.resume", "prep rated", "after an interview, without a date")
def _(house: House) -> Iterator[None]:
    house.use("prep.expect_interview", OMAR, "2025-11-23")
    house.settle()
    house.now = SUNDAY + timedelta(hours=16)
    house.run_due("prep_over")
    yield
    house.use("prep.resume", OMAR)
