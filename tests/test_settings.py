from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import PREFIX, Settings, SettingsError, load_settings

GOOD = {
    "FAIRLOOP_BOT_TOKEN": "xoxb-1-2-abc",
    "FAIRLOOP_APP_TOKEN": "xapp-1-A0-2-abc",
    "FAIRLOOP_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "FAIRLOOP_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "FAIRLOOP_HASH_KEY": "x" * 43,
}


@pytest.fixture(autouse=True)
def nothing_else_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    for name in ("DATABASE_URL", "PORT", "FAIRLOOP_CLIENT_ID", *GOOD):
        monkeypatch.delenv(name, raising=False)


def put(monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
    for name, value in (GOOD | {f"FAIRLOOP_{name}": value for name, value in changes.items()}).items():
        monkeypatch.setenv(name, value)


def test_every_missing_variable_is_named_with_how_to_get_it() -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings("socket")
    assert [line.split()[0] for line in raised.value.problems] == [
        "FAIRLOOP_BOT_TOKEN",
        "FAIRLOOP_APP_TOKEN",
        "FAIRLOOP_ENCRYPTION_KEYS",
        "FAIRLOOP_HASH_KEY",
    ]
    assert "api.slack.com/apps" in raised.value.problems[0]
    assert "fairloop keys" in raised.value.problems[2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "xoxp-a-persons-token"),
        ("APP_TOKEN", "xoxb-not-an-app-token"),
        ("SIGNING_SECRET", "short"),
        ("CLIENT_ID", "abc"),
        ("ENCRYPTION_KEYS", "not,keys"),
        ("HASH_KEY", "short"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("SLACK_API_URL", "slack.example"),
        ("CALENDAR_URL", "tomorrow"),
        ("PORT", "70000"),
        ("POSTS_A_MINUTE", "0"),
        ("CHANNEL_SECONDS", "-1"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_malformed_variable_is_named_and_its_value_kept_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    put(monkeypatch, **{name: value})
    with pytest.raises(SettingsError) as raised:
        load_settings("web")
    assert raised.value.problems[0].startswith(f"FAIRLOOP_{name} is malformed: expected ")
    assert value not in str(raised.value)


def test_malformed_and_missing_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLOOP_PORT", "abc")
    with pytest.raises(SettingsError) as raised:
        load_settings("worker")
    assert "FAIRLOOP_PORT is malformed" in raised.value.problems[0]
    assert any("FAIRLOOP_BOT_TOKEN is missing" in line for line in raised.value.problems)


def test_a_hosts_own_database_url_and_port_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch)
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@host/db")
    monkeypatch.setenv("PORT", "8080")
    settings = load_settings("web")
    assert settings.database_url.get_secret_value() == "postgres://u:p@host/db"
    assert settings.port == 8080


def test_several_workspaces_need_a_client_secret_instead_of_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, CLIENT_ID="1.2")
    monkeypatch.delenv("FAIRLOOP_BOT_TOKEN")
    with pytest.raises(SettingsError, match="FAIRLOOP_CLIENT_SECRET is missing"):
        load_settings("web")
    assert load_settings("worker").bot_token is None


def test_secrets_never_show_in_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch)
    shown = repr(load_settings("web"))
    assert not any(value in shown for value in GOOD.values())


def test_the_command_line_ends_with_2_where_a_setting_is_missing() -> None:
    result = CliRunner().invoke(app, ["web"])
    assert result.exit_code == 2
    assert "FAIRLOOP_SIGNING_SECRET is missing" in result.output


def test_fresh_keys_are_good_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch)
    printed = CliRunner().invoke(app, ["keys"]).output
    for line in printed.strip().splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    assert load_settings("offline").vault_keys == [printed.split("=", 1)[1].splitlines()[0]]


EXAMPLE = Path(__file__).parents[1] / ".env.example"


def test_the_example_names_every_setting_and_no_other() -> None:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")]
    named = [line.partition("=")[0] for line in lines]
    assert sorted(named) == sorted(f"{PREFIX}{field.upper()}" for field in Settings.model_fields)


def test_the_example_as_it_stands_changes_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]:
        monkeypatch.delenv(name, raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)
