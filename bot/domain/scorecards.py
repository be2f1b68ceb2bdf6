"""Scorecards: their fields, what is still missing, and how two devices are reconciled."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

EVIDENCE_LENGTH = 1_500
SHORTEST_EVIDENCE = 15
LEAST_DIFFERENT = 6
"""Evidence of fewer different characters ("good good good") is no sentence; blanks don't count among them."""
SUMMARY_LENGTH = 300
NOT_ASSESSED = "na"
UNTIMED = "9999999999.000000"
"""What fields that a submission saved were once stamped with, whenever that was."""

RATINGS = range(1, 5)
"""What a dimension is rated with."""

Value = str | list[str]
Choice = TypeVar("Choice", bound=StrEnum)


class Probed(StrEnum):
    """How an answer held after a follow-up; NOT_PROBED where that wasn't asked."""

    WEAKER = "weaker"
    HELD = "held"
    STRONGER = "stronger"
    NOT_PROBED = "not_probed"


class Recommendation(StrEnum):
    """A panelist's recommendation for this role."""

    STRONG_NO = "strong_no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong_yes"


class Sureness(StrEnum):
    """How sure a panelist is of the recommendation."""

    NOT_SURE = "not_sure"
    FAIRLY = "fairly"
    VERY = "very"


class Asked(StrEnum):
    """What became of a planned question."""

    PLANNED = "planned"
    ASKED = "asked"
    NOT_REACHED = "not_reached"
    OTHER = "other"


SAID_LIMITS = "limits"
SURE_AND_WRONG = "wrong"
LAST_PAGE = ""
EVIDENCE, PROBED, SEEN, INSTEAD = "evidence", "probed", "seen", "instead"
RECOMMENDATION, SURENESS, SUMMARY = "recommendation", "sureness", "summary"
RATING = "rating:"
PROBE = "probe:"
FIRST_PROBE, SECOND_PROBE, OWN_PROBE = "0", "1", "own"
"""The follow-ups of a question: the two of the kit, and one of the panelist's own, in this order."""
PROBES = (FIRST_PROBE, SECOND_PROBE, OWN_PROBE)
OWN_WORDS = "own_probe"
"""The words of a follow-up of one's own."""
TEXTS = (EVIDENCE, SUMMARY, INSTEAD, OWN_WORDS)
STATE = "state"
"""What became of a question, where that was changed on a card that is in."""


@dataclass(frozen=True, order=True)
class Field:
    """One thing to fill in: a question (or LAST_PAGE) and which of its fields."""

    question_id: str
    name: str

    @property
    def dimension(self) -> str | None:
        """The dimension, where this field is a rating."""
        return self.name.removeprefix(RATING) if self.name.startswith(RATING) else None


@dataclass(frozen=True)
class Stored:
    """A saved value, when (Slack's action_ts) and in which view it was written."""

    value: Value
    acted_at: str
    written_in: str

    @property
    def since(self) -> str:
        """When it was written, as far as that is known: earlier than any action where it isn't."""
        return "" if self.acted_at == UNTIMED else self.acted_at


@dataclass(frozen=True)
class Answer:
    """What a panelist recorded for one question. A rating of None is an explicit "not assessed".

    `probes` is how the answer held after each follow-up, by its key in PROBES, `own_probe` the words of their own.
    `probed` sums them up: weaker after any, else stronger after any, else held; on an old card, what was said of all.
    """

    state: Asked = Asked.PLANNED
    evidence: str = ""
    ratings: Mapping[str, int | None] = field(default_factory=dict)
    probed: Probed | None = None
    seen: tuple[str, ...] = ()
    instead: str = ""
    probes: Mapping[str, Probed] = field(default_factory=dict)
    own_probe: str = ""

    @property
    def rated(self) -> bool:
        """Whether any dimension has a number."""
        return any(value is not None for value in self.ratings.values())

    def unassessed(self, dimensions: Collection[str]) -> bool:
        """Whether each of these dimensions is "not assessed", so that nothing needs evidence."""
        return self.ratings.keys() >= set(dimensions) and not self.rated

    @property
    def skipped(self) -> bool:
        """Whether the planned question was not asked."""
        return self.state is Asked.NOT_REACHED


