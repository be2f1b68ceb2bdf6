"""Families of questions: one skill with several surfaces, some for loops, some to train on."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.domain.questions.models import FILLED, Length, Question, Record, Slug
from bot.domain.questions.similarity import ALIKE, similarity


class Family(Record):
    """One skill. Its questions differ in company, numbers and what went wrong, not in what they test."""

    key: Slug = Field(description="a slug, which questions name as `family`")
    competency: Slug = Field(description="the key of the competency that its questions belong to")
    skill: Annotated[str, FILLED, Length(90, 120)] = Field(description="what somebody who has it does")


class Families(Record):
    """families.yaml"""

    families: tuple[Family, ...] = Field(description="every family")


class Kinship(StrEnum):
    """How near two questions are to each other."""

    SAME = "same"
    NEAR_DUPLICATE = "near duplicate"
    SIBLING = "sibling"
    STRANGER = "stranger"

    @property
    def gives_away(self) -> bool:
        """Whether somebody who has met one of the two has met the other.

        A sibling gives nothing away: it trains the skill on another case. However, nearness comes
        before family, so that a sibling in almost the same words isn't let through as one.
        """
        return self in (Kinship.SAME, Kinship.NEAR_DUPLICATE)


def kinship(a: Question, b: Question) -> Kinship:
    """How near two questions are: one and the same (by id), nearly the same words, one skill, or neither."""
    if a.id == b.id:
        return Kinship.SAME
    if similarity(a, b) >= ALIKE:
        return Kinship.NEAR_DUPLICATE
    if a.family is not None and a.family == b.family:
        return Kinship.SIBLING
    return Kinship.STRANGER
