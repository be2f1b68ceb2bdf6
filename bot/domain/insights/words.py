"""What insights are in sentences, without names. Each says from how much it comes, and no more than that holds."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.domain.agreed import RuleReads
from bot.domain.calibration.joint.why import displayed
from bot.domain.calibration.watched import Unsteady, Watched
from bot.domain.insights.agreement import FEWEST
from bot.domain.insights.measures import (
    FEWEST_ANSWERS,
    FEWEST_CARDS,
    FEWEST_LOOPS,
    FEWEST_PANELISTS,
    NEAR,
    CoreAsked,
    Coverage,
)
from bot.domain.insights.questions import Health, QuestionHealth, Trouble
from bot.domain.insights.report import Insights, Own

SEES_STRONG = (
    "Lenient panelists have met the stronger candidates (by chance that shows in at most 1 of 20 companies). No"
    " arithmetic can tell their leniency from those candidates' strength: plan panels that mix."
)
CORE = "Core: what at least half of an opening's loops were planned with."
MOST_GAPS = 3
Names = Mapping[str, str]


def scope(found: Insights) -> str:
    """From how many loops all of it comes."""
    since = f"since {found.since.day} {found.since:%B %Y}"
    if not found.loops:
        return f"No debrief has opened {since}, so there is nothing to say yet."
    samples = f" {_samples(found)}" if found.samples else ""
    return f"From {_count(found.loops, 'loop')} debriefed {since}; practice never counts.{samples}"


def time(found: Insights) -> str:
    """How soon scorecards are in."""
    if found.time is None:
        return f"Fewer than {FEWEST_CARDS} scorecards are in: too few to say how soon they come."
    one = found.time
    half = f"Half of {one.cards} scorecards were in within {hours(one.median_hours)} of their interview"
    day = f"{one.in_a_day} of them within a day"
    missing = f" {_count(one.missing, 'interview')} {_has(one.missing)} none." if one.missing else ""
    return f"{half}, {day}.{missing}"


def severity(found: Insights) -> str:
    """How far panelists differ in severity, of those of whom enough is known."""
    if found.spread is None:
        few = f"Fewer than {FEWEST_PANELISTS} panelists have enough interviews and colleagues"
        return f"{few} to say how severely they rate."
    one = found.spread
    rate = "rates" if one.near == 1 else "rate"
    known = f"Of {one.known} panelists whose severity is known well enough, {one.near} {rate} within {NEAR} points of"
    ends = [
        f"the most {kind} gives {displayed(by):.1f} {side}"
        for kind, by, side in (("lenient", one.lenient, "more"), ("severe", one.severe, "less"))
        if displayed(by) > 0
    ]
    last = f" {_upper(' and '.join(ends))} than those." if ends else ""
    return f"{known} colleagues who saw the same candidates.{last} Debriefs take this out."


def agreement(found: Insights) -> str:
    """How far panelists agree."""
    said = [
        f"on {what} by {one.alpha:.2f} ({one.units} {units})"
        for what, units, one in (
            ("a candidate's competency", "that two or more rated", found.ratings_agree),
            ("the recommendation", "candidates", found.recommendations_agree),
        )
        if one is not None
    ]
    if not said:
        return f"Fewer than {FEWEST} things were judged by two or more people: too few to say how far they agree."
    alpha = "Krippendorff's alpha: 1 is always, 0 no more than by chance, below 0 less than by chance"
    return f"Panelists agree {' and '.join(said)}. {alpha}."


def after_talk(found: Insights) -> str:
    """How often recommendations change after talking; never whose."""
    one = found.after_talk
    if one is None:
        return f"Fewer than {FEWEST_ANSWERS} panelists said what they hold after the talk: too few to count."
    changed = (
        f"After the talk {one.changed} of {one.answered} panelists held another recommendation than before"
    )
    return (
        f"{changed}, {one.across} of them across the line between no and yes."
        if one.changed
        else f"{changed}."
    )


def followed(found: Insights) -> str:
    """What leads decided beside what the agreed rule read, both ways."""
    one = found.followed
    if one is None:
        few = f"Fewer than {FEWEST_ANSWERS} loops were decided of which the agreed rule read met or not met"
        return f"{few}: too few to say how leads use it."
    each = [
        f"it read {read} in {one.decided[read]}, of which {one.forward[read]} moved forward"
        for read in RuleReads
        if one.decided[read]
    ]
    went = f"Leads went with it in {one.followed} of the {one.said} that it read met or not met"
    return f"Of loops decided with an agreed rule, {'; '.join(each)}. {went}."


def coverage(one: Coverage, title: str, names: Names) -> str:
    """What an opening's loops saw of what it looks for: the largest gaps first."""
    gaps = sorted(
        (
            (one.loops - once, once - twice, key)
            for key, (once, twice) in one.seen.items()
            if twice < one.loops
        ),
        reverse=True,
    )
    head = f"{title}, {_count(one.loops, 'loop')}"
    if not one.seen:
        return f"{head}: it looks for no competency any more."
    if not gaps:
        return f"{head}: two or more people rated every competency in every loop."
    said = [_gap(nobody, alone, names.get(key, key)) for nobody, alone, key in gaps[:MOST_GAPS]]
    left = len(gaps) - MOST_GAPS
    more = f"; {_count(left, 'more competency', 'more competencies')} with gaps" if left > 0 else ""
    return f"{head}: {'; '.join(said)}{more}."


