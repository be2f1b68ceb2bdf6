"""Keys are renewed while everything runs, and a wrong one is noticed before anything is read or written."""

import threading
from collections.abc import Callable, Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.domain.scorecards import Stored
from bot.storage import canaries, rotation, scorecards
from bot.storage.canaries import HASH, TEXT, WrongKeys
from bot.storage.database import Database
from bot.storage.prep import met
from bot.storage.rotation import KeyUse, rotate, usage
from bot.storage.tables import Candidate, PrepSubscription
from bot.storage.unit import Unit
from bot.storage.vault import CannotOpen, Vault
from tests.chance import count
from tests.databases import HASH_KEY, KEY
from tests.storage.two import AT, FIELD, TEAM, Two

NEW = Fernet.generate_key().decode()
NEW_HASH = "another key for hashes, of enough letters"
READS = count(usual=200, large=10_000)

Open = Callable[..., Database]


@pytest.fixture
def two(database: Database) -> Two:
    """Under the key that tests have."""
    return Two(database)


@pytest.fixture
def opened(two: Two) -> Iterator[Open]:
    """Opens the same database with other keys."""
    made: list[Database] = []

    def open_it(keys: list[str], hash_keys: list[str] | None = None) -> Database:
        made.append(Database(two.database.url, Vault(keys, hash_keys or [HASH_KEY])))
        return made[-1]

    yield open_it
    for one in made:
        one.dispose()


def at(two: Two, database: Database) -> Two:
    """The same rows through another database."""
    again = object.__new__(Two)
    again.__dict__ |= two.__dict__ | {"database": database}
    return again


def rows(uses: list[KeyUse], kind: str) -> dict[str, int]:
    return {use.id: use.rows for use in uses if use.kind == kind}


def test_a_wrong_key_stops_the_start_and_says_which_one_is_missing(two: Two, opened: Open) -> None:
    with pytest.raises(WrongKeys) as raised:
        canaries.check(opened([NEW]))
    (problem,) = raised.value.problems
    assert problem.startswith(f"FAIRLOOP_ENCRYPTION_KEYS lacks the key {two.database.vault.masters[0]}")
    assert "Put it back" in problem


def test_a_wrong_hash_key_stops_the_start_too(opened: Open) -> None:
    with pytest.raises(WrongKeys, match="FAIRLOOP_HASH_KEY lacks the key"):
        canaries.check(opened([KEY], [NEW_HASH]))


def test_a_canary_that_was_changed_stops_the_start(two: Two) -> None:
    two.raw("UPDATE canaries SET value = 'x'")
    with pytest.raises(WrongKeys, match="Restore"):
        canaries.check(two.database)


def test_without_canaries_the_data_keys_say_what_they_are_under(two: Two, opened: Open) -> None:
    """Which is how a database is that was migrated before it had any."""
    two.raw("DELETE FROM canaries")
    assert canaries.faults(opened([NEW])) != []
    assert canaries.faults(two.database) == []


def test_a_new_key_in_front_is_known_from_the_start_on_and_changes_nothing_yet(
    two: Two, opened: Open
) -> None:
    both = opened([NEW, KEY])
    canaries.check(both)
    assert at(two, both).names() == ["Ada Kowalski", "Ben Larsen"]
    with pytest.raises(WrongKeys):
        canaries.check(opened([KEY]))


def test_after_a_rotation_nothing_is_left_under_the_old_key(two: Two, opened: Open) -> None:
    old, before = two.database.vault.masters[0], usage(two.database)
    after = rotate(opened([NEW, KEY]), AT)
    new = opened([NEW])
    assert rows(before, TEXT) == {old: 8}
    assert rows(after, TEXT) == {new.vault.masters[0]: 8, old: 0}
    canaries.check(new)
    assert at(two, new).names() == ["Ada Kowalski", "Ben Larsen"]
    assert at(two, new).evidence(two.marc) == "Marc wrote this"
    with new.reading() as session:
        wrapped = session.execute(text("SELECT wrapped FROM data_keys")).scalars().all()
    assert len(wrapped) == 3
    assert not [one for one in wrapped if old in one]


def test_the_old_data_keys_open_nothing_that_is_there_after_a_rotation(two: Two, opened: Open) -> None:
    """Who had the old master key and a copy of the database has those."""
    with two.database.reading() as session:
        before = set(session.execute(text("SELECT id FROM data_keys")).scalars())
    rotate(opened([NEW, KEY]), AT)
    with two.database.reading() as session:
        kept = session.execute(text("SELECT key_id FROM scorecard_notes")).scalars().all()
        left = session.execute(text("SELECT id FROM data_keys")).scalars().all()
    assert not before & {*kept, *left}
    with pytest.raises(CannotOpen):
        two.names()


