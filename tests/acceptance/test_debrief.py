"""The debrief: once, at its time, whole, and within every limit; then a decision that can change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.acting.context import Actor, Context, Transaction, system
from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, PANELISTS, SHADOW, STAND_IN, Role
from bot.demo.world import World
from bot.domain.errors import TooLate
from bot.domain.loops import AskView, LoopState
from bot.domain.scorecards import NOT_ASSESSED, Asked
from bot.services import calibration, scorecards
from bot.services.debriefs import deciding
from bot.services.debriefs import reading as debrief_reading
from bot.services.loops import drafting, placing, reading
from bot.services.loops import seats as seat_services
from bot.storage import loops as stored_loops
from tests.acceptance.house import BEGIN, DEBRIEF, FIRST, House, furnish

PRIYA, MARC, INES, JO, TOMAS = PANEL
BEGINNING = "Asked what had changed before touching anything, "


def heads(house: House, channel: str = CHANNEL) -> list[str]:
    return [one.text for one in house.lead.channel(channel) if "Debrief ready ·" in one.text]


def held(house: House) -> int:
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST + timedelta(minutes=110))
    return loop_id


def all_in(house: House) -> int:
    """Both interviews are held and scored."""
    loop_id = held(house)
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    return loop_id


@pytest.mark.both
def test_a_debrief_is_posted_once_at_its_time_with_its_whole_thread(house: House) -> None:
    loop_id = held(house)
    for role, rating in ((PRIYA, 1), (MARC, 4)):
        house.score(loop_id, role, rating=rating, evidence=BEGINNING + "and said why. " * 30)
    house.move_to(DEBRIEF - timedelta(minutes=1))
    assert heads(house) == []
    house.move_to(DEBRIEF)
    house.move_to(DEBRIEF + timedelta(hours=3))
    assert len(heads(house)) == 1
    thread = [reply.text for reply in house.debrief().thread()]
    seats = reading.view(house.context, house.actor(LEAD), loop_id).panel
    for name in {name for seat in seats for name in seat.competencies}:
        assert any(text.startswith(name) for text in thread), name
    assert thread[0].startswith("[picture: Scores by competency")
    assert "This opening so far" in thread[-1]
    quoting = next(one for one in house.debrief().thread() if BEGINNING in one.text)
    cut = next(line for line in quoting.text.splitlines() if BEGINNING in line)
    assert len(cut.removeprefix("> ")) <= 200
    assert cut.endswith("…")
    quoting.click("Read all evidence")
    assert BEGINNING + ("and said why. " * 30).strip() in house.lead.modal.text
    assert house.refusals() == []


def offered_again(house: House) -> tuple[int, Role, str]:
    """A loop in which Priya didn't get to a question that a later panelist asks now: the loop, who, and which."""
    loop_id = house.plan([PRIYA, MARC, INES])
    house.move_to(FIRST + timedelta(minutes=45))
    modal = house.open_card(PRIYA)
    house.fill(loop_id, PRIYA, rating=1, evidence="Before we ran out of time.")
    for _ in asked(house, loop_id, PRIYA):
        modal.menu("We didn't get to this")
        modal = house.person(PRIYA).modal
        modal.submit()
        modal = house.person(PRIYA).modal
    house.settle()
    dropped = asked(house, loop_id, PRIYA)
    return next(
        (loop_id, role, sorted(both)[0])
        for role in (MARC, INES)
        if (both := dropped & asked(house, loop_id, role))
    )


def asked(house: House, loop_id: int, role: Role) -> set[str]:
    """The questions of somebody's seat."""
    seats = reading.view(house.context, house.actor(LEAD), loop_id).seats
    user_id = house.person(role).id
    return next({ask.question_id for ask in seat.asks} for seat in seats if seat.user_id == user_id)


def test_a_question_offered_again_counts_for_whoever_asked_it(house: House) -> None:
    loop_id, later, question = offered_again(house)
    house.hand_in(loop_id, PRIYA)
    house.move_to(FIRST + timedelta(hours=20))
    for role, rating in ((MARC, 3), (INES, 3)):
        house.score(loop_id, role, rating=rating)
    house.move_to(DEBRIEF)
    assert "3 of 3 scorecards" in heads(house)[0]
    with house.context.reading(house.actor(LEAD)) as tx:
        given = calibration.loop_ratings(tx, loop_id)
    raters = {one.panelist for one in given if (one.item or "").startswith(f"{question}/")}
    assert raters == {house.person(later).id}


