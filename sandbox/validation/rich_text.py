"""The rich_text block and what stands in it, as shapes.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from sandbox.validation.objects import ID, url
from sandbox.validation.problem import Finding, Findings, step
from sandbox.validation.shapes import Flag, Json, Kinds, Many, Num, Obj, Shape, Str, of_type

STYLE = Obj(
    {},
    {
        key: Flag()
        for key in (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        )
    },
)
_STYLED: dict[str, Shape] = {"style": STYLE}

TEXT = of_type("text", {"text": Str("rich_text.text")}, _STYLED)
LINK = of_type(
    "link", {"url": url("button.url")}, {"text": Str("rich_text.text"), "unsafe": Flag(), **_STYLED}
)

TAG_COLOURS = ("gray", "brown", "purple", "indigo", "blue", "green", "yellow", "orange", "red")

INLINE = Kinds(
    {
        "text": TEXT,
        "link": LINK,
        "user": of_type("user", {"user_id": ID}, _STYLED),
        "channel": of_type("channel", {"channel_id": ID}, _STYLED),
        "usergroup": of_type("usergroup", {"usergroup_id": ID}, _STYLED),
        "team": of_type("team", {"team_id": ID}, _STYLED),
        "broadcast": of_type("broadcast", {"range": Str(choices=("here", "channel", "everyone"))}, _STYLED),
        "emoji": of_type(
            "emoji", {"name": Str("rich_text.text")}, {"unicode": Str(), "url": Str(), **_STYLED}
        ),
        "date": of_type(
            "date",
            {"timestamp": Num(), "format": Str("rich_text.text")},
            {"url": url("button.url"), "fallback": Str("rich_text.text"), **_STYLED},
        ),
        "tag": of_type("tag", {"text": Str("rich_text.tag")}, {"color": Str(choices=TAG_COLOURS), **_STYLED}),
        "color": of_type("color", {"value": Str(pattern=r"#[0-9A-Fa-f]{6}", looks_like="#1264A3")}, _STYLED),
    }
)

_BORDER: dict[str, Shape] = {"border": Num("rich_text.border")}
SECTION = of_type("rich_text_section", {"elements": Many(INLINE, "rich_text.elements")}, {})

RICH_TEXT_ELEMENTS = Many(
    Kinds(
        {
            "rich_text_section": SECTION,
            "rich_text_list": of_type(
                "rich_text_list",
                {
                    "style": Str(choices=("bullet", "ordered")),
                    "elements": Many(Kinds({"rich_text_section": SECTION}), "rich_text.elements"),
                },
                {"indent": Num("rich_text.indent"), "offset": Num("rich_text.offset"), **_BORDER},
            ),
            "rich_text_quote": of_type(
                "rich_text_quote", {"elements": Many(INLINE, "rich_text.elements")}, _BORDER
            ),
            "rich_text_preformatted": of_type(
                "rich_text_preformatted",
                {"elements": Many(Kinds({"text": TEXT, "link": LINK}), "rich_text.elements")},
                _BORDER,
            ),
        }
    ),
    "rich_text.elements",
)

# As a cell of a table or the first value of an input: no block_id.
RICH_TEXT = of_type("rich_text", {"elements": RICH_TEXT_ELEMENTS}, {})


def no_multiplication_sign(value: Json, pointer: str) -> Findings:
    """No × in the text of a rich_text block: Slack was seen to answer invalid_blocks for one, unexplained."""
    yield from _multiplied(value, pointer)


def _multiplied(value: object, pointer: str) -> Findings:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str) and "×" in inner:
                yield Finding(step(pointer, key), "must not contain ×", "write x, or use a section")
            else:
                yield from _multiplied(inner, step(pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _multiplied(inner, step(pointer, index))
