"""Questions as companies keep them are read without losing anything."""

import pytest
import yaml

from bot.domain.questions import Kind, Level
from bot.domain.questions.imported import Headings, Imported, to_yaml
from bot.domain.questions.importing import (
    ImportFault,
    kind_in,
    levels_in,
    minutes_in,
    read_csv,
    read_markdown,
)
from tests.packaged import read_bank

HEADINGS = Headings(read_bank().competencies)
JUNIOR, MID, SENIOR = Level


@pytest.mark.parametrize(
    ("text", "minutes", "more"),
    [
        ("5", 5, False),
        ("five", 5, False),
        ("Forty-five minutes", 45, False),
        ("about 10 min", 10, False),
        ("5-10 min", 10, True),
        ("ten, or twenty if they dig", 20, True),
        ("a while", None, True),
        ("", None, False),
    ],
)
def test_minutes_are_read_in_figures_and_words(text: str, minutes: int | None, more: bool) -> None:
    assert minutes_in(text) == (minutes, more)


@pytest.mark.parametrize(
    ("text", "levels", "more"),
    [
        ("mid, senior", [MID, SENIOR], False),
        ("Senior and junior level", [JUNIOR, SENIOR], False),
        ("any", [JUNIOR, MID, SENIOR], False),
        ("senior, staff", [SENIOR], True),
        ("chief", [], True),
        ("", [], False),
    ],
)
def test_levels_are_read_and_any_is_all_of_them(text: str, levels: list[Level], more: bool) -> None:
    assert levels_in(text) == (levels, more)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("behavioral", Kind.BEHAVIOURAL),
        (" Behaviour ", Kind.BEHAVIOURAL),
        ("code", Kind.CODING),
        ("fun", None),
    ],
)
def test_kinds_have_their_usual_names(text: str, kind: Kind | None) -> None:
    assert kind_in(text) is kind


def imported(text: str, *, table: bool = True) -> Imported:
    (made,) = to_yaml(read_csv(text) if table else read_markdown(text), HEADINGS).values()
    return made


def test_every_cell_of_a_table_is_in_the_yaml_also_those_under_no_or_the_same_name() -> None:
    table = (
        "Question,Topic,Category,Level,Minutes,Kind,,Owner\n"
        'How sure?,Statistics,numbers,"senior, staff",5-10,fun,left over,Kim,spilt\n'
    )
    text = imported(table).text
    for kept in (
        "# column_3: numbers",
        "# levels: senior, staff",
        "# minutes: 5-10",
        "# kind: fun",
        "# column_7: left over",
        "# owner: Kim",
        "# column_9: spilt",
    ):
        assert kept in text, kept
    [question] = yaml.safe_load(text)["questions"]
    assert (question["levels"], question["minutes"], question["kind"]) == (["senior"], 10, "")


def test_every_line_of_notes_is_in_the_yaml() -> None:
    notes = (
        "Asked since 2021.\n# Senior: data hygiene\n- How do you split?\n  - why: Why by time?\n"
        "  - why: Why not at random?\n\nKim likes this one.\n- What leaks?\nEnd of list.\n"
    )
    made = imported(notes, table=False)
    for kept in (
        "Asked since 2021.",
        "Why by time?",
        "Why not at random?",
        "Kim likes this one. End of list.",
    ):
        assert kept in made.text, kept
    loaded = yaml.safe_load(made.text)
    assert loaded["competency"]["key"] == "data"
    assert [one["levels"] for one in loaded["questions"]] == [["senior"], ["senior"]]


def test_a_known_competency_is_found_by_key_or_name_and_brings_its_definition() -> None:
    for name in ("data", "Data hygiene", "DATA  HYGIENE"):
        loaded = yaml.safe_load(imported(f"question,competency\nWhy?,{name}\n").text)
        assert loaded["competency"] == read_bank().competency("data").model_dump()


def test_three_fields_are_enough_and_the_rest_is_listed() -> None:
    made = imported("question,competency,level\nHow do you split?,data,any\n")
    [missing] = made.to_do.values()
    assert missing == (
        "minutes",
        "kind",
        "what it tests",
        "first follow-up",
        "second follow-up",
        "weak answer",
        "solid answer",
        "strong answer",
        "a red flag",
        "what to listen for",
    )
    [without] = imported("question,competency\nHow do you split?,data\n").to_do.values()
    assert without[0] == "level (needed first)"


def test_all_unknown_headings_are_asked_about_at_once_with_what_comes_near() -> None:
    table = "question,competency\nWhy?,Culture\nHow?,mlopps\nWhat?,Culture\n"
    with pytest.raises(ImportFault) as asked:
        to_yaml(read_csv(table), HEADINGS)
    lines = str(asked.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Line 2", "Line 3"]
    assert "mlops" in lines[1]
    answered = Headings(read_bank().competencies, {"Culture": "collaboration"}, ("mlopps",))
    assert set(to_yaml(read_csv(table), answered)) == {"collaboration", "mlopps"}
