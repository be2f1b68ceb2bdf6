"""What a debrief's head, its picture and the replies on competencies say in figures and quotes, checked."""

import re

from tests.views.said.facts import ORDER
from tests.views.said.panels import COMPETENCIES, DIMENSIONS
from tests.views.said.reading import Found, Grammar, Reader, fine, split
from tests.views.said.topics import TOPICS


def _cards(of: Reader, found: re.Match[str]) -> Found:
    if (int(found[1]), int(found[2])) != (len(of.case.cards), len(of.case.cards) + len(of.case.missing)):
        yield "other scorecards are in"


def _too_few(of: Reader, found: re.Match[str]) -> Found:
    if not (int(found[1]) == len(of.case.cards) < of.case.quorum == int(found[2])):
        yield "there are enough"


def _table_head(of: Reader, found: re.Match[str]) -> Found:
    if bool(found["range"]) != (of.facts.scores is not None):
        yield "ranges, or none"


def _row(of: Reader, found: re.Match[str]) -> Found:
    key = of.key_of[found["what"]]
    yield from of.figures(key, found["figures"])
    if found["mean"] != "–" and of.case.values(key):
        yield from of.score(key, found["mean"], of.facts.raw(key), "raw")
    elif of.case.values(key):
        yield "it was rated"


def _at_bar(of: Reader, found: re.Match[str]) -> Found:
    """The same row with where its score stands to the agreed bar."""
    yield from _row(of, found)
    key = of.key_of[found["what"]]
    bar = of.case.bar(key)
    stands = of.facts.stands(key)
    wanted = "–" if bar is None else f"{stands}{' at' if stands == 'unclear' else ''} {bar:g}"
    wanted += ", must-have" if of.case.must_have(key) else ""
    if found["bar"] != wanted:
        yield f"it stands {wanted}"


def _agreed(of: Reader, found: re.Match[str]) -> Found:
    """Who agreed, when, and on what: every bar once, and what are must-haves."""
    of.kinds.append("agreed")
    if of.id_of[found["who"]] != of.case.agreed_by or bool(found["late"]) != of.case.late:
        yield f"{of.case.agreed_by} agreed{', late' if of.case.late else ''}"
    said: dict[str, tuple[float, bool]] = {}
    for part in found["bars"].split("; "):
        one = re.fullmatch(r"(.+?)(?P<must> (?:is a must-have|are must-haves),)? at (\d(?:\.\d)?)", part)
        if one is None:
            yield f"nobody knows how to check {part!r}"
            continue
        said |= {of.key_of[name]: (float(one[3]), bool(one["must"])) for name in split(one[1])}
    if said != of.case.bars:
        yield f"agreed was {of.case.bars}"


def _reads(of: Reader, found: re.Match[str]) -> Found:
    """Where each must-have stands, and what the rule reads."""
    of.kinds.append("reads")
    there = {
        COMPETENCIES[key]: of.facts.stands(key) for key in of.case.competencies if of.case.must_have(key)
    }
    said = dict(one.rsplit(" ", 1) for one in found["sides"].split(", "))
    if said != there:
        yield f"they stand {there}"
    if found["reads"] != of.facts.reads():
        yield f"it reads {of.facts.reads()}"


def _scale(of: Reader, found: re.Match[str]) -> Found:
    scores = of.facts.scores
    if scores is None:
        yield "nothing was corrected"
        return
    parts = [one.parts for one in scores.competencies.values()]
    moved = {
        "severity": any(abs(one.severity) >= 0.05 for one in parts),
        "questions": any(abs(one.questions) >= 0.05 for one in parts),
        "drawn to the middle": any(abs(one.rest) >= 0.05 for one in parts),
    }
    for cause, did in moved.items():
        if (cause in found["causes"]) != did:
            yield f"{cause} {'moved' if did else 'did not move'} a score"
    if ("hardly changed" in found["causes"]) != (not any(moved.values())):
        yield "something moved"
    if bool(found["early"]) != scores.early:
        yield "it is early, or isn't"


def _raw_scale(of: Reader, _: re.Match[str]) -> Found:
    if of.facts.scores is not None:
        yield "it is calibrated"


