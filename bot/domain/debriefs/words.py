"""What a debrief's facts are in words. Every sentence is made from a value, and says no more than that holds."""

from typing import assert_never

from bot.domain.agreed import Bar, Side, bars_in_words, day_in_words
from bot.domain.calibration.joint.why import displayed
from bot.domain.calibration.joint.words import CERTAIN, CERTAINLY_NOT, in_tenths
from bot.domain.debriefs.calibrated import CALIBRATED
from bot.domain.debriefs.evidence import cut
from bot.domain.debriefs.figures import CompetencyScore, Numbers
from bot.domain.debriefs.history import Beside, Earlier
from bot.domain.debriefs.next_signal import NextSignal
from bot.domain.debriefs.sentence import Person, Sentence, listed, people
from bot.domain.debriefs.standing import Fragile, Standing
from bot.domain.debriefs.topics import (
    BothSides,
    GotWeaker,
    HeardBelow,
    LowestAlone,
    NothingOpen,
    NotRated,
    RedFlag,
    Revised,
    SplitRecommendations,
    Topic,
)
from bot.domain.scorecards import Recommendation, Sureness

LEAD_LENGTH, FLAG_LENGTH = 60, 90
MUST_HAVE = ", a must-have"
RECOMMENDED = {
    Recommendation.STRONG_NO: "strong no",
    Recommendation.NO: "no",
    Recommendation.YES: "yes",
    Recommendation.STRONG_YES: "strong yes",
}
SURE = {Sureness.NOT_SURE: "not sure", Sureness.FAIRLY: "fairly sure", Sureness.VERY: "very sure"}
BEFORE_THE_JOINT_MODEL = "corrected for how severely panelists usually rate"
EVERY_CAUSE = ("severity", "questions", "rest")
EARLY_WORDS = "early: few loops to learn from yet"


def topic(found: Topic | Sentence) -> Sentence:
    """A place to start, and who does."""
    match found:
        case Sentence():
            return found
        case NotRated(competency, must_have, starts):
            return Sentence(_lead(competency, must_have), (" nobody rated it.",), starts)
        case BothSides():
            return _both_sides(found)
        case SplitRecommendations():
            return _split(found)
        case GotWeaker():
            return _got_weaker(found)
        case RedFlag(text, _, starts):
            return Sentence("Red flag:", (f" {_lower_first(cut(text, FLAG_LENGTH)).rstrip('.')}.",), starts)
        case HeardBelow(competency, heard, score, starts):
            return Sentence(_lead(competency), (f" heard at {heard:.1f}, its score is {score:.1f}.",), starts)
        case LowestAlone(competency, score, starts):
            lowest = f" the lowest score, {score:.1f}, and "
            return Sentence(_lead(competency), (lowest, Person(starts), " alone rated it."), starts)
        case Revised(changed, starts):
            what = "scorecards after they were" if len(changed) > 1 else "scorecard after it was"
            whose = "their" if len(changed) > 1 else "the"
            return Sentence("Revised:", (" ", *people(changed), f" changed {whose} {what} in."), starts)
        case never:
            assert_never(never)


def nothing_open(found: NothingOpen) -> Sentence:
    """That there is no topic: never that people agree."""
    if not found.cards:
        return Sentence("No scorecard is in,", (" so there is nothing to talk about yet.",))
    if found.cards == 1:
        return Sentence("One scorecard is in,", (" so there is nothing to compare.",))
    saw = [f"{'one person' if not n else 'one'} saw {listed(names)}" for n, names in enumerate(found.alone)]
    why = ", ".join(saw) or "it says only that nothing that I look for was there"
    return Sentence(
        "No open point found.",
        (f" That isn't agreement: {why}. Start with what each of you would still ask.",),
    )


def scale(found: Numbers) -> str:
    """What the scores are; of the causes only those that moved one."""
    if found.status != CALIBRATED:
        return f"Raw means from 1 to 4, {found.status}"
    words = f"1 to 4, {causes(found)}; 80% ranges"
    words += f" · {EARLY_WORDS}" if found.early else ""
    return f"{words} · learned from {samples(found.samples)}" if found.samples else words


