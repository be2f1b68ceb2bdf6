"""A debrief in whole sentences, without table, list or picture: to be read aloud from a modal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.debriefs import (
    CALIBRATED,
    CompetencyScore,
    Earlier,
    Numbers,
    Panel,
    Quote,
    Talk,
    on_scale,
    quotes_of,
    ratings_of,
    words,
)
from bot.domain.scorecards import Probed
from bot.views import ids
from bot.views.after_talk import NOTHING_CHANGED, RECOMMENDED, answered, recommended
from bot.views.blocks import Json, cut, line, modal, person, rich
from bot.views.debrief_opening import IN_WORDS
from bot.views.debrief_sentences import nothing_open
from bot.views.debrief_thread import circumstance, not_asked
from bot.views.debriefs import NO_TALK, RECOMMENDATIONS, DecisionLine
from bot.views.newer import heading
from bot.views.words import count, listed, score

MOST_BLOCKS = 100
LONGEST_PARAGRAPH = 2_900
ORDER = ("First", "Second", "Third")
PROBED = {
    Probed.WEAKER: "After the follow-up the answer got weaker.",
    Probed.HELD: "After the follow-up the answer held.",
    Probed.STRONGER: "After the follow-up the answer got stronger.",
}


@dataclass(frozen=True)
class Part:
    """A heading, what is said under it, and (of a competency) the evidence for it."""

    title: str
    said: tuple[str, ...]
    evidence: tuple[str, ...] = ()


def parts(found: Numbers, panel: Panel, earlier: Earlier, talk: Talk = NO_TALK) -> list[Part]:
    """All that the head and its thread tell, but for the decision, in whole sentences."""
    after = tuple(after_talk(talk, panel))
    first = (
        *beginning(found, panel),
        *_talk(found, panel),
        _recommended(found),
        *must_haves(found, panel),
        scale(found),
    )
    talked = [Part("After the talk", after)] if after else []
    last = Part("The rest", rest(found, panel, earlier))
    return [Part("The debrief", first), *talked, *by_competency(found, panel), last]


def by_competency(found: Numbers, panel: Panel) -> list[Part]:
    """Each competency's score, with the evidence for it."""
    return [Part(row.name, (_scored(row),), tuple(_evidence(row.key, panel))) for row in found.competencies]


def in_words(
    found: Numbers,
    panel: Panel,
    decision: DecisionLine | None,
    earlier: Earlier,
    talk: Talk = NO_TALK,
) -> Json:
    """All that the head and its thread tell; evidence beyond Slack's 100 blocks stays in the thread."""
    first, *others = parts(found, panel, earlier, talk)
    blocks = _part(first)
    if decision:
        said = f" recorded a decision: {decision.outcome}. Why is recorded, and Read, below it in the thread, opens it."
        blocks += [heading("The decision", 2), rich(line(person(decision.by), said))]
    for one in others:
        blocks += _part(one)
    left = len(blocks) - MOST_BLOCKS
    if left > 0:
        blocks = [*blocks[: MOST_BLOCKS - 1], rich(line("The rest of the evidence is in the thread."))]
    return modal(IN_WORDS, blocks, callback=ids.READING)


def _part(one: Part) -> list[object]:
    return [heading(one.title, 2), *_paragraphs([*one.said, *one.evidence])]


def _paragraphs(texts: Sequence[str]) -> list[object]:
    return [rich(line(cut(text, LONGEST_PARAGRAPH))) for text in texts]


def beginning(found: Numbers, panel: Panel) -> list[str]:
    """Who it is about, who speaks when, and that too few cards are in where that is so."""
    verb = "is" if found.cards_in == 1 else "are"
    who = f"{found.label}, {found.opening}. {found.cards_in} of {count(found.panel, 'scorecard')} {verb} in."
    if found.missing:
        who += f" There is no scorecard from {listed([panel.name(one) for one in found.missing])}."
    speaking = [panel.name(one) for one in found.speaking]
    order = [f"Speak in this order: {', then '.join(speaking)}."] if speaking else []
    short, agreed = words.too_few(found), words.agreed(found)
    few = [f"{short.text(panel.name)}."] if short else []
    return [who, *order, *([agreed.text(panel.name)] if agreed else []), *few]


def must_haves(found: Numbers, panel: Panel) -> list[str]:
    """Where each must-have stands, and what the agreed rule reads; nothing where there is no must-have."""
    sentence = words.must_haves(found)
    return [sentence.text(panel.name)] if sentence else []


def agreed_and_read(found: Numbers, panel: Panel) -> list[str]:
    """The agreed rule, where each competency stands to it, and what it reads; nothing where there is no rule."""
    agreed = words.agreed(found)
    if agreed is None:
        return []
    stands = [f"{row.name}: {words.at_bar(row)}" for row in found.competencies if row.side]
    read = f"It reads {found.reads}." if found.reads else "It has no must-have, and so no reading."
    return [agreed.text(panel.name), *stands, read]


