"""How alike two questions are: paraphrases are found, questions that share everyday words are not."""

from itertools import combinations

import pytest

from bot.domain.questions import ALIKE, Bank, Question, parse_bank, similarity, text_similarity
from bot.domain.questions.similarity import alike_pairs
from bot.ground.resources import read_question_files
from tests.small_bank import small_bank

PARAPHRASES = [
    (
        "A new model scores 99% on its test set, and you are asked to approve the release today. Do you?",
        "Somebody wants to release a model today that has 99% on the test set. Do you approve?",
    ),
    (
        "Your drift alarm goes off every Monday, and each time the model is fine. Why might that be?",
        "Each Monday the drift alert fires although the model is fine. What could explain the alarm?",
    ),
    (
        "Income is empty in 30% of loan applications. What do you find out before you fill anything in?",
        "In 30% of your loan applications the income field is missing. What do you do before filling it?",
    ),
    (
        "Half of a city's orders get a new courier-matching model; both halves share the couriers.",
        "A courier-matching model is tested on half of the city's orders, while couriers serve both halves.",
    ),
]
UNRELATED = [
    (
        "You have 5,000 labelled support tickets and three models to compare. How do you divide the tickets?",
        "Your first model, which routes support tickets, goes live on Monday. What is on its dashboard?",
    ),
    ("How would you explain your model to a nurse?", "How would you test your model before release?"),
    ("What do you do first, and why?", "What would you do next, and why not the other?"),
]


@pytest.mark.parametrize(("a", "b"), PARAPHRASES)
def test_a_paraphrase_counts_as_the_same_question(a: str, b: str) -> None:
    assert text_similarity(a, b) >= ALIKE


@pytest.mark.parametrize(("a", "b"), UNRELATED)
def test_everyday_words_in_common_do_not_make_two_questions_alike(a: str, b: str) -> None:
    assert text_similarity(a, b) < ALIKE


def questions() -> tuple[Question, Question]:
    bank = parse_bank(small_bank())
    assert isinstance(bank, Bank)
    first, second = bank.all_questions
    return first, second


def test_similarity_is_symmetric_and_whole_for_the_same_words() -> None:
    first, second = questions()
    copy = first.model_copy(update={"id": "data-copy"})
    assert similarity(first, second) == similarity(second, first) < ALIKE
    assert similarity(first, copy) == pytest.approx(1.0)


def test_a_question_stays_itself_however_its_words_are_edited() -> None:
    first, _ = questions()
    edited = first.model_copy(update={"prompt": "Nothing of the old words.", "short": "Anew"})
    assert similarity(first, edited) == 1.0


def test_texts_without_a_word_of_their_own_are_not_alike() -> None:
    assert text_similarity("What would you do?", "") == 0.0


def test_pairs_found_at_once_are_those_found_one_by_one() -> None:
    bank = parse_bank(read_question_files())
    assert isinstance(bank, Bank)
    some = bank.all_questions[::3]
    one_by_one = {
        (i, j): similarity(some[i], some[j])
        for i, j in combinations(range(len(some)), 2)
        if similarity(some[i], some[j]) >= 0.2
    }
    assert len(one_by_one) > 3
    assert {(i, j): alike for i, j, alike in alike_pairs(some, 0.2)} == pytest.approx(one_by_one)


def test_a_copy_under_another_id_is_found_as_the_same() -> None:
    first, second = questions()
    copy = first.model_copy(update={"id": "data-copy"})
    found = [(i, j, round(alike, 6)) for i, j, alike in alike_pairs([first, second, copy], ALIKE)]
    assert found == [(0, 2, 1.0)]
