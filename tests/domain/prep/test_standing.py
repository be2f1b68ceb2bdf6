"""How somebody stands with a topic, as a table of what they rated when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.prep import Rating, Sent, Stand, Standing, stand_of, standing, topic_name
from tests.domain.prep.questions import question
from tests.domain.prep.subscriptions import SETTINGS

MONDAY, DAY = date(2026, 11, 23), timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating
TOPICS = {"data-a": "keys-and-joins", "data-b": "keys-and-joins", "mlops-c": "rare-class"}
Answers = list[tuple[int, str, Rating]]


def answered(answers: Answers) -> list[Sent]:
    found = []
    for after, id, rating in answers:
        at = datetime.combine(MONDAY + after * DAY, time(8), tzinfo=UTC)
        found.append(Sent(at.date(), id, graded=True, rating=rating, rated_at=at))
    return found


CASES: list[tuple[Answers, Stand]] = [
    ([], Stand.UNSEEN),
    ([(0, "mlops-c", GOOD)], Stand.UNSEEN),
    ([(0, "data-a", AGAIN)], Stand.WEAK),
    ([(0, "data-a", GOOD), (9, "data-b", HARD)], Stand.WEAK),
    ([(0, "data-a", GOOD)], Stand.GROWING),
    ([(0, "data-a", HARD), (9, "data-a", EASY)], Stand.GROWING),
    ([(0, "data-a", GOOD), (4, "data-b", GOOD)], Stand.GROWING),
    ([(0, "data-a", GOOD), (5, "data-b", EASY)], Stand.LEARNED),
    ([(0, "data-a", GOOD), (2, "data-b", GOOD), (6, "data-a", GOOD)], Stand.LEARNED),
    ([(0, "data-a", GOOD), (2, "data-b", AGAIN), (6, "data-a", GOOD)], Stand.GROWING),
]


@pytest.mark.parametrize(("answers", "stand"), CASES)
def test_learned_is_good_twice_five_days_apart_and_weak_is_what_went_badly_last(
    answers: Answers, stand: Stand
) -> None:
    assert stand_of("keys-and-joins", answered(answers), TOPICS, SETTINGS) is stand


@pytest.mark.parametrize(("ahead", "stand"), [(4, Stand.LEARNED), (5, Stand.GROWING)])
def test_with_an_interview_nearer_than_five_days_good_twice_is_learned(ahead: int, stand: Stand) -> None:
    answers = answered([(0, "data-a", GOOD), (1, "data-b", GOOD)])
    dated = replace(SETTINGS, interview=MONDAY + (1 + ahead) * DAY)
    assert stand_of("keys-and-joins", answers, TOPICS, dated) is stand


def test_days_are_those_of_their_own_place() -> None:
    late = [datetime(2026, 11, 23, 22, 30, tzinfo=UTC), datetime(2026, 11, 28, 23, 30, tzinfo=UTC)]
    sent = [Sent(at.date(), "data-a", graded=True, rating=GOOD, rated_at=at) for at in late]
    assert stand_of("keys-and-joins", sent, TOPICS, SETTINGS) is Stand.LEARNED
    early = replace(sent[1], rated_at=datetime(2026, 11, 27, 22, 30, tzinfo=UTC))
    assert stand_of("keys-and-joins", [sent[0], early], TOPICS, SETTINGS) is Stand.GROWING


def test_the_topics_of_a_pool_that_were_never_rated_are_unseen_and_each_counts_once() -> None:
    pool = [
        question(id).model_copy(update={"family": family})
        for id, family in (*TOPICS.items(), ("x-d", "trees"), ("x-e", "trees"))
    ]
    topics = TOPICS | {"x-d": "trees", "x-e": "trees"}
    found = standing(answered([(0, "data-a", GOOD), (1, "mlops-c", HARD)]), topics, SETTINGS, pool)
    assert found == Standing(("Trees",), ("Rare class",), ("Keys and joins",), ())
    assert (found.seen, found.went_well, found.topics) == (2, 1, 3)


def test_a_topic_has_a_name_for_people() -> None:
    assert topic_name("keys-and-joins") == "Keys and joins"
