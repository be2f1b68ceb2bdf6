"""Every size that Slack sets a bound to, as data.

The shapes name a limit; nothing else in the package holds a number of Slack's. `source` is the page of
Slack's documentation (or, where it is silent, the place it was observed) that the figure was read on.
`tests/sandbox/test_limits.py` demands a payload just inside and one just outside for every row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sandbox.validation.problem import Finding, Findings

Unit = Literal["characters", "items", "bytes", "value"]

DOCS = "https://docs.slack.dev/reference"
BLOCKS = f"{DOCS}/block-kit/blocks"
ELEMENTS = f"{DOCS}/block-kit/block-elements"
OBJECTS = f"{DOCS}/block-kit/composition-objects"
METHOD_PAGES = f"{DOCS}/methods"


@dataclass(frozen=True)
class Limit:
    """The fewest and the most of something. None for `most` means that Slack names no upper bound."""

    name: str
    unit: Unit
    least: int
    most: int | None
    source: str

    def findings(self, size: int, pointer: str) -> Findings:
        """Say, in Slack's words, when a size is out of bounds."""
        if self.most is not None and size > self.most:
            advice = f"it is {size}; take away {size - self.most}"
            most = {"type": f"max_{_MEASURES[self.unit]}", "expected": self.most, "got": size}
            yield Finding(pointer, _too_much(self.unit, self.most), advice, constraint=most)
        elif size < self.least:
            least = {"type": f"min_{_MEASURES[self.unit]}", "expected": self.least, "got": size}
            yield Finding(pointer, _too_little(self.unit, self.least), f"it is {size}", constraint=least)


_MEASURES: dict[Unit, str] = {"characters": "length", "items": "items", "bytes": "bytes", "value": "value"}


def _too_much(unit: Unit, most: int) -> str:
    return {
        "characters": f"must be less than {most + 1} characters",
        "items": f"no more than {most} items allowed",
        "bytes": f"must be no more than {most} bytes",
        "value": f"must be less than {most + 1}",
    }[unit]


def _too_little(unit: Unit, least: int) -> str:
    return {
        "characters": f"must be more than {least - 1} characters",
        "items": f"no fewer than {least} items allowed",
        "bytes": f"must be at least {least} bytes",
        "value": f"must be more than {least - 1}",
    }[unit]


Row = tuple[str, Unit, int, int | None]


def _rows(source: str, *rows: Row) -> Iterator[Limit]:
    for name, unit, least, most in rows:
        yield Limit(name, unit, least, most, source)


