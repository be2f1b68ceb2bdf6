"""Where the files lie that come with Fairloop but aren't code, in a checkout and in an installed wheel."""

from pathlib import Path
from typing import Literal

Resource = Literal["question_sets", "alembic", "manifest.json"]

_HERE = Path(__file__).resolve().parent.parent


def resource_path(name: Resource) -> Path:
    """The path of question_sets/, alembic/ or manifest.json. Raises FileNotFoundError.

    In a wheel they lie inside the package with an underscore before the name (see pyproject.toml), which
    is looked at first: the folder around an installed package may hold a library of the same name.
    """
    for path in (_HERE / f"_{name}", _HERE.parent / name):
        if path.exists():
            return path
    raise FileNotFoundError(
        f"{name} is neither in the package nor beside it ({_HERE}). Install Fairloop again."
    )


def read_question_files(directory: Path | None = None) -> dict[str, str]:
    """The YAML files of a question bank, by path relative to it, with forward slashes.

    Reads the bank that comes with Fairloop unless given another. Raises FileNotFoundError when the
    directory isn't there, and UnicodeDecodeError when a file isn't UTF-8.
    """
    root = directory if directory is not None else resource_path("question_sets")
    if not root.is_dir():
        raise FileNotFoundError(f"There is no directory {root}.")
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8-sig")
        for path in sorted(root.rglob("*.yaml"))
    }
