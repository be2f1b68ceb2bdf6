"""What an app's manifest says about it: name, commands, shortcuts, scopes, events, workflow steps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


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
    functions: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, source: Mapping[str, Any] | Path | str) -> "Manifest":
        """Read a manifest from a mapping, or a JSON or YAML file. ValueError names what is wrong with it."""
        raw = _load(Path(source)) if isinstance(source, str | Path) else source
        if not isinstance(raw, Mapping):
            raise ValueError(
                "a manifest is an object with display_information, features, oauth_config, settings"
            )
        try:
            return cls._from(raw)
        except KeyError as error:
            raise ValueError(f"the manifest lacks {error.args[0]!r} in one of its entries") from error
        except (AttributeError, TypeError) as error:
            raise ValueError(f"the manifest isn't formed as Slack's are: {error}") from error

    @classmethod
    def _from(cls, raw: Mapping[str, Any]) -> "Manifest":
        features = raw.get("features", {})
        settings = raw.get("settings", {})
        oauth = raw.get("oauth_config", {})
        home = features.get("app_home", {})
        shown = raw.get("display_information", {}).get("name", "App")
        return cls(
            name=str(features.get("bot_user", {}).get("display_name") or shown),
            commands={c["command"]: c for c in features.get("slash_commands", [])},
            shortcuts=tuple(
                s for s in features.get("shortcuts", []) if s["name"] and s["type"] and s["callback_id"]
            ),
            scopes=frozenset(oauth.get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
            redirect_urls=tuple(oauth.get("redirect_urls", [])),
            functions=dict(raw.get("functions", {})),
        )


def _load(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.safe_load(text) if path.suffix in (".yaml", ".yml") else json.loads(text)
    except OSError as error:
        raise ValueError(f"the manifest {path} can't be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"the manifest {path} is not JSON: line {error.lineno}, {error.msg}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"the manifest {path} is not YAML: {error}") from error