def test_a_rotation_that_was_broken_off_goes_on_where_it_is_begun_again(
    two: Two, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = opened([NEW, KEY])
    with monkeypatch.context() as broken:
        broken.setattr(rotation, "AT_ONCE", 1)
        broken.setattr(rotation, "_hash_anew", _break_off)
        broken.setattr(rotation, "_drop_unused", _break_off)
        with pytest.raises(KeyboardInterrupt):
            rotate(both, AT)
    assert at(two, both).evidence(two.priya) == "Priya wrote this"
    rotate(both, AT)
    assert at(two, opened([NEW])).evidence(two.priya) == "Priya wrote this"


def _break_off(*_given: object) -> None:
    raise KeyboardInterrupt


def test_a_second_rotation_under_the_same_key_changes_nothing(two: Two, opened: Open) -> None:
    both = opened([NEW, KEY])
    assert rotate(both, AT)[0] == rotate(both, AT)[0]


def test_a_key_that_was_destroyed_stays_so(two: Two, opened: Open) -> None:
    two.raw(
        "UPDATE data_keys SET wrapped = NULL WHERE id = (SELECT key_id FROM loops WHERE id = :loop)",
        loop=two.loops[0],
    )
    rotate(opened([NEW, KEY]), AT)
    assert at(two, opened([NEW])).names() == ["", "Ben Larsen"]


def test_hashes_are_found_under_every_key_and_made_anew_where_their_text_is_there(
    two: Two, opened: Open
) -> None:
    both = opened([KEY], [NEW_HASH, HASH_KEY])
    old, new = both.vault.hash_keys[1], both.vault.hash_keys[0]
    with two.database.transaction() as session:
        met.mark(Unit(session, TEAM, AT), [two.database.vault.fingerprint("prep", "Ada got it")])
    with both.reading() as session:
        unit = Unit(session, TEAM, AT, writing=False)
        found = met.candidates_like(unit, "U0", both.vault.fingerprints("email", "ada@example.com"))
        assert [one.name for one in found] == ["Ada Kowalski"]
        assert met.marked(unit, both.vault.fingerprints("prep", "Ada got it"))
    assert rows(usage(both), HASH) == {new: 0, old: 5}
    after = rotate(both, AT)
    assert rows(after, HASH) == {new: 4, old: 1}
    canaries.check(both)
    with pytest.raises(WrongKeys, match=old):
        canaries.check(opened([KEY], [NEW_HASH]))


def test_a_hash_key_under_which_nothing_is_left_can_go(two: Two, opened: Open) -> None:
    rotate(opened([KEY], [NEW_HASH, HASH_KEY]), AT)
    canaries.check(opened([KEY], [NEW_HASH]))


def test_a_subscribers_email_is_hashed_anew_from_what_slack_said(two: Two, opened: Open) -> None:
    with two.database.transaction() as session:
        unit = Unit(session, TEAM, AT)
        two.slack_user(unit).email = "priya@example.com"
        unit.add(_subscription(unit.vault.fingerprint("email", "priya@example.com")))
    both = opened([KEY], [NEW_HASH, HASH_KEY])
    rotate(both, AT)
    with both.reading() as session:
        kept = session.query(PrepSubscription).one().email_key
    assert kept == both.vault.fingerprint("email", "priya@example.com")


def _subscription(email_key: str) -> PrepSubscription:
    return PrepSubscription(
        team_id=TEAM,
        target="UPRIYA",
        email_key=email_key,
        role="engineer",
        level="mid",
        topics="[]",
        hour=9,
        zone="UTC",
        weekdays="01234",
        started=AT.date(),
        created_by="UPRIYA",
    )


@pytest.mark.large
def test_nobody_who_reads_or_writes_notices_a_rotation(two: Two, opened: Open) -> None:
    """Others read, write and begin with new candidates all the while, under keys that change one after the other."""
    keys = [Fernet.generate_key().decode() for _ in range(3)]
    everybody = at(two, opened([keys[2], keys[1], keys[0], KEY]))
    reads, failed, stop = Count(), list[BaseException](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            assert everybody.evidence(two.priya) == "Priya wrote this"
            assert everybody.names()[:2] == ["Ada Kowalski", "Ben Larsen"]
            reads.add(2)

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with everybody.database.transaction() as session:
                unit = Unit(session, TEAM, AT)
                scorecards.write(unit, two.marc, {FIELD: Stored(f"Version {number}", f"{number}.0", "V1")})
                session.get_one(Candidate, two.candidates[1]).notes = f"Note {number}"
                if number % 10 == 0:
                    everybody.candidate(unit, f"Candidate {number}")
            assert everybody.evidence(two.marc) == f"Version {number}"

    def watched(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (whatever it was, the test tells)
            failed.append(error)
            stop.set()

    threads = [threading.Thread(target=watched, args=(work,)) for work in (read, read, write)]
    for thread in threads:
        thread.start()
    rotations = 0
    while not stop.is_set() and (reads.value < READS or rotations < len(keys)):
        order = [keys[rotations % len(keys)], *keys, KEY]
        rotate(opened(list(dict.fromkeys(order))), AT)
        rotations += 1
    stop.set()
    for thread in threads:
        thread.join()
    print(f"{reads.value} reads and {rotations} rotations, {len(failed)} failed")
    assert failed == []
    assert at(two, opened(keys)).names()[:2] == ["Ada Kowalski", "Ben Larsen"]


class Count:
    """How often something was done, by several threads."""

    def __init__(self) -> None:
        self.value = 0
        self._lock = threading.Lock()

    def add(self, more: int) -> None:
        with self._lock:
            self.value += more
