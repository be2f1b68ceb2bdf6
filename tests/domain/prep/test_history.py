from datetime import date, timedelta

from bot.domain.prep import History, Sent, Why
from bot.domain.prep.history import history_of

START, DAY = date(2026, 11, 23), timedelta(days=1)


def days(*sent: tuple[str, Why]) -> list[Sent]:
    return [Sent(START + n * DAY, id, False, why) for n, (id, why) in enumerate(sent)]


def test_new_questions_take_the_turn_of_their_competency_and_repeats_are_counted_since() -> None:
    sent = days(("a", Why.DUE), ("b", Why.NEW), ("a", Why.DUE), ("b", Why.EARLY))
    found = history_of(sent, {"a": "data", "b": "mlops"})
    assert found == History(
        {"a": START + 2 * DAY, "b": START + 3 * DAY}, {"mlops": START + DAY}, reviews_in_a_row=2
    )


def test_a_question_that_the_bank_has_no_longer_takes_no_turn() -> None:
    assert history_of(days(("gone", Why.NEW)), {}).competencies == {}