@dataclass(frozen=True)
class Card:
    """One scorecard as it is saved."""

    scorecard_id: int
    interview_id: int
    user_id: str
    answers: Mapping[str, Answer]
    recommendation: Recommendation | None = None
    sureness: Sureness | None = None
    summary: str = ""
    seen: tuple[str, ...] = ()
    """The red flags of any answer that they ticked, in words."""
    submitted_at: datetime | None = None
    render: int = 0
    counts: bool = True
    changed: bool = False
    """Whether it is in and was changed since: the changes are not handed in."""
    revised: bool = False
    """Whether changes were handed in after it was in."""
    blind: bool = True
    """Whether its author couldn't read the others before it was in; one that isn't counts in no number."""

    @property
    def submitted(self) -> bool:
        """Whether it is in."""
        return self.submitted_at is not None

    def answer(self, question_id: str) -> Answer:
        """What is recorded for a question; an empty answer where nothing is."""
        return self.answers.get(question_id, Answer())

    def started(self, question_id: str) -> bool:
        """Whether anything is recorded for a question."""
        return self.answer(question_id) != Answer()


@dataclass(frozen=True)
class Gap:
    """Something that is still missing before a scorecard can be submitted. `page` counts from 0."""

    page: int
    text: str


def gaps(card: Card, question_ids: Sequence[str], dimensions: Mapping[str, str]) -> tuple[Gap, ...]:
    """What is missing on the pages of questions; at most one gap a question, ratings first.

    `dimensions` are keys with their short names. Where anything was rated, evidence is required, and how the answer
    held after the follow-up.
    """
    found = []
    for page, question_id in enumerate(question_ids):
        answer = card.answer(question_id)
        if answer.skipped:
            continue
        unrated = [name for key, name in dimensions.items() if key not in answer.ratings]
        if len(unrated) == len(dimensions):
            found.append(Gap(page, f"Question {page + 1}: not rated yet"))
        elif unrated:
            found.append(Gap(page, f"Question {page + 1}: no rating for {_listed(unrated)}"))
        elif fault := evidence_fault(answer):
            found.append(Gap(page, f"Question {page + 1}: {fault[:1].lower()}{fault[1:-1]}"))
        elif answer.rated and needed_probe(answer) not in answer.probes:
            found.append(Gap(page, f"Question {page + 1}: how the answer held after the follow-up"))
    return tuple(found)


def needed_probe(answer: Answer) -> str:
    """The follow-up of which it must be said how the answer held, or that it wasn't asked.

    The first planned one; where something else was asked, one's own.
    """
    return OWN_PROBE if answer.state is Asked.OTHER else FIRST_PROBE


def evidence_fault(answer: Answer) -> str | None:
    """What is wrong with a question's evidence, to be said at its field; None where it was not rated, or is enough."""
    text = answer.evidence.strip()
    if answer.skipped or not answer.rated:
        return None
    different = {character for character in text.casefold() if not character.isspace()}
    if len(text) >= SHORTEST_EVIDENCE and len(different) >= LEAST_DIFFERENT:
        return None
    return "Say what they said or did, in a sentence of your own."


def begun(start_at: datetime | None, now: datetime) -> bool:
    """Whether the interview has begun, so that its card can be handed in."""
    return start_at is None or now >= start_at