def test_ratings_given_before_a_question_was_marked_as_not_reached_count_for_nothing(
    quick_house: House,
) -> None:
    house = quick_house
    loop_id, _, _ = offered_again(house)
    house.hand_in(loop_id, PRIYA)
    house.move_to(FIRST + timedelta(hours=20))
    house.score(loop_id, MARC, rating=3)
    house.score(loop_id, INES, rating=3)
    house.move_to(DEBRIEF)
    debrief = house.debrief()
    said = [debrief.text, *(reply.text for reply in debrief.thread())]
    assert "Before we ran out of time." not in str(said)
    for reply in said[2:-1]:
        assert "Priya" not in reply
    found = debrief_reading.get(house.context, house.actor(LEAD), loop_id).numbers
    assert found.raw == 3
    assert {score.raw for score in found.competencies} == {3}


def test_what_was_asked_instead_stands_with_its_quote_and_is_an_item_of_its_own(house: House) -> None:
    loop_id = held(house)
    modal = house.open_card(PRIYA)
    modal.menu("I asked something else")
    modal = house.person(PRIYA).modal
    modal.fill("What did you ask instead?", "*How* do they roll back? " + "And then? " * 20)
    modal.close()
    for role in (PRIYA, MARC):
        house.score(loop_id, role, evidence=f"What {role.name} heard.")
    with house.context.reading(house.actor(LEAD)) as tx:
        items = {one.item or "": one.panelist for one in calibration.loop_ratings(tx, loop_id)}
    others = {item.partition("/")[0]: who for item, who in items.items() if "/other:" in item}
    assert list(others.values()) == [house.person(PRIYA).id]
    planned = {item.partition("/")[0] for item in items if "/other:" not in item}
    assert planned
    assert not planned & set(others)
    house.move_to(DEBRIEF)
    thread = "\n".join(reply.text for reply in house.debrief().thread())
    asked_instead = next(line for line in thread.splitlines() if "asked instead" in line)
    assert asked_instead.startswith("Priya asked instead: “*How* do they roll back? And then?")
    assert asked_instead.endswith("And then? …”")
    assert len(asked_instead) < 150


def test_the_thread_says_what_was_not_asked_and_what_to_bear_in_mind(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC, INES, JO, TOMAS], stand_ins=[STAND_IN], shadows=[SHADOW])
    house.move_to(FIRST - timedelta(hours=2))
    context, lead = house.context, house.actor(LEAD)
    seat = {role: house.interview(loop_id, role) for role in (*PANEL, SHADOW)}
    placing.shadow(context, lead, seat[SHADOW], seat[PRIYA], reverse=True)
    seat_services.move(context, lead, seat[PRIYA], FIRST, 30)
    seat_services.together(context, lead, seat[JO], seat[INES])
    seat_services.decline(context, house.actor(MARC), seat[MARC])
    seat_services.knows(context, house.actor(INES), seat[INES])
    house.settle()
    taken_out = ask(house, loop_id, INES)
    seat_services.replace_question(context, lead, seat[INES], taken_out.question_id)
    house.move_to(FIRST + timedelta(hours=20))
    seat_services.missed(context, house.actor(TOMAS), seat[TOMAS], "not_held")
    not_reached, instead = ask(house, loop_id, PRIYA), ask(house, loop_id, JO)
    for role, one, state in ((PRIYA, not_reached, Asked.NOT_REACHED), (JO, instead, Asked.OTHER)):
        scorecards.open_card(context, house.actor(role), seat[role])
        scorecards.mark(context, house.actor(role), seat[role], one.question_id, state, [])
    house.score(loop_id, INES)
    deciding.hurry(context, lead, loop_id)
    house.move_to(DEBRIEF)
    last = house.debrief().thread()[-1].text
    assert f"Priya didn't get to “{not_reached.short}”" in last
    assert f"Jo asked something else than “{instead.short}”" in last
    assert f"“{taken_out.short}” was taken out of this loop" in last
    stand_in, shadow = STAND_IN.name.split()[0], SHADOW.name.split()[0]
    for words in (
        f"{stand_in} stood in for Marc",
        "Priya had 30 minutes instead of 45",
        f"{shadow} asked the questions of Priya, who listened and scored",
        "Ines and Jo held their interview together",
        "Ines says they know the candidate",
        "The interview with Tomás didn't happen",
    ):
        assert words in last
    assert house.refusals() == []


