"""Every sentence of insights is true: random pasts, read by somebody who has the facts alone, and planted lies."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import pytest

from bot.domain.agreed import RuleReads
from bot.domain.calibration.joint.severity import Severity
from bot.domain.insights import PastAsk, PastCard, PastDecision, PastScore, report, words
from bot.views.insights import parts
from tests.chance import SEED, count, dice

PASTS = count(60, 1_000)
SINCE = date(2025, 11, 26)
TITLES = {1: "ML engineer", 2: "Data engineer"}
NAMES = {"data": "Data hygiene", "ml": "ML systems", "team": "Collaboration"}
WANTED = {1: ("data", "ml", "team"), 2: ("data", "team")}
SHORT = {f"{key}{n}": f"{name} number {n}" for key, name in NAMES.items() for n in range(3)}
PEOPLE = [f"U{n}" for n in range(8)]


@dataclass
class Past:
    """What there is to say things of."""

    loops: dict[int, int]
    samples: int
    cards: list[PastCard]
    asks: list[PastAsk]
    scores: list[PastScore]
    severities: list[Severity]
    decisions: list[PastDecision] = field(default_factory=list)


def random_past(source: random.Random) -> Past:
    loops = {n: source.choice((1, 2)) for n in range(source.choice((0, 1, 3, 6, 25, 40)))}
    made = Past(loops, source.choice((0, len(loops), len(loops) // 2)), [], [], [], [])
    lazy, harsh = source.choice((0.0, 0.3)), source.random() < 0.5
    for loop, opening in loops.items():
        for who in source.sample(PEOPLE, source.choice((1, 2, 4))):
            hours = None if source.random() < 0.1 else source.gauss(source.choice((0.3, 5, 20)), 6)
            said = source.choice((None, 1, 2, 3, 4))
            now = None if said is None or source.random() < 0.5 else source.choice((said, 1, 2, 3, 4))
            made.cards.append(PastCard(loop, opening, who, hours, said, now))
            for key in source.sample(WANTED[opening], 2) if hours is not None else ():
                question = f"{key}{source.randrange(3)}"
                left = source.random() < lazy
                replaced = not left and source.random() < 0.15
                made.asks.append(
                    PastAsk(loop, opening, question, "1", key, not left and not replaced, replaced)
                )
                for _ in range(0 if left else 2):
                    value = 3 if question.endswith("0") else source.randrange(1, 5)
                    made.scores.append(
                        PastScore(loop, opening, who, key, None if replaced else question, value)
                    )
        if source.random() < 0.8:
            read = source.choice(list(RuleReads))
            made.decisions.append(PastDecision(loop, read, source.random() < 0.6))
    for n in range(source.choice((0, 3, 5, 9))):
        leniency = source.choice((0.0, 0.21, -0.249, 0.25, -0.6)) - (0.7 if harsh else 0)
        made.severities.append(Severity(f"U{n}", 9, leniency, 0.1, 20, source.random() < 0.9))
    return made


def told(past: Past) -> list[str]:
    found = report(
        SINCE,
        past.loops,
        past.samples,
        past.cards,
        past.asks,
        past.scores,
        past.severities,
        WANTED,
        past.decisions,
    )
    lines = [words.scope(found)]
    for _, said, _ in parts(found, TITLES, NAMES, SHORT) if found.loops else ():
        lines += said
    return lines


Check = Callable[[Past, re.Match[str]], bool]


def _in_hours(past: Past) -> list[float]:
    return sorted(max(0.0, card.hours) for card in past.cards if card.hours is not None)


def _time(past: Past, said: re.Match[str]) -> bool:
    hours, none = _in_hours(past), sum(card.hours is None for card in past.cards)
    limit = int(said["by"]) * (1 if said["unit"].startswith("hour") else 1 / 60)
    step = 1 if said["unit"].startswith("hour") else 1 / 60
    within = [sum(one <= bound + 1e-9 for one in hours) for bound in (limit, limit - step - 1e-6)]
    return (
        int(said["cards"]) == len(hours) >= 10
        and 2 * within[0] >= len(hours)
        and (2 * within[1] <= len(hours) or limit == step)
        and int(said["day"]) == sum(one <= 24 for one in hours)
        and int(said["none"] or 0) == none
    )


def _spread(past: Past, said: re.Match[str]) -> bool:
    known = [Fraction(one.leniency) for one in past.severities if one.shown]
    ends = {"more": max(known), "less": -min(known)}
    told = {side: Fraction(by) for by, side in re.findall(r"gives (\d\.\d) (more|less)", said[0])}
    return (
        (int(said["known"]), int(said["near"]))
        == (len(known), sum(_tenths(abs(one)) <= Fraction(1, 5) for one in known))
        and len(known) >= 5
        and told == {side: _tenths(by) for side, by in ends.items() if by > 0 and _tenths(by)}
    )


def _tenths(value: Fraction) -> Fraction:
    return Fraction((value * 10 + Fraction(1, 2) + Fraction(1, 10**9)).__floor__(), 10)


def _agreement(past: Past, said: re.Match[str]) -> bool:
    raters = Counter(
        (loop, key) for loop, key, _ in {(s.loop, s.competency, s.panelist) for s in past.scores}
    )
    cards = Counter(card.loop for card in past.cards if card.recommended is not None)
    several_of = {
        "that two or more rated": sum(n > 1 for n in raters.values()),
        "candidates": sum(n > 1 for n in cards.values()),
    }
    for alpha, number, what in re.findall(r"by (-?\d\.\d\d) \((\d+) ([^)]+)\)", said[0]):
        several = several_of[what]
        if not -1 <= float(alpha) <= 1 or int(number) != several or several < 20:
            return False
    return True


def _talk(past: Past, said: re.Match[str]) -> bool:
    pairs = [(c.recommended, c.now) for c in past.cards if c.recommended and c.now]
    across = sum((a <= 2) != (b <= 2) for a, b in pairs)
    changed = sum(a != b for a, b in pairs)
    return (int(said["changed"]), int(said["all"]), int(said["across"] or 0)) == (changed, len(pairs), across)


def _followed(past: Past, said: re.Match[str]) -> bool:
    each = re.findall(r"it read (met|not met|open) in (\d+), of which (\d+) moved forward", said[0])
    stated = {read: (int(n), int(forward)) for read, n, forward in each}
    real = {
        str(read): (
            sum(one.read is read for one in past.decisions),
            sum(one.read is read and one.forward for one in past.decisions),
        )
        for read in RuleReads
    }
    sure = [one for one in past.decisions if one.read is not RuleReads.OPEN]
    went = sum(one.forward == (one.read is RuleReads.MET) for one in sure)
    return (
        stated == {read: numbers for read, numbers in real.items() if numbers[0]}
        and (int(said["went"]), int(said["of"])) == (went, len(sure))
        and len(sure) >= 10
    )


def few_ruled(past: Past, _: re.Match[str]) -> bool:
    return sum(one.read is not RuleReads.OPEN for one in past.decisions) < 10


def _question(past: Past, said: re.Match[str]) -> bool:
    id = next(id for id, short in SHORT.items() if short == said["short"])
    uses = [ask for ask in past.asks if ask.question == id]
    left = sum(not one.asked and not one.replaced for one in uses)
    replaced = sum(one.replaced for one in uses)
    given = [one.value for one in past.scores if one.question == id]
    candidates = [
        one.loop
        for one in uses
        if one.asked and any(s.question == id and s.loop == one.loop for s in past.scores)
    ]
    for reason in said["why"].split("; "):
        if found := re.fullmatch(r"not reached in (\d+) of (\d+) interviews", reason):
            true = (int(found[1]), int(found[2])) == (left, len(uses)) and 3 * left >= len(uses)
        elif found := re.fullmatch(r"something else was asked in (\d+) of (\d+) interviews", reason):
            true = (int(found[1]), int(found[2])) == (replaced, len(uses)) and 3 * replaced >= len(uses)
        elif found := re.fullmatch(r"nearly everybody gets the same rating \((\d+) candidates\)", reason):
            most = max(given.count(value) for value in given)
            true = 10 * most >= 9 * len(given) and int(found[1]) == len(candidates) >= 15
        elif found := re.fullmatch(
            r"says little of .+ \(correlation (-?\d\.\d\d), (\d+) candidates\)", reason
        ):
            true = float(found[1]) < 0.2 and int(found[2]) == len(candidates) and said["do"] == "Retire"
        else:
            true = False
        if not true or len(uses) < 6:
            return False
    return True


def _keep(past: Past, said: re.Match[str]) -> bool:
    uses = Counter(ask.question for ask in past.asks)
    few = sum(number < 6 for number in uses.values())
    return int(said["few"]) == few and int(said["keep"]) <= len(uses) - few


def _core(past: Past, said: re.Match[str]) -> bool:
    opening = next(id for id, title in TITLES.items() if title == said["title"])
    loops = [id for id, of in past.loops.items() if of == opening]
    uses = [ask for ask in past.asks if ask.opening == opening]
    of = {id: {ask.loop for ask in uses if ask.question == id} for id in {ask.question for ask in uses}}
    core = [id for id, there in of.items() if 2 * len(there) >= len(loops)]
    mine = [ask for ask in uses if ask.question in core]
    numbers = [int(said[name] or 0) for name in ("asked", "replaced", "left")]
    planned = 1 if said["planned"] == "once" else int(said["planned"].split()[0])
    real = [sum(a.asked for a in mine), sum(a.replaced for a in mine)]
    return (
        (int(said["n"]), planned) == (len(core), len(mine))
        and numbers == [*real, len(mine) - sum(real)]
        and len(loops) >= 4
    )


def _coverage(past: Past, said: re.Match[str]) -> bool:
    opening = next(id for id, title in TITLES.items() if title == said["title"])
    loops = [id for id, of in past.loops.items() if of == opening]
    numbers = {}
    for key in WANTED[opening]:
        raters = [
            len({s.panelist for s in past.scores if s.loop == id and s.competency == key}) for id in loops
        ]
        numbers[NAMES[key]] = (raters.count(0), raters.count(1))
    if int(said["loops"]) != len(loops):
        return False
    if said["what"] == "two or more people rated every competency in every loop":
        return all(gap == (0, 0) for gap in numbers.values())
    gaps = re.findall(
        r"([\w ]+?) was rated (?:by nobody in (\d+))?(?:, )?(?:by one person alone in (\d+))?(?:;|$)",
        said["what"],
    )
    stated = {name.strip(): (int(a or 0), int(b or 0)) for name, a, b in gaps}
    return stated == {name: gap for name, gap in numbers.items() if gap != (0, 0)}


def _scope(past: Past, said: re.Match[str]) -> bool:
    samples = said["samples"] or "0"
    made_up = len(past.loops) if samples == "All" else int(samples)
    return (int(said["loops"]), made_up) == (len(past.loops), past.samples)


def few_cards(past: Past, _: re.Match[str]) -> bool:
    return len(_in_hours(past)) < 10


def few_known(past: Past, _: re.Match[str]) -> bool:
    return sum(one.shown for one in past.severities) < 5


def few_answers(past: Past, _: re.Match[str]) -> bool:
    return sum(card.recommended is not None and card.now is not None for card in past.cards) < 10


def no_loops(past: Past, _: re.Match[str]) -> bool:
    return not past.loops


def fine(_past: Past, _: re.Match[str]) -> bool:
    return True


GRAMMAR: tuple[tuple[str, Check], ...] = (
    (r"No debrief has opened since 26 November 2025, so there is nothing to say yet\.", no_loops),
    (
        r"From (?P<loops>\d+) loops? debriefed since 26 November 2025; practice never counts\."
        r"(?: (?P<samples>All|\d+) of them (?:are samples|is a sample)\.)?",
        _scope,
    ),
    (
        r"Half of (?P<cards>\d+) scorecards were in within (?P<by>\d+) (?P<unit>minutes?|hours?) of their interview, "
        r"(?P<day>\d+) of them within a day\.(?: (?P<none>\d+) interviews? ha(?:s|ve) none\.)?",
        _time,
    ),
    (r"Fewer than 10 scorecards are in: too few to say how soon they come\.", few_cards),
    (
        r"Of (?P<known>\d+) panelists whose severity is known well enough, (?P<near>\d+) rates? within 0\.2 points of "
        r"colleagues who saw the same candidates\.(?: The most .+ than those\.)? Debriefs take this out\.",
        _spread,
    ),
    (
        r"Fewer than 5 panelists have enough interviews and colleagues to say how severely they rate\.",
        few_known,
    ),
    (
        r"Panelists agree on .+\. Krippendorff's alpha: 1 is always, 0 no more than by chance, below 0 .+\.",
        _agreement,
    ),
    (r"Fewer than 20 things were judged by two or more people: too few to say how far they agree\.", fine),
    (
        r"After the talk (?P<changed>\d+) of (?P<all>\d+) panelists held another recommendation than before"
        r"(?:, (?P<across>\d+) of them across the line between no and yes)?\.",
        _talk,
    ),
    (r"Fewer than 10 panelists said what they hold after the talk: too few to count\.", few_answers),
    (
        r"Of loops decided with an agreed rule, .+\. Leads went with it in (?P<went>\d+) of the (?P<of>\d+) that it "
        r"read met or not met\.",
        _followed,
    ),
    (
        r"Fewer than 10 loops were decided of which the agreed rule read met or not met: too few .+\.",
        few_ruled,
    ),
    (r"(?P<do>Retire|Rewrite) “(?P<short>[^”]+)” \((?P<key>[^)]+)\): (?P<why>.+)\.", _question),
    (r"Keep: (?P<keep>\d+) questions?\. Too few uses to say: (?P<few>\d+)\.", _keep),
    (
        r"(?P<title>[^:,]+): (?P<n>\d+) core questions?, planned (?P<planned>once|\d+ times), asked (?P<asked>\d+)"
        r"(?:, (?P<replaced>\d+) replaced by another)?(?:, (?P<left>\d+) not reached)?\.",
        _core,
    ),
    (r"No opening has 4 loops with questions in common yet\.", fine),
    (r"(?P<title>[^:,]+), (?P<loops>\d+) loops?: (?P<what>.+)\.", _coverage),
)


def faults(past: Past, lines: list[str]) -> Iterator[str]:
    """The lines that are no sentence that is known, or aren't so."""
    for line in lines:
        readings = [(re.fullmatch(pattern, line), check) for pattern, check in GRAMMAR]
        if not any(found and check(past, found) for found, check in readings):
            yield line
        if any(re.search(rf"\b{who}\b", line) for who in PEOPLE):
            yield f"somebody is named: {line}"