def _recommended(of: Reader, found: re.Match[str]) -> Found:
    said = {kind: int(n) for n, kind in re.findall(r"(\d+) ((?:strong )?(?:yes|no))", found["given"])}
    there = {kind.replace("_", " "): len(of.facts.recommended(kind)) for kind in ORDER}
    if said != {kind: n for kind, n in there.items() if n}:
        yield f"recommended was {there}"


def _speaking(of: Reader, found: re.Match[str]) -> Found:
    if [of.id_of[one] for one in split(found["people"])] != of.facts.speaking():
        yield f"the order is {of.facts.speaking()}"


def _missing(of: Reader, found: re.Match[str]) -> Found:
    if [of.id_of[one] for one in split(found["people"])] != of.case.missing:
        yield f"missing are {of.case.missing}"


def _picture(of: Reader, found: re.Match[str]) -> Found:
    rows = dict(row.split(": ", 1) for row in found[1].split("; "))
    if [of.key_of[name] for name in rows] != of.case.competencies:
        yield "a competency is missing in the picture"
    for name, row in rows.items():
        key = of.key_of[name]
        if row == "not rated":
            yield from ["it was rated"] if of.case.values(key) else []
            continue
        parts = re.fullmatch(
            r"(?:(\d\.\d) \(80% range (\d\.\d) to (\d\.\d)\), )?raw (\d\.\d)(, not calibrated)?", row
        )
        if parts is None:
            yield f"no figures: {row}"
            continue
        yield from of.figures(key, f"{parts[1]} ({parts[2]}–{parts[3]})" if parts[1] else parts[4])
        yield from of.score(key, parts[4], of.facts.raw(key), "raw")
        if bool(parts[5]) != (of.facts.scores is None):
            yield "it is calibrated, or isn't"


def _in_short(of: Reader, found: re.Match[str]) -> Found:
    key = of.key_of[found["what"]]
    yield from [] if key == of.page else ["another competency"]
    yield from of.figures(key, found["figures"])
    yield from of.score(key, found["raw"], of.facts.raw(key), "raw")
    one = of.facts.scores.competencies[key] if of.facts.scores else None
    if bool(found["heard"]) != (one is not None and one.heard_otherwise):
        yield "it was heard otherwise, or wasn't"
    elif one is not None and found["heard"]:
        yield from of.score(key, found["heard"], one.heard, "heard")


def _nobody(of: Reader, _: re.Match[str]) -> Found:
    if of.case.values(of.page):
        yield "somebody did"


def _ratings(of: Reader, found: re.Match[str]) -> Found:
    who, said = of.id_of[found["who"]], []
    for part in found["given"].split(" · "):
        name, _, values = part.rpartition(" ")
        said += [(name, int(value)) for value in values.split("/")]
    names = {key: name.lower() for key, name in DIMENSIONS.items()}
    ids = {question.id for question in of.case.questions if question.competency == of.page}
    there = [
        (names[dimension], value)
        for id, given in of.case.card(who).answers.items()
        if id in ids
        for dimension, value in given.ratings.items()
        if value is not None
    ]
    if sorted(said) != sorted(there):
        yield f"rated was {there}"


def _asked(of: Reader, found: re.Match[str]) -> Found:
    of.owner = of.id_of[found["who"]]
    given = [one for who, one in of.facts.answers(of.page) if who == of.owner]
    instead, bare = "instead" in found.re.pattern or "else" in found.re.pattern, found["bare"]
    if not any((one.instead is not None) == instead and bool(one.evidence) != bool(bare) for one in given):
        yield "they noted no such thing"


def _quoted(of: Reader, found: re.Match[str]) -> Found:
    if not any(who == of.owner and one.evidence == found[0] for who, one in of.facts.answers(of.page)):
        yield "they didn't write that"


