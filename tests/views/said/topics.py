"""What a debrief says of its topics, checked."""

import re
from fractions import Fraction

from tests.views.said.facts import NO, ORDER
from tests.views.said.panels import COMPETENCIES, LEAD
from tests.views.said.reading import Found, Grammar, Reader, fine, split

SURE = {"not_sure": "not sure", "fairly": "fairly sure", "very": "very sure"}


def _must(of: Reader, found: re.Match[str], key: str) -> Found:
    if bool(found["must"]) != of.case.must_have(key):
        yield "a must-have, or none"


def _both_sides(of: Reader, found: re.Match[str]) -> Found:
    key, groups = of.key_of[found["what"]], found.groupdict()
    of.topics.append(of.facts.topic("both sides", key))
    yield from _must(of, found, key)
    if (groups["line"] == "the bar") != (of.case.bar(key) is not None):
        yield "a bar, or none"
    sides = of.facts.sides(key)
    if not {-1, 1} <= set(sides.values()):
        yield "nobody is on the other side"
    if "who" in groups:
        above, below = of.id_of[found["who"]], of.id_of[found["other"]]
        if len(sides) != 2 or (sides.get(above), sides.get(below)) != (1, -1):
            yield "they don't stand there"
        elif not of.facts.raw(key, below) < Fraction(of.facts.line(key)) < of.facts.raw(key, above):
            yield "their ratings say something else"
    elif bool(groups["out"]) != (of.facts.scores is not None):
        yield "severity was taken out, or wasn't"
    yield from of.started(found, of.case.raters(key), key)


def _split_recommendations(of: Reader, found: re.Match[str]) -> Found:
    of.topics.append(("split", ""))
    there = [kind for kind in ORDER if of.facts.recommended(kind)]
    worst, best = there[0] if there else "", there[-1] if there else ""
    if (found["best"].lower(), found["worst"]) != (best.replace("_", " "), worst.replace("_", " ")) or not (
        worst in NO and best not in NO
    ):
        yield f"recommended was {there}"
        return
    people = {kind: of.facts.recommended(kind) for kind in (best, worst)}
    sure = {kind: {of.case.card(who).sure for who in people[kind]} for kind in (best, worst)}
    said = [SURE.get(str(next(iter(sure[kind])))) if len(sure[kind]) == 1 else None for kind in (best, worst)]
    how = found["how"] or ""
    together = f", {'both' if len(people[best]) == len(people[worst]) == 1 else 'all of these'} {said[0]}"
    apart = f", {best.replace('_', ' ')} {said[0]}, {worst.replace('_', ' ')} {said[1]}"
    if how != ("" if None in said else together if said[0] == said[1] else apart):
        yield f"they are {said} sure"
    yield from of.started(found, people[worst])


def _weaker(of: Reader, found: re.Match[str]) -> Found:
    key = of.key_of[found["what"]]
    of.topics.append(of.facts.topic("weaker", key))
    yield from _must(of, found, key)
    people = [of.id_of[one] for one in split(found["people"])]
    if people != of.facts.weaker(key):
        yield f"it got weaker with {of.facts.weaker(key)}"
    alone = len(of.case.cards) > 1 and of.case.raters(key) == people
    if alone and len(people) == 1:
        yield "and nobody else rated it"
    yield from of.started(found, people, key)


def _weaker_alone(of: Reader, found: re.Match[str]) -> Found:
    key = of.key_of[found["what"]]
    of.topics.append(of.facts.topic("weaker", key))
    yield from _must(of, found, key)
    who = of.id_of[found["who"]]
    if of.case.raters(key) != [who] or of.facts.weaker(key) != [who] or len(of.case.cards) < 2:
        yield f"{of.case.raters(key)} rated it, weaker with {of.facts.weaker(key)}"
    yield from of.started(found, [who])


def _red_flag(of: Reader, found: re.Match[str]) -> Found:
    there = {
        text[:1].lower() + text[1:] if not text[:2].isupper() else text: text for text in of.facts.flags()
    }
    if found["flag"] not in there:
        yield "nobody ticked it"
        return
    text = there[found["flag"]]
    of.topics.append(("red flag", text))
    yield from of.started(found, of.facts.flags()[text])


