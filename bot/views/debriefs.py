"""The debrief's head: who, what to talk about first, the scores, the decision. Nothing says hire."""

from dataclasses import dataclass

from bot.domain.debriefs import (
    CALIBRATED,
    CompetencyScore,
    Numbers,
    Panel,
    Talk,
    on_scale,
    words,
)
from bot.views import after_talk, debrief_opening, ids
from bot.views.blocks import (
    Json,
    actions,
    bold,
    button,
    context,
    escape,
    line,
    menu,
    person,
    resolved,
    rich,
)
from bot.views.debrief_sentences import said, talk_first
from bot.views.newer import Figure, data_table
from bot.views.words import score

NONE = "–"
NO_TALK = Talk()
NO_BREAK, DASH = "\u00a0", "\u2060–\u2060"
"""Before a range, and in it: a range on two lines reads as two scores."""
RECOMMENDATIONS = {"strong_no": "strong no", "no": "no", "yes": "yes", "strong_yes": "strong yes"}


@dataclass(frozen=True)
class DecisionLine:
    """A recorded decision as the head shows it."""

    outcome: str
    by: str


def head(
    loop_id: int, found: Numbers, panel: Panel, decision: DecisionLine | None, talk: Talk = NO_TALK
) -> tuple[str, list[Json]]:
    """The message in the channel. People stand by name: mentions in a dozen replies would ring a dozen times."""
    blocks = [
        *debrief_opening.opening(found, panel, talked=talk.shown_at is not None),
        talk_first(found, panel),
        *_table(found),
        context(escape(words.scale(found))),
        *_must_haves(found, panel),
        *([] if talk.shown_at else [_recommendations(found)]),
        *after_talk.standing(talk, panel),
        *after_talk.not_blind(panel),
    ]
    if decision:
        blocks.append(rich(line(bold("Decision: "), decision.outcome, " · ", person(decision.by))))
    record = "Change decision" if decision else "Record decision"
    blocks.append(
        actions(
            button(record, ids.DECIDE, loop_id, style=None if decision else "primary"),
            after_talk.talk_button(loop_id),
            button("Why these numbers", ids.WHY, loop_id),
            menu(ids.DEBRIEF_MENU, _menu(loop_id, talk)),
            id="debrief",
        )
    )
    drawn = resolved(blocks)
    return debrief_opening.ready(found, drawn), drawn


def _menu(loop_id: int, talk: Talk) -> list[tuple[str, object]]:
    choices: list[tuple[str, object]] = [
        (debrief_opening.IN_WORDS, f"words:{loop_id}"),
        ("Two lines each", f"lines:{loop_id}"),
    ]
    waits = talk.answers and talk.shown_at is None
    return [*choices, ("Show what changed", f"changes:{loop_id}")] if waits else choices


def _table(found: Numbers) -> list[object]:
    """Three columns, the range beside its score: a phone has room for little more. Nothing without a competency."""
    if not found.competencies:
        return []
    if found.rule is not None:
        return [_table_with_bars(found)]
    if found.status == CALIBRATED:
        head = ("Competency", "Score, range", "Raw")
        rows = [[row.name, _ranged(row), _figure(row.raw)] for row in found.competencies]
        return [data_table("Scores by competency, with 80% ranges", head, rows)]
    means = [[row.name, _figure(row.raw)] for row in found.competencies]
    return [data_table("Raw means by competency", ("Competency", "Mean"), means)]


def _table_with_bars(found: Numbers) -> object:
    """The same with where each score stands to its bar; the range moves to its score, for phones."""
    bars = [words.at_bar(row) or NONE for row in found.competencies]
    if found.status != CALIBRATED:
        means = [[row.name, _figure(row.raw), bar] for row, bar in zip(found.competencies, bars, strict=True)]
        return data_table("Raw means by competency", ("Competency", "Mean", "Bar"), means)
    rows = [
        [row.name, _ranged(row), bar, _figure(row.raw)]
        for row, bar in zip(found.competencies, bars, strict=True)
    ]
    return data_table(
        "Scores by competency, with 80% ranges", ("Competency", "Score, range", "Bar", "Raw"), rows
    )


def _must_haves(found: Numbers, panel: Panel) -> list[object]:
    """What the agreed rule reads, which stands after the table alone."""
    sentence = words.must_haves(found)
    return [rich(said(sentence, panel))] if sentence else []


def _figure(value: float | None) -> str | Figure:
    return NONE if value is None else Figure(on_scale(value), score(on_scale(value)))


def _ranged(row: CompetencyScore) -> str | Figure:
    """3.2 (2.7–3.6), which sorts by the score and never breaks."""
    if row.headline is None or row.low is None or row.high is None:
        return _figure(row.headline)
    low, high = score(on_scale(row.low)), score(on_scale(row.high))
    return Figure(on_scale(row.headline), f"{score(on_scale(row.headline))}{NO_BREAK}({low}{DASH}{high})")


def _recommendations(found: Numbers) -> object:
    given = [f"{number} {RECOMMENDATIONS[key]}" for key, number in found.recommendations.items()]
    return rich(line(bold("Recommendations: "), " · ".join(given) or "none yet"))
