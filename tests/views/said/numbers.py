"""What a debrief says of its numbers: how firm they are, what moved them, and why, for the lead alone; checked."""

import re
from decimal import Decimal

from bot.domain.calibration import joint
from tests.views.said.facts import tenths
from tests.views.said.panels import COMPETENCIES
from tests.views.said.reading import Found, Grammar, Reader, fine, split
from tests.views.said.topics import TOPICS


def _firm(of: Reader, found: re.Match[str]) -> Found:
    at_bars = bool(found["bar"])
    of.kinds.append("firm at bars" if at_bars else "firm")
    firm = [
        COMPETENCIES[key]
        for key, moved in of.facts.fragile().items()
        if not moved and (of.case.bar(key) is not None) == at_bars
    ]
    if split(found["some"]) != firm:
        yield f"firm are {firm}"


def _fragile(of: Reader, found: re.Match[str]) -> Found:
    of.kinds.append("fragile")
    key = of.key_of[found["what"]]
    moved = of.facts.fragile().get(key, set())
    if bool(found["bar"]) != (of.case.bar(key) is not None):
        yield "a bar, or none"
    said = {"left out"} if found["left"] else set()
    if said | ({"uncalibrated"} if found["un"] else set()) != moved:
        yield f"it moves: {moved}"


def _one_only(of: Reader, found: re.Match[str]) -> Found:
    of.kinds.append("one only")
    if [of.key_of[name] for name in split(found["some"])] != list(of.facts.seen_by_one()):
        yield f"seen by one: {list(of.facts.seen_by_one())}"


def _third(of: Reader, found: re.Match[str]) -> Found:
    of.kinds.append("third")
    if (found["third"], int(found["n"])) != of.facts.third():
        yield f"it is {of.facts.third()}"


def _anywhere(of: Reader, found: re.Match[str]) -> Found:
    if found["flag"] not in of.case.card(of.id_of[found["who"]]).anywhere:
        yield "nobody ticked it"


def _rated_by_nobody(of: Reader, found: re.Match[str]) -> Found:
    if [of.key_of[name] for name in split(found["some"])] != [
        k for k in of.case.competencies if not of.case.values(k)
    ]:
        yield "others were rated by nobody"


def _calibration(of: Reader, found: re.Match[str]) -> Found:
    """The overall score, raw beside it, how far it moved as printed, and what moved it that way."""
    scores = of.facts.scores
    if scores is None:
        yield "nothing is calibrated"
        return
    score = scores.overall.score
    yield from of.score("overall", found["score"], score.shown, "score")
    yield from of.score("overall", found["raw"], score.raw, "raw")
    change = Decimal(found["score"]) - Decimal(found["raw"])
    by = found["by"] or ""
    if bool(by) != (change != 0 and not found["near"]):
        yield "moved, or not, against what is printed"
    if by and (Decimal(by.split()[0]) != abs(change) or ("up" in by) != (change > 0)):
        yield f"it moved by {change}"
    true = min(max(score.shown, 1.0), 4.0) - score.raw
    if found["near"] and abs(true) >= 0.05:
        yield f"it moved by {true:.3f}"
    if found["near"]:
        yield from of.score("overall", found["near_score"], score.shown, "score")
        yield from of.score("overall", found["near_raw"], score.raw, "raw")
    if by and abs(true) < 0.05:
        yield f"it moved by {true:.3f}, as good as nothing"
    parts, sign = scores.overall.parts, 1 if change > 0 else -1
    causes = {
        "usually scores below": parts.severity,
        "usually scores above": -parts.severity,
        "harder than most": parts.questions,
        "easier than most": -parts.questions,
        "pulled to the middle": sign * parts.middle,
        "adds less than a first": sign * parts.weights,
    }
    for words, size in causes.items():
        if words in (found["why"] or "") and size < 0.05 - 1e-9:
            yield f"{words} moved it by {size:+.3f}"
        up = words in ("usually scores below", "harder than most")
        if (
            words in (found["why"] or "")
            and words.startswith(("usually", "harder", "easier"))
            and up != (change > 0)
        ):
            yield f"{words} moves it the other way"


def _raw_calibration(of: Reader, found: re.Match[str]) -> Found:
    scores = of.known.scores if of.known else None
    if of.facts.scores is not None or scores is None:
        yield "it is calibrated"
    else:
        yield from of.score("overall", found["raw"], scores.overall.score.raw, "raw")


