"""What candidates get, what has to be covered, and what shows each practice. Frozen models, as in `models`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.domain.questions.models import (
    FILLED,
    Answer,
    Ask,
    Kind,
    Length,
    Record,
    Sentence,
    Short,
    Slug,
    TopicId,
)


class Tip(Record):
    """A tip for candidates, with something to do this week."""

    id: Slug = Field(description="a slug")
    title: Annotated[str, FILLED, Length(45, 60)] = Field(description="the tip in a few words")
    text: Answer = Field(description="the tip, and why it works")
    this_week: Annotated[str, FILLED, Length(140, 200)] = Field(description="something to do this week")
    sources: tuple[TopicId, ...] = Field(default=(), description="ids of topics.yaml that it serves")


class Step(Record):
    """One step of an answer."""

    do: Short = Field(description="the step in a few words")
    how: Annotated[str, FILLED, Length(120, 200)] = Field(description="how to do it")


class Structure(Record):
    """How to structure an answer to one kind of question."""

    kind: Kind = Field(description="the kind of question")
    asks: Annotated[str, FILLED, Length(120, 200)] = Field(description="what the interviewer wants to know")
    steps: tuple[Step, ...] = Field(min_length=2, max_length=6, description="the answer, step by step")
    sources: tuple[TopicId, ...] = Field(default=(), description="ids of topics.yaml that it serves")


class FollowUp(Record):
    """A question that candidates ask themselves after every concept."""

    ask: Ask = Field(description="the question")
    hint: Annotated[str, FILLED, Length(120, 200)] = Field(description="where to start")


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
    about: Annotated[str, FILLED, Length(60, 100)] = Field(description="the topic in a few words")


class Topics(Record):
    """topics.yaml"""

    topics: tuple[Topic, ...] = Field(description="every topic that the bank has to cover")
