"""The demo's transcript in a form that compares: what each place in Slack was sent, without what is drawn by lot.

    python -m tests.net.transcript            play the demo, and print what differs from the committed one
    python -m tests.net.transcript --renew    play it, and write the committed one anew; read the diff before a commit
    python -m tests.net.transcript --times 3  play it so many times

What is sent to one place keeps its order; what goes to different places side by side is not compared with each
other. Ids get the names of what they stand for, times are the calendar's, and callbacks are left to the story, which
plays them: what the app says to them is here.
"""

import argparse
import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "golden" / "transcript.txt"
QUIET = (
    "auth.test",
    "users.info",
    "conversations.info",
    "conversations.open",
    "files.info",
    "conversations.members",
)
"""What only reads, and what is asked again when a cache is a moment older: nobody sees it."""
LONG = 150
Json = dict[str, Any]
_VIEW = re.compile(r"\bV0SANDBOX\d+")
_FILE = re.compile(r"\bF0SANDBOX\d+")
_SECRETS = (
    (re.compile(r"\b\d{9,16}\.T0SANDBOX\.[0-9a-f]{32}"), "(trigger)"),
    (re.compile(r"\b\d{10}\.[0-9a-f]{8}\b"), "(hash)"),
    (re.compile(r"\b(plan-\d+|trial)-[0-9a-f]{8,}"), r"\1-(lot)"),
)