def _plain(of: Reader, _: re.Match[str]) -> Found:
    if of.facts.scores is not None:
        yield "it is calibrated"


def _why_head(of: Reader, found: re.Match[str]) -> Found:
    """Raw and shown in hundredths; the parts below them have to add up to the difference."""
    yield from _why_end(of)
    of.owner = found["title"]
    key = "overall" if found["title"] == "Overall" else of.key_of[found["title"]]
    scores = of.facts.scores
    if scores is None:
        yield "nothing is calibrated"
        return
    score = scores.overall.score if key == "overall" else scores.competencies[key].score
    yield from of.score(key, found["raw"], score.raw, "raw")
    yield from of.score(key, found["score"], score.shown, "score")
    if found["low"]:
        low, high = score.interval()
        yield from of.score(key, found["low"], low, "low")
        yield from of.score(key, found["high"], high, "high")
    of.left = Decimal(found["score"]) - Decimal(found["raw"])


def _why_end(of: Reader) -> Found:
    """The parts of the score before have added up."""
    if of.left:
        yield f"{of.left} is missing in the parts above"
    of.left, of.last = Decimal(0), Decimal(9)


def _part(of: Reader, found: re.Match[str]) -> Found:
    by = Decimal(found["by"])
    of.left -= by
    if abs(by) > of.last:
        yield "a larger part below a smaller one"
    of.last = abs(by)
    scores = of.facts.scores
    if scores is None:
        yield "nothing moved"
        return
    one = scores.overall if of.owner == "Overall" else scores.competencies[of.key_of[of.owner]]
    causes = {"severity": "severity", "weight of each": "weights", "hard the questions": "questions"}
    causes |= {"middle of the opening": "middle", "other interviews say": "rest"}
    cause = next((cause for words, cause in causes.items() if words in found["cause"]), "")
    exact = getattr(one.parts, cause, None) if cause else min(max(one.score.shown, 1), 4) - one.score.shown
    if exact is None or abs(float(by) - exact) > 0.03:
        yield f"it is {exact}"
    if cause == "severity" and found["each"]:
        yield from _severities(of, one.severity_by, by, found["each"])


def _severities(of: Reader, exact: object, total: Decimal, text: str) -> Found:
    said = {who: Decimal(by) for who, by in re.findall(r"<@(\w+)> ([+-]\d\.\d\d)", text)}
    others = [Decimal(by) for by in re.findall(r"enough to show ([+-]\d\.\d\d)", text)]
    if sum([*said.values(), *others]) != total:
        yield f"the panelists' parts sum to {sum([*said.values(), *others])}"
    known = {one.panelist: one for one in joint.severities(of.known.fit)} if of.known else {}
    for who, by in said.items():
        if not known[who].shown:
            yield f"too little is known of {who}"
        if abs(float(by) - dict(exact)[who]) > 0.02:  # type: ignore[call-overload]
            yield f"{who} moved it by {dict(exact)[who]}"  # type: ignore[call-overload]
    usual = re.findall(
        r"<@(\w+)> [+-]\d\.\d\d \((\d+) interviews?: usually (?:(\d\.\d) (above|below)|less than 0\.05)", text
    )
    if len(usual) != len(said):
        yield "how somebody usually scores is missing"
    for who, n, size, side in usual:
        leniency = known[who].leniency
        if int(n) != known[who].n:
            yield f"{who} had {known[who].n} interviews"
        if size and (
            not float(size)
            or abs(abs(leniency) - float(size)) > 0.0501
            or (side == "above") != (leniency > 0)
        ):
            yield f"{who}'s leniency is {leniency:+.3f}"
        if not size and abs(leniency) >= 0.05:
            yield f"{who}'s leniency is {leniency:+.3f}"


def _next(of: Reader, found: re.Match[str]) -> Found:
    """The interview that narrows a range most, of those that the panel rated; there is no bar in these debriefs."""
    scores, key = of.facts.scores, of.key_of[found["what"]]
    if scores is None or of.known is None:
        yield "nothing is calibrated"
        return
    width = {}
    for name, one in scores.competencies.items():
        low, high = one.score.interval()
        now = float(tenths(high) - tenths(low))
        width[name] = now, now * joint.next_interview(of.known.fit, scores, name).own
    now, then = width[key]
    if max(a - b for a, b in width.values()) - (now - then) > 1e-9:
        yield "another one narrows more"
    if (
        abs(float(found["now"] or found["same"]) - now) > 1e-9
        or abs(float(found["then"] or found["same"]) - then) > 0.0501
    ):
        yield f"from {now:.2f} to {then:.2f}"


