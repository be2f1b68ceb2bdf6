"""A debrief's sentences on screen: its topics, how firm its numbers are, and the rows of its picture."""

from collections.abc import Sequence

from bot.domain.debriefs import MOST_FIRST, NothingOpen, Numbers, Panel, Sentence, on_scale, words
from bot.views.blocks import bold, bullets, italic, line, rich
from bot.views.charts import ChartRow

NOTHING: tuple[object, ...] = ()


def said(sentence: Sentence, panel: Panel) -> object:
    """A line of rich text: people stand by name, for mentions in a dozen replies would ring a dozen times."""
    pieces = [piece if isinstance(piece, str) else panel.name(piece.user_id) for piece in sentence.rest]
    starts = [italic(f" {panel.name(sentence.starts)} starts.")] if sentence.starts else []
    return line(bold(sentence.lead), *pieces, *starts)


def talk_first(found: Numbers, panel: Panel) -> object:
    """What to talk about first; where there is nothing, that this is no agreement."""
    short = words.too_few(found)
    head = [said(short, panel)] if short else []
    if not found.talk_first:
        return rich(*head, said(nothing_open(found), panel))
    topics = [said(words.topic(one), panel) for one in found.talk_first[:MOST_FIRST]]
    return rich(*head, line(bold("Talk about these first")), bullets(topics, "ordered"))


def nothing_open(found: Numbers) -> Sentence:
    """What stands where there is no topic, also in debriefs that opened before that was kept."""
    return words.nothing_open(found.nothing_open or NothingOpen(found.cards_in))


def talk_then(found: Numbers, panel: Panel, most: int) -> Sequence[object]:
    """The topics that the head has no room for."""
    left = [words.topic(one) for one in found.talk_first[MOST_FIRST:]]
    if not left:
        return NOTHING
    lines = [said(one, panel) for one in left[:most]]
    more = [line(f"and {len(left) - most} more")] if len(left) > most else []
    return (rich(line(bold("Talk about these, too")), bullets([*lines, *more])),)


def how_firm(found: Numbers, panel: Panel) -> Sequence[object]:
    """Which scores would be others without one panelist, or without calibration; and where this candidate lies."""
    sentences = [*words.standing(found.standing), words.place(found)]
    lines = [said(one, panel) for one in sentences if one is not None]
    return (rich(*lines),) if lines else NOTHING


def chart_rows(found: Numbers) -> list[ChartRow]:
    """Every competency as the table has it, those that nobody rated in an empty row."""
    return [
        ChartRow(row.name, *map(_as_shown, (row.shown, row.low, row.high, row.raw)))
        for row in found.competencies
    ]


def _as_shown(score: float | None) -> float | None:
    return None if score is None else on_scale(score)
