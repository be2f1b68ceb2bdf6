"""What a question bank is made of: frozen models, from which the JSON Schema comes too."""

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


_FILLED = StringConstraints(min_length=1, strip_whitespace=True)
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
TopicId = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9-]+$")]

Prompt = Annotated[str, _FILLED, Length(140, 220)]
Short = Annotated[str, _FILLED, Length(45, 60)]
Ask = Annotated[str, _FILLED, Length(45, 80)]
Hear = Annotated[str, _FILLED, Length(40, 50)]
Answer = Annotated[str, _FILLED, Length(160, 300)]
Tests = Annotated[str, _FILLED, Length(80, 120)]
RedFlag = Annotated[str, _FILLED, Length(40, 60)]
AnchorShort = Annotated[str, _FILLED, Length(40, 60)]
CompetencyName = Annotated[str, _FILLED, Length(14, 16)]
DimensionShort = Annotated[str, _FILLED, Length(14, 20)]
Expectation = Annotated[str, _FILLED, Length(160, 300)]
Sentence = Annotated[str, _FILLED, Length(200, 300)]
Script = Annotated[str, _FILLED, Length(900, 1500)]
Filled = Annotated[str, _FILLED]


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


class Question(QuestionText):
    """A question of the bank: its text and the competency that it belongs to."""

    competency: Slug

    @property  # not cached: a copy with other words would inherit it
    def version(self) -> str:
        """12 hexadecimal digits that change with the words asked or the way they are judged.

        The marks that only decide when it is asked (`core`, `prep`, `sources`) leave it as it is.
        """
        return digest(self.model_dump(mode="json", exclude={"core", "prep", "sources"}))

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


class Anchor(Record):
    """What one rating looks like: observable, so that another panelist would rate the same."""

    rating: StrictInt = Field(ge=1, le=4, description="1, 2, 3 or 4")
    short: AnchorShort = Field(description="the text of the radio option")
    long: Sentence = Field(description="the whole anchor")


class Dimension(Record):
    """One of the sides on which every answer is rated."""

    key: Slug = Field(description="clarity, judgment, constraints, communication")
    name: Filled = Field(description="the full name")
    short: DimensionShort = Field(description="the name where there is little room")
    asks: Sentence = Field(description="the question that the rating answers")
    anchors: tuple[Anchor, ...] = Field(min_length=4, max_length=4, description="ratings 1 to 4, in order")

    def anchor(self, rating: int) -> Anchor:
        """The anchor of a rating from 1 to 4."""
        return self.anchors[rating - 1]


class Rubric(Record):
    """rubric.yaml: the dimensions and their anchors."""

    key: Slug = Field(description="what a set calls it by")
    dimensions: tuple[Dimension, ...] = Field(min_length=1, description="the dimensions, in order")

    def dimension(self, key: str) -> Dimension:
        """The dimension of this key; KeyError where there is none."""
        return {dimension.key: dimension for dimension in self.dimensions}[key]


class Wanted(Record):
    """How a set wants one competency looked at."""

    key: Slug = Field(description="the competency's key")
    weight: float = Field(default=1.0, gt=0, le=10, description="how much it counts in planning")
    panelists: StrictInt = Field(default=2, ge=1, le=6, description="how many panelists look at it")
    questions: tuple[StrictInt, StrictInt] = Field(
        default=(2, 3), description="the fewest and the most questions that one panelist asks"
    )


class TimeBox(Record):
    """The minutes of one interview."""

    opening: StrictInt = Field(ge=1, le=30, description="minutes for the opening words")
    questions: StrictInt = Field(ge=5, le=180, description="minutes for the questions")
    closing: StrictInt = Field(ge=1, le=30, description="minutes for the candidate's questions")

    @property
    def total(self) -> int:
        """All minutes of the interview."""
        return self.opening + self.questions + self.closing


