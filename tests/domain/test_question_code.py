"""Code in the bank's answers runs as it stands, on the cases it says it was tried on; the naive way fails."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import log2
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import mannwhitneyu

from bot.domain.questions import Bank, Question, check_bank, parse_bank
from bot.ground.resources import read_question_files
from tests.small_bank import QUESTIONS, small_bank


@lru_cache(maxsize=1)
def bank() -> Bank:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed


def source(id: str) -> str:
    code = bank().question(id).code
    assert code is not None
    return code.source


def python(id: str, name: str) -> Callable[..., Any]:
    """The function `name` that the answer's Python defines."""
    names: dict[str, Any] = {}
    exec(compile(source(id), id, "exec"), names)
    found: Callable[..., Any] = names[name]
    return found


def machines() -> sqlite3.Connection:
    """Three faults in one machine, none, one on day 90 exactly, one long after, one machine too young."""
    database = sqlite3.connect(":memory:")
    database.executescript("""
        CREATE TABLE machines(id, installed); CREATE TABLE faults(machine_id, at);
        INSERT INTO machines VALUES (1,'2025-03-01'),(2,'2025-06-01'),(3,'2026-01-10'),(4,'2026-02-01'),
            (5,'2026-11-01');
        INSERT INTO faults VALUES (1,'2025-03-20'),(1,'2025-04-02'),(1,'2025-04-09'),(3,'2026-05-30'),
            (4,'2026-05-02');
    """)
    return database


def test_early_faults_counts_each_machine_once_and_leaves_out_the_young() -> None:
    rows = machines().execute(source("coding-early-faults-sql"), {"today": "2026-11-26"}).fetchall()
    assert rows == [("2025", 2, 0.5), ("2026", 2, 0.0)]


def test_an_inner_join_says_that_every_machine_fails() -> None:
    naive = """
        SELECT strftime('%Y', m.installed), COUNT(*), AVG(f.at < date(m.installed, '+90 days'))
        FROM machines m JOIN faults f ON f.machine_id = m.id GROUP BY 1
    """
    assert machines().execute(naive).fetchall()[0] == ("2025", 3, 1.0)


def visits() -> sqlite3.Connection:
    """Three visits, a single one, the same day twice, two in a row."""
    database = sqlite3.connect(":memory:")
    database.executescript("""
        CREATE TABLE visits(patient, day);
        INSERT INTO visits VALUES ('a','2026-01-01'),('a','2026-03-01'),('a','2026-03-11'),
            ('b','2026-02-02'),('c','2026-02-02'),('c','2026-02-02'),('d','2026-04-01'),('d','2026-04-02');
    """)
    return database


def test_last_visit_keeps_patients_with_a_single_one_and_takes_two_on_a_day_as_one() -> None:
    rows = visits().execute(source("coding-last-visit-sql")).fetchall()
    assert rows == [
        ("a", "2026-03-11", 10.0),
        ("b", "2026-02-02", None),
        ("c", "2026-02-02", None),
        ("d", "2026-04-02", 1.0),
    ]


def test_a_join_of_visits_with_themselves_loses_patients_with_a_single_one() -> None:
    naive = "SELECT DISTINCT v.patient FROM visits v JOIN visits w ON v.patient = w.patient AND w.day < v.day"
    assert visits().execute(naive).fetchall() == [("a",), ("d",)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("12", "12.00"),
        ("-5,00", "-5.00"),
        (" 7.25 ", "7.25"),
        ("1 234,50", "1234.50"),
    ],
)
def test_amounts_are_read_in_both_forms_and_stay_exact(text: str, value: str) -> None:
    assert python("coding-money-as-text", "amount")(text) == Decimal(value)


def test_nothing_given_is_no_amount_and_what_is_unclear_is_refused() -> None:
    amount = python("coding-money-as-text", "amount")
    assert amount("-") is None
    assert amount("") is None
    for unclear in ("1.234", "abc", "1,5", "12 lb"):
        with pytest.raises((ValueError, InvalidOperation)):
            amount(unclear)


def test_tags_become_the_columns_learned_once_and_a_count_of_the_unknown() -> None:
    fit, row = python("coding-recipe-tags", "fit"), python("coding-recipe-tags", "row")
    names = fit(["Quick; vegan", "quick", "vegan;quick;rare", None, ""], least=2)
    assert names == ["quick", "vegan"]
    assert row("VEGAN ;thai;new", names) == [0, 1, 2]
    assert row(None, names) == [0, 0, 0]


