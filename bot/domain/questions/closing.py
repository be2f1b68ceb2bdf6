"""The closing question: asked in one interview of a loop, with the opening's own facts in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, StrictInt

from bot.domain.errors import Invalid
from bot.domain.questions.models import FILLED, Length, Prompt, Question, QuestionText, Record, Slug

PROMPT_MOST = 220
"""The most characters of a prompt, as everywhere."""

_BLANK = re.compile(r"{([a-z_]+)}")


class Blank(Record):
    """Something that the opening fills into the closing question."""

    key: Slug = Field(description="its name in the prompt, where it stands in {braces}")
    asks: Annotated[str, FILLED, Length(60, 75)] = Field(description="what the opening is asked for")
    example: Annotated[str, FILLED, Length(60, 150)] = Field(description="a filling, as a model to write by")
    most: StrictInt = Field(ge=10, le=100, description="the most characters of a filling")


class ClosingQuestion(QuestionText):
    """A question of its own, whose prompt holds {blanks}; the competency that it is rated under."""

    competency: Slug = Field(description="the competency that it is rated under")
    prompt: Prompt = Field(description="the question with its {blanks}")
    blanks: tuple[Blank, ...] = Field(default=(), description="what the opening fills in")

    def unfilled(self, filled: Mapping[str, str]) -> tuple[Blank, ...]:
        """The blanks that these facts of an opening leave empty."""
        return tuple(blank for blank in self.blanks if not filled.get(blank.key, "").strip())

    def asked_with(self, filled: Mapping[str, str]) -> Question:
        """The question as it is asked in a loop of this opening, with a version of its own.

        Raises Invalid, by the blanks' keys, where one is empty or its filling too long to be said: a
        candidate must never hear a question with a hole in it.
        """
        faults = {blank.key: f"{blank.asks} Fill it in." for blank in self.unfilled(filled)}
        for blank in self.blanks:
            if len(filled.get(blank.key, "").strip()) > blank.most:
                faults[blank.key] = f"{blank.asks} Say it in {blank.most} characters or fewer."
        if faults:
            raise Invalid(faults)
        prompt = _BLANK.sub(lambda found: filled[found.group(1)].strip(), self.prompt)
        plain = self.model_dump(exclude={"blanks", "prompt"})
        return Question.model_validate({**plain, "prompt": prompt})

    def misfits(self) -> Iterator[tuple[str, str]]:
        """What is wrong between prompt and blanks, and how to mend it."""
        used, given = set(_BLANK.findall(self.prompt)), {blank.key for blank in self.blanks}
        for key in sorted(used - given):
            yield f"Nothing says what `{{{key}}}` stands for.", f"Add `{key}` to `blanks`."
        for key in sorted(given - used):
            yield f"The prompt has no `{{{key}}}`.", f"Put it in, or take `{key}` out of `blanks`."
        longest = len(_BLANK.sub("", self.prompt)) + sum(blank.most for blank in self.blanks)
        if longest > PROMPT_MOST:
            says = f"With its blanks filled the prompt may have {longest} characters, {PROMPT_MOST} at most."
            yield says, "Say it shorter, or allow the blanks less."