def ask(house: House, loop_id: int, role: Role) -> AskView:
    """The first question of somebody's seat."""
    view = reading.view(house.context, house.actor(LEAD), loop_id)
    return next(seat.asks[0] for seat in view.seats if seat.user_id == house.person(role).id)


def posted_with_one(house: House) -> None:
    """The lead is asked, since nothing posts itself with one of two, and posts it."""
    house.move_to(DEBRIEF)
    assert heads(house) == []
    house.message(LEAD, "this opening wants 2").click("Post with 1", confirm=True)
    house.settle()


def test_too_few_scorecards_are_said_before_what_to_talk_about(quick_house: House) -> None:
    house = quick_house
    loop_id = held(house)
    house.score(loop_id, PRIYA)
    posted_with_one(house)
    head = heads(house)[0]
    assert "1 of 2 scorecards" in head
    assert "Too few scorecards: 1 in, this opening wants 2\n" in head
    assert "No scorecard:" in head
    assert "No scorecard: Marc" in head


def test_evidence_and_flags_are_shown_also_where_nothing_was_rated(quick_house: House) -> None:
    house = quick_house
    loop_id = held(house)
    house.score(loop_id, PRIYA, rating=NOT_ASSESSED, evidence="Would not say how it was measured.")
    posted_with_one(house)
    thread = [reply.text for reply in house.debrief().thread()]
    shown = next(text for text in thread if "Would not say how it was measured." in text)
    assert "was rated by nobody" in shown
    assert house.refusals() == []


def test_without_any_scorecard_there_is_nothing_to_post(quick_house: House) -> None:
    house = quick_house
    held(house)
    house.move_to(DEBRIEF)
    asked = house.message(LEAD, "A debrief is waiting for you")
    assert "0 scorecards are in, this opening wants 2" in asked.text
    assert not any(button.startswith("Post") for button in asked.buttons)
    assert house.lead.home.text.index("the debrief waits for you") < house.lead.home.text.index("Running")
    asked.click("Move it")
    house.lead.modal.fill("Debrief", DEBRIEF + timedelta(days=1))
    house.lead.modal.submit()
    house.move_to(DEBRIEF + timedelta(days=1))
    assert heads(house) == []
    assert house.refusals() == []


def test_the_debrief_opens_in_words(quick_house: House) -> None:
    house = quick_house
    loop_id = held(house)
    house.score(loop_id, PRIYA, rating=3, evidence="Asked where the rows come from.")
    posted_with_one(house)
    house.debrief().menu("In words")
    said = house.lead.modal.text
    assert "1 of 2 scorecards is in." in said
    assert "“Asked where the rows come from.”" in said
    assert "Asked where" not in house.debrief().notification
    assert house.refusals() == []


