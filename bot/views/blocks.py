"""Block Kit through slackblocks, with ids of our own (it would invent random ones) and plain defaults.

Blocks are slackblocks objects until `message`, `modal` or `home_tab` turns them into what Slack takes.
Everything that people typed goes through rich text or `as_typed`, never mrkdwn.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import slackblocks as sb

UNNUMBERED = "?"
Json = dict[str, Any]
Style = Literal["primary", "danger"]
_IN_ADDRESS = r"""[^\s<>()|"`\\^{}]"""
_LAST_IN_ADDRESS = r"""[^\s<>()|"`\\^{}.,;:!?']"""
_BRACKETS = rf"\({_IN_ADDRESS}*\)"
_ADDRESS = re.compile(
    rf"https?://(?=\w)(?:{_IN_ADDRESS}|{_BRACKETS})*(?:{_LAST_IN_ADDRESS}|{_BRACKETS})", re.IGNORECASE
)
"""A web address in running text, without the point or the bracket after it."""


def section(text: str, *, accessory: Any = None, id: str = UNNUMBERED) -> Any:
    """A paragraph of mrkdwn of our own words; escape anything else."""
    return sb.SectionBlock(sb.Text(text), block_id=id, accessory=accessory)


def as_typed(text: str) -> Any:
    """What somebody typed, cut to Slack's 3,000 characters, where no rich text may stand."""
    return sb.SectionBlock(sb.Text(cut(text, 3_000), sb.TextType.PLAINTEXT, emoji=False), block_id=UNNUMBERED)


def header(text: str) -> Any:
    """A heading, at most 150 characters."""
    return sb.HeaderBlock(text[:150], block_id=UNNUMBERED)


def context(text: str) -> Any:
    """Small grey print."""
    return sb.ContextBlock([sb.Text(text)], block_id=UNNUMBERED)


def divider() -> Any:
    """A line."""
    return sb.DividerBlock(block_id=UNNUMBERED)


def actions(*elements: Any, id: str = UNNUMBERED) -> Any:
    """Buttons and menus in a row."""
    return sb.ActionsBlock(list(elements), block_id=id)


def button(
    text: str,
    action: str,
    value: object = "",
    *,
    style: Style | None = None,
    confirm: Any = None,
    label: str = "",
) -> Any:
    """A button, at most 30 characters by our own rule.

    `label` is what a screen reader says instead, where the words need what stands around them. It begins with the
    words, for who speaks to the screen, and is cut to Slack's 75.
    """
    if len(text) > 30:
        raise ValueError(f"a button holds 30 characters: {text!r}")
    return sb.Button(
        sb.Text(text, sb.TextType.PLAINTEXT, emoji=True),
        action_id=action,
        value=str(value) or None,
        style=style,
        confirm=confirm,
        accessibility_label=cut(label, 75) or None,
    )


def confirm(title: str, text: str, yes: str, no: str = "Back") -> Any:
    """A question before something that is hard to undo."""
    return sb.ConfirmationDialogue(
        title=title, text=sb.Text(text, sb.TextType.PLAINTEXT), confirm=yes, deny=no
    )


def option(text: str, value: object, *, mrkdwn: bool = False) -> Any:
    """One choice; text and value are cut to Slack's 75 and 150 characters. Only radios and checkboxes take mrkdwn."""
    kind = sb.TextType.MARKDOWN if mrkdwn else sb.TextType.PLAINTEXT
    return sb.Option(sb.Text(cut(text, 75), kind, emoji=not mrkdwn), str(value)[:150])


def menu(action: str, choices: Sequence[tuple[str, object]], confirm: Any = None) -> Any:
    """An overflow menu of two to five choices (one is allowed too)."""
    return sb.OverflowMenu(action, [option(text, value) for text, value in choices], confirm=confirm)


def radios(
    action: str, choices: Sequence[tuple[str, str]], chosen: str | None = None, *, mrkdwn: bool = False
) -> Any:
    """Radio buttons; at most ten."""
    options = [option(text, value, mrkdwn=mrkdwn) for text, value in choices]
    first = next((o for o, (_, value) in zip(options, choices, strict=True) if value == chosen), None)
    return sb.RadioButtonGroup(action, options, initial_option=first)


def checkboxes(action: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> Any:
    """Checkboxes; at most ten."""
    options = [option(text, value) for text, value in choices]
    ticked = [o for o, (_, value) in zip(options, choices, strict=True) if value in chosen]
    return sb.CheckboxGroup(action, options, initial_options=ticked or None)


def select(
    action: str, choices: Sequence[tuple[str, object]], chosen: object = None, placeholder: str | None = None
) -> Any:
    """A menu of up to 100 choices."""
    options = [option(text, value) for text, value in choices]
    first = next((o for o, (_, value) in zip(options, choices, strict=True) if value == chosen), None)
    return sb.StaticSelectMenu(action, options, initial_option=first, placeholder=placeholder)


def date_picker(action: str, chosen: str | None = None) -> Any:
    """A calendar to pick a date from; `chosen` is YYYY-MM-DD."""
    return sb.DatePicker(action, initial_date=chosen)


def multi_select(action: str, choices: Sequence[tuple[str, object]], chosen: Sequence[object] = ()) -> Any:
    """A menu of up to 100 choices of which several can be picked."""
    options = [option(text, value) for text, value in choices]
    picked = [o for o, (_, value) in zip(options, choices, strict=True) if value in chosen]
    return sb.StaticMultiSelectMenu(action, options, initial_options=picked or None)


def text_input(
    action: str,
    *,
    initial: str = "",
    multiline: bool = False,
    longest: int | None = None,
    placeholder: str | None = None,
    saves: bool = False,
) -> Any:
    """A text field. `saves` sends what is typed while it is typed, so that it can be kept."""
    config = sb.DispatchActionConfiguration(["on_character_entered"]) if saves else None
    return sb.PlainTextInput(
        action,
        initial_value=initial or None,
        multiline=multiline,
        max_length=longest,
        placeholder=placeholder,
        dispatch_action_config=config,
    )


def field(
    label: str,
    element: Any,
    *,
    id: str,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Any:
    """An input with its label."""
    return sb.InputBlock(
        sb.Text(label, sb.TextType.PLAINTEXT),
        element,
        dispatch_action=dispatch,
        block_id=id,
        hint=hint,
        optional=optional,
    )


def rich(*parts: Any, id: str = UNNUMBERED) -> Any:
    """A block of rich text."""
    return sb.RichTextBlock(list(parts), block_id=id)


def line(*pieces: Any) -> Any:
    """A paragraph of rich text; plain strings stand for themselves."""
    return sb.RichTextSection([_piece(piece) for piece in pieces])


def link(address: str) -> Any:
    """A web address that can be clicked."""
    return sb.RichTextLink(address)


def linked(text: str) -> Any:
    """A paragraph that somebody typed: its web addresses can be clicked, all else stands for itself."""
    pieces: list[Any] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        pieces += [text[end : found.start()], sb.RichTextLink(found.group())]
        end = found.end()
    return line(*(piece for piece in (*pieces, text[end:]) if piece != ""))


def quote(*pieces: Any) -> Any:
    """A quotation."""
    return sb.RichTextQuote([_piece(piece) for piece in pieces])


def preformatted(text: str) -> Any:
    """Code, as it stands."""
    return sb.RichTextCodeBlock([sb.RichText(text)])


def bullets(
    items: Sequence[Any], style: Literal["bullet", "ordered"] = "bullet", indent: int | None = None
) -> Any:
    """A list of lines."""
    lines = [item if isinstance(item, sb.RichTextSection) else line(item) for item in items]
    return sb.RichTextList(style, lines, indent=indent, offset=None, border=None)


def bold(text: str) -> Any:
    """Bold rich text."""
    return sb.RichText(text, bold=True)


def italic(text: str) -> Any:
    """Italic rich text."""
    return sb.RichText(text, italic=True)


def person(user_id: str) -> Any:
    """A mention in rich text."""
    return sb.RichTextUser(user_id)


def resolved(blocks: Sequence[Any]) -> list[Json]:
    """What Slack takes, every block with an id: its own, or its place."""
    found = []
    for number, block in enumerate(blocks, start=1):
        _number(block, f"b{number}")
        found.append(_expanded(block._resolve()))
    return found


def _number(block: Any, place: str) -> None:
    if block.block_id == UNNUMBERED:
        block.block_id = place
    for number, child in enumerate(getattr(block, "child_blocks", ()), start=1):
        _number(child, f"{place}.{number}")


def modal(
    title: str,
    blocks: Sequence[Any],
    *,
    callback: str,
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
    external_id: str | None = None,
    notify_on_close: bool = False,
) -> Json:
    """A modal's view; the title is cut to Slack's 24 characters."""
    view: Json = {
        "type": "modal",
        "title": _plain(cut(title, 24)),
        "close": _plain(close),
        "callback_id": callback,
        "private_metadata": metadata,
        "notify_on_close": notify_on_close,
        "blocks": resolved(blocks),
    }
    if submit:
        view["submit"] = _plain(submit)
    if external_id:
        view["external_id"] = external_id
    return view


def home_tab(blocks: Sequence[Any]) -> Json:
    """A Home tab's view."""
    return {"type": "home", "blocks": resolved(blocks)}


def escape(text: str) -> str:
    """Text of somebody else's inside mrkdwn: Slack's three control characters, and marks that would format it."""
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(mark, entity)
    for mark in "*_~`":
        text = text.replace(mark, f"\u200b{mark}\u200b")
    return text


def cut(text: str, length: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _piece(piece: Any) -> Any:
    return sb.RichText(piece) if isinstance(piece, str) else piece


def _plain(text: str) -> Mapping[str, object]:
    return {"type": "plain_text", "text": text, "emoji": True}


def _expanded(block: Json) -> Json:
    """Long paragraphs are shown whole: slackblocks' section has no `expand`."""
    if block["type"] == "section":
        block["expand"] = True
    for child in block.get("child_blocks", []):
        _expanded(child)
    return block