_TABLE: tuple[Iterator[Limit], ...] = (
    _rows(f"{OBJECTS}/text-object", ("text", "characters", 1, 3000)),
    _rows(
        f"{BLOCKS}/section-block",
        ("section.text", "characters", 1, 3000),
        ("section.fields", "items", 1, 10),
        ("section.field", "characters", 1, 2000),
    ),
    _rows(
        f"{BLOCKS}/header-block",
        ("header.text", "characters", 1, 150),
        ("header.level", "value", 1, 4),
    ),
    _rows(f"{BLOCKS}/context-block", ("context.elements", "items", 1, 10)),
    _rows(f"{BLOCKS}/actions-block", ("actions.elements", "items", 1, 25)),
    _rows(
        f"{BLOCKS}/input-block",
        ("input.label", "characters", 1, 2000),
        ("input.hint", "characters", 1, 2000),
    ),
    _rows(
        f"{BLOCKS}/image-block",
        ("image.image_url", "characters", 1, 3000),
        ("image.alt_text", "characters", 1, 2000),
        ("image.title", "characters", 1, 2000),
    ),
    _rows(
        f"{BLOCKS}/table-block",
        ("table.rows", "items", 1, 100),
        ("table.columns", "items", 1, 20),
        ("table.column_settings", "items", 1, 20),
        ("table.cell", "characters", 1, None),
        ("table.all_cells", "characters", 1, 10_000),
        ("message.tables", "items", 0, 1),
    ),
    # Raised since the pages of June 2026, which still say 101 rows, 10,000 characters and 6 series.
    _rows(
        f"{BLOCKS}/data-table-block",
        ("data_table.rows", "items", 2, 201),
        ("data_table.columns", "items", 1, 20),
        ("data_table.cell", "characters", 1, None),
        ("data_table.all_cells", "characters", 0, 20_000),
        ("data_table.caption", "characters", 1, None),
        ("data_table.page_size", "value", 1, 100),
        ("data_table.row_header_column_index", "value", 0, None),
        ("message.data_table_cells", "characters", 0, 20_000),
    ),
    _rows(
        f"{BLOCKS}/data-visualization-block",
        ("chart.title", "characters", 1, 50),
        ("chart.segments", "items", 1, 12),
        ("chart.segment_label", "characters", 1, 20),
        ("chart.series", "items", 1, 12),
        ("chart.series_name", "characters", 1, 20),
        ("chart.points", "items", 1, 20),
        ("chart.point_label", "characters", 1, 20),
        ("chart.categories", "items", 1, 20),
        ("chart.category", "characters", 1, 20),
        ("chart.axis_label", "characters", 1, 50),
        ("message.charts", "items", 0, 2),
    ),
    _rows(
        f"{BLOCKS}/container-block",
        ("container.title", "characters", 1, 150),
        ("container.subtitle", "characters", 1, 150),
        ("container.child_blocks", "items", 1, 10),
    ),
    _rows(
        f"{BLOCKS}/card-block",
        ("card.title", "characters", 1, 150),
        ("card.subtitle", "characters", 1, 150),
        ("card.body", "characters", 1, 200),
        ("card.subtext", "characters", 1, 200),
        ("card.actions", "items", 1, 3),
    ),
    _rows(f"{BLOCKS}/carousel-block", ("carousel.elements", "items", 1, 10)),
    _rows(f"{BLOCKS}/alert-block", ("alert.text", "characters", 1, 200)),
    _rows(f"{BLOCKS}/context-actions-block", ("context_actions.elements", "items", 1, 5)),
    _rows(
        f"{BLOCKS}/markdown-block",
        ("markdown.text", "characters", 1, 12_000),
        ("message.markdown", "characters", 0, 12_000),
    ),
    _rows(
        f"{BLOCKS}/rich-text-block",
        ("rich_text.elements", "items", 1, None),
        ("rich_text.text", "characters", 1, None),
        ("rich_text.tag", "characters", 1, None),
        ("rich_text.indent", "value", 0, 8),
        ("rich_text.offset", "value", 0, None),
        ("rich_text.border", "value", 0, 1),
    ),
    _rows(f"{BLOCKS}", ("block_id", "characters", 1, 255)),
    _rows(f"{ELEMENTS}", ("action_id", "characters", 1, 255), ("placeholder", "characters", 1, 150)),
    _rows(
        f"{ELEMENTS}/button-element",
        ("button.text", "characters", 1, 75),
        ("button.value", "characters", 0, 2000),
        ("button.url", "characters", 1, 3000),
        ("button.accessibility_label", "characters", 1, 75),
    ),
    _rows(
        f"{ELEMENTS}/feedback-buttons-element",
        ("feedback_button.text", "characters", 1, 75),
        ("feedback_button.value", "characters", 1, 2000),
        ("feedback_button.accessibility_label", "characters", 1, 75),
    ),
    _rows(
        f"{ELEMENTS}/icon-button-element",
        ("icon_button.text", "characters", 1, 75),
        ("icon_button.value", "characters", 0, 2000),
        ("icon_button.accessibility_label", "characters", 1, 75),
        ("icon_button.visible_to_user_ids", "items", 1, 10),
    ),
    _rows(
        f"{ELEMENTS}/select-menu-element",
        ("select.options", "items", 1, 100),
        ("select.option_groups", "items", 1, 100),
    ),
    _rows(f"{ELEMENTS}/multi-select-menu-element", ("select.max_selected_items", "value", 1, None)),
    _rows(f"{ELEMENTS}/radio-button-group-element", ("radio_buttons.options", "items", 1, 10)),
    _rows(f"{ELEMENTS}/checkboxes-element", ("checkboxes.options", "items", 1, 10)),
    _rows(f"{ELEMENTS}/overflow-menu-element", ("overflow.options", "items", 1, 5)),
    _rows(
        f"{ELEMENTS}/plain-text-input-element",
        ("plain_text_input.initial_value", "characters", 0, 3000),
        ("plain_text_input.min_length", "value", 0, 3000),
        ("plain_text_input.max_length", "value", 1, 3000),
    ),
    _rows(
        f"{ELEMENTS}/file-input-element",
        ("file_input.max_files", "value", 1, 10),
        ("file_input.filetypes", "items", 1, None),
    ),
    _rows(
        f"{OBJECTS}/option-object",
        ("option.text", "characters", 1, 75),
        ("option.value", "characters", 1, 150),
        ("option.description", "characters", 1, 75),
        ("option.url", "characters", 1, 3000),
    ),
    _rows(
        f"{OBJECTS}/option-group-object",
        ("option_group.label", "characters", 1, 75),
        ("option_group.options", "items", 1, 100),
    ),
    _rows(
        f"{OBJECTS}/confirmation-dialog-object",
        ("confirm.title", "characters", 1, 100),
        ("confirm.text", "characters", 1, 300),
        ("confirm.confirm", "characters", 1, 30),
        ("confirm.deny", "characters", 1, 30),
    ),
    _rows(f"{OBJECTS}/dispatch-action-configuration-object", ("dispatch.trigger_actions_on", "items", 1, 2)),
    _rows(f"{OBJECTS}/conversation-filter-object", ("conversation_filter.include", "items", 1, 4)),
    _rows(
        f"{DOCS}/views/modal-views",
        ("view.blocks", "items", 0, 100),
        ("view.title", "characters", 1, 24),
        ("view.submit", "characters", 1, 24),
        ("view.close", "characters", 1, 24),
        ("view.private_metadata", "characters", 0, 3000),
        ("view.callback_id", "characters", 0, 255),
        ("view.external_id", "characters", 0, 255),
    ),
    # "view_too_large: the provided view is greater than 250kb", counted in thousands, the stricter reading.
    _rows(f"{METHOD_PAGES}/views.open", ("view.bytes", "bytes", 0, 250_000)),
    # "push_limit_reached": three views on one stack.
    _rows(f"{METHOD_PAGES}/views.push", ("view.stack", "items", 1, 3)),
    _rows(
        f"{METHOD_PAGES}/chat.postMessage",
        ("message.blocks", "items", 0, 50),
        ("message.attachments", "items", 0, 100),
        # Slack cuts text at 40,000 and asks for at most 4,000; chat.update refuses past 4,000
        # (msg_too_long). A message that cannot be updated is a trap, so 4,000 holds for all.
        ("message.text", "characters", 1, 4000),
        ("message.markdown_text", "characters", 1, 12_000),
    ),
    # msg_blocks_too_long. Undocumented: Slack refused between 13,172 and 13,297 characters of blocks.
    _rows("https://github.com/slackapi/bolt-js/issues/2509", ("message.block_text", "characters", 0, 10_000)),
    # "metadata_too_large": Slack gives no figure, and 2 kB are ours.
    _rows(
        "https://docs.slack.dev/messaging/message-metadata",
        ("metadata.event_type", "characters", 1, 255),
        ("metadata.bytes", "bytes", 0, 2000),
    ),
)

LIMITS: dict[str, Limit] = {limit.name: limit for rows in _TABLE for limit in rows}