def _learned(of: Reader, found: re.Match[str]) -> Found:
    data = of.known.fit.data if of.known else None
    if data is None or (int(found[1]), int(found[2])) != (len(data.sheet_candidate), len(data.candidates)):
        yield "learned from others"


def _note(of: Reader, found: re.Match[str]) -> Found:
    if of.known is None or found[0] not in joint.notes(of.known.fit.data):
        yield "a sentence that nobody knows how to check"


def _apart(of: Reader, found: re.Match[str]) -> Found:
    apart = of.facts.apart()
    if apart is None:
        yield "they don't differ beyond chance"
        return
    furthest = max(apart.z, key=lambda one: abs(one[1]))
    if found["id"] and (found["id"] != furthest[0] or len(apart.z) < 3):
        yield f"furthest is {furthest}"
    wanted = "less than 1 in 1,000,000" if apart.p <= 1e-6 else f"about 1 in {int(1 / apart.p + 0.5):,}"
    if found["odds"] != wanted:
        yield f"p is {apart.p}"


def _sums(of: Reader, _: re.Match[str]) -> Found:
    yield from _why_end(of)


NUMBERS = (
    r"<score>, raw <raw>: (?:hardly changed"
    r"(?P<near> \((?P<near_score>\d\.\d\d) and (?P<near_raw>\d\.\d\d) before rounding\))?|"
    r"(?P<by>\d\.\d (?:up|down))(?:, mainly because (?P<why>.+)|, from several small things))\."
)
RAW_ONLY = r"Raw <raw>, not calibrated because .+\."
MOVES = (
    r"(?:(?P<bar>stays? on (?:its|their) side of the bar)|moves? by no more than half (?:its|their) range), "
    r"whoever is left out, and without calibration\."
)
REST: Grammar = (
    *TOPICS,
    (rf"Firm: <some> {MOVES}", _firm),
    (
        r"Fragile: <what> (?:moves by more than half its range|(?P<bar>changes sides of the bar))"
        r"(?P<left> if one panelist is left out)?(?: or)?"
        r"(?P<un> without calibration)?\.",
        _fragile,
    ),
    (r"One person only: <some>\.", _one_only),
    (
        r"In this opening so far: this candidate's score lies in the (?P<third>\w+) third of (?P<n>\d+)\.",
        _third,
    ),
    (r"\*Rated by nobody:\* <some>", _rated_by_nobody),
    (r"Red flags anywhere in an interview", fine),
    (r"<who>: (?P<flag>[^:]+)", _anywhere),
    (r"\*This opening so far:\* the first debrief", fine),
    (rf"\*Calibration:\* {NUMBERS}", _calibration),
    (rf"\*Calibration:\* {RAW_ONLY}", _raw_calibration),
)
WHY: Grammar = (
    (r"\*The next interview that tells most,\* with somebody who hasn't met the candidate", fine),
    (
        r"\*<what>:\* its range (?:shrinks from (?P<now>\d\.\d) to about (?P<then>\d\.\d) points; which way it moves, "
        r"only the interview shows|of (?P<same>\d\.\d) points hardly shrinks)\.",
        _next,
    ),
    (
        r"\*(?P<title>[^:]+): raw <raw>, shown <score>\*(?: \((?P<low>\d\.\d) to (?P<high>\d\.\d)\))?",
        _why_head,
    ),
    (NUMBERS, _calibration),
    (
        r"Learned from (\d+) scorecards? of (\d+) loops?, this one among them\. "
        r"Severity is learned only from people who scored the same candidate\.",
        _learned,
    ),
    (r"\*(?P<by>[+-]\d\.\d\d)\* (?P<cause>[^:]+)(?:: (?P<each>.+))?", _part),
    (r"Nothing moved it\.", fine),
    (
        r"The scorecards differ by more than severity, taste and chance usually make them \((?P<odds>.+) panels\)\."
        r"(?: <@(?P<id>\w+)> stands furthest from the others\.)?",
        _apart,
    ),
    (
        r"The parts add up to the difference\. Only you see this; panelists see their own on their Home\.",
        _sums,
    ),
    (r"These are plain means of the ratings: not calibrated because .+\.", _plain),
    (r"\w.+", _note),
)