class QuestionSet(Record):
    """sets/<key>.yaml: what a loop for one role looks for, and the words around the questions."""

    key: Slug = Field(description="the name of the file, without .yaml")
    role: Filled = Field(description="the role, as people say it")
    competencies: tuple[Wanted, ...] = Field(min_length=1, description="what a loop for the role looks for")
    time_box: TimeBox = Field(description="opening, questions and closing in minutes")
    opening: Script = Field(description="what the panelist says first")
    closing: Script = Field(description="what the panelist says and asks last")
    red_flags: tuple[RedFlag, ...] = Field(min_length=1, max_length=8, description="red flags of any answer")
    rubric: Slug = Field(description="the rubric's key")

    def wants(self, competency: str) -> Wanted | None:
        """How this set wants a competency looked at, or None when it doesn't."""
        return next((wanted for wanted in self.competencies if wanted.key == competency), None)


class Tip(Record):
    """A tip for candidates, with something to do this week."""

    id: Slug = Field(description="a slug")
    title: Annotated[str, _FILLED, Length(45, 60)] = Field(description="the tip in a few words")
    text: Answer = Field(description="the tip, and why it works")
    this_week: Annotated[str, _FILLED, Length(140, 200)] = Field(description="something to do this week")
    sources: tuple[TopicId, ...] = Field(default=(), description="ids of topics.yaml that it serves")


class Step(Record):
    """One step of an answer."""

    do: Short = Field(description="the step in a few words")
    how: Annotated[str, _FILLED, Length(120, 200)] = Field(description="how to do it")


class Structure(Record):
    """How to structure an answer to one kind of question."""

    kind: Kind = Field(description="the kind of question")
    asks: Annotated[str, _FILLED, Length(120, 200)] = Field(description="what the interviewer wants to know")
    steps: tuple[Step, ...] = Field(min_length=2, max_length=6, description="the answer, step by step")
    sources: tuple[TopicId, ...] = Field(default=(), description="ids of topics.yaml that it serves")


class FollowUp(Record):
    """A question that candidates ask themselves after every concept."""

    ask: Ask = Field(description="the question")
    hint: Annotated[str, _FILLED, Length(120, 200)] = Field(description="where to start")


class PrepMaterial(Record):
    """prep.yaml: what candidates get besides questions."""

    three_questions: tuple[FollowUp, FollowUp, FollowUp] = Field(description="to ask after every concept")
    structures: tuple[Structure, ...] = Field(min_length=1, description="how to structure an answer")
    tips: tuple[Tip, ...] = Field(min_length=1, description="one a week")

    def structure(self, kind: Kind) -> Structure:
        """How to structure an answer to this kind of question; KeyError where nothing is said."""
        return {structure.kind: structure for structure in self.structures}[kind]


class Practice(Record):
    """Where a practice of good interviewing shows in the project."""

    topic: TopicId = Field(description="an id of topics.yaml")
    how: Sentence = Field(description="how the project does it, in a sentence")
    shown_by: tuple[
        Annotated[str, StringConstraints(pattern=r"^(tests/\S+\.py::\w+|docs/\S+\.md#\S+)$")], ...
    ] = Field(min_length=1, description="tests (path::name) or docs anchors (docs/X.md#anchor)")


class Practices(Record):
    """practices.yaml"""

    practices: tuple[Practice, ...] = Field(description="each practice and what shows it")


class Topic(Record):
    """Something that the bank has to cover: a question, a practice or a tip."""

    id: TopicId = Field(description="source/slug")
    level: Literal["junior", "mid", "senior", "any", "all"] = Field(description="whom it is for")
    category: Literal["concept", "coding", "scenario", "project", "behavioural", "practice"] = Field(
        description="what it is"
    )
    about: Annotated[str, _FILLED, Length(60, 100)] = Field(description="the topic in a few words")


class Topics(Record):
    """topics.yaml"""

    topics: tuple[Topic, ...] = Field(description="every topic that the bank has to cover")


def digest(content: object) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of `content` as canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
