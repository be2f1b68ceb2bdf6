"""`fairloop questions` as people type it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.ground.resources import resource_path
from tests.small_bank import QUESTIONS, small_bank


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["questions", *map(str, arguments)])


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for file, text in small_bank().items():
        path = tmp_path / "bank" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "bank"


def test_check_finds_nothing_wrong_with_the_bank_that_comes_with_fairloop() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.output.endswith(" questions: 0 errors, 0 warnings.\n")


def test_check_of_a_directory_says_file_line_fault_and_mend_and_ends_with_1(directory: Path) -> None:
    broken = directory / "questions/data.yaml"
    broken.write_text(QUESTIONS.replace("kind: scenario", "kind: scenarios"), encoding="utf-8")
    result = run("check", directory)
    assert result.exit_code == 1
    assert f"{broken}:7: error: `kind` can't be `scenarios`. Did you mean `scenario`?\n" in result.output
    assert "1 question: 1 error, " in result.output


def test_check_quietly_leaves_warnings_out(directory: Path) -> None:
    assert ": warning: " in run("check", directory).output
    quiet = run("check", directory, "--quiet")
    assert quiet.exit_code == 0
    assert ": warning: " not in quiet.output


def test_check_of_one_file_compares_it_with_the_whole_bank(tmp_path: Path) -> None:
    own = (resource_path("question_sets") / "questions/genai.yaml").read_text("utf-8")
    draft = tmp_path / "robotics.yaml"
    draft.write_text(own.replace("key: genai", "key: robotics"), encoding="utf-8")
    result = run("check", draft)
    assert result.exit_code == 1
    assert f"{draft}:" in result.output
    assert "is there already" in result.output


def test_check_of_a_file_in_place_of_its_namesake_reports_only_what_it_brings(tmp_path: Path) -> None:
    own = (resource_path("question_sets") / "questions/genai.yaml").read_text("utf-8")
    same = tmp_path / "questions" / "genai.yaml"
    same.parent.mkdir()
    same.write_text(own, encoding="utf-8")
    result = run("check", same)
    assert (result.exit_code, result.output.count("\n")) == (0, 1)


def test_check_of_a_file_that_is_not_there_or_not_text_says_so(tmp_path: Path) -> None:
    missing = run("check", tmp_path / "no.yaml")
    assert missing.exit_code == 1
    assert f"There is no file {tmp_path / 'no.yaml'}." in missing.output
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\x00k")
    odd = run("check", tmp_path / "odd.yaml")
    assert odd.exit_code == 1
    assert "isn't UTF-8" in odd.output


def test_list_narrows_down_by_competency_level_kind_and_source() -> None:
    everything = run("list").output.splitlines()
    assert len(everything) > 100
    some = run("list", "--competency", "mlops", "--level", "senior", "--kind", "scenario").output.splitlines()
    assert 1 < len(some) < len(everything)
    assert all(line.startswith("mlops-") and "scenario" in line and "senior" in line for line in some[:-1])
    assert some[-1] == f"{len(some) - 1} questions."
    assert run("list", "--source", "hub/j2").output.splitlines()[:-1]
    loop, prep = run("list", "--loop").output.splitlines(), run("list", "--prep").output.splitlines()
    assert len(loop) + len(prep) == len(everything) + 1
    assert all(" prep " in line for line in prep[:-1])


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [
        ("--competency", "mlop", "There is no competency `mlop`. Did you mean `mlops`?"),
        ("--level", "middle", "There is no level `middle`. Use one of: junior, mid, senior."),
        ("--kind", "scenarios", "There is no kind `scenarios`. Did you mean `scenario`?"),
        ("--source", "hub/j22", "There is no source `hub/j22`. Did you mean `hub/j2`?"),
    ],
)
def test_list_says_what_was_probably_meant(option: str, given: str, said: str) -> None:
    result = run("list", option, given)
    assert result.exit_code == 1
    assert said in result.output


def test_list_says_when_nothing_is_found(directory: Path) -> None:
    result = run("list", "--bank", directory, "--kind", "coding")
    assert (result.exit_code, result.output) == (0, "0 questions: nothing answers to all of that.\n")


def test_show_prints_a_question_whole(directory: Path) -> None:
    result = run("show", "data-empty-income", "--bank", directory)
    assert result.exit_code == 0
    shown = ("Data hygiene", "10 minutes", "version ", "Drops the rows", "Finds the change", "hub/j5")
    for part in (*shown, "Why not the median? (why)", "hear: an alert on the share"):
        assert part in result.output


def test_show_of_an_unknown_question_offers_the_nearest(directory: Path) -> None:
    result = run("show", "data-empty-incomes", "--bank", directory)
    assert result.exit_code == 1
    assert "Did you mean `data-empty-income`?" in result.output


def test_coverage_serves_every_topic_of_the_bank() -> None:
    result = run("coverage")
    assert result.exit_code == 0
    assert result.output.endswith("102 of 102 topics are served.\n")
    assert "unserved" not in result.output
    assert "Two readings agree on" in result.output
    assert "names it and isn't about it: " in result.output


def test_show_prints_the_spoken_answer_the_code_and_the_family() -> None:
    result = run("show", "coding-early-faults-sql")
    assert "Said       A row is a machine, so I start from machines, not from faults." in result.output
    assert "Code       FROM machines m" in result.output
    assert "Family     share-within-days" in result.output


def test_counts_are_by_competency_and_level_and_by_family() -> None:
    result = run("counts")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].split() == ["junior", "mid", "senior"]
    assert lines[1].startswith("coding ")
    assert any(line.startswith("keys-and-joins ") and " loop, " in line for line in lines)


def test_list_narrows_down_by_family() -> None:
    result = run("list", "--family", "share-within-days")
    assert result.output.endswith("3 questions.\n")
    assert run("list", "--family", "share-within-day").exit_code == 1


def test_coverage_names_what_nothing_serves_and_ends_with_1(directory: Path) -> None:
    (directory / "practices.yaml").write_text("practices: []\n", encoding="utf-8")
    result = run("coverage", "--unserved", "--bank", directory)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "unserved: cto/judgment (judgment above recall); it needs a practice, tip or structure",
        "1 of 2 topics are served.",
    ]


def test_a_bank_with_errors_is_not_listed_but_checked_first(directory: Path) -> None:
    (directory / "rubric.yaml").unlink()
    result = run("list", "--bank", directory)
    assert result.exit_code == 1
    assert "The bank has 1 error; see them with `fairloop questions check" in result.output


def test_schema_writes_a_file_for_each_kind_of_yaml(tmp_path: Path) -> None:
    assert run("schema", "--out", tmp_path).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        path.name for path in (resource_path("question_sets") / "schema").iterdir()
    }


COMPLETE = (
    "Question,Competency,Level,Kind,Minutes,Short,Tests,Follow-up,Production,Weak,Solid,Strong,Red flags\n"
    '"Who, or what, drifts?",robots,"mid, senior",scenario,12,What drifts,Whether they ask,'
    "Why not wait?,Who is woken?,W,S,T,a; b\n"
)


def test_import_of_a_table_keeps_what_it_says_and_leaves_gaps_that_check_points_at(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(COMPLETE + "What broke?,robots,,,,,,,,,,,\n", encoding="utf-8")
    result = run("import", table, "--new", "robots", "--out", tmp_path / "drafts")
    assert result.exit_code == 0, result.output
    draft = tmp_path / "drafts/robots.yaml"
    assert f"{draft}: 2 questions." in result.output
    text = draft.read_text("utf-8")
    assert 'prompt: "Who, or what, drifts?"' in text
    assert "levels: [mid, senior]" in text
    assert 'red_flags: ["a", "b"]' in text
    checked = run("check", draft)
    assert checked.exit_code == 1
    assert f"{draft}:6: error: `definition` is empty. Write the text." in checked.output


def test_an_imported_draft_passes_the_check_once_its_gaps_are_filled(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(COMPLETE, encoding="utf-8")
    run("import", table, "--new", "robots", "--out", tmp_path)
    draft = tmp_path / "robots.yaml"
    draft.write_text(draft.read_text("utf-8").replace('""', '"filled in"'), encoding="utf-8")
    assert run("check", "--quiet", draft).output == "1 question: 0 errors, 1 warning.\n"


LIST = """\
# Robots
## Mid
1. How do you roll back a model
   that is already serving?
   - why: Why not fix forward?
   - red flag: Never did it
   - red flag: Kept no old version
