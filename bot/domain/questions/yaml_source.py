"""YAML with the line of every key and item, so that every fault has its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.domain.questions.faults import Fault

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
"""Deeper than any file of a bank; thousands of levels would overflow the stack of the fast reader."""

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


class _Reader:
    """Builds data from nodes, noting lines and what shouldn't be there."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if id(node) in self._seen:
            self._fault(
                line, "Anchors and aliases (`&name`, `*name`) aren't used here.", "Write the text out."
            )
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._item(child, (*path, index)) for index, child in enumerate(node.value)]
        return dict(self._pairs(node, path))

    def _item(self, node: yaml.Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        return self.read(node, path)

    def _pairs(self, node: yaml.Node, path: Path) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(line, "A key must be a word.", "Write `key: value`.")
                continue
            key = key_node.value
            if key in seen:
                self._fault(line, f"`{key}` is given twice (first on line {seen[key]}).", "Keep one of them.")
                continue
            seen[key] = line
            self.lines[(*path, key)] = line
            yield key, self.read(value_node, (*path, key))

    def _scalar(self, node: yaml.ScalarNode, line: int) -> Any:
        tag = node.tag.removeprefix(_PREFIX)
        try:
            match tag:
                case "str":
                    return node.value
                case "int":
                    return int(node.value.replace("_", ""), 10)
                case "float":
                    return float(node.value.replace("_", ""))
                case "bool":
                    return node.value.lower() in _TRUE
                case "null":
                    return None
        except ValueError:
            pass
        self._fault(line, f"YAML reads `{node.value}` as something other than text.", "Put it in quotes.")
        return None

    def _fault(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(self.file, line, message, mend))


def read_yaml(file: str, text: str) -> tuple[Document | None, list[Fault]]:
    """Read one YAML text. No document when it isn't YAML or nothing is in it."""
    if strange := _LINE_BREAKS.search(text):
        return None, [_not_allowed(file, text, strange.start())]
    try:
        deep = _too_deep(text)
        if deep is not None:
            return None, [Fault(file, deep, "Too many brackets or levels inside each other.", "Close them.")]
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return None, [_open_quote(file, text, error) or _not_yaml(file, error)]
    except yaml.reader.ReaderError as error:
        return None, [_not_allowed(file, text, error.position)]
    if node is None:
        return None, [Fault(file, 1, "The file is empty.", "Fill it or delete it.")]
    reader = _Reader(file)
    data = reader.read(node, ())
    return Document(file, data, reader.lines), reader.faults


def _not_allowed(file: str, text: str, position: int) -> Fault:
    line = text.count("\n", 0, position) + 1
    return Fault(file, line, f"The character U+{ord(text[position]):04X} isn't allowed here.", "Delete it.")


def _too_deep(text: str) -> int | None:
    """The line on which collections stand too deep inside each other, or None."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


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
