"""The bank: every question, set, rubric and tip, found by key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.domain.errors import NotFound
from bot.domain.questions.families import Family
from bot.domain.questions.material import Practice, PrepMaterial, Topic
from bot.domain.questions.models import Competency, Kind, Level, Question, digest
from bot.domain.questions.pairs import Pair
from bot.domain.questions.sets import QuestionSet, Rubric


class NotInBank(NotFound):
    """Something was asked of the bank that it doesn't hold; the text says what."""


@dataclass(frozen=True)
class Bank:
    """Everything that was read and checked. Order is that of the files."""

    rubric: Rubric
    sets: tuple[QuestionSet, ...]
    competencies: tuple[Competency, ...]
    all_questions: tuple[Question, ...]
    prep: PrepMaterial | None = None
    practices: tuple[Practice, ...] = ()
    topics: tuple[Topic, ...] = ()
    families: tuple[Family, ...] = ()
    pairs: tuple[Pair, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.all_questions}

    @cached_property
    def version(self) -> str:
        """12 hexadecimal digits that change with anything in the bank that is asked or shown."""
        sets = [one.model_dump(mode="json") for one in self.sets]
        questions = [_shown(question) for question in self.all_questions]
        prep = self.prep.model_dump(mode="json") if self.prep else None
        return digest([self.rubric.model_dump(mode="json"), sets, questions, prep])

    def set(self, key: str) -> QuestionSet:
        """The set of this key. Raises NotInBank."""
        found = next((one for one in self.sets if one.key == key), None)
        if found is None:
            raise NotInBank(
                f"There is no question set `{key}`; there are {_listed(s.key for s in self.sets)}."
            )
        return found

    def question(self, id: str) -> Question:
        """The question of this id. Raises NotInBank."""
        try:
            return self._by_id[id]
        except KeyError:
            raise NotInBank(f"There is no question `{id}` in the bank.") from None

    @property
    def competency_names(self) -> dict[str, str]:
        """The competencies' names for people, by key."""
        return {competency.key: competency.name for competency in self.competencies}

    def competency(self, key: str) -> Competency:
        """The competency of this key. Raises NotInBank."""
        found = next((one for one in self.competencies if one.key == key), None)
        if found is None:
            known = _listed(one.key for one in self.competencies)
            raise NotInBank(f"There is no competency `{key}`; there are {known}.")
        return found

    def questions(
        self,
        competency: str | None = None,
        level: Level | str | None = None,
        kind: Kind | str | None = None,
        source: str | None = None,
        prep: bool | None = None,
        family: str | None = None,
    ) -> tuple[Question, ...]:
        """The questions that answer to everything given. `source` is a topic's id.

        `prep=False` leaves those that may be asked in a loop, `prep=True` those to train on.
        """
        return tuple(
            question
            for question in self.all_questions
            if (competency is None or question.competency == competency)
            and (level is None or level in question.levels)
            and (kind is None or question.kind == kind)
            and (source is None or source in question.sources)
            and (prep is None or question.prep == prep)
            and (family is None or question.family == family)
        )


def _shown(question: Question) -> list[object]:
    """What of a question is asked, judged by, or shown to somebody who trains."""
    said = [point.model_dump(mode="json") for point in question.said]
    code = question.code.model_dump(mode="json") if question.code else None
    return [question.id, question.version, question.prep, question.family, said, code]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