@pytest.mark.both
def test_a_scorecard_handed_in_while_the_figures_are_worked_out_is_in_all_of_them(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    loop_id = held(house)
    house.score(loop_id, PRIYA, rating=2)
    house.fill(loop_id, MARC, rating=4)
    fits: list[calibration.Fitted | None] = []

    def fit_for(context: Context, actor: Actor, of: int) -> calibration.Fitted | None:
        fits.append(real(context, actor, of))
        if len(fits) == 1:
            house.hand_in(loop_id, MARC)
        return fits[-1]

    real = calibration.fit_for
    monkeypatch.setattr(calibration, "fit_for", fit_for)
    house.move_to(DEBRIEF)
    assert [len(one.fit.data.sheet_candidate) for one in fits if one] == [1, 2]
    assert len(heads(house)) == 1
    assert "2 of 2 scorecards" in heads(house)[0]


def test_the_lead_can_have_the_debrief_now(quick_house: House) -> None:
    house = quick_house
    loop_id = held(house)
    status = house.message(LEAD, "scorecards in")
    status.click("Debrief now", confirm=True)
    assert "No scorecard is in yet" in house.lead.ephemerals[-1].text
    house.score(loop_id, PRIYA)
    status.click("Debrief now", confirm=True)
    house.settle()
    assert len(heads(house)) == 1
    house.forged(LEAD, "loop.debrief_now", str(loop_id))
    assert "out already" in house.told(LEAD)
    house.move_to(DEBRIEF + timedelta(hours=1))
    assert len(heads(house)) == 1


def decide(house: House, button: str, outcome: str, reason: str) -> None:
    house.debrief().click(button)
    house.lead.modal.choose("What did you decide?", outcome)
    again = " anew" if button == "Change decision" else ""
    house.lead.modal.fill(f"What decided it{again}?", reason)
    house.lead.modal.submit()
    house.settle()


@pytest.mark.both
def test_a_decision_can_change_and_both_stay_on_record(house: House) -> None:
    all_in(house)
    house.move_to(DEBRIEF)
    house.debrief().click("Record decision")
    form = house.lead.modal
    form.choose("What did you decide?", "Not decided yet")
    form.fill("What decided it?", "   ")
    form.submit()
    assert "in a year" in form.errors["What decided it?"]
    form.close()
    decide(house, "Record decision", "Not decided yet", "Waiting for the reference.")
    decide(house, "Change decision", "Move forward", "The reference was strong. " * 55)
    assert "Decision: Move forward" in heads(house)[0]
    said = [one.text for one in house.debrief().thread() if "Decision: " in one.text]
    assert len(said) == 2
    assert "Waiting for the reference." not in "".join(one.text for one in house.debrief().thread())
    recorded = [one for one in house.debrief().thread() if "Decision: " in one.text]
    recorded[-1].click("Read")
    assert "The reference was strong." in house.lead.modal.text
    assert "Superseded: Not decided yet" in house.lead.modal.text
    assert "Waiting for the reference." in house.lead.modal.text
    house.lead.modal.close()
    house.debrief().click("Change decision")
    assert house.lead.modal.value("What did you decide?") == "Move forward"
    assert "Decided." in house.message(LEAD, "scorecards in").text


def test_a_debrief_that_is_refused_goes_to_another_channel_or_back(quick_house: House) -> None:
    house = quick_house
    all_in(house)
    channel = house.world.sandbox._engine.workspace.channels[house.channel_id]
    house.world.sandbox.change_channel(channel, archived=True)
    house.move_to(DEBRIEF)
    letter = house.message(LEAD, "can't be posted")
    assert "the channel is archived" in letter.text
    assert "The debrief couldn't be posted" in house.message(LEAD, "scorecards in").text
    house.extra_channel("all-hands", private=False)
    letter.click("Pick a channel")
    house.lead.modal.fill("Debrief channel", "all-hands")
    house.lead.modal.submit()
    assert "Everybody can read" in house.lead.modal.errors["Debrief channel"]
    house.world.sandbox.change_channel(channel, archived=False)
    house.lead.modal.fill("Debrief channel", CHANNEL)
    house.lead.modal.submit()
    house.settle()
    assert house.lead.modals == []
    assert len(heads(house)) == 1
    assert "The debrief is in" in house.message(LEAD, "scorecards in").text
    assert len(house.debrief().thread()) > 3
    spare = house.extra_channel("spare", (LEAD, PRIYA))
    letter.click("Pick a channel")
    house.lead.modal.fill("Debrief channel", spare.name)
    house.lead.modal.submit()
    assert "posted already" in house.lead.modal.text
    assert heads(house, "spare") == []
    house.lead.modal.close()
    decide(house, "Record decision", "Move forward", "Strong on data.")
    assert "Decision: Move forward" in heads(house)[0]


def test_another_channel_takes_a_debrief_that_was_refused(quick_house: House) -> None:
    house = quick_house
    all_in(house)
    channel = house.world.sandbox._engine.workspace.channels[house.channel_id]
    house.world.sandbox.change_channel(channel, archived=True)
    house.extra_channel("spare", (LEAD, PRIYA))
    house.move_to(DEBRIEF)
    house.message(LEAD, "can't be posted").click("Pick a channel")
    house.lead.modal.fill("Debrief channel", "spare")
    house.lead.modal.submit()
    house.settle()
    assert len(heads(house, "spare")) == 1


def test_a_debrief_is_not_posted_where_the_candidate_has_come_in(house: House) -> None:
    jo = house.person(JO)
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA, MARC))
    loop_id = house.plan([PRIYA, MARC], name="Jo Whitfield", email="Jo@Example.com", channel_id=room.id)
    house.move_to(FIRST + timedelta(minutes=110))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    house.world.sandbox.change_channel(room, add=[jo.id])
    house.move_to(DEBRIEF)
    letter = house.message(LEAD, "can't be posted")
    assert "the candidate is in that channel" in letter.text
    assert heads(house, "jo-debrief") == []
    letter.click("Pick a channel")
    house.lead.modal.fill("Debrief channel", "jo-debrief")
    house.lead.modal.submit()
    assert "The candidate is in that channel" in house.lead.modal.errors["Debrief channel"]
    house.extra_channel("spare", (LEAD, PRIYA, ADMIN))
    house.lead.modal.fill("Debrief channel", "spare")
    house.lead.modal.submit()
    house.settle()
    assert len(heads(house, "spare")) == 1
    assert len(house.debrief(LEAD, "spare").thread()) > 3
    assert not any("Debrief" in one.text for one in jo.channel("jo-debrief"))
    letter.click("Pick a channel")
    house.lead.modal.fill("Debrief channel", "spare")
    house.lead.modal.submit()
    assert "posted already" in house.lead.modal.text