def _talk(found: Numbers, panel: Panel) -> list[str]:
    if not found.talk_first:
        return [nothing_open(found).text(panel.name)]
    topics = [words.topic(one).text(panel.name) for one in found.talk_first]
    first = " ".join(f"{n}: {text}" for n, text in zip(ORDER, topics, strict=False))
    then = " ".join(topics[len(ORDER) :])
    return [f"Talk about these first. {first}", *([f"Talk about these, too. {then}"] if then else [])]


def _recommended(found: Numbers) -> str:
    if not found.recommendations:
        return "Nobody has recommended anything."
    parts = [
        f"{count(number, 'person', 'people')} {'says' if number == 1 else 'say'} {RECOMMENDATIONS[key]}"
        for key, number in found.recommendations.items()
    ]
    return f"Recommendations: {listed(parts)}."


def after_talk(talk: Talk, panel: Panel) -> Iterator[str]:
    """Who changed their recommendation once it is shown, with the whole reason, and whose card wasn't blind."""
    if talk.shown_at is not None:
        yield f"{answered(talk)}." if talk.changes else f"{answered(talk)}. {NOTHING_CHANGED}"
    for one in talk.changes if talk.shown_at is not None else ():
        after = " They said so after seeing the others'." if talk.after_others(one) else ""
        reason = one.said.reason if one.said else ""
        yield (
            f"{panel.name(one.user_id)} had said {RECOMMENDED[one.sealed]}, and says {RECOMMENDED[one.now]} now: "
            f"“{reason}”.{after}"
        )
    for sheet in panel.late:
        name = panel.name(sheet.user_id)
        came = f"{name} could read the others before their own scorecard was in, so it isn't blind and is in no number"
        yield f"{came}: {recommended(sheet)}."


def scale(found: Numbers) -> str:
    """What all scores are."""
    if found.status != CALIBRATED:
        return f"All scores are plain means from 1 to 4, {found.status}."
    early = " It is early: there are few loops to learn from yet." if found.early else ""
    samples = f" They were learned from {words.samples(found.samples)}." if found.samples else ""
    told = f"All scores are from 1 to 4, {words.causes(found)}.{early}{samples}"
    return f"{told} Of such ranges, 8 in 10 hold the true score."


def _scored(row: CompetencyScore) -> str:
    rated = f"{count(row.ratings, 'rating')} by {count(row.panelists, 'person', 'people')}"
    if row.raw is None:
        return f"{row.name} was rated by nobody."
    if row.shown is None:
        return f"{row.name}: the mean of {rated} is {_figure(row.raw)}."
    said = f"{row.name}: the score is {_figure(row.shown)}"
    if row.low is not None and row.high is not None:
        said += f", with a range from {_figure(row.low)} to {_figure(row.high)}"
    heard = f" It was heard at {_figure(row.heard)}." if row.heard is not None else ""
    return f"{said}. The mean of {rated} is {_figure(row.raw)}.{heard} {words.above_bar(row)}".rstrip()


def _figure(value: float) -> str:
    """As the table has it."""
    return score(on_scale(value))


def _evidence(key: str, panel: Panel) -> Iterator[str]:
    for user_id, by_dimension in ratings_of(panel, key).items():
        given = [
            f"{name.lower()} {listed([str(value) for value in by_dimension[dimension]])}"
            for dimension, name in panel.dimensions.items()
            if dimension in by_dimension
        ]
        yield f"{panel.name(user_id)} rated {listed(given)}."
    yield from (_quoted(one, panel.name(one.user_id)) for one in quotes_of(panel, key))


def _quoted(one: Quote, name: str) -> str:
    on = f"“{one.question}”"
    if one.instead is not None:
        said = " ".join(one.instead.split())
        on = f"something else that {name} asked{f', “{said}”' if said else ''}"
    parts = [f"{name} wrote on {on}: “{one.text}”" if one.text else f"{name} wrote nothing on {on}."]
    parts += [PROBED[one.probed]] if one.probed in PROBED else []
    parts += [f"Red flag: {flag.rstrip('.')}." for flag in one.flags]
    parts += [f"{name} heard where their knowledge ends."] if one.said_limits else []
    return " ".join(parts)


def rest(found: Numbers, panel: Panel, earlier: Earlier) -> tuple[str, ...]:
    """How firm the numbers are, what wasn't asked, this opening so far, and what to bear in mind."""
    firm = [*words.standing(found.standing), words.place(found)]
    numbers = " ".join(one.text(panel.name) for one in firm if one is not None)
    unasked = [f"{not_asked(one, panel)}." for one in panel.not_asked]
    so_far = f"This opening so far: {words.so_far(earlier)}."
    mind = [f"{circumstance(one, panel)}." for one in panel.flags]
    said = [numbers, *unasked, so_far, found.words, *(["To bear in mind:", *mind] if mind else [])]
    return tuple(one for one in said if one)
