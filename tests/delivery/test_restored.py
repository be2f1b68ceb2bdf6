"""A database that is put back from a copy: nothing that Slack has got since is sent again."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.bootstrap import Fairloop
from bot.storage.copies import CopyFailed, put_back, take
from sandbox import Sandbox
from sandbox.state import Channel
from tests.databases import postgres_programs
from tests.delivery.bot_parts import rows, said, tell


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("debriefs", private=True)


@pytest.fixture(autouse=True)
def programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump refuses a server that is newer than itself."""
    monkeypatch.setenv("PATH", str(postgres_programs()), prepend=":")


def copied(bot: Fairloop, path: Path) -> Path:
    take(bot.database, url_of(bot), path, bot.clocks.protocol())
    return path


def url_of(bot: Fairloop) -> str:
    return bot.settings.database_url.get_secret_value()


def restore(bot: Fairloop, path: Path) -> None:
    bot.stop()
    put_back(bot.database, url_of(bot), path, bot.clocks.protocol(), replace=True)


def texts(channel: Channel) -> list[str]:
    return [message.text for message in channel.messages]


def test_what_was_sent_after_the_copy_is_not_sent_again_and_what_was_not_is_sent(
    sandbox: Sandbox, make_bot: Callable[[], Fairloop], channel: Channel, tmp_path: Path
) -> None:
    before = make_bot()
    tell(before, sandbox.team_id, said("first", channel.id))
    before.worker.run_until_idle()
    tell(before, sandbox.team_id, said("waits", channel.id))
    copy = copied(before, tmp_path / "copy")
    tell(before, sandbox.team_id, said("later", channel.id))
    before.worker.run_until_idle()
    assert texts(channel) == ["first", "waits", "later"]

    restore(before, copy)
    after = make_bot()
    assert rows(after).keys() == {"first", "waits"}
    tell(after, sandbox.team_id, said("later", channel.id), said("never sent", channel.id))
    after.worker.run_until_idle()
    assert texts(channel) == ["first", "waits", "later", "never sent"]
    assert {row.state for row in rows(after).values()} == {"sent"}
    assert rows(after)["later"].ts == channel.messages[2].ts


def test_a_copy_of_what_was_put_back_can_be_put_back_too(
    sandbox: Sandbox, make_bot: Callable[[], Fairloop], channel: Channel, tmp_path: Path
) -> None:
    bot = make_bot()
    for number in range(2):
        tell(bot, sandbox.team_id, said(f"n{number}", channel.id))
        bot.worker.run_until_idle()
        restore(bot, copied(bot, tmp_path / f"copy {number}"))
        bot = make_bot()
    bot.worker.run_until_idle()
    assert texts(channel) == ["n0", "n1"]


def test_tables_that_the_copy_does_not_know_are_gone(bot: Fairloop, tmp_path: Path) -> None:
    copy = copied(bot, tmp_path / "copy")
    with bot.database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE from_the_future (id INTEGER)"))
    restore(bot, copy)
    with bot.database.engine.connect() as connection, pytest.raises(Exception, match="from_the_future"):
        connection.execute(text("SELECT * FROM from_the_future"))


def test_a_copy_is_for_its_owners_eyes_and_never_overwrites_a_file(bot: Fairloop, tmp_path: Path) -> None:
    copy = copied(bot, tmp_path / "copy")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(CopyFailed, match="Name a new file"):
        copied(bot, copy)


def test_what_cannot_be_put_back_is_refused_in_words_and_changes_nothing(
    sandbox: Sandbox, bot: Fairloop, channel: Channel, tmp_path: Path
) -> None:
    copy, now = copied(bot, tmp_path / "copy"), bot.clocks.protocol()
    tell(bot, sandbox.team_id, said("kit", channel.id))
    other = tmp_path / "other"
    other.write_bytes(b"hello")
    damaged = tmp_path / "damaged"
    damaged.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])

    def refused(path: Path, *, replace: bool = True, after: timedelta = timedelta()) -> str:
        with pytest.raises(CopyFailed) as failure:
            put_back(bot.database, url_of(bot), path, now + after, replace=replace)
        return str(failure.value)

    assert "is no copy of a" in refused(other)
    assert "can't be read" in refused(tmp_path / "nowhere")
    assert "--replace" in refused(copy, replace=False)
    assert refused(damaged)
    bot.worker.tick()
    assert "Stop all of Fairloop" in refused(copy)
    assert "--replace" in refused(copy, replace=False, after=timedelta(minutes=1))
    assert rows(bot)["kit"].state == "queued"
