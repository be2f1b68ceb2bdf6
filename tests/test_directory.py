from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import SlackUnavailable, UnknownChannel, UnknownPerson
from bot.ground.zones import TwelveHours
from bot.slack.clients import Clients, one_token
from bot.slack.directory import SlackDirectory
from bot.storage.database import Database
from bot.storage.tables import SlackUser
from sandbox import RateLimits, Sandbox

TEAM = "T0SANDBOX"


class Watch:
    """Protocol time that the test moves."""

    now = datetime(2025, 11, 24, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Path(__file__).parents[1] / "manifest.json", limits=RateLimits(on=False)) as running:
        yield running


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def directory(sandbox: Sandbox, database: Database, watch: Watch) -> SlackDirectory:
    return SlackDirectory(database, Clients(one_token(sandbox.bot_token), sandbox.api_url), watch)


def test_a_person_is_asked_for_once_an_hour(
    sandbox: Sandbox, directory: SlackDirectory, watch: Watch
) -> None:
    ada = sandbox.add_person("ada", real_name="Ada Lovelace", tz="America/New_York")
    found = directory.person(TEAM, ada.id)
    assert (found.name, found.zone.key) == ("Ada Lovelace", "America/New_York")
    sandbox.change_person(ada, tz="Asia/Tokyo")
    watch.now += timedelta(minutes=59)
    assert directory.person(TEAM, ada.id).zone.key == "America/New_York"
    assert len(sandbox.transcript.calls("users.info")) == 1
    watch.now += timedelta(minutes=1)
    assert directory.person(TEAM, ada.id).zone.key == "Asia/Tokyo"


def test_while_slack_is_away_what_was_known_is_used(
    sandbox: Sandbox, directory: SlackDirectory, watch: Watch
) -> None:
    ada, bob = sandbox.add_person("ada"), sandbox.add_person("bob")
    directory.person(TEAM, ada.id)
    watch.now += timedelta(days=3)
    sandbox.faults.add("server_error", "users.info", times=None)
    assert directory.person(TEAM, ada.id).user_id == ada.id
    with pytest.raises(SlackUnavailable, match="try again"):
        directory.person(TEAM, bob.id)


def test_names_are_not_readable_in_the_database(
    sandbox: Sandbox, directory: SlackDirectory, database: Database
) -> None:
    ada = sandbox.add_person("ada", real_name="Ada Lovelace")
    directory.person(TEAM, ada.id)
    with database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT name FROM slack_users").one()
        assert session.get(SlackUser, (TEAM, ada.id)) is not None
    assert "Ada" not in kept.name


def test_guests_admins_bots_and_people_who_left_are_told_apart(
    sandbox: Sandbox, directory: SlackDirectory
) -> None:
    guest = directory.person(TEAM, sandbox.add_person("guest", guest=True).id)
    boss = directory.person(TEAM, sandbox.add_person("boss", admin=True).id)
    gone = sandbox.add_person("gone")
    sandbox.remove_person(gone)
    assert (guest.is_guest, guest.is_admin) == (True, False)
    assert (boss.is_guest, boss.is_admin) == (False, True)
    assert directory.person(TEAM, gone.id).deleted
    assert directory.person(TEAM, sandbox.bot_user_id).is_bot


def test_somebody_slack_does_not_know_is_an_unknown_person(directory: SlackDirectory) -> None:
    with pytest.raises(UnknownPerson):
        directory.person(TEAM, "U0NOBODY")


def test_a_channel_says_who_is_in_it_and_whether_it_is_private(
    sandbox: Sandbox, directory: SlackDirectory
) -> None:
    ada = sandbox.add_person("ada")
    private = sandbox.add_channel("debriefs", private=True, members=[ada])
    found = directory.channel(TEAM, private.id)
    assert (found.name, found.is_private, found.is_member, found.is_archived) == (
        "debriefs",
        True,
        True,
        False,
    )
    assert directory.members(TEAM, private.id) == {ada.id, sandbox.bot_user_id}


def test_all_pages_of_a_channels_members_are_read(sandbox: Sandbox, directory: SlackDirectory) -> None:
    channel = sandbox.add_channel("everybody")
    people = {f"U{n:04}" for n in range(450)}
    channel.members.extend(sorted(people))
    assert people <= directory.members(TEAM, channel.id)


def test_a_private_channel_without_fairloop_is_unknown(sandbox: Sandbox, directory: SlackDirectory) -> None:
    secret = sandbox.add_channel("secret", private=True, bot=False)
    with pytest.raises(UnknownChannel, match="/invite"):
        directory.channel(TEAM, secret.id)
    with pytest.raises(UnknownChannel):
        directory.members(TEAM, secret.id)


def test_asking_inside_a_transaction_is_a_mistake_that_shows_at_once(
    sandbox: Sandbox, directory: SlackDirectory, database: Database
) -> None:
    ada = sandbox.add_person("ada")
    with pytest.raises(RuntimeError, match="before the transaction"), database.transaction():
        directory.person(TEAM, ada.id)


def test_a_persons_clock_is_that_of_their_locale(
    sandbox: Sandbox, directory: SlackDirectory, watch: Watch
) -> None:
    ana = sandbox.add_person("ana", tz="America/New_York", locale="en-US")
    assert isinstance(directory.person(TEAM, ana.id).zone, TwelveHours)
    sandbox.change_person(ana, locale="de-DE")
    watch.now += timedelta(hours=2)
    assert not isinstance(directory.person(TEAM, ana.id).zone, TwelveHours)
    assert directory.person(TEAM, ana.id).zone.key == "America/New_York"