def causes(found: Numbers) -> str:
    """What moved the scores; where that was not kept, all that the model corrects."""
    if not found.version:
        return BEFORE_THE_JOINT_MODEL
    return _moved(EVERY_CAUSE if found.moved_by is None else found.moved_by)


def above_bar(row: CompetencyScore) -> str:
    """The chance that a score is above its bar; "" where none is known."""
    if row.above is None or row.bar is None:
        return ""
    bar = f"the bar of {row.bar:g}" if row.agreed else f"the middle of the scale, {row.bar:g}"
    chance = in_tenths(row.above)
    if chance == CERTAIN:
        return f"Almost certainly above {bar}."
    return (
        f"Almost certainly not above {bar}."
        if chance == CERTAINLY_NOT
        else f"{chance} that it is above {bar}."
    )


def agreed(found: Numbers) -> Sentence | None:
    """The rule as it was agreed, by whom and when; None where there is none."""
    bars = {row.name: Bar(row.bar, row.must_have) for row in found.competencies if row.agreed and row.bar}
    if found.rule is None or not bars:
        return None
    late = ", after this opening's first debrief" if found.rule.late else ""
    said = (
        f" on {day_in_words(found.rule.on)} by ",
        Person(found.rule.by),
        f"{late}: {bars_in_words(bars)}.",
    )
    return Sentence("Agreed", said)


def must_haves(found: Numbers) -> Sentence | None:
    """Where each must-have stands, and what the agreed rule reads; None where there is no must-have."""
    if found.reads is None:
        return None
    sides = ", ".join(f"{row.name} {row.side}" for row in found.competencies if row.must_have and row.side)
    return Sentence("Must-haves:", (f" {sides}. The agreed rule reads {found.reads}.",))


def at_bar(row: CompetencyScore) -> str:
    """Where a score stands to its agreed bar, for a table: "above 3, must-have"; "" where there is none."""
    if row.side is None or row.bar is None:
        return ""
    at = "at" if row.side is Side.UNCLEAR else ""
    return f"{' '.join(filter(None, (row.side, at)))} {row.bar:g}{', must-have' if row.must_have else ''}"


def standing(found: Standing) -> tuple[Sentence, ...]:
    """Which scores stand firm and which don't, and what rests on one person."""
    said = []
    if found.agreed:
        stay = "stay on their" if len(found.agreed) > 1 else "stays on its"
        said.append(_firm(found.agreed, f"{stay} side of the bar"))
    if found.firm:
        move = (
            "move by no more than half their range"
            if len(found.firm) > 1
            else "moves by no more than half its range"
        )
        said.append(_firm(found.firm, move))
    said += [_fragile(one) for one in found.fragile]
    if found.one_only:
        said.append(Sentence("One person only:", (f" {listed(found.one_only)}.",)))
    return tuple(said)


def place(found: Numbers) -> Sentence | None:
    """In which third of the opening's candidates this one lies; None where too few are known."""
    if found.place is None or found.place.third is None:
        return None
    words = f" this candidate's score lies in the {found.place.third} third of {found.place.candidates}."
    return Sentence("In this opening so far:", (words,))


def so_far(found: Earlier) -> str:
    """How many loops of the opening were debriefed before."""
    if not found.loops:
        return "the first debrief"
    made_up = f", {some_samples(found.samples, found.loops)}" if found.samples else ""
    return f"{found.loops} loop{'' if found.loops == 1 else 's'} debriefed before{made_up}"


def samples(number: int) -> str:
    """1 sample loop, 60 sample loops"""
    return f"{number} sample loop{'' if number == 1 else 's'}"


def some_samples(number: int, of: int) -> str:
    """How many of some loops are samples: "all of them samples", "2 of them samples"."""
    if number < of:
        return f"{number} of them {'samples' if number > 1 else 'a sample'}"
    return "all of them samples" if of > 1 else "a sample"


def beside(found: Beside) -> str:
    """Another candidate: how far apart the two scores are, and the chance that they are in that order."""
    chance = max(found.chance, 1 - found.chance)
    by = displayed(abs(found.gap))
    name = f"{found.label}{' (a sample)' if found.sample else ''}"
    order = "below" if found.gap > 0 else "above"
    apart = f"{by:.1f} {order} this candidate" if by else "less than 0.05 from this candidate"
    tenths = in_tenths(chance)
    if tenths == "5 in 10":
        return f"{name}: {apart}; the two can't be told apart"
    return f"{name}: {apart}; {'almost certainly' if tenths == CERTAIN else f'{tenths} that it is'} {order}"


