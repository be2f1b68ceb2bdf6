"""Made-up questions whose words have nothing in common, for tests of prep."""

import random

from bot.domain.questions import Kind, Level, Question

COMPETENCIES = (
    "data",
    "evaluation",
    "modelling",
    "foundations",
    "collaboration",
    "mlops",
    "product",
    "statistics",
)
ROWS_OF_LEVELS = (
    (Level.JUNIOR, Level.MID),
    (Level.MID,),
    (Level.MID, Level.SENIOR),
    (Level.JUNIOR, Level.MID, Level.SENIOR),
    (Level.SENIOR,),
)
_SYLLABLES = [a + b for a in "bdfgklmnprtvz" for b in "aiou"]


def words(random: random.Random, count: int = 14) -> str:
    """A sentence of words that nobody else has, so that it is like no other."""
    return " ".join("".join(random.choices(_SYLLABLES, k=4)) for _ in range(count))


def question(
    id: str,
    competency: str = "data",
    levels: tuple[Level, ...] = (Level.MID,),
    *,
    prep: bool = True,
    prompt: str = "",
    kind: Kind = Kind.CONCEPT,
) -> Question:
    """A question with these facts; the prompt is made up from its id unless given."""
    said = prompt or words(random.Random(id))
    return Question.model_validate(
        {
            "id": id,
            "competency": competency,
            "kind": kind,
            "levels": levels,
            "by_level": {level.value: f"Expected at {level.value}." for level in levels},
            "minutes": 8,
            "prep": prep,
            "short": said[:50],
            "prompt": said,
            "tests": "Whether they look before they answer.",
            "probes": [
                {"kind": "why", "ask": f"Why not simpler, {id}?", "hear": "names a cost"},
                {"kind": "production", "ask": f"It breaks, {id}. How do you notice?", "hear": "a measure"},
            ],
            "weak": "Recites.",
            "solid": "Applies.",
            "strong": "Doubts the number. Asks what an error costs. Plans how a miss is found.",
            "red_flags": ["Ships it", "Blames the data"],
        }
    )


def prep_questions(each: int = 5) -> tuple[Question, ...]:
    """`each` prep questions for every competency, of all levels in turn."""
    return tuple(
        question(f"{key}-q{number}", key, ROWS_OF_LEVELS[number % len(ROWS_OF_LEVELS)])
        for key in COMPETENCIES
        for number in range(each)
    )
