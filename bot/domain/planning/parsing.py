"""Reading a problem from JSON: every fault is found at once, each with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.domain.planning.problem import (
    MAX_COMPETENCIES,
    RESERVE_MINUTES,
    SEED,
    Competency,
    Pair,
    Panelist,
    Problem,
    Question,
)

MOST_MINUTES = 24 * 60
MOST_COUNT, MOST_WANTED = 100_000, 1_000
"""The largest weight or exposure, and number wanted: far above any real one, and sums stay in 64 bits."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of the input, such as `panelists[2].minutes`."""

    place: str
    what: str


class InvalidProblem(ValueError):
    """The input is no planning problem; `faults` says where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults, and say them all in the message."""
        super().__init__("; ".join(f"{fault.place}: {fault.what}" for fault in faults))
        self.faults = tuple(faults)


Count = Annotated[int, Field(ge=0, le=MOST_COUNT)]
Wanted = Annotated[int, Field(ge=0, le=MOST_WANTED)]
Name = Annotated[str, Field(min_length=1, max_length=255)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Panelist(_Input):
    id: Name
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)]
    strengths: dict[Name, Annotated[int, Field(ge=0, le=3)]] = {}
    max_competencies: Wanted = MAX_COMPETENCIES


class _Competency(_Input):
    key: Name
    panelists: Wanted = 2
    questions: Annotated[list[Wanted], Field(min_length=2, max_length=2)] = [2, 3]
    weight: Count = 1

    @field_validator("questions")
    @classmethod
    def lowest_before_highest(cls, questions: list[int]) -> list[int]:
        lowest, highest = questions
        if lowest > highest:
            raise ValueError(f"the lowest, {lowest}, is above the highest, {highest}")
        return questions


class _Question(_Input):
    id: Name
    competency: Name
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    core: bool = False
    exposure: Count = 0


class _Pair(_Input):
    panelist: Name
    question: Name


class _Problem(_Input):
    panelists: list[_Panelist]
    competencies: list[_Competency]
    questions: list[_Question]
    keep: list[_Pair] = []
    asked: list[_Pair] = []
    pin: list[_Pair] = []
    ban: list[_Pair] = []
    stand_ins: list[_Panelist] = []
    reserve_minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = RESERVE_MINUTES
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)] = SEED


def parse_problem(data: Any) -> Problem:
    """The problem that decoded JSON says; raises InvalidProblem with every fault and its place."""
    try:
        given = _Problem.model_validate(data)
    except ValidationError as error:
        raise InvalidProblem([_fault(detail) for detail in error.errors()]) from None
    faults = [*_repeated(given), *_unknown(given)]
    if faults:
        raise InvalidProblem(faults)
    return Problem(
        panelists=tuple(_panelist(panelist) for panelist in given.panelists),
        competencies=tuple(
            Competency(it.key, it.panelists, it.questions[0], it.questions[1], it.weight)
            for it in given.competencies
        ),
        questions=tuple(
            Question(it.id, it.competency, it.minutes, it.core, it.exposure) for it in given.questions
        ),
        keep=_pairs(given.keep),
        asked=_pairs(given.asked),
        pin=_pairs(given.pin),
        ban=_pairs(given.ban),
        stand_ins=tuple(_panelist(panelist) for panelist in given.stand_ins),
        reserve_minutes=given.reserve_minutes,
        seed=given.seed,
    )


def _panelist(it: _Panelist) -> Panelist:
    return Panelist(it.id, it.minutes, dict(it.strengths), it.max_competencies)


def _pairs(given: list[_Pair]) -> tuple[Pair, ...]:
    return tuple(Pair(pair.panelist, pair.question) for pair in given)


_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field here",
    "int_type": "must be a whole number",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
}


def _fault(detail: Any) -> Fault:
    words = _WORDS.get(detail["type"]) or _in_words(detail)
    return Fault(_place(detail["loc"]), words)


def _in_words(detail: Any) -> str:
    limits = detail.get("ctx", {})
    if detail["type"] == "greater_than_equal":
        return f"must be {limits['ge']} or more"
    if detail["type"] in {"less_than_equal", "less_than"}:
        return f"must be at most {limits['le'] if 'le' in limits else limits['lt'] - 1}"
    if detail["type"] in {"too_short", "too_long"}:
        return "must be two numbers: the lowest and the highest"
    if detail["type"] == "value_error":
        return str(limits["error"])
    return str(detail["msg"])


def _place(location: tuple[int | str, ...]) -> str:
    place = ""
    for step in location:
        if isinstance(step, int):
            place += f"[{step}]"
        elif step != "[key]":
            place += f".{step}" if place else step
    return place or "the input"


_Named = TypeVar("_Named", _Panelist, _Question)


def _repeated(given: _Problem) -> Iterator[Fault]:
    """Ids and pairs that are there twice; a stand-in may not be a panelist too."""
    seen: dict[str, str] = {}
    for name, people in (("panelists", given.panelists), ("stand_ins", given.stand_ins)):
        yield from _twice(name, people, seen)
    yield from _twice("questions", given.questions, {})
    keys: dict[str, str] = {}
    for index, competency in enumerate(given.competencies):
        place = f"competencies[{index}].key"
        if competency.key in keys:
            yield Fault(place, f"{competency.key!r} is already at {keys[competency.key]}")
        keys.setdefault(competency.key, place)
    for kind in _PAIR_LISTS:
        places: dict[tuple[str, str], str] = {}
        for index, pair in enumerate(getattr(given, kind)):
            place, both = f"{kind}[{index}]", (pair.panelist, pair.question)
            if both in places:
                yield Fault(place, f"the same pair is already at {places[both]}")
            places.setdefault(both, place)


def _twice(name: str, things: Sequence[_Named], seen: dict[str, str]) -> Iterator[Fault]:
    for index, thing in enumerate(things):
        place = f"{name}[{index}].id"
        if thing.id in seen:
            yield Fault(place, f"{thing.id!r} is already at {seen[thing.id]}")
        seen.setdefault(thing.id, place)


_PAIR_LISTS: tuple[Literal["keep", "asked", "pin", "ban"], ...] = ("keep", "asked", "pin", "ban")


def _unknown(given: _Problem) -> Iterator[Fault]:
    """Names that point nowhere."""
    keys = {competency.key for competency in given.competencies}
    for name, people in (("panelists", given.panelists), ("stand_ins", given.stand_ins)):
        for index, panelist in enumerate(people):
            for key in panelist.strengths:
                if key not in keys:
                    yield Fault(f"{name}[{index}].strengths.{key}", f"no competency has the key {key!r}")
    for index, question in enumerate(given.questions):
        if question.competency not in keys:
            what = f"no competency has the key {question.competency!r}"
            yield Fault(f"questions[{index}].competency", what)
    panelists = {panelist.id for panelist in given.panelists}
    stand_ins = {panelist.id for panelist in given.stand_ins}
    questions = {question.id for question in given.questions}
    for kind in _PAIR_LISTS:
        for index, pair in enumerate(getattr(given, kind)):
            if pair.panelist not in panelists:
                is_what = "is a stand-in, not a panelist" if pair.panelist in stand_ins else "is no panelist"
                yield Fault(f"{kind}[{index}].panelist", f"{pair.panelist!r} {is_what}")
            if pair.question not in questions:
                yield Fault(f"{kind}[{index}].question", f"{pair.question!r} is no question here")
