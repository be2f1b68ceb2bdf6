"""Two processes at once: nothing is told twice, and what changed last is what is shown."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from bot.delivery.outbox import Note, put, refresh
from bot.storage import claims, due, sending
from bot.storage.database import Database
from bot.storage.sending import Held
from bot.storage.tables import Due, Outbox
from bot.storage.unit import Unit

NOW = datetime(2025, 11, 24, 9, tzinfo=UTC)
LEASE = NOW + timedelta(minutes=1)
HOME = Note(key="home:U1", kind="home", thing_id=1, target="U1", op="home")


def note(key: str, target: str = "C1", **more: str) -> Note:
    return Note(key=key, kind="say", thing_id=1, target=target, **more)  # type: ignore[arg-type]


def claimed(database: Database, now: datetime = NOW) -> str | None:
    with database.transaction() as session:
        item = claims.claim(session, ["say", "home"], now, now + timedelta(minutes=1), Held())
    return None if item is None else item.key


def test_the_same_key_twice_is_one_note(database: Database) -> None:
    with database.transaction() as session:
        assert put(Unit(session, "T", NOW), note("kit"))
        assert not put(Unit(session, "T", NOW), note("kit"))
        assert put(Unit(session, "T2", NOW), note("kit"))


def test_the_same_key_from_two_processes_at_once_is_one_note(database: Database) -> None:
    results: list[bool] = []
    barrier = threading.Barrier(4)

    def tell() -> None:
        barrier.wait()
        with database.transaction() as session:
            results.append(put(Unit(session, "T", NOW), note("kit")))

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]


def sent_by_now(database: Database) -> None:
    """Whatever is at the head of its stream goes out."""
    with database.transaction() as session:
        heads = select(func.min(Outbox.id)).where(Outbox.state != "sent").group_by(Outbox.stream)
        session.execute(update(Outbox).where(Outbox.id.in_(heads)).values(state="sent"))


def test_only_the_head_of_a_stream_can_be_claimed(database: Database) -> None:
    with database.transaction() as session:
        for key in ("a", "b"):
            put(Unit(session, "T", NOW), note(key))
        put(Unit(session, "T", NOW), note("c", "C2"))
    assert [claimed(database) for _ in range(3)] == ["a", "c", None]


def test_what_is_put_behind_what_waits_goes_out_after_it_also_where_the_stream_was_empty_before(
    database: Database,
) -> None:
    with database.transaction() as session:
        put(Unit(session, "T", NOW), note("a"))
    for key in ("b", "c"):
        sent_by_now(database)
        with database.transaction() as session:
            put(Unit(session, "T", NOW), note(key))
    with database.transaction() as session:
        put(Unit(session, "T", NOW), note("d"))
    assert [claimed(database), claimed(database)] == ["c", None]
    sent_by_now(database)
    assert claimed(database) == "d"


def test_eight_senders_at_once_claim_each_row_once(database: Database) -> None:
    with database.transaction() as session:
        for number in range(24):
            put(Unit(session, "T", NOW), note(f"n{number}", f"C{number}"))
    found: list[str] = []

    def work() -> None:
        while (key := claimed(database)) is not None:
            found.append(key)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(f"n{number}" for number in range(24))


def test_a_refresh_that_waits_is_not_queued_twice_but_one_that_is_being_sent_is(database: Database) -> None:
    with database.transaction() as session:
        assert refresh(Unit(session, "T", NOW), HOME)
        assert not refresh(Unit(session, "T", NOW), HOME)
    assert claimed(database) == "home:U1#1"
    with database.transaction() as session:
        assert refresh(Unit(session, "T", NOW), HOME)


def test_a_waiting_refresh_is_not_rendered_before_a_change_that_relies_on_it_is_there(
    database: Database,
) -> None:
    with database.transaction() as session:
        refresh(Unit(session, "T", NOW), HOME)
    relied, seen = threading.Event(), []

    def send() -> None:
        relied.wait()
        seen.append(claimed(database))

    sender = threading.Thread(target=send)
    sender.start()
    with database.transaction() as session:
        assert not refresh(Unit(session, "T", NOW), HOME)
        relied.set()
        if not database.is_sqlite:
            sender.join()
            assert seen == [None]
    sender.join()
    assert (seen[-1] or claimed(database)) == "home:U1#1"


def test_a_sender_that_stopped_leaves_a_post_unknown_and_lets_the_rest_be_repeated(
    database: Database,
) -> None:
    with database.transaction() as session:
        put(Unit(session, "T", NOW), note("post"))
        put(Unit(session, "T", NOW), HOME)
        put(Unit(session, "T", NOW), note("eph", "U9", op="ephemeral"))
    assert [claimed(database) for _ in range(3)] == ["post", "home:U1", "eph"]
    with database.transaction() as session:
        assert claims.expire(session, LEASE - timedelta(seconds=1)) == 0
        assert claims.expire(session, LEASE) == 3
        states = {row.dedupe_key: row.state for row in session.query(Outbox)}
    assert states == {"post": "unknown", "home:U1": "queued", "eph": "dropped"}


def test_a_sender_that_lost_its_lease_may_not_give_the_row_back(database: Database) -> None:
    with database.transaction() as session:
        put(Unit(session, "T", NOW), note("post"))
        item = claims.claim(session, ["say"], NOW, LEASE, Held())
        assert item is not None
        claims.expire(session, LEASE)
        assert not sending.later(session, item, LEASE, "late")
        assert not sending.put_away(session, item, "dead", "late")


def test_an_occurrence_is_scheduled_once_and_moved_while_it_waits(database: Database) -> None:
    with database.transaction() as session:
        due.schedule(Unit(session, "T", NOW), "nudge", 1, "nudge:1", NOW)
        due.schedule(Unit(session, "T", NOW), "nudge", 1, "nudge:1", NOW + timedelta(hours=1))
        assert session.query(Due).one().due_at == NOW + timedelta(hours=1)
        assert due.claim(session, ["nudge"], NOW, NOW, LEASE) is None
        item = due.claim(session, ["nudge"], NOW + timedelta(hours=1), NOW, LEASE)
        assert item is not None
        due.finish(session, item.id)
        due.schedule(Unit(session, "T", NOW), "nudge", 1, "nudge:1", NOW + timedelta(hours=2))
    with database.reading() as session:
        assert session.query(Due).one().state == "done"