def fingerprint(value: Value | None) -> str:
    """A short hash of a value, small enough to travel in a view's private metadata."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Change:
    """A field's value in a view, against what that view was filled with.

    `own` is whether the person's action was on this very field; `value` None is an emptied or missing one.
    """

    field: Field
    value: Value | None
    rendered: str
    acted_at: str
    view: str
    own: bool


def merged(change: Change, stored: Stored | None) -> Value | None:
    """What to save for a change, or None to leave what is stored as it is.

    A field that does not differ from what the view was filled with is left alone, unless it was changed there
    and changed back. A value missing from a view never erases a saved one; a text that its author emptied does.
    Where another view wrote the field since, the later tap wins for choices, and for texts both are kept.
    """
    if change.value is None:
        emptied = change.own and change.field.name in TEXTS and stored is not None
        return "" if emptied else None
    as_filled = fingerprint(change.value) == change.rendered
    if stored is None:
        return None if as_filled or not change.value else change.value
    here, later = stored.written_in == change.view, change.acted_at > stored.since
    if stored.value == change.value or (as_filled and not (here and later)):
        return None
    if here or fingerprint(stored.value) == change.rendered:
        return change.value if change.acted_at >= stored.since or not change.own else None
    if isinstance(change.value, str) and change.field.name in TEXTS:
        return _both(str(stored.value), change.value)
    return change.value if change.own and later else None


def written(stored: Mapping[Field, Stored], changes: Sequence[Change]) -> dict[Field, Stored]:
    """What changes leave on a scorecard: the fields to save, each with its value, when and in which view.

    Evidence that two devices wrote may be longer than one field: up to twice its length is kept.
    """
    found: dict[Field, Stored] = {}
    for change in changes:
        value = merged(change, found.get(change.field) or stored.get(change.field))
        if value is None:
            continue
        if isinstance(value, str) and change.field.name == EVIDENCE:
            value = value[: 2 * EVIDENCE_LENGTH]
        found[change.field] = Stored(value, change.acted_at, change.view)
    return found


def last_page_faults(card: Card) -> dict[str, str]:
    """What is wrong on the last page, at its fields."""
    found = {}
    if card.recommendation is None:
        found[RECOMMENDATION] = "Pick one. You can change it until the debrief."
    if card.sureness is None:
        found[SURENESS] = "Pick one."
    if len(card.summary) > SUMMARY_LENGTH:
        found[SUMMARY] = f"That is {len(card.summary)} characters. Keep it under {SUMMARY_LENGTH}."
    return found


def card_from(fields: Mapping[Field, Stored], states: Mapping[str, Asked], blank: Card) -> Card:
    """A scorecard from what stands in its fields. `states` are what became of the planned questions.

    A value that nobody could choose, kept before values were checked, counts as none.
    """

    def noted(question_id: str, name: str) -> Any:
        stored = fields.get(Field(question_id, name))
        return stored.value if stored else None

    ratings: dict[str, dict[str, int | None]] = {}
    for key, stored in fields.items():
        if key.dimension is not None:
            value = None if stored.value == NOT_ASSESSED else int(str(stored.value))
            if value is None or value in RATINGS:
                ratings.setdefault(key.question_id, {})[key.dimension] = value

    def answer(question_id: str, state: Asked) -> Answer:
        given = {key: _one_of(Probed, noted(question_id, f"{PROBE}{key}")) for key in PROBES}
        probes = {key: probed for key, probed in given.items() if probed is not None}
        return Answer(
            state=state,
            evidence=noted(question_id, EVIDENCE) or "",
            ratings=ratings.get(question_id, {}),
            probed=_summed_up(probes.values()) or _one_of(Probed, noted(question_id, PROBED)),
            seen=tuple(noted(question_id, SEEN) or ()),
            instead=noted(question_id, INSTEAD) or "",
            probes=probes,
            own_probe=noted(question_id, OWN_WORDS) or "",
        )

    answers = {question_id: answer(question_id, state) for question_id, state in states.items()}
    return replace(
        blank,
        answers=answers,
        recommendation=_one_of(Recommendation, noted(LAST_PAGE, RECOMMENDATION)),
        sureness=_one_of(Sureness, noted(LAST_PAGE, SURENESS)),
        summary=noted(LAST_PAGE, SUMMARY) or "",
        seen=tuple(noted(LAST_PAGE, SEEN) or ()),
    )


def _one_of(choices: type[Choice], value: object) -> Choice | None:
    return choices(str(value)) if value in set(choices) else None


def _summed_up(probes: Collection[Probed]) -> Probed | None:
    """How an answer held, after all follow-ups together."""
    telling = (Probed.WEAKER, Probed.STRONGER, Probed.HELD, Probed.NOT_PROBED)
    return next((one for one in telling if one in probes), None)


def _both(stored: str, typed: str) -> str | None:
    if typed in stored:
        return None
    return typed if stored in typed else f"{stored}\n{typed}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
