"""The replies under a debrief's head: each competency with its evidence, the rest, and what was decided."""

from collections.abc import Sequence

from bot.domain.debriefs import (
    QUOTES,
    Circumstance,
    CompetencyScore,
    Earlier,
    Flag,
    NotAsked,
    Numbers,
    Panel,
    Quote,
    cut,
    on_scale,
    quotes_of,
    ratings_of,
    words,
)
from bot.domain.scorecards import Probed
from bot.views import debrief_opening, ids
from bot.views.blocks import (
    Json,
    actions,
    as_typed,
    bold,
    bullets,
    button,
    context,
    escape,
    line,
    resolved,
    rich,
    section,
)
from bot.views.debrief_opening import in_thread
from bot.views.debrief_sentences import how_firm, talk_then
from bot.views.debriefs import DecisionLine
from bot.views.newer import collapsed
from bot.views.words import listed, score

REMARKS_LENGTH = 1_900
INSTEAD_LENGTH = 100
MOST_LINES = 12


def competency(loop_id: int, key: str, found: Numbers, panel: Panel) -> tuple[str, list[Json]]:
    """A reply in the thread: ratings by panelist, quotes cut at 200 characters, flags, what probing did."""
    row = next(item for item in found.competencies if item.key == key)
    given = ratings_of(panel, key)
    blocks: list[object] = [rich(line(bold(row.name), " was rated by nobody."))]
    if given:
        figures = f" {figure_with_range(row)}, raw {_raw(row)}"
        if row.heard is not None:
            figures += f", heard at {score(on_scale(row.heard))}"
        blocks = [rich(line(bold(row.name), figures), bullets(_ratings(given, panel)))]
    if chance := words.above_bar(row):
        blocks.append(context(chance))
    all_quotes = quotes_of(panel, key)
    quotes = [one for one in all_quotes if one.text or one.instead is not None][:QUOTES]
    if remarks := _remarks(all_quotes, panel):
        blocks.append(context(remarks))
    evidence = [_quoted(one, panel) for one in quotes]
    if any(len(one.text) > len(cut(one.text)) for one in quotes) or len(all_quotes) > len(quotes):
        label = f"Read all evidence for {row.name}"
        read = button("Read all evidence", ids.ALL_EVIDENCE, f"{loop_id}:{key}", label=label)
        evidence.append(actions(read, id="evidence"))
    if evidence:
        blocks.append(collapsed(f"Evidence for {row.name}", evidence))
    return in_thread(f"{row.name} in detail"), resolved(blocks)


def figure_with_range(row: CompetencyScore) -> str:
    """3.2 (2.7–3.6), or the raw mean where that is all there is."""
    if row.shown is None:
        return _raw(row)
    if row.low is None or row.high is None:
        return score(on_scale(row.shown))
    return f"{score(on_scale(row.shown))} ({score(on_scale(row.low))}–{score(on_scale(row.high))})"


def _raw(row: CompetencyScore) -> str:
    return score(None if row.raw is None else on_scale(row.raw))


def _ratings(given: dict[str, dict[str, list[int]]], panel: Panel) -> list[object]:
    lines = []
    for user_id, by_dimension in given.items():
        parts = [
            f"{name.lower()} {'/'.join(str(value) for value in by_dimension[key])}"
            for key, name in panel.dimensions.items()
            if key in by_dimension
        ]
        lines.append(line(bold(panel.name(user_id)), " ", " · ".join(parts)))
    return lines


def _quoted(one: Quote, panel: Panel) -> object:
    """Who wrote what on which question; what was asked instead stands there without evidence, too."""
    who = f"{panel.name(one.user_id)}{asked_as(one)}"
    return as_typed(f"{who}\n{cut(one.text)}" if one.text else f"{who}, without evidence")


def asked_as(one: Quote) -> str:
    """The question that a quote is about: the planned one, or what was asked in its place."""
    if one.instead is None:
        return f" on “{one.question}”"
    said = " ".join(one.instead.split())
    return f" asked instead: “{cut(said, INSTEAD_LENGTH)}”" if said else " asked something else"


