"""Questions from a table or a list, as YAML to review. What is missing is left empty, what fits nowhere a comment."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.questions.faults import suggest
from bot.domain.questions.models import Level

HEADER = "# yaml-language-server: $schema=../schema/questions.json\n"

_NAMES: Mapping[str, str] = {
    "question": "prompt",
    "text": "prompt",
    "ask": "prompt",
    "title": "short",
    "topic": "competency",
    "category": "competency",
    "type": "kind",
    "level": "levels",
    "seniority": "levels",
    "answer": "strong",
    "good answer": "strong",
    "good": "strong",
    "ok": "solid",
    "bad": "weak",
    "bad answer": "weak",
    "red flag": "red_flags",
    "red flags": "red_flags",
    "follow-up": "why",
    "follow up": "why",
    "followup": "why",
    "time": "minutes",
    "really testing": "tests",
}
_FIELDS = (
    *("prompt", "short", "competency", "kind", "levels", "minutes", "tests", "why", "production"),
    *("weak", "solid", "strong", "red_flags", "sources"),
)
_LEVELS = {"junior": Level.JUNIOR, "mid": Level.MID, "middle": Level.MID, "senior": Level.SENIOR}


class ImportFault(ValueError):
    """The file can't be imported; the text says where and why."""


@dataclass
class Draught:
    """One question as far as the file gives it: field name to text."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)


def read_csv(text: str) -> list[Draught]:
    """The questions of a table whose first row names its columns. Raises ImportFault."""
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [_field(name) for name in next(rows, [])]
    if "prompt" not in header:
        raise ImportFault(
            f"Line 1: no column holds the question. Name one `prompt`; known: {', '.join(_FIELDS)}."
        )
    found: list[Draught] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            cells = {
                name: cell.strip() for name, cell in zip(header, row, strict=False) if name and cell.strip()
            }
            found.append(Draught(rows.line_num, cells))
    return _with_prompts(found)


def read_markdown(text: str) -> list[Draught]:
    """The questions of a list: headings give competency and level, items the questions.

    An item is `- question` or `1. question`; items under it, indented, are `field: text`.
    Raises ImportFault.
    """
    found: list[Draught] = []
    around: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"#+\s+(.*)", line):
            around.update(_heading(heading.group(1)))
        elif item := re.match(r"(\s*)(?:[-*+]|\d+[.)])\s+(.*)", line):
            indent, content = item.groups()
            if not indent:
                found.append(Draught(number, {**around, "prompt": content.strip()}))
            elif found:
                _detail(found[-1], content, number)
        elif line.startswith((" ", "\t")) and line.strip() and found:
            last = found[-1].fields
            last[list(last)[-1]] += f" {line.strip()}"
    return _with_prompts(found)


def to_yaml(draughts: list[Draught], competency: str | None = None) -> dict[str, str]:
    """YAML to review, by the competency's key; `competency` is for questions that name none.

    Raises ImportFault for a question without competency.
    """
    files: dict[str, list[Draught]] = {}
    names: dict[str, str] = {}
    for draught in draughts:
        named = draught.fields.get("competency") or competency
        if not named:
            raise ImportFault(
                f"Line {draught.line}: which competency is this question for? Name one with --competency."
            )
        files.setdefault(_slug(named), []).append(draught)
        names.setdefault(_slug(named), named)
    return {key: "".join(_file(key, names[key], mine)) for key, mine in files.items()}


def _field(name: str) -> str:
    plain = name.strip().lower().replace("_", " ")
    return _NAMES.get(plain, plain.replace(" ", "_"))


def _with_prompts(found: list[Draught]) -> list[Draught]:
    for draught in found:
        if not draught.fields.get("prompt"):
            raise ImportFault(f"Line {draught.line}: there is no question in this row.")
    if not found:
        raise ImportFault("There are no questions in this file.")
    return found


def _heading(text: str) -> dict[str, str]:
    levels = [word for word in re.findall(r"[a-z]+", text.lower()) if word in _LEVELS]
    return {"levels": " ".join(levels)} if levels else {"competency": text.strip()}


def _detail(draught: Draught, content: str, line: int) -> None:
    name, colon, text = content.partition(":")
    key = _field(name)
    if not colon or key not in _FIELDS:
        raise ImportFault(f"Line {line}: write `field: text` under a question. {suggest(key, _FIELDS, 20)}")
    joined = (
        [draught.fields[key], text.strip()]
        if key in draught.fields and key == "red_flags"
        else [text.strip()]
    )
    draught.fields[key] = "; ".join(joined)


def _file(key: str, name: str, draughts: list[Draught]) -> Iterator[str]:
    yield HEADER
    yield "# Imported: fill in what is empty, then run `fairloop questions check` on this file.\n"
    yield f"competency:\n  key: {key}\n  name: {_quoted(name)}\n"
    yield '  definition: ""\n\nquestions:\n'
    ids: set[str] = set()
    for draught in draughts:
        yield "\n".join(_question(draught, _fresh_id(key, draught.fields, ids))) + "\n\n"


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
    kind = fields.get("kind", "").lower()
    levels = [
        _LEVELS[word] for word in re.findall(r"[a-z]+", fields.get("levels", "").lower()) if word in _LEVELS
    ]
    prompt = fields["prompt"]
    minutes = re.search(r"\d+", fields.get("minutes", ""))
    levels_unread = fields.keys() & {"levels"} if not levels else set()
    for name in sorted((fields.keys() - set(_FIELDS)) | levels_unread):
        yield f"  # {name}: {' '.join(fields[name].split())}"
    yield f"  - id: {id}"
    yield f"    kind: {kind or _quoted('')}"
    yield f"    levels: [{', '.join(levels)}]"
    yield "    by_level: {" + ", ".join(f'{level}: ""' for level in levels) + "}"
    yield f"    minutes: {minutes.group() if minutes else '10  # a guess'}"
    yield f"    short: {_quoted(fields.get('short') or (prompt if len(prompt) <= 60 else ''))}"
    yield f"    prompt: {_quoted(prompt)}"
    yield f"    tests: {_quoted(fields.get('tests', ''))}"
    yield "    probes:"
    for probe in ("why", "production"):
        yield f'      - {{kind: {probe}, ask: {_quoted(fields.get(probe, ""))}, hear: ""}}'
    for answer in ("weak", "solid", "strong"):
        yield f"    {answer}: {_quoted(fields.get(answer, ''))}"
    yield f"    red_flags: [{', '.join(_quoted(flag) for flag in _parts(fields.get('red_flags', '')))}]"
    yield f"    sources: [{', '.join(re.findall(r'[a-z]+/[a-z0-9-]+', fields.get('sources', '')))}]"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "other"


def _quoted(text: str) -> str:
    """A YAML text in double quotes, which JSON's quotes are too."""
    return json.dumps(re.sub(r"\s+", " ", text).strip(), ensure_ascii=False)
