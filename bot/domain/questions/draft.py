"""Files as they were read, before anything is known to be right: models with the lines they come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.domain.questions.families import Families
from bot.domain.questions.faults import Fault, suggest
from bot.domain.questions.material import Practices, PrepMaterial, Topics
from bot.domain.questions.models import Competency, Question, QuestionFile, QuestionText
from bot.domain.questions.pairs import Pairs
from bot.domain.questions.sets import QuestionSet, Rubric
from bot.domain.questions.shape import Text, shape, texts
from bot.domain.questions.yaml_source import Document, Path, read_yaml

M = TypeVar("M", bound=BaseModel)
M_co = TypeVar("M_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True)
class Placed(Generic[M_co]):
    """A model and the place in a file that it was read from."""

    value: M_co
    document: Document
    at: Path = ()

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the model; found once, as several checks read them all."""
        return tuple(texts(self.value))

    def line(self, *path: str | int) -> int:
        """The line of something inside the model."""
        return self.document.line(*self.at, *path)

    def fault(self, path: Path, message: str, mend: str, warning: bool = False) -> Fault:
        """A fault at the line of something inside the model."""
        return Fault(self.document.file, self.line(*path), message, mend, warning)


@dataclass
class Draft:
    """Everything that could be read, and the faults of what couldn't."""

    rubric: Placed[Rubric] | None = None
    prep: Placed[PrepMaterial] | None = None
    practices: Placed[Practices] | None = None
    topics: Placed[Topics] | None = None
    families: Placed[Families] | None = None
    pairs: Placed[Pairs] | None = None
    sets: list[Placed[QuestionSet]] = field(default_factory=list)
    competencies: list[Placed[Competency]] = field(default_factory=list)
    questions: list[Placed[Question]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def placed(self) -> Iterator[Placed[BaseModel]]:
        """Every model that was read, each text of it in just one of them."""
        singles = (self.rubric, self.prep, self.practices, self.topics, self.families)
        yield from (one for one in singles if one is not None)
        yield from (*self.sets, *self.competencies, *self.questions)


_SINGLES: Mapping[str, type[BaseModel]] = {
    "rubric.yaml": Rubric,
    "prep.yaml": PrepMaterial,
    "practices.yaml": Practices,
    "topics.yaml": Topics,
    "families.yaml": Families,
    "pairs.yaml": Pairs,
}
SINGLE_FILES = tuple(_SINGLES)
"""The files of a bank that stand in no folder."""
_FOLDERS = ("sets", "questions")


def read_draft(files: Mapping[str, str]) -> Draft:
    """Read the texts of a bank. A file's path, relative to the bank, says what it holds."""
    draft = Draft()
    for file in sorted(files):
        if not _known(file):
            draft.faults.append(_stranger(file))
            continue
        document, faults = read_yaml(file, files[file])
        draft.faults.extend(faults)
        if document is not None:
            _read(draft, document, {(fault.line) for fault in faults})
    return draft


def _known(file: str) -> bool:
    folder, _, rest = file.partition("/")
    return file in _SINGLES or (folder in _FOLDERS and "/" not in rest and rest.endswith(".yaml"))


def _stranger(file: str) -> Fault:
    known = [*_SINGLES, *(f"{folder}/NAME.yaml" for folder in _FOLDERS)]
    return Fault(file, 1, "A bank has no such file.", suggest(file, known), warning=True)


def _read(draft: Draft, document: Document, spoilt: set[int]) -> None:
    if document.file in _SINGLES:
        name = document.file.removesuffix(".yaml")
        setattr(draft, name, _one(draft, _SINGLES[document.file], document, spoilt))
    elif document.file.startswith("sets/"):
        one = _one(draft, QuestionSet, document, spoilt)
        draft.sets.extend([one] if one is not None else [])
    else:
        _read_questions(draft, document, spoilt)


def _one(
    draft: Draft, model: type[M], document: Document, spoilt: set[int], *at: str | int
) -> Placed[M] | None:
    value, faults = shape(model, document, *at)
    draft.faults.extend(fault for fault in faults if fault.line not in spoilt)
    return Placed(value, document, at) if value is not None else None


def _read_questions(draft: Draft, document: Document, spoilt: set[int]) -> None:
    """Read one file of questions; a question with a fault doesn't keep the others from being checked."""
    _one(draft, QuestionFile, document, spoilt)
    data = document.data if isinstance(document.data, dict) else {}
    competency, _ = shape(Competency, document, "competency") if "competency" in data else (None, [])
    key = competency.key if competency else document.file.removeprefix("questions/").removesuffix(".yaml")
    if competency is not None:
        draft.competencies.append(Placed(competency, document, ("competency",)))
    entries = data.get("questions")
    for index in range(len(entries) if isinstance(entries, list) else 0):
        text, _ = shape(QuestionText, document, "questions", index)
        if text is not None:
            question = Question(competency=key, **dict(text))
            draft.questions.append(Placed(question, document, ("questions", index)))
