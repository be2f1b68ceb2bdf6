"""Small planning problems, drawn so that every tier has something to decide."""

from hypothesis import strategies as st

from bot.domain.planning import Competency, Pair, Panelist, Problem, Question

PATIENT = 600.0
"""Seconds a test waits for a proof: far more than it takes, so that a busy machine fails no test."""


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """At most 3 panelists, 3 competencies and 5 questions, often with a plan that is already out."""
    count = draw(st.sampled_from([1, 2, 2]))
    keys = [f"c{number}" for number in range(count)]
    panelists = draw(st.lists(_panelists(keys), min_size=2, max_size=3))
    people = tuple(
        Panelist(f"p{number}", it.minutes, it.strengths, it.max_competencies)
        for number, it in enumerate(panelists)
    )
    competencies = tuple(draw(_competency(key)) for key in keys)
    size = 5 if len(people) == 3 else draw(st.integers(4, 6))
    questions = tuple(draw(_question(f"q{number}", keys)) for number in range(size))
    pairs = [Pair(panelist.id, question.id) for panelist in people for question in questions]
    kept = draw(st.sampled_from([0, 0, 2, 3, 4]))
    keep = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=kept))
    rare = st.sampled_from([0, 0, 0, 1, 2])
    asked, pin, ban = (
        draw(st.lists(st.sampled_from(pairs), unique=True, max_size=draw(rare))) for _ in range(3)
    )
    return Problem(
        people,
        competencies,
        questions,
        keep=tuple(keep),
        asked=tuple(asked),
        pin=tuple(pin),
        ban=tuple(ban),
        seed=draw(st.integers(0, 99)),
    )


def _panelists(keys: list[str]) -> st.SearchStrategy[Panelist]:
    strengths = st.dictionaries(st.sampled_from(keys), st.sampled_from([0, 1, 2, 2, 3]))
    return st.builds(
        Panelist,
        id=st.just(""),
        minutes=st.sampled_from([8, 20, 22, 24, 26, 28, 30, 34, 40]),
        strengths=strengths,
        max_competencies=st.sampled_from([1, 2, 3]),
    )


@st.composite
def _competency(draw: st.DrawFn, key: str) -> Competency:
    lowest = draw(st.sampled_from([0, 1, 2]))
    highest = lowest + draw(st.sampled_from([0, 1, 1, 2]))
    return Competency(key, draw(st.sampled_from([0, 1, 2])), lowest, highest, draw(st.integers(1, 3)))


@st.composite
def _question(draw: st.DrawFn, name: str, keys: list[str]) -> Question:
    return Question(
        name,
        draw(st.sampled_from(keys)),
        draw(st.sampled_from([4, 4, 5, 6, 8])),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.sampled_from([0, 0, 1, 2])),
    )