def _heard(of: Reader, found: re.Match[str]) -> Found:
    key = of.key_of[found["what"]]
    of.topics.append(("heard below", key))
    one = of.facts.scores.competencies.get(key) if of.facts.scores else None
    if one is None or not one.heard_otherwise:
        yield "it was heard as it is shown"
        return
    yield from of.score(key, found["raw"], one.heard, "heard")
    yield from of.score(key, found["score"], one.score.shown, "score")
    if not float(found["raw"]) < float(found["score"]):
        yield "it was not heard below"
    yield from of.started(found, of.case.raters(key), key)


def _lowest(of: Reader, found: re.Match[str]) -> Found:
    key, who = of.key_of[found["what"]], of.id_of[found["who"]]
    of.topics.append(("lowest alone", key))
    if of.case.raters(key) != [who] or len(of.case.cards) < 2:
        yield f"{of.case.raters(key)} rated it"
    if of.facts.lowest() != key:
        yield f"the lowest is {of.facts.lowest()}"
    yield from of.score(key, found["score"], of.facts.shown(key), "score")
    yield from of.started(found, [who])


def _unrated(of: Reader, found: re.Match[str]) -> Found:
    key = of.key_of[found["what"]]
    of.topics.append(of.facts.topic("unrated", key))
    yield from _must(of, found, key)
    if of.case.values(key):
        yield "somebody did"
    if of.id_of[found["starts"]] != LEAD:
        yield "the lead should start"


def _revised(of: Reader, found: re.Match[str]) -> Found:
    of.topics.append(("revised", ""))
    people = [of.id_of[one] for one in split(found["people"])]
    if people != [card.who for card in of.case.cards if card.revised]:
        yield "others changed theirs"
    if (len(people) > 1) != ("their" in found["whose"]):
        yield "one, or more"
    yield from of.started(found, people)


def _nothing(of: Reader, found: re.Match[str]) -> Found:
    if of.facts.open_points():
        yield f"there is {sorted(of.facts.open_points())}"
    if len(of.case.cards) < 2:
        yield "nobody could be compared"
    by: dict[str, list[str]] = {}
    for key, who in of.facts.seen_by_one().items():
        by.setdefault(who, []).append(COMPETENCIES[key])
    said = re.findall(r"one(?: person)? saw ((?:(?!, one saw).)+)", found["why"])
    if sorted(sorted(split(one)) for one in said) != sorted(sorted(names) for names in by.values()):
        yield f"seen by one: {by}"


def _one_card(of: Reader, _: re.Match[str]) -> Found:
    if len(of.case.cards) != 1 or of.facts.open_points():
        yield "there is something"


def _no_card(of: Reader, _: re.Match[str]) -> Found:
    if of.case.cards:
        yield "there is one"


WHAT = r"<what>: "
MUST = r"<what>(?P<must>, a must-have)?: "
LINE = r"(?P<line>the bar|the scale's middle)"
TOPICS: Grammar = (
    (r"Talk about these first|Talk about these, too", fine),
    (rf"{MUST}nobody rated it\.<starts>", _unrated),
    (rf"{MUST}<who> above {LINE}, <other> below\.<starts>", _both_sides),
    (
        rf"{MUST}panelists on both sides of {LINE}(?P<out>, severity taken out)?\.<starts>",
        _both_sides,
    ),
    (
        r"(?P<best>(?:Strong yes|Yes)) against (?P<worst>(?:strong )?no)(?P<how>, .+)?\.<starts>",
        _split_recommendations,
    ),
    (rf"{MUST}got weaker when <people> probed\.<starts>", _weaker),
    (rf"{MUST}<who> alone rated it, and it got weaker when probed\.<starts>", _weaker_alone),
    (r"Red flag: (?P<flag>[^.]+)\.<starts>", _red_flag),
    (rf"{WHAT}heard at <raw>, its score is <score>\.<starts>", _heard),
    (rf"{WHAT}the lowest score, <score>, and <who> alone rated it\.<starts>", _lowest),
    (
        r"Revised: <people> changed (?P<whose>the scorecard after it was|their scorecards after they were) in\."
        r"<starts>",
        _revised,
    ),
    (
        r"No open point found\. That isn't agreement: (?P<why>.+)\. Start with what each of you would still ask\.",
        _nothing,
    ),
    (r"One scorecard is in, so there is nothing to compare\.", _one_card),
    (r"No scorecard is in, so there is nothing to talk about yet\.", _no_card),
)