- What do you alert on?
## Senior
- Who is on call?
"""


def test_import_of_a_list_reads_headings_items_and_fields(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(LIST, encoding="utf-8")
    assert run("import", notes, "--new", "Robots", "--out", tmp_path).exit_code == 0
    text = (tmp_path / "robots.yaml").read_text("utf-8")
    assert text.count("- id: robots-") == 3
    assert 'prompt: "How do you roll back a model that is already serving?"' in text
    assert 'red_flags: ["Never did it", "Kept no old version"]' in text
    assert text.count("levels: [mid]") == 2
    assert "levels: [senior]" in text


def test_import_reads_a_table_with_semicolons_and_keeps_what_fits_nowhere_as_a_comment(
    tmp_path: Path,
) -> None:
    table = tmp_path / "list.csv"
    table.write_text("\ufeffQuestion;Competency;Level;Author\nWhat broke?;robots;chief;Ops, 2019\n", "utf-8")
    assert run("import", table, "--new", "robots", "--out", tmp_path).exit_code == 0
    text = (tmp_path / "robots.yaml").read_text("utf-8")
    assert 'prompt: "What broke?"' in text
    assert "  # author: Ops, 2019\n  # levels: chief\n  - id: robots-" in text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "a.csv",
            "competency,level\nrobots,mid\n",
            "Line 1: no column holds the question. Name one `prompt`",
        ),
        ("a.csv", "question,level\n,mid\n", "Line 2: there is no question in this row."),
        (
            "a.csv",
            "question\nWhy?\n",
            "Line 2: which competency is this question for? Name one with --competency.",
        ),
        ("a.csv", "question\n", "There are no questions in this file."),
        ("a.md", "- Why?\n  - becuase: no\n", "Line 2: write `field: text` under a question."),
        ("a.md", "Just words.\n", "There are no questions in this file."),
        ("a.txt", "Why?\n", "only .csv and .md files can be imported."),
    ],
)
def test_what_cannot_be_imported_is_said_with_its_line(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("import", tmp_path / name, "--out", tmp_path / "drafts")
    assert result.exit_code == 1
    assert said in result.output
    assert not (tmp_path / "drafts").exists()


def test_import_never_writes_over_a_file_unless_told_to(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(COMPLETE, encoding="utf-8")
    kept = tmp_path / "robots.yaml"
    kept.write_text("mine", encoding="utf-8")
    refused = run("import", table, "--new", "robots", "--out", tmp_path)
    assert refused.exit_code == 1
    assert "there already. Use --out for another place, or --force." in refused.output
    assert kept.read_text("utf-8") == "mine"
    assert run("import", table, "--new", "robots", "--out", tmp_path, "--force").exit_code == 0
    assert kept.read_text("utf-8") != "mine"


def test_import_asks_of_every_heading_that_is_no_competency_and_makes_none(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Culture\n## Any\n- Why us?\n# Robots\n- Who is on call?\n", encoding="utf-8")
    asked = run("import", notes, "--out", tmp_path / "drafts")
    assert asked.exit_code == 1
    assert "Line 3: “Culture” is no competency here." in asked.output
    assert "Line 5: “Robots” is no competency here." in asked.output
    assert not (tmp_path / "drafts").exists()
    answer = ("--is", "Culture=collaboration", "--new", "Robots")
    done = run("import", notes, *answer, "--out", tmp_path / "drafts")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "drafts").iterdir()} == {"collaboration.yaml", "robots.yaml"}
    assert "collaboration-question: still to do: minutes, kind, what it tests" in done.output
    assert run("import", notes, "--is", "Culture=astrology", "--out", tmp_path).exit_code == 1