def _remarks(quotes: Sequence[Quote], panel: Panel) -> str:
    words = {Probed.WEAKER: "weaker", Probed.HELD: "held", Probed.STRONGER: "stronger"}
    name = {one.user_id: escape(panel.name(one.user_id)) for one in quotes}
    probed = [f"{name[one.user_id]} {words[one.probed]}" for one in quotes if one.probed in words]
    parts = [f"After the follow-up: {', '.join(probed)}"] if probed else []
    parts += [f"Red flag ({name[one.user_id]}): {escape(flag)}" for one in quotes for flag in one.flags]
    parts += [f"{name[one.user_id]} heard where their knowledge ends" for one in quotes if one.said_limits]
    return _fitting(parts, REMARKS_LENGTH)


def _fitting(parts: Sequence[str], longest: int) -> str:
    """The parts in a line; where they are too long, as many as fit, and how many more there are."""
    shown = list(parts)
    while shown:
        left = len(parts) - len(shown)
        text = " · ".join([*shown, f"and {left} more"] if left else shown)
        if len(text) <= longest:
            return text
        shown.pop()
    return ""


def rest(found: Numbers, panel: Panel, earlier: Earlier) -> tuple[str, list[Json]]:
    """The thread's last reply: what wasn't asked, this opening so far, calibration, and what to bear in mind."""
    rated = {key for key in panel.competencies if ratings_of(panel, key)}
    unasked = [name for key, name in panel.competencies.items() if key not in rated]
    blocks = [*talk_then(found, panel, MOST_LINES), *how_firm(found, panel)]
    if unasked:
        blocks.append(section(f"*Rated by nobody:* {escape(listed(unasked))}"))
    blocks += _lines("Not asked", [not_asked(one, panel) for one in panel.not_asked])
    seen = [f"{panel.name(sheet.user_id)}: {flag}" for sheet in panel.sheets for flag in sheet.seen]
    blocks += _lines("Red flags anywhere in an interview", seen)
    blocks.append(section(f"*This opening so far:* {words.so_far(earlier)}"))
    if found.words:
        blocks.append(collapsed("How these numbers came about", [section(escape(found.words))]))
    blocks += _lines("To bear in mind", [circumstance(one, panel) for one in panel.flags])
    return in_thread("The rest of the debrief"), resolved(blocks)


def _lines(head: str, lines: Sequence[str]) -> list[object]:
    """Plain lines under a head; nothing where there is nothing."""
    if not lines:
        return []
    more = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return [rich(line(bold(head)), bullets([*lines[:MOST_LINES], *more]))]


def not_asked(one: NotAsked, panel: Panel) -> str:
    """Who didn't get to a question, or asked something else, without the point at its end."""
    people = listed([panel.name(user_id) for user_id in one.people])
    if not people:
        return f"“{one.question}” was taken out of this loop"
    did = "asked something else than" if one.instead else "didn't get to"
    return f"{people} {did} “{one.question}”"


def circumstance(one: Flag, panel: Panel) -> str:
    """What was unusual about an interview, without the point at its end."""
    who, other, *_ = [*(panel.name(user_id) for user_id in one.people), "", ""]
    had, usual = one.minutes or (0, 0)
    return {
        Circumstance.LATE_CARD: f"One card came {one.number} hours after its interview",
        Circumstance.NTH_OF_DAY: f"One interview was that panelist's {_nth(one.number)} of the day",
        Circumstance.STOOD_IN: f"{who} stood in for {other}",
        Circumstance.SHORTER: f"{who} had {had} minutes instead of {usual}",
        Circumstance.SHADOW_ASKED: f"{who} asked the questions of {other}, who listened and scored",
        Circumstance.TOGETHER: f"{who} and {other} held their interview together",
        Circumstance.KNOWS: f"{who} says they know the candidate",
        Circumstance.MISSED: f"The interview with {who} didn't happen",
        Circumstance.PART: f"Only part of the interview with {who} was held",
    }[one.kind]


def _nth(number: int) -> str:
    return {4: "fourth", 5: "fifth", 6: "sixth"}.get(number, f"{number}th")


def decision(loop_id: int, found: DecisionLine) -> tuple[str, list[Json]]:
    """A reply in the thread. The reason is not in it: reading it is recorded."""
    told = rich(line(bold("Decision: "), found.outcome))
    read = actions(button("Read", ids.READ_REASON, loop_id, label="Read why it was decided"), id="reason")
    return in_thread("A decision was recorded"), resolved([*debrief_opening.decided(found.by), told, read])
