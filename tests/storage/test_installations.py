import os

import pytest
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import text

from bot.domain.errors import NotInstalled
from bot.slack.clients import Clients, Installations, States
from bot.storage.database import Database


def installation(team_id: str, token: str, at: float, enterprise_id: str | None = None) -> Installation:
    return Installation(
        app_id="A1",
        enterprise_id=enterprise_id,
        team_id=team_id,
        team_name="Team",
        bot_token=token,
        bot_id="B1",
        bot_user_id="U1",
        user_id="U2",
        installed_at=at,
    )


def test_a_token_is_found_by_team_and_unreadable_in_the_database(database: Database) -> None:
    store = Installations(database, "1.2")
    store.save(installation("T1", "xoxb-secret-1", 1_000.0))
    store.save(installation("T2", "xoxb-secret-2", 1_000.0))
    assert (store.token("T1"), store.token("T2")) == ("xoxb-secret-1", "xoxb-secret-2")
    bot = store.find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert bot.bot_token == "xoxb-secret-1"
    with database.reading() as session:
        for table in ("slack_bots", "slack_installations"):
            kept = session.execute(text(f"SELECT bot_token FROM {table}")).scalars().all()
            assert len(kept) == 2
            assert not any("xoxb" in token for token in kept)


def test_the_newest_installation_counts_also_inside_an_enterprise(database: Database) -> None:
    store = Installations(database, "1.2")
    store.save(installation("T1", "xoxb-old", 1_000.0, enterprise_id="E1"))
    store.save(installation("T1", "xoxb-new", 2_000.0, enterprise_id="E1"))
    assert store.token("T1") == "xoxb-new"
    found = store.find_installation(enterprise_id="E1", team_id="T1")
    assert found is not None
    assert found.bot_token == "xoxb-new"


def test_a_team_that_removed_fairloop_has_no_client(database: Database) -> None:
    store = Installations(database, "1.2")
    store.save(installation("T1", "xoxb-secret", 1_000.0))
    store.delete_all(enterprise_id=None, team_id="T1")
    with pytest.raises(NotInstalled, match="administrator"):
        Clients(store.token).for_team("T1")


def test_another_apps_installations_are_not_ours(database: Database) -> None:
    Installations(database, "9.9").save(installation("T1", "xoxb-theirs", 1_000.0))
    with pytest.raises(NotInstalled):
        Installations(database, "1.2").token("T1")


def test_looking_a_token_up_takes_no_write_lock(database: Database) -> None:
    store = Installations(database, "1.2")
    store.save(installation("T1", "xoxb-secret", 1_000.0))
    with database.transaction():
        assert store.token("T1") == "xoxb-secret"
        assert store.find_bot(enterprise_id=None, team_id="T1") is not None


def test_an_oauth_state_made_by_one_process_is_good_once_in_another(database: Database) -> None:
    state = States(database).issue()
    assert States(database).consume(state)
    assert not States(database).consume(state)


def test_clients_post_once_and_never_again_by_themselves() -> None:
    assert "SLACK_BOT_TOKEN" not in os.environ
    assert Clients(lambda _: "xoxb-1").for_team("T1").retry_handlers == []
