"""Buttons as screen readers say them, out of what stands around them; and labels without pictures."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

VIEWS = Path(__file__).parents[2] / "bot" / "views"
BARE = {
    "Undo",
    "Fix",
    "Back",
    "Next",
    "Try again",
    "Continue",
    "Discard",
    "Pause",
    "Resume",
    "Go on",
    "Candidate",
    "Allow it again",
    "Read all evidence",
    "Open scorecard",
    "I'll be there",
    "I can't make it",
}
"""Words that don't say of what, of whom or when."""
PICTURE = re.compile(r":[a-z][a-z_]+:|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\u2B55]")
LABELS = {"button", "header", "heading", "option", "field", "modal", "bars", "collapsed", "data_table"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def words(node: ast.expr) -> str:
    """What is written out of an argument, variables left out."""
    return "".join(
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def unlabelled(path: Path) -> list[str]:
    """Buttons whose words alone don't say enough, and that have no others for a screen reader."""
    return [
        words(call.args[0])
        for name, call in calls(path)
        if name == "button"
        and words(call.args[0]) in BARE
        and not any(one.arg == "label" for one in call.keywords)
    ]


@pytest.mark.parametrize("path", sorted(VIEWS.glob("*.py")), ids=lambda path: path.stem)
def test_a_button_says_of_what_it_is(path: Path) -> None:
    assert unlabelled(path) == []


@pytest.mark.parametrize("path", sorted(VIEWS.glob("*.py")), ids=lambda path: path.stem)
def test_no_label_or_heading_has_a_picture(path: Path) -> None:
    for name, call in calls(path):
        if name in LABELS and call.args:
            assert not PICTURE.search(words(call.args[0])), ast.unparse(call)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"[\U0001F000-\U0001FAFF]", node.value)


def test_a_bare_button_and_a_picture_are_found(tmp_path: Path) -> None:
    source = tmp_path / "view.py"
    source.write_text('button("Undo", ids.X)\nbutton("Fix", ids.X, label="Fix: the evidence")\n')
    assert unlabelled(source) == ["Undo"]
    assert PICTURE.search(":red_circle: Late")
    assert PICTURE.search("\U0001f6a9 Red flag")
    assert not PICTURE.search("Mon 10:30 · 5 min")