def next_interview(found: NextSignal) -> Sentence:
    """What one more interview would do; which way the score moves, only the interview shows."""
    lead = _lead(found.competency, found.must_have)
    now, then = displayed(found.now), displayed(found.then)
    if now == then:
        return Sentence(lead, (f" its range of {now:.1f} points hardly shrinks.",))
    shrinks = f" its range shrinks from {now:.1f} to about {then:.1f} points"
    if found.settles is None:
        return Sentence(lead, (f"{shrinks}; which way it moves, only the interview shows.",))
    return Sentence(lead, (f"{shrinks}; {_settles(found.settles)}.",))


def _settles(chance: float) -> str:
    tenths = int(chance * 10 + 0.5)
    if not tenths:
        return "that hardly ever settles the bar"
    return (
        "that nearly always settles the bar"
        if tenths == 10
        else f"in about {tenths} of 10 cases that settles the bar"
    )


def too_few(found: Numbers) -> Sentence | None:
    """That fewer scorecards are in than the opening wants."""
    if found.cards_in >= found.quorum:
        return None
    return Sentence("Too few scorecards:", (f" {found.cards_in} in, this opening wants {found.quorum}",))


def _lead(competency: str, must_have: bool = False) -> str:
    return f"{cut(competency, LEAD_LENGTH - len(MUST_HAVE) - 1)}{MUST_HAVE if must_have else ''}:"


def _both_sides(found: BothSides) -> Sentence:
    line = "the bar" if found.agreed else "the scale's middle"
    lead = _lead(found.competency, found.must_have)
    if found.above and found.below:
        named = (" ", Person(found.above), f" above {line}, ", Person(found.below), " below.")
        return Sentence(lead, named, found.starts)
    corrected = ", severity taken out" if found.corrected else ""
    return Sentence(lead, (f" panelists on both sides of {line}{corrected}.",), found.starts)


def _split(found: SplitRecommendations) -> Sentence:
    best, worst = RECOMMENDED[found.best], RECOMMENDED[found.worst]
    lead = f"{best[:1].upper()}{best[1:]} against {worst}"
    if found.best_sure is None or found.worst_sure is None:
        return Sentence(f"{lead}.", (), found.starts)
    if found.best_sure is found.worst_sure:
        who = "both" if found.two else "all of these"
        return Sentence(f"{lead},", (f" {who} {SURE[found.best_sure]}.",), found.starts)
    sure = f" {best} {SURE[found.best_sure]}, {worst} {SURE[found.worst_sure]}."
    return Sentence(f"{lead},", (sure,), found.starts)


def _got_weaker(found: GotWeaker) -> Sentence:
    lead = _lead(found.competency, found.must_have)
    if found.alone:
        alone = (" ", Person(found.people[0]), " alone rated it, and it got weaker when probed.")
        return Sentence(lead, alone, found.starts)
    return Sentence(lead, (" got weaker when ", *people(found.people), " probed."), found.starts)


def _firm(names: tuple[str, ...], does: str) -> Sentence:
    return Sentence("Firm:", (f" {listed(names)} {does}, whoever is left out, and without calibration.",))


def _fragile(found: Fragile) -> Sentence:
    does = "changes sides of the bar" if found.agreed else "moves by more than half its range"
    ways = (("if one panelist is left out", found.left_out), ("without calibration", found.uncalibrated))
    return Sentence(
        "Fragile:", (f" {found.competency} {does} {' or '.join(way for way, so in ways if so)}.",)
    )


def _moved(by: tuple[str, ...]) -> str:
    named = {"severity": "severity", "questions": "questions"}
    corrected = [words for cause, words in named.items() if cause in by]
    parts = [f"corrected for {' and '.join(corrected)}"] if corrected else []
    parts += ["drawn to the middle"] if "rest" in by else []
    return ", and ".join(parts) or "hardly changed by calibration"


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
