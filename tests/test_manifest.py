"""The manifest asks for what is used, once, and docs/SECURITY.md says why."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[1]
MANIFEST = json.loads((HOUSE / "manifest.json").read_text(encoding="utf-8"))
SCOPELESS = {"views.open", "views.push", "views.update", "views.publish", "auth.test"}
"""https://docs.slack.dev/reference/methods names no scope for them."""
UPLOADS = {"files.getUploadURLExternal", "files.completeUploadExternal"}
"""What the SDK's files_upload_v2 calls."""
NAMES = {"files.upload.v2": UPLOADS, "apps.connections.open": set[str]()}
"""The second is of the app's own token, which has a scope of its own."""
CALL = re.compile(
    r"(?:\bclient|for_team\([^)]*\)|with_token\([^)]*\)|client\(item\))\.([a-z]+(?:_[A-Za-z0-9]+)+)\b"
)
ASKED = re.compile(r'_ask\(\s*team_id,\s*"([a-z]+\.[A-Za-z]+)"')
FAMILIES = ("chat", "conversations", "users", "files", "views", "auth", "apps", "usergroups", "team")


def sources() -> Iterator[str]:
    for room in ("bot", "handlers"):
        for path in sorted((HOUSE / room).rglob("*.py")):
            yield path.read_text(encoding="utf-8")


def called() -> set[str]:
    """Every Web API method that the code calls, by its name."""
    found: set[str] = set()
    for source in sources():
        found |= set(ASKED.findall(source))
        for name in CALL.findall(source):
            if name.split("_")[0] in FAMILIES:
                method = name.replace("_", ".")
                found |= NAMES.get(method, {method})
    return found


def table(head: str) -> list[tuple[str, set[str]]]:
    """The rows of a table in docs/SECURITY.md: a name, and the methods beside it."""
    page = (HOUSE / "docs" / "SECURITY.md").read_text(encoding="utf-8")
    text = page.split(f"\n| {head} |")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines()[2:]]
    return [(row[0].strip("`"), set(re.findall(r"`([a-z]+\.[A-Za-z]+)`", " ".join(row[1:])))) for row in rows]


def test_every_scope_is_asked_for_once_and_has_its_reason() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert len(set(asked)) == len(asked)
    assert sorted(name for name, _ in table("scope")) == sorted(asked)


def test_every_scope_is_used_and_every_method_has_one() -> None:
    methods = dict(table("scope"))
    assert methods.pop("commands") == set()
    assert all(methods.values())
    assert set().union(*methods.values()) | SCOPELESS == called()


def test_every_event_is_listened_to_and_has_its_reason() -> None:
    asked = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert [name for name, _ in table("event")] == asked
    listened = {name for source in sources() for name in re.findall(r'\.event\("(\w+)"\)', source)}
    if any("enable_token_revocation_listeners()" in source for source in sources()):
        listened |= {"app_uninstalled", "tokens_revoked"}
    assert listened == set(asked)