def core(one: CoreAsked, title: str) -> str:
    """How often an opening's core questions were really asked."""
    left = one.planned - one.asked - one.replaced
    planned = (
        f"{title}: {_count(one.questions, 'core question')}, planned {_times(one.planned)}, asked {one.asked}"
    )
    parts = [
        f"{number} {what}"
        for number, what in ((one.replaced, "replaced by another"), (left, "not reached"))
        if number
    ]
    return f"{planned}{''.join(f', {part}' for part in parts)}."


def no_core() -> str:
    """Where no opening has a core yet."""
    return f"No opening has {FEWEST_LOOPS} loops with questions in common yet."


def questions(found: Sequence[QuestionHealth], short: Names, names: Names) -> Iterator[str]:
    """The questions to retire, then those to rewrite, each with why; then how many are well or too new."""
    for health, do in ((Health.RETIRE, "Retire"), (Health.REWRITE, "Rewrite")):
        for one in found:
            if one.health is health:
                called = (
                    f"“{short.get(one.question, one.question)}” ({names.get(one.competency, one.competency)})"
                )
                yield f"{do} {called}: {'; '.join(_trouble(one, trouble) for trouble in one.troubles)}."
    keep = sum(one.health is Health.KEEP for one in found)
    few = sum(one.health is Health.TOO_FEW for one in found)
    yield f"Keep: {_count(keep, 'question')}. Too few uses to say: {few}."


def own(found: Own) -> str:
    """A panelist's own times beside the anonymous rest."""
    mine = f"Half of your {found.cards} scorecards were in within {hours(found.hours)} of their interview."
    return f"{mine} For {found.others} other panelists the middle is {hours(found.others_hours)}."


def months(found: Watched, today: date) -> Iterator[str]:
    """What the months say of the panel: a number of people, never who; and where leniency met strength."""
    known = found.told_to_leads(today)
    if known:
        does = (
            ("drifts or scatters", "it stands") if known == 1 else ("drift or scatter", "for each it stands")
        )
        people = f"{_count(known, 'panelist')} {does[0]} beyond doubt over the months"
        yield f"{people}; {does[1]} on their own Home, under How I rate."
    if found.sees_strong:
        yield SEES_STRONG


def unsteady(found: Unsteady) -> Iterator[str]:
    """What the months say of a panelist, for themselves alone."""
    span = f"over {_count(max(1, round(found.months)), 'month')} and {_count(found.sheets, 'scorecard')}"
    if found.drift is not None:
        at, low, high = found.drift
        ends = sorted((displayed(abs(low)), displayed(abs(high))))
        became = "milder" if at > 0 else "stricter"
        yield (
            f"You have become {displayed(abs(at)):.1f} points {became} {span} ({ends[0]:.1f} to {ends[1]:.1f}), against"
            " colleagues who saw the same candidates. Debriefs still correct for how you rated all the while."
        )
    if found.spread is not None:
        more = "further from" if found.spread[0] > 1 else "nearer to"
        yield (
            f"Your scorecards lie {found.spread[0]:.1f} times as far from what colleagues say of the same candidates as"
            f" usual: {more} them than others' do, {span}."
        )


def _trouble(one: QuestionHealth, trouble: Trouble) -> str:
    left = one.planned - one.asked - one.replaced
    return {
        Trouble.NOT_REACHED: f"not reached in {left} of {one.planned} interviews",
        Trouble.REPLACED: f"something else was asked in {one.replaced} of {one.planned} interviews",
        Trouble.ALIKE: f"nearly everybody gets the same rating ({one.candidates} candidates)",
        Trouble.SAYS_LITTLE: (
            f"says little of what candidates' other answers say (correlation {one.tells or 0:.2f},"
            f" {one.candidates} candidates)"
        ),
    }[trouble]


def _gap(nobody: int, alone: int, name: str) -> str:
    parts = [f"by nobody in {nobody}"] if nobody else []
    parts += [f"by one person alone in {alone}"] if alone else []
    return f"{name} was rated {', '.join(parts)}"


def _samples(found: Insights) -> str:
    return (
        "All of them are samples."
        if found.samples == found.loops
        else f"{found.samples} of them are samples."
    )


def hours(hours: float) -> str:
    """Rounded up, so that what is said to lie within it does."""
    if hours < 1:
        return _count(max(1, math.ceil(hours * 60 - 1e-9)), "minute")
    return _count(math.ceil(hours - 1e-9), "hour")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
