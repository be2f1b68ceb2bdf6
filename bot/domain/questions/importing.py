"""Questions from a table or a list, as people keep them. Nothing is lost: what fits no field is kept under its name."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.questions.faults import suggest
from bot.domain.questions.models import Kind, Level

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
_ANY = ("any", "all", "every", "everybody", "everyone")
_BESIDE_LEVELS = ("level", "levels", "and", "or", "to", "for", "questions", "question", "candidates")
"""Words around a level that say nothing by themselves."""
_KINDS: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "behavioral": Kind.BEHAVIOURAL,
    "behavior": Kind.BEHAVIOURAL,
    "behaviour": Kind.BEHAVIOURAL,
    "code": Kind.CODING,
    "programming": Kind.CODING,
    "case": Kind.SCENARIO,
    "situational": Kind.SCENARIO,
    "theory": Kind.CONCEPT,
}
_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty")


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
    found = [Draught(rows.line_num, _cells(header, row)) for row in rows if any(cell.strip() for cell in row)]
    return _with_prompts(found)


def _cells(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """A row by field; a cell without a name, or under a name that is there already, is kept by its column."""
    cells: dict[str, str] = {}
    for place, cell in enumerate(row):
        name = header[place] if place < len(header) else ""
        if cell.strip():
            cells[name if name and name not in cells else f"column_{place + 1}"] = cell.strip()
    return cells


def read_markdown(text: str) -> list[Draught]:
    """The questions of a list: headings give competency and level, items the questions.

    An item is `- question` or `1. question`; items under it, indented, are `field: text`. Other text is kept as a
    note of the question that follows, and of the last where none does.
    Raises ImportFault.
    """
    found: list[Draught] = []
    around: dict[str, str] = {}
    loose: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"#+\s+(.*)", line):
            around.update(_heading(heading.group(1)))
        elif item := re.match(r"(\s*)(?:[-*+]|\d+[.)])\s+(.*)", line):
            indent, content = item.groups()
            if not indent:
                beside = {"note": " ".join(loose)} if loose else {}
                found.append(Draught(number, {**around, "prompt": content.strip(), **beside}))
                loose = []
            elif found:
                _detail(found[-1], content, number)
        elif line.startswith((" ", "\t")) and line.strip() and found:
            last = found[-1].fields
            last[list(last)[-1]] += f" {line.strip()}"
        elif line.strip():
            loose.append(line.strip())
    if loose and found:
        last = found[-1].fields
        last["note"] = " ".join([*([last["note"]] if "note" in last else []), *loose])
    return _with_prompts(found)


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
    """A level, a competency, or both in one heading."""
    words = re.findall(r"[\w'&/+-]+", text)
    levels = [word.lower() for word in words if word.lower() in _LEVELS or word.lower() in _ANY]
    if not levels:
        return {"competency": text.strip()}
    rest = [word for word in words if word.lower() not in (*_LEVELS, *_ANY, *_BESIDE_LEVELS)]
    found = {"levels": " ".join(levels)}
    return {**found, "competency": " ".join(rest)} if rest else found


def _detail(draught: Draught, content: str, line: int) -> None:
    name, colon, text = content.partition(":")
    key = _field(name)
    if not colon or key not in _FIELDS:
        raise ImportFault(f"Line {line}: write `field: text` under a question. {suggest(key, _FIELDS, 20)}")
    if key == "red_flags" and key in draught.fields:
        draught.fields[key] += f"; {text.strip()}"
        return
    fresh, number = key, 2
    while fresh in draught.fields:
        fresh, number = f"{key}_{number}", number + 1
    draught.fields[fresh] = text.strip()


def levels_in(text: str) -> tuple[list[Level], bool]:
    """The levels that a text names, in their order, "any" being all; and whether it says more than that."""
    words = re.findall(r"[a-z]+", text.lower())
    named = {_LEVELS[word] for word in words if word in _LEVELS}
    every = any(word in _ANY for word in words)
    more = any(word not in (*_LEVELS, *_ANY, *_BESIDE_LEVELS) for word in words)
    return [level for level in Level if every or level in named], more


def kind_in(text: str) -> Kind | None:
    """The kind that a text names, by its usual names, too; None where it names none."""
    return _KINDS.get(text.strip().lower())


def minutes_in(text: str) -> tuple[int | None, bool]:
    """The minutes that a text names in figures or words, of several the most; and whether it says more than that."""
    words = [word for word in re.findall(r"[a-z]+|\d+", text.lower()) if word not in ("and", "about")]
    numbers = [int(word) for word in words if word.isdecimal()] + _spelt(words)
    others = [word for word in words if not (word.isdecimal() or word in (*_ONES, *_TENS))]
    more = len(numbers) > 1 or any(word not in ("min", "mins", "minute", "minutes", "m") for word in others)
    return (max(numbers) if numbers else None), more


def _spelt(words: Sequence[str]) -> list[int]:
    """Numbers in words up to 69: five, forty five."""
    found: list[int] = []
    tens = 0
    for word in [*words, ""]:
        if word in _TENS:
            tens = 20 + 10 * _TENS.index(word)
        elif word in _ONES:
            found.append(tens + 1 + _ONES.index(word))
            tens = 0
        elif tens:
            found.append(tens)
            tens = 0
    return found