def test_the_plain_forecast_sees_only_earlier_days() -> None:
    error = python("coding-plainest-forecast", "error")
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(42)]
    rows = [(day, 100.0 + 10 * day.weekday() + number // 7) for number, day in enumerate(days)]
    assert error(rows, days[14]) == pytest.approx((1.5 + 2 + 2.5 + 2.5) / 4)
    changed = [*rows[:-1], (days[-1], 1_000_000.0)]
    assert error(changed, days[14]) * 28 - error(rows, days[14]) * 28 == pytest.approx(
        1_000_000 - rows[-1][1]
    )


def test_the_largest_are_those_that_sorting_finds() -> None:
    top = python("coding-ten-largest", "Top")
    for seed in range(50):
        numbers = random.Random(seed).choices(range(40), k=seed)
        found, first, second = top(10), top(10), top(10)
        for place, number in enumerate(numbers):
            found.add(number)
            (first if place % 2 else second).add(number)
        assert found.result() == sorted(numbers, reverse=True)[:10]
        for number in first.result():
            second.add(number)
        assert second.result() == found.result()


def test_each_line_is_kept_as_often_as_any_other() -> None:
    sample, chance = python("coding-fair-sample", "sample"), random.Random(20261126)
    kept = Counter(line for _ in range(10_000) for line in sample(range(20), 5, chance))
    assert all(abs(kept[line] - 2_500) < 150 for line in range(20)), kept
    assert sample(iter("abc"), 5, chance) == ["a", "b", "c"]


def test_ndcg_is_one_for_the_best_order_and_nothing_without_a_hit() -> None:
    ndcg = python("coding-ndcg", "ndcg")
    assert ndcg([3, 2, 0], 3) == pytest.approx(1.0)
    best, reversed_order = 3 + 2 / log2(3), 0 + 2 / log2(3) + 3 / 2
    assert ndcg([0, 2, 3], 10) == pytest.approx(reversed_order / best)
    assert ndcg([0, 0], 2) == 0.0


def test_an_offset_holds_from_its_own_moment_until_the_next() -> None:
    offset_at = python("coding-valid-offset", "offset_at")
    assert [offset_at([10, 20], ["x", "y"], time) for time in (9, 10, 15, 20, 99)] == [
        None,
        "x",
        "x",
        "y",
        "y",
    ]
    for seed in range(30):
        chance = random.Random(seed)
        starts = sorted(chance.sample(range(30), 8))
        for time in range(-1, 31):
            before = [start for start in starts if start <= time]
            assert offset_at(starts, starts, time) == (before[-1] if before else None)


def test_folds_test_each_row_once_and_differ_by_one_row_at_most() -> None:
    folds = python("coding-folds-by-hand", "folds")
    for n in range(2, 41):
        for k in range(2, n + 1):
            parts = list(folds(n, k))
            tested = sorted(row for _, test in parts for row in test)
            assert tested == list(range(n)), (n, k)
            sizes = [len(test) for _, test in parts]
            assert max(sizes) - min(sizes) <= 1
            assert all(sorted([*train, *test]) == tested for train, test in parts)
        for k in (1, n + 1):
            with pytest.raises(ValueError, match=f"k is {k}"):
                list(folds(n, k))
    assert [len(test) for _, test in folds(11, 3)] == [4, 4, 3]


def test_auc_by_pairs_is_what_ranks_give() -> None:
    auc = python("coding-auc-pairs", "auc")
    assert auc([1, 2, 3], [0, 0, 1]) == 1.0
    assert auc([3, 2, 1], [0, 0, 1]) == 0.0
    assert auc([5, 5, 5], [0, 1, 1]) == 0.5
    for seed in range(30):
        chance = random.Random(seed)
        scores = [chance.randrange(5) for _ in range(40)]
        labels = [0, 1, *(chance.randrange(2) for _ in range(38))]
        positive = [score for score, label in zip(scores, labels, strict=True) if label]
        negative = [score for score, label in zip(scores, labels, strict=True) if not label]
        assert auc(scores, labels) == pytest.approx(
            mannwhitneyu(positive, negative).statistic / len(positive) / len(negative)
        )
    with pytest.raises(ValueError, match="one class"):
        auc([1, 2], [1, 1])


def test_the_week_before_is_days_and_not_rows_and_never_the_day_itself() -> None:
    week_before = python("coding-week-before", "week_before")
    first = date(2026, 5, 1)
    rows = [
        ("b", first + timedelta(days=1), 50),
        ("a", first, 10),
        ("a", first + timedelta(days=1), 20),
        ("a", first + timedelta(days=2), 90),
        ("a", first + timedelta(days=12), 40),
        ("b", first, 70),
    ]
    found = {(shop, (day - first).days): mean for shop, day, mean in week_before(rows)}
    assert found == {
        ("a", 0): None,
        ("a", 1): 10.0,
        ("a", 2): 15.0,
        ("a", 12): None,
        ("b", 0): None,
        ("b", 1): 70.0,
    }


def test_pieces_joined_are_the_list_and_only_the_last_is_short() -> None:
    pieces = python("swe_reading-steps-of-n", "pieces")
    for length in range(31):
        items = list(range(length))
        for size in range(1, 13):
            found = pieces(items, size)
            assert [item for piece in found for item in piece] == items
            assert all(len(piece) == size for piece in found[:-1])
            assert all(1 <= len(piece) <= size for piece in found)
    for size in (0, -1):
        with pytest.raises(ValueError, match="size"):
            pieces([1], size)


class Flaky:
    """A call that raises `error` so many times before it answers, and counts how often it was made."""

    def __init__(self, failures: int, error: type[Exception] = TimeoutError) -> None:
        self.failures, self.error, self.calls = failures, error, 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error(self.calls)
        return "done"


def test_trying_again_is_for_errors_that_pass_with_growing_pauses_and_an_end() -> None:
    again = python("swe_reading-retry-everything", "again")
    for failures, calls in ((0, 1), (2, 3)):
        flaky, slept = Flaky(failures), list[float]()
        assert again(flaky, TimeoutError, slept.append) == "done"
        assert (flaky.calls, len(slept)) == (calls, failures)
        assert all(0 <= pause <= 0.5 * 2**nth for nth, pause in enumerate(slept))
    never = Flaky(99)
    with pytest.raises(TimeoutError, match="4"):
        again(never, TimeoutError, list[float]().append)
    assert never.calls == 4
    wrong = Flaky(99, KeyError)
    with pytest.raises(KeyError):
        again(wrong, TimeoutError, list[float]().append)
    assert wrong.calls == 1


def test_a_payment_is_made_once_for_a_key_unless_it_failed() -> None:
    paid = list[int]()

    def pay(amount: int) -> int:
        if amount == 13:
            raise TimeoutError
        paid.append(amount)
        return len(paid)

    once = python("swe_reliability-key-for-a-repeat", "Once")(pay)
    assert [once("a", 300), once("a", 300), once("b", 300)] == [1, 1, 2]
    assert paid == [300, 300]
    with pytest.raises(TimeoutError):
        once("c", 13)
    assert once("c", 20) == 3
    with pytest.raises(ValueError, match="a"):
        once("a", 301)
    assert paid == [300, 300, 20]


def test_every_code_in_the_bank_has_a_test_here() -> None:
    tests = Path(__file__).read_text("utf-8")
    with_code = [question.id for question in bank().all_questions if question.code]
    assert len(with_code) >= 9
    assert [id for id in with_code if f'"{id}"' not in tests] == []


def answered(answer: str) -> list[str]:
    """The warnings about a prep answer of the small bank."""
    text = QUESTIONS.replace("    red_flags: [Takes young", f"{answer}    red_flags: [Takes young")
    faults = check_bank({**small_bank(), "questions/data.yaml": text}).faults
    assert not any(not fault.warning for fault in faults), faults
    return [fault.message for fault in faults if "said" in fault.message or "code" in fault.message]


def minute(points: int, words: int) -> str:
    said = "".join(f"      - {{say: {'word ' * words}, hears: a point}}\n" for _ in range(points))
    return f"    said:\n{said}"


CODE = '    code: {language: python, source: "LINES", tried_on: two cases}\n'


def test_a_strong_answer_is_a_minute_of_speech_in_three_to_five_points() -> None:
    assert answered(minute(4, 30)) == []
    assert answered(minute(4, 20)) == ["`said` has 80 words, which isn't a minute."]
    assert answered(minute(4, 45)) == ["`said` has 180 words, which isn't a minute."]
    assert answered(minute(2, 55)) == ["`said` has 2 points."]


def test_beside_code_less_is_said_and_the_code_fits_a_phone() -> None:
    fits = CODE.replace("LINES", "x = 1\\n" * 15)
    assert answered(minute(4, 20) + fits) == []
    wide = CODE.replace("LINES", "x" * 41)
    assert answered(minute(4, 20) + wide) == ["The code has 1 lines, the widest 41 characters."]
    long = CODE.replace("LINES", "x = 1\\n" * 16)
    assert answered(minute(4, 20) + long) == ["The code has 16 lines, the widest 5 characters."]


def test_an_answer_to_train_on_does_not_belong_to_a_question_for_loops() -> None:
    text = QUESTIONS.replace("    prep: true\n", "").replace(
        "    red_flags: [Takes young", f"{minute(4, 30)}    red_flags: [Takes young"
    )
    said = [fault.message for fault in check_bank({**small_bank(), "questions/data.yaml": text}).faults]
    assert "`said` stands in a question for loops, where nobody reads it." in said


@pytest.mark.parametrize("key", ["said", "code"])
def test_what_only_candidates_read_changes_the_bank_and_not_the_question(key: str) -> None:
    held = bank()
    one = held.question("coding-early-faults-sql")
    bare: Question = one.model_copy(update={key: () if key == "said" else None})
    changed = Bank(
        held.rubric,
        held.sets,
        held.competencies,
        tuple(bare if question is one else question for question in held.all_questions),
        held.prep,
    )
    assert bare.version == one.version
    same = Bank(held.rubric, held.sets, held.competencies, held.all_questions, held.prep)
    assert changed.version != same.version
