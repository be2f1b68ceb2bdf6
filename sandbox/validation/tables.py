"""The two blocks of rows and cells: `table`, and `data_table`, which people sort and page through.

Source: https://docs.slack.dev/reference/block-kit/blocks/table-block and …/data-table-block
"""

import json
from typing import cast

from sandbox.validation.elements import BUTTON
from sandbox.validation.limits import LIMITS
from sandbox.validation.problem import Finding, Findings, step
from sandbox.validation.rich_text import RICH_TEXT
from sandbox.validation.rules import visible_text
from sandbox.validation.shapes import Flag, Json, Kinds, Many, Num, Obj, Real, Rule, Shape, Str, of_type

# Text of a cell that is a mention, an emoji or the like, and so has no characters of its own.
_TEXTLESS = ("emoji", "user", "channel", "usergroup", "date", "broadcast", "team", "color", "link")


def _raw(limit: str) -> dict[str, Obj]:
    return {
        "raw_text": of_type("raw_text", {"text": Str(limit)}, {}),
        "raw_number": of_type("raw_number", {"value": Real(), "text": Str(limit)}, {}),
    }


_DATA = _raw("data_table.cell")
_ACTION_CELL = of_type("action_cell", {"element": Kinds({"button": BUTTON}), "fallback": Kinds(_DATA)}, {})
_HEAD = Kinds(_DATA)


def rectangular(value: Json, pointer: str) -> Findings:
    """Every row has as many cells as the first."""
    rows = cast("list[list[object]]", value["rows"])
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            says = f"all rows must have the same number of cells: {len(row)}, the first has {len(rows[0])}"
            yield Finding(f"{pointer}/rows/{index}", says, "fill the missing cells with a dash")


def cells_within(limit: str) -> Rule:
    """The cells of a table together keep to a limit, and none of them is blank."""

    def rule(value: Json, pointer: str) -> Findings:
        total = 0
        for index, row in enumerate(cast("list[list[Json]]", value["rows"])):
            for column, cell in enumerate(row):
                text = "".join(visible_text(cell))
                total += len(text)
                if not text.strip() and not _shows_something_else(cell):
                    where = f"{pointer}/rows/{index}/{column}"
                    advice = "an empty cell is refused: write a dash"
                    yield Finding(where, "must be more than 0 characters", advice)
        yield from LIMITS[limit].findings(max(total, LIMITS[limit].least), step(pointer, "rows"))

    return rule


def _shows_something_else(cell: Json) -> bool:
    said = json.dumps(cell)
    return any(f'"type": "{kind}"' in said for kind in _TEXTLESS)


def _plain_head(value: Json, pointer: str) -> Findings:
    """The first row is the head: text and numbers alone."""
    for column, cell in enumerate(cast("list[list[Json]]", value["rows"])[0]):
        yield from _HEAD.problems(cell, f"{pointer}/rows/0/{column}")


def _head_column_exists(value: Json, pointer: str) -> Findings:
    columns = len(cast("list[list[Json]]", value["rows"])[0])
    index = cast("int", value.get("row_header_column_index", 0))
    if index >= columns:
        where, says = step(pointer, "row_header_column_index"), f"must be less than {columns}"
        yield Finding(where, says, "it counts columns from 0")


_COLUMN = Obj({}, {"align": Str(choices=("left", "center", "right")), "is_wrapped": Flag()})
_CELL = Kinds({**_raw("table.cell"), "rich_text": RICH_TEXT})
_DATA_CELL = Kinds({**_DATA, "rich_text": RICH_TEXT, "action_cell": _ACTION_CELL})


def table(common: dict[str, Shape]) -> Obj:
    """The `table` block; `common` are the keys that every block has."""
    return of_type(
        "table",
        {"rows": Many(Many(_CELL, "table.columns"), "table.rows")},
        {"column_settings": Many(_COLUMN, "table.column_settings", gaps=True), **common},
        rectangular,
        cells_within("table.all_cells"),
    )


def data_table(common: dict[str, Shape]) -> Obj:
    """The `data_table` block; `common` are the keys that every block has."""
    return of_type(
        "data_table",
        {
            "caption": Str("data_table.caption"),
            "rows": Many(Many(_DATA_CELL, "data_table.columns"), "data_table.rows"),
        },
        {
            "page_size": Num("data_table.page_size"),
            "row_header_column_index": Num("data_table.row_header_column_index"),
            **common,
        },
        rectangular,
        _plain_head,
        _head_column_exists,
        cells_within("data_table.all_cells"),
    )