def test_nothing_that_insights_say_of_a_random_past_is_false() -> None:
    source = dice("insights said")
    for number in range(PASTS):
        past = random_past(source)
        assert list(faults(past, told(past))) == [], f"past {number} of TEST_SEED={SEED}"


LIES = {
    "how many loops": (r"From (\d)", r"From 9\1"),
    "samples": (r"(All|\d+) of them are samples", "99 of them are samples"),
    "half of the cards": (r"in within (\d+) (hour|minute)", r"in within 9\1 \2"),
    "a day": (r", (\d+) of them within a day", r", 1\1 of them within a day"),
    "missing cards": (r"(\d+) (interviews?) ha", r"1\1 \2 ha"),
    "how many are near": (r"enough, (\d)", r"enough, 9\1"),
    "the most severe": (r"gives (\d\.\d) less", "gives 3.9 less"),
    "the most lenient": (r"gives (\d\.\d) more", "gives 3.9 more"),
    "units of agreement": (r"\((\d+) candidates\)\. K", r"(1\1 candidates). K"),
    "changes": (r"After the talk (\d+)", r"After the talk 9\1"),
    "across the line": (r", (\d+) of them across", r", 9\1 of them across"),
    "what the rule read": (r"read met in (\d+)", r"read met in 1\1"),
    "how often leads follow": (r"went with it in (\d+)", r"went with it in 1\1"),
    "not reached": (r"not reached in (\d+) of", r"not reached in 1\1 of"),
    "replaced": (r"something else was asked in (\d+)", r"something else was asked in 1\1"),
    "too few uses": (r"to say: (\d+)", r"to say: 1\1"),
    "core": (r"asked (\d+)([.,])", r"asked 1\1\2"),
    "nobody": (r"by nobody in (\d+)", r"by nobody in 1\1"),
    "one alone": (r"alone in (\d+)", r"alone in 1\1"),
    "a name": (r"Debriefs take this out\.", "U3 is the most severe."),
}


@pytest.mark.parametrize(("truth", "lie"), LIES.values(), ids=LIES)
def test_a_planted_lie_is_caught(truth: str, lie: str) -> None:
    source = dice("lies of insights")
    for _ in range(300):
        past = random_past(source)
        lines = told(past)
        planted = [re.sub(truth, lie, line) for line in lines]
        if planted != lines:
            assert list(faults(past, planted)) != [], f"TEST_SEED={SEED}"
            return
    pytest.fail("Nothing of this kind was said, so that no lie could be planted.")