def test_a_debrief_that_was_withheld_can_be_decided_and_goes_out_with_the_decision(
    quick_house: House,
) -> None:
    house = quick_house
    loop_id = all_in(house)
    channel = house.world.sandbox._engine.workspace.channels[house.channel_id]
    channel.kind = "public"
    house.move_to(DEBRIEF)
    letter = house.message(LEAD, "can't be posted")
    assert "everybody can read that channel now" in letter.text
    assert heads(house) == []
    deciding.decide(house.context, house.actor(LEAD), loop_id, "move_on", "Clear and careful.")
    house.settle()
    house.extra_channel("spare", (LEAD, PRIYA))
    letter.click("Pick a channel")
    house.lead.modal.fill("Debrief channel", "spare")
    house.lead.modal.submit()
    house.settle()
    assert "Decision: Move forward" in heads(house, "spare")[0]


def test_while_slack_can_not_say_who_is_in_the_channel_the_debrief_waits(quick_house: House) -> None:
    house = quick_house
    all_in(house)
    fault = house.world.sandbox.faults.add("server_error", "conversations.info")
    house.move_to(DEBRIEF)
    assert fault.times == 0
    assert len(heads(house)) == 1


@pytest.mark.long
def test_eight_panelists_with_the_longest_texts_fit_everywhere(quick_house: House) -> None:
    house = quick_house
    panel = PANELISTS[:8]
    end = FIRST + timedelta(days=4)
    loop_id = house.plan(panel, debrief_at=end, minutes=90, label="W" * 13, name="W" * 120)
    house.move_to(FIRST + timedelta(days=3))
    word = "incompatibilities "
    for number, role in enumerate(panel):
        evidence = (word * 90)[:1_499] + "."
        house.score(
            loop_id, role, rating=1 + 3 * (number % 2), evidence=evidence, summary=(word * 20)[:299] + "."
        )
    house.move_to(end)
    assert "8 of 8 scorecards" in heads(house)[0]
    house.debrief().menu("Two lines each")
    house.lead.modal.close()
    for reply in house.debrief().thread():
        if "Read all evidence" in reply.buttons:
            reply.click("Read all evidence")
            assert house.lead.modal.text.count(word) > 80
            house.lead.modal.close()
    decide(house, "Record decision", "Move forward", "r" * 1_500)
    assert house.refusals() == []


def test_who_cancels_while_the_debrief_opens_is_told_that_it_is_out(
    postgres_url: str, tmp_path: Path
) -> None:
    with World(tmp_path, BEGIN, port=0, database_url=postgres_url) as world, ThreadPoolExecutor(1) as pool:
        house = furnish(world)
        loop_id = held(house)
        with house.context.transaction(system(house.actor(LEAD).team_id)) as tx:
            loop = stored_loops.get(tx, loop_id)
            cancelling = pool.submit(drafting.cancel, house.context, house.actor(LEAD), loop_id)
            house.lead.wait_for(lambda: waited_for(tx), what="the cancel to wait for the debrief")
            loop.state, loop.debriefed_at = LoopState.DEBRIEFED, tx.now
            stored_loops.save(tx, loop)
        with pytest.raises(TooLate, match="The debrief is out already"):
            cancelling.result()
        assert reading.view(house.context, house.actor(LEAD), loop_id).state is LoopState.DEBRIEFED


def waited_for(tx: Transaction) -> bool:
    """Whether somebody waits for this transaction of PostgreSQL's to end."""
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
    return tx.session.execute(text(waiting)).first() is not None