def _remarks(of: Reader, found: re.Match[str]) -> Found:
    answers = list(of.facts.answers(of.page))
    for part in found[0].split(" · "):
        if part.startswith("After the follow-up: "):
            said = sorted(part.removeprefix("After the follow-up: ").split(", "))
            there = sorted(
                f"{of.facts.name[who]} {one.probed}"
                for who, one in answers
                if one.probed in ("weaker", "held", "stronger")
                and (one.evidence or one.flags or one.wrong or one.limits or any(one.ratings.values()))
            )
            yield from [] if said == there else [f"probed was {there}"]
        elif flag := re.fullmatch(r"Red flag \((.+)\): (.+)", part):
            who = of.id_of[flag[1]]
            yield from [] if who in of.facts.flags().get(flag[2], ()) else ["nobody ticked it"]
        elif limits := re.fullmatch(r"(.+) heard where their knowledge ends", part):
            there = [of.facts.name[who] for who, one in answers if one.limits]
            yield from [] if limits[1] in there else [f"that was {there}"]
        else:
            yield f"nobody knows how to check {part!r}"


def _chance(of: Reader, found: re.Match[str]) -> Found:
    if of.facts.scores is None or of.page not in of.facts.scores.competencies:
        yield "nothing is known of chances"
        return
    exact = of.facts.scores.competencies[of.page].score.above(of.facts.line(of.page))
    bar = of.case.bar(of.page)
    if found["line"] != ("the middle of the scale, 2.5" if bar is None else f"the bar of {bar:g}"):
        yield f"the bar is {bar}"
    n = int(exact * 10 + 0.5)
    wanted = "almost certainly" if n == 10 else "almost certainly not" if n == 0 else f"{n} in 10 that it is"
    if found["chance"].lower() != wanted:
        yield f"the chance is {exact:.3f}"


FILLER = (
    r"(?:The words behind the ratings are in the thread\.|"
    r"Cards are sealed\. Should your mind change, choose After the talk\.|"
    r"What stands here is for the people of this channel: please keep it here\.)"
)
HEAD: Grammar = (
    (r"Debrief ready · (\d+) of (\d+) scorecards?", _cards),
    (r"A\. K\. · Engineer", fine),
    (rf"(?:{FILLER})(?: {FILLER})*", fine),
    (r"Too few scorecards: (\d+) in, this opening wants (\d+)", _too_few),
    *TOPICS,
    (r"Competency \| Score(?P<range>, range)? \| Raw", _table_head),
    (r"Competency \| (?:Score(?P<range>, range)|Mean) \| Bar \| Raw", _table_head),
    (r"<what> \| (?P<figures>[^|]+) \| (?P<mean>[^|]+)", _row),
    (r"<what> \| (?P<figures>[^|]+) \| (?P<bar>[^|]+) \| (?P<mean>[^|]+)", _at_bar),
    (r"Agreed on 3 Nov by <who>(?P<late>, after this opening's first debrief)?: (?P<bars>.+)\.", _agreed),
    (r"Must-haves: (?P<sides>.+)\. The agreed rule reads (?P<reads>met|not met|open)\.", _reads),
    (r"1 to 4, (?P<causes>.+); 80% ranges(?P<early> · early: few loops to learn from yet)?", _scale),
    (r"Raw means from 1 to 4, not calibrated because .+", _raw_scale),
    (r"Recommendations: (?P<given>.+)", _recommended),
    (r"Speak in this order: <people>\.", _speaking),
    (r"No scorecard: <people>\.", _missing),
)
PICTURE: Grammar = ((r"Scores by competency, 1 to 4: (.+)\.", _picture),)
COMPETENCY: Grammar = (
    (
        r"<what> (?P<figures>\d\.\d(?: \(\d\.\d–\d\.\d\))?), raw <raw>(?:, heard at (?P<heard>\d\.\d))?",
        _in_short,
    ),
    (r"<what> was rated by nobody\.", _nobody),
    (
        r"(?P<chance>\d+ in 10 that it is|Almost certainly(?: not)?) above (?P<line>.+)\.",
        _chance,
    ),
    (r"<who> on “Question \w+”(?P<bare>, without evidence)?", _asked),
    (r"<who> asked instead: “Lineage”(?P<bare>, without evidence)?", _asked),
    (r"<who> asked something else(?P<bare>, without evidence)?", _asked),
    (r"(?:After the follow-up|Red flag \(|.+ heard where their knowledge ends).*", _remarks),
    (r"<who> (?P<given>(?:depth|clarity|care) [\d/]+(?: · (?:depth|clarity|care) [\d/]+)*)", _ratings),
    (r"(?:Named a check and its cost|Rolled back before looking)\.", _quoted),
)
