"""What an app's manifest says about it: name, commands, shortcuts, scopes, events."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that a workspace acts on."""

    name: str
    commands: Mapping[str, Mapping[str, Any]]
    shortcuts: tuple[Mapping[str, Any], ...]
    scopes: frozenset[str]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    interactive: bool
    redirect_urls: tuple[str, ...]

    @classmethod
    def read(cls, source: Mapping[str, Any] | Path | str) -> "Manifest":
        """Read a manifest from a mapping or a JSON file. ValueError names what is wrong with it."""
        raw: Any = source
        if isinstance(source, str | Path):
            try:
                raw = json.loads(Path(source).read_text(encoding="utf-8"))
            except OSError as error:
                raise ValueError(f"the manifest {source} can't be read: {error.strerror}") from error
            except json.JSONDecodeError as error:
                raise ValueError(
                    f"the manifest {source} is not JSON: line {error.lineno}, {error.msg}"
                ) from error
        if not isinstance(raw, Mapping):
            raise ValueError("a manifest is a JSON object")
        features = raw.get("features", {})
        settings = raw.get("settings", {})
        home = features.get("app_home", {})
        return cls(
            name=str(features.get("bot_user", {}).get("display_name") or _name(raw)),
            commands={c["command"]: c for c in features.get("slash_commands", [])},
            shortcuts=tuple(features.get("shortcuts", [])),
            scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
            redirect_urls=tuple(raw.get("oauth_config", {}).get("redirect_urls", [])),
        )


def _name(raw: Mapping[str, Any]) -> str:
    return str(raw.get("display_information", {}).get("name", "App"))
