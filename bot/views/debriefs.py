"""The debrief: a head, a thread with the evidence, and the lead's modals. Nothing says hire."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.debriefs import (
    CALIBRATED,
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
    divider,
    escape,
    field,
    line,
    menu,
    modal,
    person,
    quote,
    radios,
    resolved,
    rich,
    section,
    text_input,
)
from bot.views.debrief_opening import in_thread
from bot.views.debrief_sentences import how_firm, talk_first, talk_then
from bot.views.newer import Figure, collapsed, data_table
from bot.views.words import listed, score

REMARKS_LENGTH = 1_900
INSTEAD_LENGTH = 100
MOST_LINES = 12
NONE = "–"
RECOMMENDATIONS = {"strong_no": "strong no", "no": "no", "yes": "yes", "strong_yes": "strong yes"}


@dataclass(frozen=True)
class DecisionLine:
    """A recorded decision as the head shows it."""

    outcome: str
    by: str
    reason: str


def head(loop_id: int, found: Numbers, panel: Panel, decision: DecisionLine | None) -> tuple[str, list[Json]]:
    """The message in the channel. People stand by name: mentions in a dozen replies would ring a dozen times."""
    blocks = [
        *debrief_opening.opening(found, panel),
        talk_first(found, panel),
        *_table(found),
        context(escape(words.scale(found))),
        _recommendations(found),
    ]
    if decision:
        blocks.append(rich(line(bold("Decision: "), decision.outcome, " · ", person(decision.by))))
    record = "Change decision" if decision else "Record decision"
    blocks.append(
        actions(
            button(record, ids.DECIDE, loop_id, style=None if decision else "primary"),
            button("Why these numbers", ids.WHY, loop_id),
            menu(
                ids.DEBRIEF_MENU,
                [(debrief_opening.IN_WORDS, f"words:{loop_id}"), ("Two lines each", f"lines:{loop_id}")],
            ),
            id="debrief",
        )
    )
    drawn = resolved(blocks)
    return debrief_opening.ready(found, drawn), drawn


def _table(found: Numbers) -> list[object]:
    """At most four columns, for phones; nothing where there is no competency."""
    if not found.competencies:
        return []
    if found.status == CALIBRATED:
        head = ("Competency", "Score", "Range", "Raw")
        rows = [
            [row.name, _figure(row.headline), _between(row.low, row.high), _figure(row.raw)]
            for row in found.competencies
        ]
        return [data_table("Scores by competency, with 80% ranges", head, rows)]
    means = [[row.name, _figure(row.raw)] for row in found.competencies]
    return [data_table("Raw means by competency", ("Competency", "Mean"), means)]


def _figure(value: float | None) -> str | Figure:
    return NONE if value is None else Figure(on_scale(value), score(on_scale(value)))


def _between(low: float | None, high: float | None) -> str:
    return NONE if low is None or high is None else f"{score(on_scale(low))}–{score(on_scale(high))}"


def _range(row: CompetencyScore) -> str:
    if row.shown is None:
        return _raw(row)
    if row.low is None or row.high is None:
        return score(on_scale(row.shown))
    return f"{score(on_scale(row.shown))} ({score(on_scale(row.low))}–{score(on_scale(row.high))})"


def _raw(row: CompetencyScore) -> str:
    return score(None if row.raw is None else on_scale(row.raw))


def _recommendations(found: Numbers) -> object:
    given = [f"{number} {RECOMMENDATIONS[key]}" for key, number in found.recommendations.items()]
    return rich(line(bold("Recommendations: "), " · ".join(given) or "none yet"))


def competency(loop_id: int, key: str, found: Numbers, panel: Panel) -> tuple[str, list[Json]]:
    """A reply in the thread: ratings by panelist, quotes cut at 200 characters, flags, what probing did."""
    row = next(item for item in found.competencies if item.key == key)
    given = ratings_of(panel, key)
    blocks: list[object] = [rich(line(bold(row.name), " was rated by nobody."))]
    if given:
        figures = f" {_range(row)}, raw {_raw(row)}"
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
    who = f"{panel.name(one.user_id)}{_on(one)}"
    return as_typed(f"{who}\n{cut(one.text)}" if one.text else f"{who}, without evidence")


def _on(one: Quote) -> str:
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
    }[one.kind]


def _nth(number: int) -> str:
    return {4: "fourth", 5: "fifth", 6: "sixth"}.get(number, f"{number}th")


def all_evidence(key: str, panel: Panel) -> Json:
    """All evidence for one competency, in full."""
    blocks: list[object] = []
    quotes = [one for one in quotes_of(panel, key) if one.text]
    for number, one in enumerate(quotes):
        if number:
            blocks.append(divider())
        blocks.append(rich(line(bold(panel.name(one.user_id)), _on(one)), quote(one.text)))
    if not quotes:
        blocks.append(section("Nobody wrote evidence for this one."))
    return modal(panel.competencies.get(key, key), blocks[:100], callback=ids.READING)


def lines_each(panel: Panel) -> Json:
    """Everybody's two lines and recommendation."""
    blocks: list[object] = []
    for sheet in panel.sheets:
        kind = RECOMMENDATIONS[sheet.recommendation] if sheet.recommendation else "no recommendation"
        sure = f", {str(sheet.sureness).replace('_', ' ')} sure" if sheet.sureness else ""
        sure = sure.replace("not sure sure", "not sure")
        blocks.append(
            rich(
                line(bold(panel.name(sheet.user_id)), f" · {kind}{sure}"),
                quote(sheet.summary or "Wrote no lines."),
            )
        )
    return modal("Two lines each", blocks or [section("No scorecard is in.")], callback=ids.READING)


def decision_form(
    loop_id: int, label: str, chosen: str | None, reason: str, outcomes: Sequence[tuple[str, str]]
) -> Json:
    """What was decided, and why."""
    choices = [(text, key) for key, text in outcomes]
    blocks = [
        field("What did you decide?", radios("value", choices, chosen), id="outcome"),
        field(
            "What decided it?",
            text_input("value", initial=reason, multiline=True, longest=1_500),
            id="reason",
            hint="Kept with the debrief, for whoever asks in a year. The candidate doesn't see it.",
        ),
    ]
    return modal(
        f"Decision · {label}"[:24],
        blocks,
        callback=ids.DECISION_FORM,
        submit="Record",
        metadata=str(loop_id),
        close="Cancel",
    )


def decision(found: DecisionLine) -> tuple[str, list[Json]]:
    """A reply in the thread."""
    told = rich(line(bold("Decision: "), found.outcome), quote(found.reason))
    return in_thread("A decision was recorded"), resolved([*debrief_opening.decided(found.by), told])
