"""What a JSON value may look like, and one small walker for each kind of it.

A shape is data: `problems(value, pointer)` yields a finding for every place where a value is not of the
shape. Rules that look at more than one field run only on objects whose fields are right by themselves,
so that a rule never has to doubt a type.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.validation.limits import LIMITS
from sandbox.validation.problem import Finding, Findings, step

Json = dict[str, object]
Rule = Callable[[Json, str], Findings]


class Shape(Protocol):
    """Anything a value can be checked against."""

    def problems(self, value: object, pointer: str, /) -> Findings:
        """Yield a finding for every place where the value is not of this shape."""
        ...


@dataclass(frozen=True)
class Str:
    """A string: within a limit, of a set of choices, or like a pattern."""

    limit: str | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    looks_like: str = ""

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, str):
            yield Finding(pointer, "must provide a string", f"it is {name_of(value)}")
            return
        if self.limit:
            yield from LIMITS[self.limit].findings(len(value), pointer)
        if self.choices and value not in self.choices:
            enum = {"type": "enum", "expected": list(self.choices), "got": value}
            says, advice = "must be a valid enum value", f"one of {', '.join(self.choices)}"
            yield Finding(pointer, says, advice, constraint=enum)
        if self.pattern and not re.fullmatch(self.pattern, value):
            yield Finding(
                pointer, "failed to match the required format", f"it should look like {self.looks_like}"
            )


@dataclass(frozen=True)
class Num:
    """A whole number within a limit."""

    limit: str | None = None

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield Finding(pointer, "must provide an integer", f"it is {name_of(value)}")
        elif self.limit:
            yield from LIMITS[self.limit].findings(value, pointer)


@dataclass(frozen=True)
class Real:
    """A finite number, whole or not."""

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield Finding(pointer, "must provide a number", f"it is {name_of(value)}")
        elif not math.isfinite(value):
            yield Finding(pointer, "must provide a finite number", f"it is {value}")


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, bool):
            yield Finding(pointer, "must provide a boolean", f"it is {name_of(value)}")


@dataclass(frozen=True)
class Anything:
    """A value that somebody else looks at."""

    def problems(self, _value: object, _pointer: str) -> Findings:
        """See `Shape`."""
        yield from ()


@dataclass(frozen=True)
class AnyObject:
    """An object with keys of the app's own."""

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, dict):
            yield Finding(pointer, "must provide an object", f"it is {name_of(value)}")


@dataclass(frozen=True)
class Many:
    """A list, each item of one shape. `gaps` lets an item be null."""

    item: Shape
    limit: str | None = None
    gaps: bool = False

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, list):
            yield Finding(pointer, "must provide an array", f"it is {name_of(value)}")
            return
        if self.limit:
            yield from LIMITS[self.limit].findings(len(value), pointer)
        for index, item in enumerate(value):
            if not (item is None and self.gaps):
                yield from self.item.problems(item, step(pointer, index))


@dataclass(frozen=True)
class Obj:
    """An object: keys that must be there, keys that may be, no others, and rules across them."""

    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, dict):
            yield Finding(pointer, "must provide an object", f"it is {name_of(value)}")
            return
        found = [*self._keys(value, pointer), *self._fields(value, pointer)]
        yield from found
        if not found:
            for rule in self.rules:
                yield from rule(value, pointer)

    def _keys(self, value: Json, pointer: str) -> Findings:
        for key in self.required:
            if key not in value:
                yield Finding(pointer, f"missing required field: {key}", f"add {key}", missing=key)
        for key in value:
            if key not in self.required and key not in self.optional:
                known = ", ".join([*self.required, *self.optional])
                yield Finding(pointer, f"invalid additional property: {key}", f"known here: {known}")

    def _fields(self, value: Json, pointer: str) -> Findings:
        for key, shape in {**self.required, **self.optional}.items():
            if key in value:
                yield from shape.problems(value[key], step(pointer, key))


@dataclass(frozen=True)
class Kinds:
    """An object whose `type` says which of several it is."""

    shapes: Mapping[str, Obj]

    def problems(self, value: object, pointer: str) -> Findings:
        """See `Shape`."""
        if not isinstance(value, dict):
            yield Finding(pointer, "must provide an object", f"it is {name_of(value)}")
            return
        kind = value.get("type")
        if "type" not in value:
            advice = f"one of {', '.join(self.shapes)}"
            yield Finding(pointer, "missing required field: type", advice, missing="type")
        elif not isinstance(kind, str) or kind not in self.shapes:
            says, advice = f"unsupported type: {kind}", f"here may stand {', '.join(self.shapes)}"
            enum = {"type": "enum", "expected": list(self.shapes), "got": kind}
            yield Finding(step(pointer, "type"), says, advice, constraint=enum)
        else:
            yield from self.shapes[kind].problems(value, pointer)


def of_type(kind: str, required: Mapping[str, Shape], optional: Mapping[str, Shape], *rules: Rule) -> Obj:
    """Make the object that Slack tells apart from others by this `type`."""
    return Obj({"type": Str(choices=(kind,)), **required}, optional, rules)


def name_of(value: object) -> str:
    """Name a value's JSON type, for people."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
