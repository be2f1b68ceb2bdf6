"""YAML with the line of every key and item, so that every fault has its place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.domain.questions.faults import Fault

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_resolve: Callable[..., str] = yaml.resolver.Resolver().resolve
_DEEPEST = 20
"""Deeper than any file of a bank; thousands of levels would overflow the stack."""

_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")
"""YAML ends a line here and editors don't, so that every fault after one would name a wrong line."""

_TRUE = {"true", "yes", "on"}
_PREFIX = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, and the line of every path in it."""

    file: str
    data: Any
    lines: dict[Path, int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest thing around it that is there; 1 for an empty file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Unreadable(Exception):
    """YAML that no file of a bank needs; reading stops there."""

    def __init__(self, line: int, message: str, mend: str) -> None:
        super().__init__(message)
        self.line, self.message, self.mend = line, message, mend


class _Reader:
    """Builds data from the parser's events, noting lines and what shouldn't be there.

    Events rather than nodes: composing nodes first costs as much again, and overflows the stack on files
    that are nested without end.
    """

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._events = events
        self._anchors: set[str] = set()

    def document(self) -> tuple[bool, Any]:
        """Whether there is a document, and its data. Raises _Unreadable."""
        data, found = None, False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found:
                    message = "A second document begins here."
                    raise _Unreadable(_line(event), message, "Take out the line `---`.")
                found, data = True, self._read(next(self._events), (), 1)
        return found, data

    def _read(self, event: yaml.Event, path: Path, depth: int) -> Any:
        line = _line(event)
        self.lines.setdefault(path, line)
        self._check_anchor(event, line)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if isinstance(event, yaml.AliasEvent):
            return None
        if depth > _DEEPEST:
            raise _Unreadable(line, "Too many brackets or levels inside each other.", "Close them.")
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(path, depth))
        return dict(self._pairs(path, depth))

    def _items(self, path: Path, depth: int) -> Iterator[Any]:
        for place, event in enumerate(self._until(yaml.SequenceEndEvent)):
            self.lines[(*path, place)] = _line(event)
            yield self._read(event, (*path, place), depth + 1)

    def _pairs(self, path: Path, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for event in self._until(yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(line, "A key must be a word.", "Write `key: value`.")
                self._read(event, (*path, "?"), depth + 1)
                self._read(next(self._events), (*path, "?"), depth + 1)
            elif event.value in seen:
                key = event.value
                message = f"`{key}` is given twice (first on line {seen[key]})."
                self._fault(line, message, "Keep one of them.")
                self._read(next(self._events), (*path, "?"), depth + 1)
            else:
                seen[event.value] = line
                self.lines[(*path, event.value)] = line
                yield event.value, self._read(next(self._events), (*path, event.value), depth + 1)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _check_anchor(self, event: yaml.Event, line: int) -> None:
        """An anchor is a fault where it stands, an alias only where there is no anchor for it."""
        name = getattr(event, "anchor", None)
        if name is not None and name not in self._anchors:
            self._anchors.add(name)
            message = "Anchors and aliases (`&name`, `*name`) aren't used here."
            self._fault(line, message, "Write the text out.")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Any:
        tag = event.tag
        if tag is None or tag == "!":
            tag = _resolve(yaml.ScalarNode, event.value, event.implicit)
        try:
            match tag.removeprefix(_PREFIX):
                case "str":
                    return event.value
                case "int":
                    return int(event.value.replace("_", ""), 10)
                case "float":
                    return float(event.value.replace("_", ""))
                case "bool":
                    return event.value.lower() in _TRUE
                case "null":
                    return None
        except ValueError:
            pass
        message = f"YAML reads `{event.value}` as something other than text."
        self._fault(line, message, "Put it in quotes.")
        return None

    def _fault(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(self.file, line, message, mend))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def read_yaml(file: str, text: str) -> tuple[Document | None, list[Fault]]:
    """Read one YAML text. No document when it isn't YAML or nothing is in it."""
    if strange := _LINE_BREAKS.search(text):
        return None, [_not_allowed(file, text, strange.start())]
    reader = _Reader(file, yaml.parse(text, Loader=_LOADER))
    try:
        found, data = reader.document()
    except _Unreadable as stop:
        return None, [Fault(file, stop.line, stop.message, stop.mend)]
    except yaml.MarkedYAMLError as error:
        return None, [_open_quote(file, text, error) or _not_yaml(file, error)]
    except yaml.reader.ReaderError as error:
        return None, [_not_allowed(file, text, error.position)]
    if not found:
        return None, [Fault(file, 1, "The file is empty.", "Fill it or delete it.")]
    return Document(file, data, reader.lines), reader.faults


def _not_allowed(file: str, text: str, position: int) -> Fault:
    line = text.count("\n", 0, position) + 1
    return Fault(file, line, f"The character U+{ord(text[position]):04X} isn't allowed here.", "Delete it.")


def _open_quote(file: str, text: str, error: yaml.MarkedYAMLError) -> Fault | None:
    """The quote that is to blame, if one runs over lines before the text stops being YAML.

    An unclosed quote ends at the next one, many lines down, and only what follows fails: the place of the
    failure says nothing about the place to mend.
    """
    suspect: tuple[int, str] | None = None
    failed = error.problem_mark.line + 1 if error.problem_mark else 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                first, last = token.start_mark.line + 1, token.end_mark.line + 1
                if first < last and last <= failed <= last + 1:
                    suspect = first, f"A quote is opened here and closed only on line {last}."
    except yaml.MarkedYAMLError as unread:
        if "quoted scalar" in (unread.context or "") and unread.context_mark is not None:
            suspect = unread.context_mark.line + 1, "A quote is opened here and isn't closed."
    if suspect is None:
        return None
    return Fault(file, *suspect, "Close it on its line, or write the text after `>-`.")


def _not_yaml(file: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = error.problem or "it can't be read"
    if "tab character" in problem or "'\\t'" in problem:
        return Fault(file, line, "A tab stands where YAML wants spaces.", "Indent with spaces.")
    if "mapping values are not allowed" in problem:
        return Fault(
            file, line, "This isn't YAML: a colon stands in a text without quotes.", "Put the text in quotes."
        )
    return Fault(
        file,
        line,
        f"This isn't YAML: {problem}.",
        "Look at quotes, colons and indentation here and just above.",
    )
