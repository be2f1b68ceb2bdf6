"""The `markdown` block: standard Markdown as HTML, without HTML of the app's own.

Source: https://docs.slack.dev/reference/block-kit/blocks/markdown-block
"""

from markdown_it import MarkdownIt
from markupsafe import Markup

_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
# Headings stand below those of the page around them.
_BELOW = 2


def to_html(text: str) -> Markup:
    """Markdown as a viewer sees it."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + _BELOW)}"
        for inner in token.children or []:
            if inner.type == "link_open":
                inner.attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))
