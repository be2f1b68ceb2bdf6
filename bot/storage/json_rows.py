"""The rows of a subquery as one value, so that a statement about one thing can bring its lists along."""

import json
from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class json_rows(FunctionElement[str]):
    """An aggregate of its arguments: a JSON array of a JSON array a row; NULL or [] where there is none."""

    name = "json_rows"
    type = Text()
    inherit_cache = True


def rows_in(text: str | None) -> list[list[Any]]:
    """The rows again."""
    found: list[list[Any]] = json.loads(text or "[]")
    return found


@compiles(json_rows, "sqlite")
def _in_sqlite(element: json_rows, compiler: SQLCompiler, **known: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **known)}))"


@compiles(json_rows, "postgresql")
def _in_postgresql(element: json_rows, compiler: SQLCompiler, **known: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **known)})) AS TEXT)"
