"""Cases of scorecards, debriefs, and of what went wrong on the way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from tests.net import door
from tests.net.cases import asks, plays
from tests.net.door import House, LoopForm
from tests.net.town import (
    ADA,
    BEGIN,
    DEBRIEF,
    FIRST,
    HIRE,
    INES,
    LEAD,
    LENA,
    LOOP,
    MARC,
    OTHER,
    PRIYA,
    PUBLIC,
    SAM,
    SEAT_OF,
    SECOND,
    WITH_ADA,
    asked_by,
    changes,
    filled,
    loop_form,
    mark,
    score,
)

P, M, N, L, S = (SEAT_OF[one] for one in (PRIYA, MARC, INES, LENA, SAM))
NOT_REACHED, OTHER_ASKED, PLANNED = (
    door.words.asked.NOT_REACHED,
    door.words.asked.OTHER,
    door.words.asked.PLANNED,
)

asks("scorecards.open", "first interview", "for the first time", PRIYA, P)
asks("scorecards.open", "first interview", "a shadow's", SAM, S)
asks("scorecards.open", "begun", "again", MARC, M)
asks("scorecards.open", "kits out", "not before its time", PRIYA, P)
asks("scorecards.open", "begun", "not another's", LEAD, P)
asks("scorecards.open", "begun", "not a stand-in's", LENA, L)
asks("scorecards.open", "missed", "not of an interview that didn't happen", INES, N)
asks("scorecards.open", "debriefed", "not after the debrief", MARC, M)
asks("scorecards.open", "running", "not the candidate's", ADA, P)


@plays("scorecards.save", "first interview", "the first words are news")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", PRIYA, P)
    yield
    asked = asked_by(house, P)[0]
    house.use("scorecards.save", PRIYA, P, changes(house, (asked, "evidence", "Asked why.")))


@plays("scorecards.save", "begun", "a rating more")
def _(house: House) -> None:
    asked = asked_by(house, M)[0]
    house.use("scorecards.save", MARC, M, changes(house, (asked, "rating:clarity", "4")))


@plays("scorecards.save", "begun", "in one that is in")
def _(house: House) -> None:
    asked = asked_by(house, P)[0]
    house.use("scorecards.save", PRIYA, P, changes(house, (asked, "rating:clarity", "na")))


@plays("scorecards.save", "begun", "nothing changed")
def _(house: House) -> None:
    house.use("scorecards.save", MARC, M, [])


@plays("scorecards.save", "first interview", "not in one that was never opened")
def _(house: House) -> None:
    house.use("scorecards.save", PRIYA, P, [])


@plays("scorecards.save", "debriefed", "not after the debrief")
def _(house: House) -> None:
    house.use("scorecards.save", MARC, M, changes(house, ("", "summary", "Late.")))


@plays("scorecards.mark", "first interview", "a question was not reached")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", PRIYA, P)
    yield
    mark(house, PRIYA, NOT_REACHED)


@plays("scorecards.mark", "not reached", "it was reached after all, and a later panelist gives it back")
def _(house: House) -> None:
    mark(house, PRIYA, PLANNED)


@plays("scorecards.mark", "begun", "something else was asked instead")
def _(house: House) -> None:
    mark(house, MARC, OTHER_ASKED)


@plays("scorecards.mark", "begun", "what is so already")
def _(house: House) -> None:
    mark(house, MARC, PLANNED)


@plays("scorecards.mark", "first interview", "not by a shadow")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", SAM, S)
    yield
    house.use("scorecards.mark", SAM, S, asked_by(house, P)[0], NOT_REACHED, [])


@plays("scorecards.mark", "not reached", "not what a colleague has taken up meanwhile")
def _(house: House) -> Iterator[None]:
    house.now = FIRST + timedelta(hours=2, minutes=10)
    house.settle()
    yield
    mark(house, PRIYA, PLANNED)


@plays("scorecards.submit", "begun", "the first time")
def _(house: House) -> None:
    house.use("scorecards.submit", MARC, M, filled(house, M, 2))


@plays("scorecards.submit", "nudged", "after a reminder")
def _(house: House) -> None:
    house.use("scorecards.submit", MARC, M, filled(house, M, 2))


@plays("scorecards.submit", "begun", "an edited one")
def _(house: House) -> None:
    house.use("scorecards.submit", PRIYA, P, changes(house, ("", "summary", "Sounder.")))


@plays("scorecards.submit", "first interview", "a shadow's")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", SAM, S)
    yield
    house.use("scorecards.submit", SAM, S, filled(house, P, 4))


@plays("scorecards.submit", "begun", "with gaps")
def _(house: House) -> None:
    ends = (("", "recommendation", "yes"), ("", "sureness", "very"))
    house.use("scorecards.submit", MARC, M, changes(house, *ends))


@plays("scorecards.submit", "begun", "with faults of the last page, what was typed is kept")
def _(house: House) -> None:
    house.use("scorecards.submit", MARC, M, changes(house, ("", "summary", "x" * 301)))


@plays("scorecards.submit", "begun", "not another's")
def _(house: House) -> None:
    house.use("scorecards.submit", LEAD, M, [])


@plays("debriefs.open", "quorum", "with a quorum")
def _(house: House) -> None:
    house.now = DEBRIEF
    house.run_due("debrief")


@plays("debriefs.open", "nudged", "below the quorum")
def _(house: House) -> None:
    house.now = DEBRIEF
    house.run_due("debrief")


@plays("debriefs.open", "nudged", "asked again on the next working morning")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF
    house.settle()
    house.now = DEBRIEF + timedelta(hours=17)
    yield
    house.run_due("debrief")


@plays("debriefs.open", "nudged", "then the others who lead it")
def _(house: House) -> Iterator[None]:
    for hours in (0, 17):
        house.now = DEBRIEF + timedelta(hours=hours)
        house.settle()
    house.now = DEBRIEF + timedelta(hours=41)
    yield
    house.run_due("debrief")


@plays("debriefs.now", "nudged", "with fewer than the quorum, after the lead was asked")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF
    house.settle()
    yield
    house.use("debriefs.now", LEAD, LOOP)
    house.run_due("debrief")


@plays("debriefs.without", "nudged", "one of two who are waited for")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF
    house.settle()
    yield
    house.use("debriefs.without", LEAD, M)


asks("debriefs.without", "quorum", "before its time", LEAD, N)
asks("debriefs.without", "quorum", "not whose scorecard is in", LEAD, P)
asks("debriefs.without", "quorum", "a panelist may not", PRIYA, N)


@plays("scorecards.submit", "quorum", "the last one, and the lead can open the debrief")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", INES, N)
    yield
    house.use("scorecards.submit", INES, N, filled(house, N, 3))


@plays("debriefs.open", "kits out", "with no scorecard at all")
def _(house: House) -> None:
    house.now = DEBRIEF
    house.run_due("debrief")


@plays("debriefs.open", "founded", "with earlier loops, so that the model speaks")
def _(house: House) -> Iterator[None]:
    yes = door.words.recommendation.YES
    for number, name in enumerate(
        ("Ben Abel", "Chidi Berg", "Dana Costa", "Emil Dahl", "Farah Evans", "Goran Fons")
    ):
        sheets = [
            door.forms.sheet(
                user_id,
                {f"{key}-ask-{1 + number % 5}": {"clarity": 1 + (number + turn) % 4}},
                "Named a cost and a check.",
                yes,
            )
            for turn, (user_id, key) in enumerate(((PRIYA, "data"), (MARC, "mlops"), (INES, "teamwork")))
        ]
        house.use("loops.practice", LEAD, 1, name, BEGIN - timedelta(days=30 - number), sheets)
    held(house, loop_form())
    yield
    house.run_due("debrief")


def held(house: House, form: LoopForm, later: timedelta = timedelta()) -> None:
    """A loop is planned and held (so much later than the first), everybody hands in, and the debrief is due."""
    form = replace(form, first_at=FIRST + later, debrief_at=DEBRIEF + later)
    house.use("loops.draft", LEAD, form, "V1")
    house.settle()
    loop_id = max(row["id"] for row in house.rows("loops"))
    house.use("plans.send_kits", LEAD, loop_id)
    seats = [row for row in house.rows("interviews") if row["loop_id"] == loop_id]
    house.now = FIRST + later + timedelta(hours=4)
    house.settle()
    for row in seats:
        if row["role"] == "panelist":
            score(house, row["user_id"], row["id"], 2 + row["position"] % 3)
    house.now = DEBRIEF + later
    house.run_due("nudge")
    house.send()


@plays("debriefs.open", "debriefed", "the second one of a workspace: its fit falls due")
def _(house: House) -> Iterator[None]:
    held(house, loop_form(name="Omar Haddad", email="omar@example.com"), timedelta(days=7))
    yield
    house.run_due("debrief")


@plays("calibration.refit", "debriefed", "after a second debrief: the kept fit is due")
def _(house: House) -> Iterator[None]:
    held(house, loop_form(name="Omar Haddad", email="omar@example.com"), timedelta(days=7))
    house.run_due("debrief")
    house.send()
    yield
    house.run_due("fit")


@plays("debriefs.open", "kits out", "with everything unusual that it says")
def _(house: House) -> Iterator[None]:
    house.use("seats.knows", PRIYA, P)
    house.use("seats.shadow", LEAD, S, P, reverse=True)
    house.use("seats.decline", MARC, M)
    house.settle()
    house.use("seats.replace_question", LEAD, L, asked_by(house, L)[0])
    house.settle()
    house.use("seats.move", LEAD, N, FIRST + timedelta(hours=2), 30)
    house.settle()
    house.now = FIRST + timedelta(minutes=20)
    house.settle()
    house.use("scorecards.open", PRIYA, P)
    mark(house, PRIYA, OTHER_ASKED)
    score(house, PRIYA, P, 4, recommendation="strong_yes", sureness="very")
    house.now = FIRST + timedelta(hours=3)
    house.settle()
    score(house, LENA, L, 1, recommendation="strong_no", sureness="not_sure")
    house.use("seats.missed", INES, N, "not_held")
    house.settle()
    house.now = DEBRIEF
    yield
    house.run_due("debrief")


@plays("debriefs.open", "together", "of two who sat together, one excused")
def _(house: House) -> Iterator[None]:
    house.now = FIRST + timedelta(hours=4)
    house.settle()
    score(house, PRIYA, P, 3)
    score(house, MARC, M, 3)
    house.use("reminders.excuse", INES, N)
    house.settle()
    house.now = DEBRIEF
    yield
    house.run_due("debrief")


def _channel(says: str, **room: object) -> None:
    def act(house: House) -> None:
        house.now = DEBRIEF
        house.slack.rooms[HIRE] = replace(house.slack.rooms[HIRE], **room)  # type: ignore[arg-type]
        house.run_due("debrief")

    plays("debriefs.open", "quorum", f"not posted: {says}")(act)


_channel("the channel is public by now", private=False)
_channel("the channel is archived", archived=True)
_channel("Fairloop was removed from the channel", ours=False)
_channel("the candidate is in the channel", members=frozenset({ADA}))


@plays("debriefs.open", "quorum", "after its time was moved its key has a number")
def _(house: House) -> Iterator[None]:
    house.use("debriefs.move_time", LEAD, LOOP, DEBRIEF + timedelta(hours=1))
    house.settle()
    house.now = DEBRIEF + timedelta(hours=1)
    yield
    house.run_due("debrief")


asks("debriefs.now", "quorum", "the lead doesn't want to wait", LEAD, LOOP)
asks("debriefs.now", "kits out", "not with no scorecard in", LEAD, LOOP)
asks("debriefs.now", "debriefed", "not a second time", LEAD, LOOP)
asks("debriefs.now", "quorum", "a panelist may not", PRIYA, LOOP)
asks("debriefs.move_time", "kits out", "a day later", LEAD, LOOP, DEBRIEF + timedelta(days=1))
asks(
    "debriefs.move_time",
    "nudged",
    "earlier, with scorecards in and begun",
    LEAD,
    LOOP,
    DEBRIEF - timedelta(hours=3),
)
asks("debriefs.move_time", "nudged", "as it is already", LEAD, LOOP, DEBRIEF)
asks("debriefs.move_time", "kits out", "not before the last interview is over", LEAD, LOOP, FIRST)
asks("debriefs.move_time", "kits out", "not into the past", LEAD, LOOP, BEGIN)
asks("debriefs.move_time", "debriefed", "not after the debrief", LEAD, LOOP, DEBRIEF + timedelta(days=1))
asks("debriefs.move_time", "kits out", "a panelist may not", MARC, LOOP, DEBRIEF + timedelta(days=1))
asks("debriefs.move_channel", "debrief refused", "to another channel", LEAD, LOOP, OTHER)
asks("debriefs.move_channel", "debrief refused", "not to a public one", LEAD, LOOP, PUBLIC)
asks("debriefs.move_channel", "debrief refused", "not to one with the candidate", LEAD, LOOP, WITH_ADA)
asks("debriefs.move_channel", "debriefed", "not where it was posted", LEAD, LOOP, OTHER)
asks("debriefs.move_channel", "debrief refused", "a panelist may not", PRIYA, LOOP, OTHER)


@plays("debriefs.move_channel", "debrief refused", "a second time, where Slack refuses the other one too")
def _(house: House) -> Iterator[None]:
    house.slack.refuses[OTHER] = "restricted_action"
    house.use("debriefs.move_channel", LEAD, LOOP, OTHER)
    house.settle()
    yield
    house.use("debriefs.move_channel", LEAD, LOOP, HIRE)


asks("debriefs.decide", "debriefed", "to go on", LEAD, LOOP, "move_on", "Strong on limits.")
asks("debriefs.decide", "debriefed", "not for this role", SECOND, LOOP, "not_now", "Thin on operations.")
asks("debriefs.decide", "debriefed", "to wait", LEAD, LOOP, "wait", "One more talk.")
asks("debriefs.decide", "decided", "otherwise", LEAD, LOOP, "not_now", "The talk went badly.")
asks("debriefs.decide", "decided", "to wait after all", LEAD, LOOP, "wait", "One more talk.")
asks("debriefs.decide", "decided", "the same again", LEAD, LOOP, "move_on", "Strong on limits.")
asks("debriefs.decide", "debriefed", "faults at the fields", LEAD, LOOP, "maybe", " ")
asks("debriefs.decide", "debriefed", "a reason that is too long", LEAD, LOOP, "wait", "x" * 1501)
asks("debriefs.decide", "quorum", "not before the debrief", LEAD, LOOP, "move_on", "Strong on limits.")
asks("debriefs.decide", "debriefed", "a panelist may not", PRIYA, LOOP, "move_on", "Strong on limits.")

asks(
    "debriefs.move_time",
    "nudged",
    "three days later, and the lead is to hear of what is late by then",
    LEAD,
    LOOP,
    DEBRIEF + timedelta(days=3),
)


@plays("reminders.tell_lead", "nudged", "where the debrief is days away")
def _(house: House) -> Iterator[None]:
    house.use("debriefs.move_time", LEAD, LOOP, DEBRIEF + timedelta(days=3))
    house.now = DEBRIEF + timedelta(days=1)
    yield
    house.run_due("card_late")


@plays("debriefs.decide", "debriefed", "after somebody said that their mind changed")
def _(house: House) -> Iterator[None]:
    house.use("talk.say", MARC, LOOP, "yes", "The second follow-up showed it.")
    house.settle()
    yield
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")


asks(
    "debriefs.decide", "decided", "otherwise with the same reason", LEAD, LOOP, "not_now", "Strong on limits."
)
asks("talk.say", "debriefed", "a mind that changed", MARC, LOOP, "yes", "The second follow-up showed it.")
asks("talk.say", "debriefed", "not without a reason", MARC, LOOP, "yes", "So.")
asks(
    "talk.say", "debriefed", "not without a sealed card", INES, LOOP, "yes", "The second follow-up showed it."
)
asks("talk.show", "debriefed", "not while nobody said anything", LEAD, LOOP)


@plays("talk.say", "debriefed", "the last one: all stand in the head")
def _(house: House) -> Iterator[None]:
    house.use("talk.say", MARC, LOOP, "yes", "The second follow-up showed it.")
    house.settle()
    yield
    house.use("talk.say", PRIYA, LOOP, "yes", "")


@plays("talk.show", "debriefed", "before all have said it")
def _(house: House) -> Iterator[None]:
    house.use("talk.say", MARC, LOOP, "yes", "The second follow-up showed it.")
    house.settle()
    yield
    house.use("talk.show", LEAD, LOOP)


@plays("scorecards.submit", "debriefed", "late, and not blind")
def _(house: House) -> Iterator[None]:
    house.use("scorecards.open", INES, N)
    yield
    house.use("scorecards.submit", INES, N, filled(house, N, 3))


@plays("debriefs.decide", "debrief refused", "on a debrief that was moved to another channel")
def _(house: House) -> Iterator[None]:
    house.use("debriefs.move_channel", LEAD, LOOP, OTHER)
    house.settle()
    yield
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")


@plays("given_up.tell", "founded", "a draft's plan")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(), "V1")
    house.send()
    yield
    house.run_due("plan", fail=True)


@plays("given_up.tell", "kits out", "a running loop's plan")
def _(house: House) -> Iterator[None]:
    house.use("seats.decline", MARC, M)
    house.send()
    yield
    house.run_due("plan", fail=True)


@plays("given_up.tell", "running", "kits")
def _(house: House) -> None:
    house.now = FIRST - timedelta(hours=20)
    house.run_due("kit", fail=True)


@plays("given_up.tell", "quorum", "a debrief")
def _(house: House) -> None:
    house.now = DEBRIEF
    house.run_due("debrief", fail=True)


@plays("given_up.tell", "begun", "a reminder, of which nobody is told")
def _(house: House) -> None:
    house.now = FIRST + timedelta(hours=4)
    house.run_due("nudge", fail=True)


@plays("given_up.try_again", "founded", "a draft's plan")
def _(house: House) -> Iterator[None]:
    house.use("loops.draft", LEAD, loop_form(), "V1")
    house.run_due("plan", fail=True)
    house.send()
    yield
    house.use("given_up.try_again", LEAD, "plan", LOOP)


@plays("given_up.try_again", "running", "a kit")
def _(house: House) -> Iterator[None]:
    house.now = FIRST - timedelta(hours=20)
    house.run_due("kit", fail=True)
    house.send()
    yield
    house.use("given_up.try_again", SECOND, "kit", M)


@plays("given_up.try_again", "quorum", "a debrief")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF
    house.run_due("debrief", fail=True)
    house.send()
    yield
    house.use("given_up.try_again", LEAD, "debrief", LOOP)


@plays("given_up.try_again", "running", "a panelist may not")
def _(house: House) -> Iterator[None]:
    house.now = FIRST - timedelta(hours=20)
    house.run_due("kit", fail=True)
    yield
    house.use("given_up.try_again", MARC, "kit", M)


asks("given_up.try_again", "running", "what was not given up", LEAD, "plan", LOOP)
asks("given_up.try_again", "running", "what can't be tried", LEAD, "nudge", M)


def _lost(says: str, situation: str, refuses: dict[str, str]) -> Callable[[Callable[[House], object]], None]:
    """A case in which Slack refuses what the steps send, and the lead is told."""

    def enter(steps: Callable[[House], object]) -> None:
        def act(house: House) -> Iterator[None]:
            house.slack.refuses = refuses
            steps(house)
            house.send()
            yield
            house.run_due("dead_letter")

        plays("letters.undelivered", situation, says)(act)

    return enter


def _kits_due(house: House) -> None:
    house.now = FIRST - timedelta(hours=20)
    house.run_due("kit")


def _nudges_due(house: House) -> None:
    house.now = FIRST + timedelta(hours=4)
    house.run_due("nudge")


def _debrief_due(house: House) -> None:
    house.now = DEBRIEF
    house.run_due("debrief")


def _given_up_too(house: House) -> None:
    house.now = FIRST - timedelta(hours=20)
    house.run_due("kit", fail=True)


_lost("a kit", "running", {MARC: "user_disabled"})(_kits_due)
_lost(
    "a kit to the lead's own seat, and the other lead is told",
    "running",
    {MARC: "user_disabled", LEAD: "user_disabled"},
)(_kits_due)
_lost("a reminder", "begun", {MARC: "user_disabled"})(_nudges_due)
_lost("that a loop was called off", "kits out", {MARC: "user_disabled"})(
    lambda h: h.use("loops.cancel", LEAD, LOOP)
)
_lost("that a seat was given up", "kits out", {MARC: "user_disabled"})(
    lambda h: h.use("seats.decline", LEAD, M)
)
_lost("news of a seat, which goes to the next lead", "kits out", {LEAD: "user_disabled"})(
    lambda h: h.use("seats.decline", MARC, M)
)
_lost("a debrief", "quorum", {HIRE: "restricted_action"})(_debrief_due)
_lost("a decision", "debriefed", {HIRE: "restricted_action"})(
    lambda h: h.use("debriefs.decide", LEAD, LOOP, "wait", "More.")
)
_lost("that something was given up, which goes to the next lead", "running", {LEAD: "user_disabled"})(
    _given_up_too
)
_lost("a status message, of which nobody is told", "drafted", {LEAD: "user_disabled"})(
    lambda h: h.use("plans.send_kits", LEAD, LOOP)
)


@plays("letters.undelivered", "running", "that something can't be delivered, which goes to the next lead")
def _(house: House) -> Iterator[None]:
    house.slack.refuses = {MARC: "user_disabled", LEAD: "user_disabled"}
    _kits_due(house)
    house.send()
    house.run_due("dead_letter")
    house.send()
    yield
    house.run_due("dead_letter")


@plays("letters.undelivered", "quorum", "a part of a debrief's thread")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF
    house.run_due("debrief")
    house.slack.refuses_replies = "restricted_action"
    house.send()
    yield
    house.run_due("dead_letter")


FAULTS = [door.forms.fault("questions/data.yaml", 7, "There is no id.", "Give it one.")] * 7
asks("bank.broken", "founded", "every lead is told once", None, "v1", FAULTS)
asks("bank.mended", "founded", "nobody was told of a fault", None)


@plays("bank.broken", "founded", "the same version is no news")
def _(house: House) -> Iterator[None]:
    house.use("bank.broken", None, "v1", FAULTS)
    house.settle()
    yield
    house.use("bank.broken", None, "v1", FAULTS)


@plays("bank.mended", "founded", "who was told of a fault")
def _(house: House) -> Iterator[None]:
    house.use("bank.broken", None, "v1", FAULTS)
    house.settle()
    yield
    house.use("bank.mended", None)


@plays("bank.broken", "founded", "the same version again after a repair is news")
def _(house: House) -> Iterator[None]:
    house.use("bank.broken", None, "v1", FAULTS)
    house.use("bank.mended", None)
    house.settle()
    yield
    house.use("bank.broken", None, "v1", FAULTS)
