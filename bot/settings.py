"""Settings from the environment (and a .env file), each with what it should look like and where it comes from."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AfterValidator, AliasChoices, DirectoryPath, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from bot.storage.database import normal_url

PREFIX = "FAIRLOOP_"
Purpose = Literal["socket", "web", "worker", "offline", "migrate"]

SHORTEST_HASH_KEY = 32
KEYS = "Run `fairloop keys` once and keep what it prints."
APP = "https://api.slack.com/apps, your app,"
HELP = {
    "bot_token": f"a token that starts with xoxb- ({APP} OAuth & Permissions, Bot User OAuth Token)",
    "app_token": f"a token that starts with xapp- ({APP} Basic Information, App-Level Tokens, scope connections:write)",
    "signing_secret": f"32 hexadecimal digits ({APP} Basic Information, Signing Secret)",
    "client_id": f"two numbers with a dot between them ({APP} Basic Information, Client ID)",
    "client_secret": f"32 hexadecimal digits ({APP} Basic Information, Client Secret)",
    "encryption_keys": f"one or more keys of 44 characters, separated by commas, newest first. {KEYS}",
    "hash_key": f"one or more keys of at least 32 characters, separated by commas, newest first. {KEYS}",
    "database_url": "a database such as sqlite:///fairloop.db or postgresql://user:password@host/name",
    "slack_api_url": "an address such as https://slack.com/api/",
    "calendar_url": 'an address that answers GET with {"now": "2025-11-24T09:00:00+00:00"}',
    "public_url": "the address that people reach Fairloop at, such as https://fairloop.example.com",
    "host": "an address of this machine, such as 127.0.0.1",
    "port": "a number from 1 to 65535",
    "metrics_host": "an address of this machine, such as 127.0.0.1",
    "metrics_port": "a number from 1 to 65535 that nothing else listens on",
    "posts_a_minute": "a whole number from 1 on",
    "slack_tiers": "how many times Slack's tiers your workspace allows, more than 0; 1 unless it is a sandbox",
    "channel_seconds": "a number of seconds between two posts to a channel, 0 or more",
    "question_sets": "a folder that holds rubric.yaml, sets/ and questions/ (nothing: those of Fairloop)",
    "anchor_url": "an address that takes a POST, such as https://example.com/anchors",
    "log_level": "one of DEBUG, INFO, WARNING, ERROR",
}
NEEDED: dict[Purpose, tuple[str, ...]] = {
    "socket": ("bot_token", "app_token", "encryption_keys", "hash_key"),
    "web": ("signing_secret", "encryption_keys", "hash_key"),
    "worker": ("encryption_keys", "hash_key"),
    "offline": ("encryption_keys", "hash_key"),
    "migrate": (),
}


class SettingsError(Exception):
    """Everything that is missing or malformed, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _looks_like(pattern: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError("malformed")
        return value

    return AfterValidator(check)


def _fernet_keys(value: SecretStr) -> SecretStr:
    keys = _split(value)
    if not keys:
        raise ValueError("no key")
    for key in keys:
        Fernet(key)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("no address")
    return value


def _database(value: SecretStr) -> SecretStr:
    try:
        url = normal_url(value.get_secret_value())
    except ArgumentError as error:
        raise ValueError("no database URL") from error
    if not url.startswith(("sqlite", "postgresql+psycopg:")):
        raise ValueError("another database")
    return value


def _split(value: SecretStr) -> list[str]:
    return [key.strip() for key in value.get_secret_value().split(",") if key.strip()]


HEX_32 = r"[0-9a-f]{32}"
Address = Annotated[str, AfterValidator(_address)]


class Settings(BaseSettings):
    """What a process is told from outside. Read it with `load_settings`; secrets never show in its repr."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    bot_token: Annotated[SecretStr, _looks_like(r"xoxb-[\w-]+")] | None = None
    app_token: Annotated[SecretStr, _looks_like(r"xapp-[\w-]+")] | None = None
    signing_secret: Annotated[SecretStr, _looks_like(r"[\w-]{16,}")] | None = None
    client_id: Annotated[str, Field(pattern=r"^\d+\.\d+$")] | None = None
    client_secret: Annotated[SecretStr, _looks_like(HEX_32)] | None = None
    encryption_keys: Annotated[SecretStr, AfterValidator(_fernet_keys)] | None = None
    hash_key: Annotated[SecretStr, _looks_like(rf".{{{SHORTEST_HASH_KEY},}}")] | None = None
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        SecretStr("sqlite:///fairloop.db"),
        validation_alias=AliasChoices(f"{PREFIX}DATABASE_URL", "DATABASE_URL"),
    )
    slack_api_url: Address = "https://slack.com/api/"
    calendar_url: Address | None = None
    public_url: Address | None = None
    host: str = "127.0.0.1"
    port: int = Field(3000, ge=1, le=65535, validation_alias=AliasChoices(f"{PREFIX}PORT", "PORT"))
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(None, ge=1, le=65535)
    posts_a_minute: int = Field(300, ge=1)
    slack_tiers: float = Field(1.0, gt=0)
    channel_seconds: float = Field(1.0, ge=0)
    question_sets: DirectoryPath | None = None
    anchor_url: Address | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def vault_keys(self) -> list[str]:
        """The encryption keys, newest first."""
        return _split(self.encryption_keys) if self.encryption_keys else []

    @property
    def hash_keys(self) -> list[str]:
        """The keys of keyed hashes, newest first: parts of 32 characters or more; else it is one key with a comma."""
        if self.hash_key is None:
            return []
        parts = _split(self.hash_key)
        long = all(len(part) >= SHORTEST_HASH_KEY for part in parts)
        return parts if long else [self.hash_key.get_secret_value()]

    @property
    def api_url(self) -> str:
        """Slack's Web API with the slash at its end that the SDK expects."""
        return self.slack_api_url.rstrip("/") + "/"


def load_settings(purpose: Purpose) -> Settings:
    """The settings, with all that the purpose needs. Raises SettingsError naming every variable at fault."""
    malformed: list[str] = []
    try:
        settings = Settings()
    except ValidationError as error:
        malformed = sorted({_field(str(problem["loc"][0])) for problem in error.errors()})
        settings = Settings(**{name: Settings.model_fields[name].get_default() for name in malformed})
    absent = [name for name in _needed(settings, purpose) if getattr(settings, name) is None]
    problems = [f"{_variable(name)} is malformed: expected {HELP[name]}" for name in malformed]
    problems += [
        f"{_variable(name)} is missing: expected {HELP[name]}" for name in absent if name not in malformed
    ]
    if problems:
        raise SettingsError(problems)
    return settings


def _needed(settings: Settings, purpose: Purpose) -> tuple[str, ...]:
    """One workspace has a bot token; several have a client id and secret, with which each is installed."""
    needed = NEEDED[purpose]
    if purpose in ("web", "worker") and settings.client_id is None:
        needed += ("bot_token",)
    if purpose == "web" and settings.client_id is not None:
        needed += ("client_secret",)
    return needed


def _field(location: str) -> str:
    """The field of a location in pydantic's error, which names the alias where there is one."""
    name = location.lower().removeprefix(PREFIX.lower())
    return name if name in Settings.model_fields else location


def _variable(field: str) -> str:
    return f"{PREFIX}{field.upper()}"
