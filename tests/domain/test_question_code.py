"""Code in the bank's answers runs as it stands, on the cases it says it was tried on; the naive way fails."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.questions import Bank, Question, check_bank, parse_bank
from bot.resources import read_question_files
from tests.small_bank import QUESTIONS, small_bank


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


def test_every_code_in_the_bank_has_a_test_here() -> None:
    tested = {"coding-early-faults-sql"}
    assert {question.id for question in bank().all_questions if question.code} == tested


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
