"""Prep against a database: whose prep a click reaches whatever id it carries, and what its steps leave behind."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.acting.context import Actor, system
from bot.delivery.outbox import NORMAL
from bot.domain.errors import FairloopError, Invalid, NotAllowed, NotFound, TooLate
from bot.domain.prep import Rating, Settings, Subscription
from bot.domain.prep.states import Step
from bot.domain.questions import Level
from bot.services import prep
from bot.services.prep import days, interview, steps, week
from bot.storage.prep import sendings, subscriptions
from bot.storage.tables import Outbox, Person, PrepSend
from tests.databases import copied, open_database
from tests.domain.prep.questions import question
from tests.services.leak_world import CHANNEL, TEAM, World

ADA, LEAD, EVE = Actor(TEAM, "U0"), Actor(TEAM, "ULEAD"), Actor(TEAM, "UEVE")
Wish = Callable[[Any, Actor, str | None], object]
WISHES: dict[str, Wish] = {"pause": prep.pause, "resume": prep.resume, "stop": prep.stop}
MOST_STATEMENTS = 8


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """Ada and a channel do prep, and so does a named lead."""
    database = open_database(copied(sqlite_template, tmp_path))
    world = World(database, random.Random(1))
    one = question("data-a")
    world.bank.held, world.bank.families[one.prompt] = {one.id: one}, one.prompt
    with world.context.transaction(system(TEAM)) as tx:
        tx.session.add(Person(team_id=TEAM, user_id=LEAD.user_id, is_lead=True, created_at=world.now))
        settings = Settings("data_scientist", Level.MID, 9, ZoneInfo("UTC"))
        for target in (ADA.user_id, LEAD.user_id, CHANNEL):
            in_channel = target == CHANNEL
            subscriptions.add(
                tx,
                Subscription.new(target, settings, LEAD.user_id, world.now, is_channel=in_channel),
            )
    yield world
    database.dispose()


def stored(world: World) -> dict[str, Subscription | None]:
    with world.context.reading(system(TEAM)) as tx:
        return {
            ADA.user_id: subscriptions.of_person(tx, ADA.user_id),
            LEAD.user_id: subscriptions.of_person(tx, LEAD.user_id),
            CHANNEL: subscriptions.of_channel(tx, CHANNEL),
        }


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize(
    ("who", "value", "refused"),
    [
        (LEAD, ADA.user_id, NotFound),
        (LEAD, LEAD.user_id, NotFound),
        (LEAD, "CELSEWHERE", NotFound),
        (EVE, ADA.user_id, NotAllowed),
        (EVE, CHANNEL, NotAllowed),
        (ADA, CHANNEL, NotAllowed),
        (EVE, None, NotFound),
        (Actor("T2", LEAD.user_id), CHANNEL, NotAllowed),
        (Actor("T2", ADA.user_id), None, NotFound),
    ],
)
def test_a_forged_value_reaches_nobody_elses_prep(
    world: World, wish: str, who: Actor, value: str | None, refused: type[FairloopError]
) -> None:
    before = stored(world)
    with pytest.raises(refused):
        WISHES[wish](world.context, who, value)
    assert stored(world) == before


def test_a_lead_is_shown_no_persons_prep_in_place_of_a_channels(world: World) -> None:
    assert prep.get(world.context, LEAD, ADA.user_id) is None
    assert prep.get(world.context, LEAD, CHANNEL) is not None


@pytest.mark.parametrize(("who", "value"), [(ADA, None), (LEAD, None), (LEAD, CHANNEL)])
def test_what_is_theirs_is_paused_and_stopped_and_nothing_else(
    world: World, who: Actor, value: str | None
) -> None:
    target = value or who.user_id
    prep.pause(world.context, who, value)
    assert {one for one, found in stored(world).items() if found and found.paused} == {target}
    prep.stop(world.context, who, value)
    assert {one for one, found in stored(world).items() if found is None} == {target}


def sent_to(world: World, human: int = 0) -> int:
    """Send a person their question of the next day; its number."""
    world._send(world.people[human])
    with world.context.reading(system(TEAM)) as tx:
        return max(tx.session.scalars(tx.rows(PrepSend).with_only_columns(PrepSend.id)))


def test_a_rating_is_taken_back_to_what_was_remembered_before_it_but_not_once_it_was_rated_since(
    world: World,
) -> None:
    first = sent_to(world)
    assert steps.rate_again(world.context, ADA, first).step is Step.ASKED
    steps.grade(world.context, ADA, first, Rating.GOOD)
    with world.context.reading(system(TEAM)) as tx:
        remembered = sendings.get(tx, first)
    world.now += timedelta(days=2)
    second = sent_to(world)
    steps.grade(world.context, ADA, second, Rating.AGAIN)
    with pytest.raises(TooLate):
        steps.rate_again(world.context, ADA, first)
    steps.rate_again(world.context, ADA, second)
    with world.context.reading(system(TEAM)) as tx:
        assert sendings.get(tx, first) == remembered
    assert steps.rate_again(world.context, ADA, first).rating is None
    with world.context.reading(system(TEAM)) as tx:
        again = sendings.get(tx, first)
    assert again is not None
    assert again.card is None


def test_a_written_answer_is_kept_changed_and_deleted(world: World) -> None:
    send_id = sent_to(world)
    for text, kept in (("One.", "One."), ("Two.", "Two."), (" ", ""), ("", "")):
        assert steps.write_answer(world.context, ADA, send_id, text).answer == kept
        assert steps.get(world.context, ADA, send_id).answer == kept


@pytest.mark.parametrize(
    "tap",
    [
        lambda world, id: steps.advance(world.context, ADA, id, Step.SHOWN),
        lambda world, id: steps.grade(world.context, ADA, id, Rating.GOOD),
        lambda world, id: steps.write_answer(world.context, ADA, id, "One."),
    ],
)
def test_a_tap_costs_few_statements(world: World, tap: Callable[[World, int], object]) -> None:
    send_id = sent_to(world)
    asked: list[str] = []
    engine = world.database.engine
    listen = ("before_cursor_execute", lambda _c, _cursor, said, *_more: asked.append(said))
    event.listen(engine, *listen)
    try:
        tap(world, send_id)
    finally:
        event.remove(engine, *listen)
    asked = [one for one in asked if not one.startswith("BEGIN")]
    assert 0 < len(asked) <= MOST_STATEMENTS, asked


@pytest.mark.parametrize("thief", [EVE, LEAD, Actor("T2", ADA.user_id)])
def test_nobody_works_on_anothers_question(world: World, thief: Actor) -> None:
    send_id = sent_to(world)
    for tap in (
        lambda: steps.get(world.context, thief, send_id),
        lambda: steps.advance(world.context, thief, send_id, Step.SHOWN),
        lambda: steps.grade(world.context, thief, send_id, Rating.EASY),
        lambda: steps.rate_again(world.context, thief, send_id),
        lambda: steps.write_answer(world.context, thief, send_id, "Mine."),
        lambda: steps.redraw(world.context, thief, send_id),
    ):
        with pytest.raises(NotFound):
            tap()
    assert steps.get(world.context, ADA, send_id).step is Step.ASKED


def test_what_was_rated_says_when_it_comes_back_also_later(world: World) -> None:
    send_id = sent_to(world)
    said = steps.grade(world.context, ADA, send_id, Rating.GOOD).back_in
    assert said is not None
    assert steps.get(world.context, ADA, send_id).back_in == said


def subscription_of(world: World, actor: Actor = ADA) -> Subscription:
    with world.context.reading(system(TEAM)) as tx:
        found = subscriptions.of_person(tx, actor.user_id)
    assert found is not None
    return found


def test_who_asks_for_more_gets_another_question_at_once_and_each_only_once_a_date(world: World) -> None:
    other = question("data-b", prompt="Something else entirely")
    world.bank.held[other.id], world.bank.families[other.prompt] = other, other.prompt
    days.more(world.context, ADA)
    days.more(world.context, ADA)
    with pytest.raises(NotFound):
        days.more(world.context, ADA)
    with world.context.reading(system(TEAM)) as tx:
        sent = sendings.sent(tx, subscription_of(world).who)
        waits = {row.dedupe_key: row.priority for row in tx.session.scalars(tx.rows(Outbox))}
    assert {one.question_id for one in sent} == {"data-a", "data-b"}
    assert [one.number for one in sent] == [1, 2]
    assert [priority for key, priority in waits.items() if ":more" in key] == [NORMAL, NORMAL]


def test_a_date_has_room_for_eight_further_questions(world: World) -> None:
    for number in range(days.MOST_MORE + 1):
        one = question(f"data-m{number}")
        world.bank.held[one.id], world.bank.families[one.prompt] = one, one.prompt
    for _ in range(days.MOST_MORE):
        days.more(world.context, ADA)
    with pytest.raises(TooLate):
        days.more(world.context, ADA)
    with pytest.raises(NotFound):
        days.more(world.context, EVE)


def test_a_day_without_a_question_says_what_they_had_unless_there_is_one_by_now(world: World) -> None:
    who = subscription_of(world).who
    with world.context.reading(system(TEAM)) as tx:
        assert week.nothing_left(tx, world.bank.now(), who.id) is None
    send_id = sent_to(world)
    with world.context.reading(system(TEAM)) as tx:
        found = week.nothing_left(tx, world.bank.now(), who.id)
    assert found is not None
    assert (found.had, found.next) == (1, world.now.date() + timedelta(days=5))
    day = steps.grade(world.context, ADA, send_id, Rating.GOOD)
    with world.context.reading(system(TEAM)) as tx:
        found = week.nothing_left(tx, world.bank.now(), who.id)
    assert found is not None
    assert day.back_in is not None
    assert found.next == world.now.date() + timedelta(days=day.back_in)
    assert len(found.known.growing) == 1


def test_a_date_is_kept_and_everybody_sets_their_own(world: World) -> None:
    day = world.now.date() + timedelta(days=9)
    assert prep.expect_interview(world.context, ADA, day.isoformat()).settings.interview == day
    assert subscription_of(world).settings.interview == day
    assert subscription_of(world, LEAD).settings.interview is None
    with pytest.raises(Invalid):
        prep.expect_interview(world.context, ADA, "2020-01-01")
    with pytest.raises(NotFound):
        prep.expect_interview(world.context, EVE, day.isoformat())
    assert prep.expect_interview(world.context, ADA, "").settings.interview is None


def test_the_head_counts_down_and_a_rating_says_what_it_taught(world: World) -> None:
    first = sent_to(world)
    assert steps.get(world.context, ADA, first).first
    steps.grade(world.context, ADA, first, Rating.GOOD)
    world.now += timedelta(days=5)
    second = sent_to(world)
    before = steps.get(world.context, ADA, second)
    assert (before.first, before.seen, before.weak, before.learned) == (False, 1, 0, "")
    assert steps.grade(world.context, ADA, second, Rating.EASY).learned
    prep.expect_interview(world.context, ADA, (world.now.date() + timedelta(days=3)).isoformat())
    dated = steps.get(world.context, ADA, second)
    assert (dated.days_left, dated.back_on) == (3, None)


def test_written_answers_are_read_again_by_whoever_wrote_them(world: World) -> None:
    send_id = sent_to(world)
    steps.write_answer(world.context, ADA, send_id, "Mine.")
    asked = steps.get(world.context, ADA, send_id).question.prompt
    assert interview.answers(world.context, ADA) == [(asked, "Mine.")]
    assert interview.answers(world.context, LEAD) == []