def played(folder: Path) -> list[Json]:
    """Play the demo in a process of its own; its transcript's entries."""
    command = [sys.executable, "-m", "bot", "demo", "--exit", "--out", str(folder), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    if done.returncode:
        raise RuntimeError(
            f"the demo ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        )
    lines = (folder / "transcript.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def comparable(entries: Sequence[Json]) -> str:
    """The transcript as text: a chapter for each place, in it what was sent there in turn."""
    names = _names(entries)
    places: dict[str, list[str]] = {}
    for entry in entries:
        said = _said(entry, names)
        if said is not None:
            place, lines = said
            places.setdefault(place, []).append("\n".join(lines))
    chapters = (
        f"#### {place}\n" + "\n".join(_lasting(place, parts)) + "\n"
        for place, parts in sorted(places.items())
    )
    return _once("\n".join(chapters))


def _lasting(place: str, parts: list[str]) -> list[str]:
    """Of what is shown anew, the last of each moment: how often in between is a matter of the threads' turns."""
    if not place.startswith("Home of ") and ", message " not in place:
        return parts
    newest = {part[:16]: part for part in parts}
    shown = list(newest.values())
    return [part for n, part in enumerate(shown) if n == 0 or part[16:] != shown[n - 1][16:]]


def _once(text: str) -> str:
    """Long lines written out where they come first, and named by a hash from then on."""
    known: set[str] = set()
    lines = []
    for line in text.splitlines():
        hash = hashlib.sha256(line.encode()).hexdigest()[:8]
        lines.append(f"  = #{hash}" if hash in known else f"{line} #{hash}" if len(line) > LONG else line)
        if len(line) > LONG:
            known.add(hash)
    return "".join(f"{line}\n" for line in lines)


def _names(entries: Sequence[Json]) -> dict[str, str]:
    """What ids stand for: people and channels by name, messages by the key in their metadata, DMs by whose they are."""
    found: dict[str, str] = {}
    for entry in entries:
        args, answer = entry.get("args") or {}, entry.get("response") or {}
        if entry.get("method") == "users.info":
            found[args["user"]] = answer["user"]["real_name"].split()[0]
        elif entry.get("method") == "conversations.info":
            found[args["channel"]] = answer["channel"]["name"]
    for entry in entries:
        args, answer = entry.get("args") or {}, entry.get("response") or {}
        if entry.get("method") == "conversations.open":
            found[answer["channel"]["id"]] = f"DM of {found[args['users']]}"
        elif entry.get("method") == "chat.postMessage" and answer.get("ok"):
            found[answer["ts"]] = args["metadata"]["event_payload"]["key"]
    return found


def _said(entry: Json, names: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """The place that an entry is for and its lines; None for what nobody sees."""
    method, callback = entry.get("method"), entry.get("callback")
    if callback is not None:
        return _answered(entry, names)
    if method in QUIET:
        return None
    args = dict(entry["args"])
    refused = (
        "" if (entry["response"] or {}).get("ok") else f", refused: {(entry['response'] or {}).get('error')}"
    )
    lines = [f"{entry['at'][:16]} {method}{refused}"]
    lines += [f"  problem {_plain(problem, names)}" for problem in entry["problems"]]
    view = args.pop("view", None)
    place = _place(str(method), args, entry, names)
    blocks = (view or {}).pop("blocks", None) or args.pop("blocks", None) or ()
    lines += [
        f"  {key} {_plain(item, names)}"
        for key, item in sorted((args | (view or {})).items())
        if key not in ("hash", "length")
    ]
    lines += [f"  {_plain(block, names)}" for block in blocks]
    return place, lines


def _answered(entry: Json, names: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """What the app answered a person with, where it was more than an empty answer, or what went wrong."""
    user = (entry["payload"].get("user") or {}).get("id") or entry["payload"].get("user_id")
    if user is None or (entry["status"] == 200 and not entry["answer"]):
        return None
    said = [
        f"{entry['at'][:16]} answer to {entry['callback']}, {entry['status']}",
        f"  {_plain(entry['answer'], names)}",
    ]
    return f"modals of {names.get(user, user)}", said


def _place(method: str, args: Json, entry: Json, names: Mapping[str, str]) -> str:
    if method == "views.publish":
        return f"Home of {names[args.pop('user_id')]}"
    if method.startswith("views."):
        opened = (entry["response"] or {}).get("view") or {}
        return f"modal {args.get('external_id') or opened.get('callback_id') or 'that is gone'}".replace(
            "trial-", "trial"
        )
    if method.startswith("files."):
        return "files"
    place = names.get(args.get("channel", ""), str(args.get("channel")))
    if method == "chat.update":
        return f"{place}, message {names[args['ts']]}"
    return (
        f"{place}, message {names[(entry['response'] or {}).get('ts', '')]}"
        if args.get("thread_ts")
        else place
    )


def _plain(given: Any, names: Mapping[str, str]) -> str:
    """JSON in which ids are names."""
    text = json.dumps(_bare(given), ensure_ascii=False, sort_keys=True)
    for id, name in names.items():
        text = text.replace(id, name)
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return _FILE.sub("(file)", _VIEW.sub("(view)", text))


def _bare(given: Any) -> Any:
    """Text objects as their text."""
    if isinstance(given, dict):
        kind = given.get("type")
        if kind in ("mrkdwn", "plain_text") and given.keys() <= {"type", "text", "emoji", "verbatim"}:
            return given["text"]
        return {key: _bare(item) for key, item in given.items()}
    return [_bare(item) for item in given] if isinstance(given, list) else given


def difference(now: str) -> str:
    """How a played transcript differs from the committed one, with the places; empty where it doesn't."""
    was = GOLDEN.read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(was, now.splitlines(), "committed", "played", n=2, lineterm="")
    return "\n".join(line[:1000] for line in lines)


def play() -> str:
    """Play the demo; its transcript in the form that compares."""
    with tempfile.TemporaryDirectory(prefix="fairloop-net-") as folder:
        return comparable(played(Path(folder)))


def main(given: Iterable[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="The demo's transcript, compared with the committed one.")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args(None if given is None else list(given))
    apart = 0
    for number in range(1, asked.times + 1):
        text = play()
        if asked.renew and number == 1:
            GOLDEN.parent.mkdir(exist_ok=True)
            GOLDEN.write_text(text, encoding="utf-8")
        said = difference(text)
        print(said or f"{number}: {len(text.splitlines())} lines, as committed")
        apart += bool(said)
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
