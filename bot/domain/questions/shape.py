"""From data to models: pydantic's errors, said so that a writer of questions can act on them."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.questions.faults import Fault, suggest
from bot.domain.questions.models import Length
from bot.domain.questions.yaml_source import Document, Path

M = TypeVar("M", bound=BaseModel)

_PLAIN: Mapping[str, tuple[str, str]] = {
    "string_type": ("must be text", "Put it in quotes, or write the text on this line."),
    "string_too_short": ("is empty", "Write the text."),
    "int_type": ("must be a whole number", "Write a number without quotes."),
    "float_type": ("must be a number", "Write a number without quotes."),
    "float_parsing": ("must be a number", "Write a number without quotes."),
    "bool_type": ("must be true or false", "Write true or false without quotes."),
    "tuple_type": ("must be a list", "Write `[a, b]`, or one `- item` a line."),
    "model_type": ("must be a mapping", "Write `key: value` lines under it."),
}


def shape(model: type[M], document: Document, *at: str | int) -> tuple[M | None, list[Fault]]:
    """Read the data at a path as `model`; the faults where it isn't one."""
    data = document.data
    for step in at:
        data = data[step]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = [detail for detail in error.errors() if not _echo(detail)]
        return None, [_fault(model, document, at, detail) for detail in details]


def _echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because items of it are faulty, which is said already."""
    given = detail["input"]
    return (
        detail["type"] == "too_short"
        and isinstance(given, list)
        and len(given) >= detail["ctx"]["min_length"]
    )


def _fault(model: type[BaseModel], document: Document, at: Path, detail: ErrorDetails) -> Fault:
    path: Path = (*at, *detail["loc"])
    message, mend = _explain(model, detail)
    return Fault(document.file, document.line(*path), message, mend)


def _explain(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    where, kind = detail["loc"], detail["type"]
    name, context = _name(where), detail.get("ctx", {})
    if kind == "missing":
        if _is_item(where):
            return f"{name} is missing.", "Add it to the list."
        return f"`{where[-1]}` is missing.", f"Add `{where[-1]}:` ({_description(model, where)})."
    if kind == "extra_forbidden":
        return f"Unknown key `{where[-1]}`.", suggest(where[-1], _fields_at(model, where[:-1]))
    if kind in ("enum", "literal_error"):
        choices = [choice.strip("'") for choice in _choices(context["expected"])]
        return f"{name} can't be `{detail['input']}`.", suggest(detail["input"], choices)
    if kind == "too_short":
        # Pydantic counts the items that are right; what people see is how many there are.
        there = len(detail["input"]) if isinstance(detail["input"], list) else context["actual_length"]
        says = f"{name} has only {there}." if there else f"{name} is empty."
        return says, f"It needs at least {context['min_length']}."
    if kind == "too_long":
        return f"{name} has {context['actual_length']}.", f"Keep the best {context['max_length']}."
    if kind == "string_pattern_mismatch":
        return f"{name} can't be `{detail['input']}`.", _form(context["pattern"])
    if kind in ("greater_than_equal", "less_than_equal", "greater_than"):
        return f"{name} can't be {detail['input']}.", f"{detail['msg'].removeprefix('Input ').capitalize()}."
    message, mend = _PLAIN.get(kind, (f"isn't right: {detail['msg'].lower()}", "See docs/QUESTIONS.md."))
    return f"{name} {message}{_but_is(detail['input'], kind)}.", mend


def _but_is(given: object, kind: str) -> str:
    if kind == "string_too_short":
        return ""
    match given:
        case None:
            return ", but nothing is there"
        case bool():
            return f", but YAML reads it as {str(given).lower()}"
        case int() | float():
            return f", but YAML reads it as the number {given}"
        case list():
            return ", but it is a list"
        case dict():
            return ", but it is a mapping"
    return f", but it is `{str(given)[:40]}`"


def _name(where: Path) -> str:
    """The way to a value, as people read it: `probes`, item 2 of `probes`, the whole file."""
    if not where:
        return "The file"
    if _is_item(where):
        name = next((step for step in reversed(where) if isinstance(step, str)), "the list")
        return f"Item {int(where[-1]) + 1} of `{name}`"
    return f"`{where[-1]}`"


def _is_item(where: Path) -> bool:
    return bool(where) and isinstance(where[-1], int)


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _form(pattern: str) -> str:
    if "tests/" in pattern:
        return "Write `tests/path.py::test_name` or `docs/PAGE.md#anchor`."
    if "/" in pattern:
        return "Write the topic's id as in topics.yaml, such as `hub/j2`."
    return "Use lower-case words with dashes between them, such as `mlops-slow-drift`."


def _description(model: type[BaseModel], where: Path) -> str:
    return _fields_at(model, where[:-1])[str(where[-1])]


def _fields_at(model: type[BaseModel], where: Path) -> dict[str, str]:
    """The keys that the model at a path has, with what each is for."""
    for step in where:
        if isinstance(step, str) and (inner := _model_of(model.model_fields[step].annotation)) is not None:
            model = inner
    return {name: info.description or name for name, info in model.model_fields.items()}


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """The first model in an annotation, also inside tuples, unions and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_of(inner) for inner in typing.get_args(annotation))
    return next((model for model in found if model is not None), None)


@dataclass(frozen=True)
class Text:
    """One text of a model: where it stands, what it says, and how long it may be."""

    path: Path
    text: str
    length: Length | None


def texts(model: BaseModel) -> Iterator[Text]:
    """Every text in a model, in the order of its fields."""
    for name, info in type(model).model_fields.items():
        yield from _texts((name,), getattr(model, name), info.annotation, info.metadata)


def _texts(path: Path, value: object, annotation: Any, metadata: Iterable[object]) -> Iterator[Text]:
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *inner = typing.get_args(annotation)
        metadata = [*metadata, *inner]
    if isinstance(value, BaseModel):
        yield from (Text((*path, *text.path), text.text, text.length) for text in texts(value))
    elif isinstance(value, tuple):
        item = next((arg for arg in typing.get_args(annotation) if arg is not Ellipsis), str)
        for index, inner_value in enumerate(value):
            yield from _texts((*path, index), inner_value, item, ())
    elif type(value) is str:
        yield Text(path, value, _length(annotation, metadata))


def _length(annotation: Any, metadata: Iterable[object]) -> Length | None:
    found = next((entry for entry in metadata if isinstance(entry, Length)), None)
    if found is None and isinstance(annotation, types.UnionType):
        inner = [entry for arg in typing.get_args(annotation) for entry in getattr(arg, "__metadata__", ())]
        return next((entry for entry in inner if isinstance(entry, Length)), None)
    return found
