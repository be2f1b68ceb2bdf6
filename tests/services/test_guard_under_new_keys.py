"""The leak guard knows people and marks under every hash key that is listed, whichever was the newest then."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from bot.acting.context import Transaction, system
from bot.domain.prep import Settings, Subscription
from bot.domain.questions import Bank, Level, parse_bank
from bot.services.prep import guard
from bot.services.questions import same_person
from bot.storage.database import Database
from bot.storage.prep import met
from bot.storage.rotation import rotate
from bot.storage.tables import Candidate, SlackUser
from bot.storage.vault import Vault
from tests.databases import HASH_KEY, KEY
from tests.small_bank import small_bank
from tests.storage.two import AT, TEAM, Two

PRIYA, EMAIL = "UPRIYA", "priya@example.com"
NEW_HASH = "another key for hashes, of enough letters"
SETTINGS = Settings(role="engineer", level=Level.MID, hour=9, zone=ZoneInfo("UTC"))


@pytest.fixture
def two(database: Database) -> Two:
    """Slack knows Priya's email."""
    made = Two(database)
    with database.transaction() as session:
        session.get_one(SlackUser, (TEAM, PRIYA)).email = EMAIL
    return made


@pytest.fixture
def renewed(two: Two) -> Iterator[Database]:
    """The same database, with a new hash key in front of the old one."""
    made = Database(two.database.url, Vault([KEY], [NEW_HASH, HASH_KEY]))
    yield made
    made.dispose()


@pytest.fixture
def bank() -> Bank:
    found = parse_bank(small_bank())
    assert isinstance(found, Bank)
    return found


def subscribed(database: Database) -> Subscription:
    """Priya, as she was recognised by this database's newest key. Her Slack user isn't what she is known by later."""
    found = Subscription.new(PRIYA, SETTINGS, PRIYA, AT, is_channel=False)
    found.recognise_by(database.vault.fingerprint("email", EMAIL))
    return found


def candidate(tx: Transaction) -> Candidate:
    """Somebody with Priya's email, added under the newest key."""
    key = tx.vault.fingerprint("email", EMAIL)
    return tx.add(Candidate(team_id=TEAM, label="P", name="P", name_key="n:k", email=EMAIL, email_key=key))


@pytest.mark.parametrize("rotated", [False, True])
def test_what_somebody_got_as_prep_under_the_old_key_is_not_asked_of_them(
    two: Two, renewed: Database, bank: Bank, rotated: bool
) -> None:
    got = bank.all_questions[0]
    with two.database.reading() as session:
        tx = Transaction(session, system(TEAM), AT)
        assert guard.askable(tx, bank, candidate(tx), [got]) == (got,)
    with two.database.transaction() as session:
        guard.remember(Transaction(session, system(TEAM), AT), subscribed(two.database), got)
    if rotated:
        rotate(renewed, AT)
    with renewed.transaction() as session:
        tx = Transaction(session, system(TEAM), AT)
        assert guard.askable(tx, bank, candidate(tx), [got]) == ()


def test_somebody_who_subscribed_under_the_old_key_is_known_as_a_candidate_of_the_new_one(
    two: Two, renewed: Database
) -> None:
    with renewed.transaction() as session:
        tx = Transaction(session, system(TEAM), AT)
        made = candidate(tx)
        old = met.candidates_like(tx, "UOTHER", guard._emails(tx, subscribed(two.database)))
        assert [one.id for one in old] == [made.id]


def test_two_records_of_one_person_under_two_keys_are_one_person(two: Two, renewed: Database) -> None:
    with two.database.transaction() as session:
        first = candidate(Transaction(session, system(TEAM), AT)).id
    with renewed.transaction() as session:
        tx = Transaction(session, system(TEAM), AT)
        second = candidate(tx)
        assert sorted(same_person(tx, second)) == [first, second.id]
