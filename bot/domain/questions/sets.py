"""What stands around the questions: the rubric, and a role's set. Frozen models, as in `models`."""

from typing import Annotated

from pydantic import Field, StrictInt

from bot.domain.questions.closing import ClosingQuestion
from bot.domain.questions.models import FILLED, Filled, Kind, Length, Record, RedFlag, Sentence, Slug

AnchorShort = Annotated[str, FILLED, Length(40, 60)]
KindAnchor = Annotated[str, FILLED, Length(50, 60)]
DimensionShort = Annotated[str, FILLED, Length(14, 20)]
Script = Annotated[str, FILLED, Length(900, 1500)]


class Anchor(Record):
    """What one rating looks like: observable, so that another panelist would rate the same."""

    rating: StrictInt = Field(ge=1, le=4, description="1, 2, 3 or 4")
    short: AnchorShort = Field(description="the text of the radio option")
    long: Sentence = Field(description="the whole anchor")


class KindAnchors(Record):
    """What 1, 2, 3 and 4 look like in answers to one kind of question: one behaviour each."""

    kind: Kind = Field(description="the kind of question")
    anchors: tuple[KindAnchor, KindAnchor, KindAnchor, KindAnchor] = Field(
        description="the texts of the radio options for 1 to 4, in order"
    )


class Dimension(Record):
    """One of the sides on which every answer is rated."""

    key: Slug = Field(description="clarity, judgment, constraints, communication")
    name: Filled = Field(description="the full name")
    short: DimensionShort = Field(description="the name where there is little room")
    asks: Sentence = Field(description="the question that the rating answers")
    anchors: tuple[Anchor, ...] = Field(min_length=4, max_length=4, description="ratings 1 to 4, in order")
    by_kind: tuple[KindAnchors, ...] = Field(default=(), description="anchors for each kind of question")

    def anchor(self, rating: int) -> Anchor:
        """The anchor of a rating from 1 to 4."""
        return self.anchors[rating - 1]

    def shorts(self, kind: Kind) -> tuple[str, ...]:
        """The short anchors 1 to 4 for this kind of question; the general ones where it has none."""
        found = next((one.anchors for one in self.by_kind if one.kind is kind), None)
        return found if found is not None else tuple(anchor.short for anchor in self.anchors)


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
    weight: StrictInt = Field(
        default=5, ge=1, le=10, description="how much it counts in planning, beside the others of the set"
    )
    panelists: StrictInt = Field(default=2, ge=1, le=6, description="how many panelists look at it")
    questions: tuple[StrictInt, StrictInt] = Field(
        default=(2, 3),
        description="the fewest and the most questions of a loop about it, all panelists together",
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
    closing_short: Script | None = Field(
        default=None, description="how interviews close that don't ask the closing question"
    )
    closing_question: ClosingQuestion | None = Field(
        default=None, description="asked and rated in one interview of a loop"
    )
    red_flags: tuple[RedFlag, ...] = Field(min_length=1, max_length=8, description="red flags of any answer")
    rubric: Slug = Field(description="the rubric's key")

    def closing_words(self, asks: bool) -> str:
        """The last words of one interview; `asks` says whether it is the one with the closing question."""
        return self.closing if asks or self.closing_short is None else self.closing_short

    def wants(self, competency: str) -> Wanted | None:
        """How this set wants a competency looked at, or None when it doesn't."""
        return next((wanted for wanted in self.competencies if wanted.key == competency), None)
