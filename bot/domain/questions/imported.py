"""Imported questions as YAML to review: what is missing is left empty and listed, what fits nowhere is a comment."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.questions.faults import suggest
from bot.domain.questions.importing import Draught, ImportFault, kind_in, levels_in, minutes_in
from bot.domain.questions.models import Competency

HEADER = "# yaml-language-server: $schema=../schema/questions.json\n"
GUESS = 10
"""Minutes that are written where none are given."""
_FIELDS = (
    *("prompt", "short", "competency", "kind", "levels", "minutes", "tests", "why", "production"),
    *("weak", "solid", "strong", "red_flags", "sources"),
)
_SOURCE = re.compile(r"[a-z]+/[a-z0-9-]+")
_TO_DO = {
    "kind": "kind",
    "tests": "what it tests",
    "why": "first follow-up",
    "production": "second follow-up",
    "weak": "weak answer",
    "solid": "solid answer",
    "strong": "strong answer",
    "red_flags": "a red flag",
}


@dataclass(frozen=True)
class Headings:
    """What headings and columns mean by their names: the bank's competencies, what was said of others, new ones."""

    known: tuple[Competency, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    new: tuple[str, ...] = ()

    def key(self, heading: str) -> str | None:
        """The key of the competency that a heading names; None where somebody has to say."""
        said = {_slug(name): key for name, key in self.said.items()}
        slug = _slug(said.get(_slug(heading), heading))
        by_name = {_slug(name): one.key for one in self.known for name in (one.key, one.name)}
        return by_name.get(slug) or (slug if slug in map(_slug, self.new) else None)

    def competency(self, key: str) -> Competency | None:
        """The bank's competency of this key."""
        return next((one for one in self.known if one.key == key), None)


@dataclass(frozen=True)
class Imported:
    """One file: its YAML, and for each question's id what is still to do."""

    text: str
    to_do: Mapping[str, tuple[str, ...]]


def to_yaml(
    draughts: list[Draught], headings: Headings, competency: str | None = None
) -> dict[str, Imported]:
    """YAML to review, by the competency's key; `competency` is for questions that name none.

    Raises ImportFault for a question without competency, and asks of every heading that names none of the bank's.
    """
    files: dict[str, list[Draught]] = {}
    names: dict[str, str] = {}
    unknown: dict[str, int] = {}
    for draught in draughts:
        named = draught.fields.get("competency") or competency
        if not named:
            raise ImportFault(
                f"Line {draught.line}: which competency is this question for? Name one with --competency."
            )
        key = headings.key(named)
        if key is None:
            unknown.setdefault(named, draught.line)
            continue
        files.setdefault(key, []).append(draught)
        names.setdefault(key, named)
    if unknown:
        raise ImportFault(_asked(unknown, headings))
    return {key: _imported(key, names[key], mine, headings) for key, mine in files.items()}


def _asked(unknown: Mapping[str, int], headings: Headings) -> str:
    keys = [one.key for one in headings.known]
    lines = [
        f"Line {line}: “{name}” is no competency here. Say which it is with --is "
        f'"{name}=KEY", or make it one with --new "{name}". {suggest(_slug(name), keys)}'
        for name, line in unknown.items()
    ]
    return "\n".join(line.strip() for line in lines)


def _imported(key: str, name: str, draughts: list[Draught], headings: Headings) -> Imported:
    known = headings.competency(key)
    parts = [
        HEADER,
        "# Imported: fill in what is empty, then run `fairloop questions check` on this file.\n",
        f"competency:\n  key: {key}\n  name: {_quoted(known.name if known else name)}\n",
        f"  definition: {_quoted(known.definition if known else '')}\n\nquestions:\n",
    ]
    ids: set[str] = set()
    to_do: dict[str, tuple[str, ...]] = {}
    for draught in draughts:
        id = _fresh_id(key, draught.fields, ids)
        parts.append("\n".join(_question(draught, id)) + "\n\n")
        to_do[id] = tuple(_still_to_do(draught.fields))
    return Imported("".join(parts), to_do)


def _still_to_do(fields: Mapping[str, str]) -> Iterator[str]:
    """What a question lacks, what it needs first before the rest."""
    if not levels_in(fields.get("levels", ""))[0]:
        yield "level (needed first)"
    if minutes_in(fields.get("minutes", ""))[0] is None:
        yield "minutes"
    for name, words in _TO_DO.items():
        if not fields.get(name) or (name == "kind" and kind_in(fields[name]) is None):
            yield words
    yield "what to listen for"


def _fresh_id(key: str, fields: Mapping[str, str], ids: set[str]) -> str:
    words = [word for word in _slug(fields.get("short") or fields["prompt"]).split("-") if len(word) > 3]
    base = "-".join([key, *(words[:3] or ["question"])])
    fresh, number = base, 2
    while fresh in ids:
        fresh, number = f"{base}-{number}", number + 1
    ids.add(fresh)
    return fresh


def _question(draught: Draught, id: str) -> Iterator[str]:
    fields = draught.fields
    kind, prompt = kind_in(fields.get("kind", "")), fields["prompt"]
    levels, _ = levels_in(fields.get("levels", ""))
    minutes, _ = minutes_in(fields.get("minutes", ""))
    for name in sorted((fields.keys() - set(_FIELDS)) | _half_read(fields)):
        yield f"  # {name}: {' '.join(fields[name].split())}"
    yield f"  - id: {id}"
    yield f"    kind: {kind.value if kind else _quoted('')}"
    yield f"    levels: [{', '.join(levels)}]"
    yield "    by_level: {" + ", ".join(f'{level}: ""' for level in levels) + "}"
    yield f"    minutes: {minutes or f'{GUESS}  # a guess'}"
    yield f"    short: {_quoted(fields.get('short') or (prompt if len(prompt) <= 60 else ''))}"
    yield f"    prompt: {_quoted(prompt)}"
    yield f"    tests: {_quoted(fields.get('tests', ''))}"
    yield "    probes:"
    for probe in ("why", "production"):
        yield f'      - {{kind: {probe}, ask: {_quoted(fields.get(probe, ""))}, hear: ""}}'
    for answer in ("weak", "solid", "strong"):
        yield f"    {answer}: {_quoted(fields.get(answer, ''))}"
    yield f"    red_flags: [{', '.join(_quoted(flag) for flag in _parts(fields.get('red_flags', '')))}]"
    yield f"    sources: [{', '.join(_SOURCE.findall(fields.get('sources', '')))}]"


def _half_read(fields: Mapping[str, str]) -> set[str]:
    """Fields whose text says more than was understood, so that it is kept beside."""
    levels, more_levels = levels_in(fields.get("levels", ""))
    minutes, more_minutes = minutes_in(fields.get("minutes", ""))
    doubts = {
        "levels": more_levels or not levels,
        "minutes": more_minutes or minutes is None,
        "kind": kind_in(fields.get("kind", "")) is None,
        "sources": _SOURCE.sub("", fields.get("sources", "")).strip(" ,;") != "",
    }
    return {name for name, in_doubt in doubts.items() if in_doubt and fields.get(name)}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "other"


def _quoted(text: str) -> str:
    """A YAML text in double quotes, which JSON's quotes are too."""
    return json.dumps(re.sub(r"\s+", " ", text).strip(), ensure_ascii=False)
