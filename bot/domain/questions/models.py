"""Questions and competencies: frozen models, from which the JSON Schema comes too."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    StringConstraints,
)
from pydantic_core import CoreSchema


class Level(StrEnum):
    """How far along a candidate is; the bands are those of `years`."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"

    @property
    def years(self) -> str:
        """The years of work this level stands for, as people say them."""
        return {"junior": "0-2 years", "mid": "2-5 years", "senior": "5+ years"}[self.value]


class Kind(StrEnum):
    """What sort of question it is; it decides how a good answer is structured."""

    CONCEPT = "concept"
    CODING = "coding"
    SCENARIO = "scenario"
    PROJECT = "project"
    BEHAVIOURAL = "behavioural"


class ProbeKind(StrEnum):
    """What a probe is after: the choice, the life in production, or one step further down."""

    WHY = "why"
    PRODUCTION = "production"
    DEEPER = "deeper"


@dataclass(frozen=True)
class Length:
    """How many characters a text aims at, and the most it may have, so that every surface fits.

    Kept apart from pydantic's own limits: the check warns past `aim` and refuses past `most`, while a
    question that was stored under older limits still loads.
    """

    aim: int
    most: int

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        schema["maxLength"] = self.most
        return schema


FILLED = StringConstraints(min_length=1, strip_whitespace=True)
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
TopicId = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9-]+$")]

Prompt = Annotated[str, FILLED, Length(140, 220)]
Short = Annotated[str, FILLED, Length(45, 60)]
Ask = Annotated[str, FILLED, Length(45, 80)]
Hear = Annotated[str, FILLED, Length(40, 50)]
Answer = Annotated[str, FILLED, Length(160, 300)]
Tests = Annotated[str, FILLED, Length(80, 120)]
RedFlag = Annotated[str, FILLED, Length(40, 60)]
CompetencyName = Annotated[str, FILLED, Length(14, 16)]
Expectation = Annotated[str, FILLED, Length(160, 300)]
Sentence = Annotated[str, FILLED, Length(200, 300)]
Filled = Annotated[str, FILLED]
Say = Annotated[str, FILLED, Length(280, 340)]
Hears = Annotated[str, FILLED, Length(60, 70)]


class Record(BaseModel):
    """Frozen, and an unknown key is an error rather than a text that nobody ever sees."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Probe(Record):
    """A planned follow-up, with what to listen for."""

    kind: ProbeKind = Field(description="why (not the plainer choice), production, or deeper")
    ask: Ask = Field(description="the follow-up, as it is said")
    hear: Hear = Field(description="what to listen for in the answer")


class ByLevel(Record):
    """What to expect of each level that a question is for: what changes between them."""

    junior: Expectation | None = Field(default=None, description="what to expect of a junior")
    mid: Expectation | None = Field(default=None, description="what to expect at mid level")
    senior: Expectation | None = Field(default=None, description="what to expect of a senior")

    def get(self, level: Level) -> str | None:
        """The expectation at this level, or None when the question isn't for it."""
        text: str | None = getattr(self, level.value)
        return text

    @property
    def levels(self) -> frozenset[Level]:
        """The levels that have an expectation."""
        return frozenset(level for level in Level if self.get(level) is not None)


class Point(Record):
    """One point of a strong answer in spoken words, and what interviewers hear in it."""

    say: Say = Field(description="the point, as it is said aloud")
    hears: Hears = Field(description="what interviewers hear in it")


class Code(Record):
    """The typed part of a strong answer: it runs as it stands."""

    language: Literal["python", "sql"] = Field(description="python, or sql (SQLite)")
    source: Filled = Field(description="the code, at most 15 lines of 40 characters")
    tried_on: Annotated[str, FILLED, Length(80, 120)] = Field(description="the cases it was tried on")


class QuestionText(Record):
    """A question as it stands in a file of questions."""

    id: Slug = Field(description="the competency's key, a dash, a slug: mlops-slow-drift")
    kind: Kind = Field(description="concept, coding, scenario, project or behavioural")
    levels: tuple[Level, ...] = Field(min_length=1, description="junior, mid, senior: whom it suits")
    by_level: ByLevel = Field(description="for each of `levels`, what to expect there")
    minutes: StrictInt = Field(ge=3, le=45, description="how long it takes, probes included")
    core: StrictBool = Field(default=False, description="asked of every candidate where it fits")
    prep: StrictBool = Field(default=False, description="for candidates to train on: never asked in a loop")
    short: Short = Field(description="the question in a few words, for titles of modals")
    prompt: Prompt = Field(description="the question, as it is said aloud in under 30 seconds")
    tests: Tests = Field(description="what the interviewer is really testing")
    probes: tuple[Probe, ...] = Field(
        min_length=2, max_length=6, description="planned follow-ups; the first two stand in the kit"
    )
    weak: Answer = Field(description="what a weak answer says")
    solid: Answer = Field(description="what a solid answer says")
    strong: Answer = Field(description="what a strong answer says")
    red_flags: tuple[RedFlag, ...] = Field(
        min_length=1, max_length=4, description="what should worry the interviewer"
    )
    sources: tuple[TopicId, ...] = Field(default=(), description="ids of topics.yaml that it serves")
    family: Slug | None = Field(default=None, description="a key of families.yaml: the skill it is about")
    said: tuple[Point, ...] = Field(default=(), description="prep: a strong answer of a minute, 3-5 points")
    code: Code | None = Field(default=None, description="prep: the code of a strong answer")


_NOT_JUDGED_BY = {"core", "prep", "sources", "family", "said", "code"}


class Question(QuestionText):
    """A question of the bank: its text and the competency that it belongs to."""

    competency: Slug

    @property  # not cached: a copy with other words would inherit it
    def version(self) -> str:
        """12 hexadecimal digits that change with the words asked or the way they are judged.

        The marks that only decide when it is asked (`core`, `prep`, `sources`, `family`) leave it as it
        is, and so does what only candidates read (`said`, `code`).
        """
        return digest(self.model_dump(mode="json", exclude=_NOT_JUDGED_BY))

    @property
    def spoken(self) -> str:
        """The strong answer in spoken words, or nothing where none is written."""
        return " ".join(point.say for point in self.said)

    @property
    def kit_probes(self) -> tuple[Probe, Probe]:
        """The two probes that stand in the kit."""
        first, second, *_ = self.probes
        return first, second


class Competency(Record):
    """Something a loop looks for, defined so that two panelists mean the same by it."""

    key: Slug = Field(description="the name of the file, without .yaml")
    name: CompetencyName = Field(description="as people read it")
    definition: Sentence = Field(description="what somebody who has it does")


class QuestionFile(Record):
    """questions/<competency>.yaml"""

    competency: Competency = Field(description="the competency, with key, name and definition")
    questions: tuple[QuestionText, ...] = Field(min_length=1, description="the questions")


def digest(content: object) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of `content` as canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
