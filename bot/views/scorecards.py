"""The scorecard: one page a question, evidence first; a last page; and a thank-you.

Block ids are `r:{question}:{field}:{render}`: with an unchanged id Slack keeps what is on screen, so `render`
grows only when a page is filled from storage. Action ids never change.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.kits import Kit
from bot.domain.loops import Role
from bot.domain.questions import Dimension, Kind, Question, Rubric
from bot.domain.scorecards import (
    EVIDENCE,
    EVIDENCE_LENGTH,
    INSTEAD,
    LAST_PAGE,
    NOT_ASSESSED,
    OWN_PROBE,
    OWN_WORDS,
    PROBE,
    PROBES,
    RATING,
    RECOMMENDATION,
    SAID_LIMITS,
    SEEN,
    SUMMARY,
    SUMMARY_LENGTH,
    SURE_AND_WRONG,
    SURENESS,
    Answer,
    Asked,
    Card,
    Field,
    Gap,
    Probed,
    Recommendation,
    Sureness,
    Value,
    fingerprint,
    needed_probe,
)
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    checkboxes,
    escape,
    field,
    menu,
    modal,
    radios,
    section,
    text_input,
)
from bot.views.newer import alert
from bot.views.words import when

LONGEST_INPUT = 3_000
NOT_BLIND = (
    "The debrief has opened: this card is marked *not blind*, and is in no number. It can't be changed later."
)
MOST_FLAGS = 10
"""So many checkboxes fit into one group; a set has at most eight red flags."""
EVIDENCE_HINT = (
    "Needed to rate this question. One sentence is enough; for a 1 or a 4, say what they said or did."
)
ANYWHERE_HINT = "Red flags of any answer. Tick what you saw; the debrief shows it."
PROBED_WORDS = {
    Probed.WEAKER: "Got weaker",
    Probed.HELD: "Held",
    Probed.STRONGER: "Got stronger",
    Probed.NOT_PROBED: "Not asked",
}
RECOMMENDATION_WORDS = {
    Recommendation.STRONG_NO: "Strong no",
    Recommendation.NO: "No",
    Recommendation.YES: "Yes",
    Recommendation.STRONG_YES: "Strong yes",
}
SURENESS_WORDS = {Sureness.NOT_SURE: "Not sure", Sureness.FAIRLY: "Fairly", Sureness.VERY: "Very"}


@dataclass(frozen=True)
class PageData:
    """What travels in a page's private metadata: which page, and what its fields were filled with."""

    interview_id: int
    page: int
    rendered: Mapping[Field, str]

    def dumps(self) -> str:
        """JSON, under Slack's 3,000 characters."""
        fields = [[field.question_id, field.name, mark] for field, mark in self.rendered.items()]
        return json.dumps({"i": self.interview_id, "p": self.page, "f": fields}, separators=(",", ":"))

    @classmethod
    def loads(cls, text: str) -> "PageData":
        """The other way round."""
        kept = json.loads(text)
        return cls(kept["i"], kept["p"], {Field(question, name): mark for question, name, mark in kept["f"]})


def block_id(of: Field, render: int) -> str:
    """The id of a field's block."""
    return f"r:{of.question_id}:{of.name}:{render}"


def field_of(block: str) -> Field | None:
    """The field that a block id names, or None where the block is no field."""
    parts = block.split(":")
    if len(parts) < 4 or parts[0] != "r":
        return None
    return Field(parts[1], ":".join(parts[2:-1]))


def page(
    kit: Kit, rubric: Rubric, card: Card, number: int, problems: Sequence[Gap] = (), *, own: bool = False
) -> Json:
    """Page `number` (from 0); the page after the last question is the last page.

    `own` is whether they are about to say that they asked a follow-up of their own.
    """
    if number >= len(kit.questions):
        return last_page(kit, card, problems)
    item = kit.questions[number]
    question = item.question
    answer = card.answer(question.id)
    pages = len(kit.questions) + 1
    title = f"{kit.label} · {number + 1} of {pages}"
    menu_here = _menu(kit, number, answer)
    blocks: list[object] = [
        section(
            f"*{escape(question.short)}*\n{escape(item.competency)} · {_standing(card)}.",
            accessory=menu_here,
        )
    ]
    inputs = _Inputs(question.id, card.render)
    if answer.skipped:
        blocks.append(
            section("You didn't get to this question. It counts for nothing; somebody else may ask it.")
        )
    else:
        blocks += _question_inputs(inputs, rubric, answer, question, own=own)
    blocks.append(_pages(kit, number))
    data = PageData(kit.interview_id, number, inputs.rendered)
    return modal(
        title, blocks, callback=ids.SCORECARD_PAGE, submit="Next", metadata=data.dumps(), notify_on_close=True
    )


def _standing(card: Card) -> str:
    """Where the card stands, and what becomes of what is typed."""
    if card.changed:
        return "in; changes not handed in"
    if card.submitted:
        return "in; changes are saved, and count once you submit again"
    return "saved as you go; you can close this"


class _Inputs:
    """Builds the inputs of one page and remembers what each was filled with."""

    def __init__(self, question_id: str, render: int) -> None:
        self._question_id = question_id
        self._render = render
        self.rendered: dict[Field, str] = {}

    def add(
        self,
        name: str,
        label: str,
        element: object,
        value: Value | None,
        *,
        optional: bool = False,
        hint: str | None = None,
    ) -> object:
        """An input that saves itself; `value` is what it is filled with."""
        key = Field(self._question_id, name)
        self.rendered[key] = fingerprint(value)
        id = block_id(key, self._render)
        return field(label, element, id=id, optional=optional, hint=hint, dispatch=True)


def _question_inputs(
    inputs: _Inputs, rubric: Rubric, answer: Answer, question: Question, *, own: bool
) -> list[object]:
    found = [_instead(inputs, answer)] if answer.state is Asked.OTHER else []
    needed = not answer.unassessed([dimension.key for dimension in rubric.dimensions])
    found.append(_evidence(inputs, answer, needed=needed))
    found += _follow_ups(inputs, answer, question, own=own, needed=needed)
    found += [_dimension(inputs, dimension, answer, question.kind) for dimension in rubric.dimensions]
    found.append(_seen(inputs, answer, question.red_flags))
    return found


def _follow_ups(
    inputs: _Inputs, answer: Answer, question: Question, *, own: bool, needed: bool
) -> list[object]:
    """How the answer held after each follow-up; after one's own alone where something else was asked."""
    first = needed_probe(answer) if needed else None
    if answer.state is Asked.OTHER:
        return [_held(inputs, answer, OWN_PROBE, "After your follow-up", first)]
    found = [
        _held(inputs, answer, key, f"After “{probe.ask}”", first)
        for key, probe in zip(PROBES, question.kit_probes, strict=False)
    ]
    if own or answer.own_probe or OWN_PROBE in answer.probes:
        element = text_input(
            ids.OWN_PROBE,
            initial=answer.own_probe[:LONGEST_INPUT],
            longest=_room(answer.own_probe, SUMMARY_LENGTH),
            saves=True,
        )
        value = answer.own_probe or None
        found.append(inputs.add(OWN_WORDS, "Your own follow-up", element, value, optional=True))
        found.append(_held(inputs, answer, OWN_PROBE, "After it", first))
    return found


def _held(inputs: _Inputs, answer: Answer, key: str, label: str, needed: str | None) -> object:
    chosen = answer.probes.get(key)
    element = radios(ids.PROBED, [(words, one.value) for one, words in PROBED_WORDS.items()], chosen)
    return inputs.add(f"{PROBE}{key}", label, element, chosen, optional=key != needed)


def _instead(inputs: _Inputs, answer: Answer) -> object:
    element = text_input(
        ids.INSTEAD,
        initial=answer.instead[:LONGEST_INPUT],
        longest=_room(answer.instead, SUMMARY_LENGTH),
        saves=True,
    )
    return inputs.add(INSTEAD, "What did you ask instead?", element, answer.instead or None, optional=True)


def needs_evidence(view: Json) -> bool:
    """Whether the page asks for evidence as something that is needed."""
    blocks = [(field_of(str(block.get("block_id"))), block) for block in view["blocks"]]
    return any(of and of.name == EVIDENCE and not block.get("optional") for of, block in blocks)


def _evidence(inputs: _Inputs, answer: Answer, *, needed: bool) -> object:
    """Where something is rated the form says at the field that it is empty, and ours that it is no sentence."""
    element = text_input(
        ids.EVIDENCE,
        initial=answer.evidence[:LONGEST_INPUT],
        multiline=True,
        longest=_room(answer.evidence, EVIDENCE_LENGTH),
        placeholder="Words, steps, numbers. Not how they came across.",
        saves=True,
    )
    return inputs.add(
        EVIDENCE,
        "What did they say or do?",
        element,
        answer.evidence or None,
        optional=not needed,
        hint=EVIDENCE_HINT if needed else None,
    )


def _dimension(inputs: _Inputs, dimension: Dimension, answer: Answer, kind: Kind) -> object:
    """The anchors for this kind of question as options, and an explicit way out, so that the choice can be required."""
    chosen = _rating(answer, dimension.key)
    anchors = enumerate(dimension.shorts(kind), start=1)
    choices = [(f"*{rating}*  {words}", str(rating)) for rating, words in anchors]
    element = radios(ids.RATING, [*choices, ("_Not assessed_", NOT_ASSESSED)], chosen, mrkdwn=True)
    return inputs.add(f"{RATING}{dimension.key}", dimension.name, element, chosen)


def _seen(inputs: _Inputs, answer: Answer, red_flags: Sequence[str]) -> object:
    flags = [(f"Red flag: {text}", f"flag:{number}") for number, text in enumerate(red_flags)]
    choices = [
        ("Said where their knowledge ends", SAID_LIMITS),
        ("Red flag: sure of something wrong", SURE_AND_WRONG),
    ]
    element = checkboxes(ids.SEEN, [*choices, *flags], answer.seen)
    return inputs.add(SEEN, "Seen", element, list(answer.seen) or None, optional=True)


def last_page(kit: Kit, card: Card, problems: Sequence[Gap] = (), *, refused: bool = False) -> Json:
    """What is missing with [Fix], the recommendation, and two lines for the debrief.

    `refused` says first that it was not handed in.
    """
    inputs = _Inputs(LAST_PAGE, card.render)
    blocks: list[object] = [alert(NOT_BLIND)] if kit.late else []
    if card.changed:
        blocks.append(
            alert("*In; changes not handed in.* What you handed in counts until you submit again.", "warning")
        )
    if refused:
        again = " again" if card.submitted else ""
        blocks.append(alert(f"*Not handed in{again} yet.* Everything is saved; this is missing:", "warning"))
    blocks += [_gap(kit, number, gap) for number, gap in enumerate(problems)]
    if anywhere := tuple(dict.fromkeys((*kit.red_flags, *card.seen)))[:MOST_FLAGS]:
        blocks.append(_anywhere(inputs, card, anywhere))
    recommendations = [(text, str(value)) for value, text in RECOMMENDATION_WORDS.items()]
    element = radios(ids.RECOMMENDATION, recommendations, card.recommendation)
    blocks.append(inputs.add(RECOMMENDATION, "My recommendation for this role", element, card.recommendation))
    element = radios(
        ids.SURENESS, [(text, str(value)) for value, text in SURENESS_WORDS.items()], card.sureness
    )
    blocks.append(inputs.add(SURENESS, "How sure?", element, card.sureness))
    element = text_input(
        ids.SUMMARY,
        initial=card.summary[:LONGEST_INPUT],
        multiline=True,
        longest=_room(card.summary, SUMMARY_LENGTH),
        placeholder="What decided it, and what you'd still ask.",
        saves=True,
    )
    blocks.append(
        inputs.add(SUMMARY, "Two lines for the debrief", element, card.summary or None, optional=True)
    )
    pages = len(kit.questions) + 1
    if kit.questions:
        blocks.append(_pages(kit, len(kit.questions)))
    data = PageData(kit.interview_id, len(kit.questions), inputs.rendered)
    submit = "Submit again" if card.submitted else "Submit"
    title = f"{kit.label} · {pages} of {pages}"
    return modal(
        title, blocks, callback=ids.SCORECARD_LAST, submit=submit, metadata=data.dumps(), notify_on_close=True
    )


def _anywhere(inputs: _Inputs, card: Card, red_flags: Sequence[str]) -> object:
    """The red flags of any answer, once for the whole interview."""
    element = checkboxes(ids.SEEN, [(text, text) for text in red_flags], card.seen)
    value = list(card.seen) or None
    return inputs.add(SEEN, "Anywhere in this interview", element, value, optional=True, hint=ANYWHERE_HINT)


def _gap(kit: Kit, number: int, gap: Gap) -> object:
    action = ids.numbered(ids.CARD_PAGE, 100 + number)
    fix = button("Fix", action, f"{kit.interview_id}:{gap.page}", label=f"Fix: {gap.text}")
    return section(escape(gap.text), accessory=fix)


def done(kit: Kit, zone: ZoneInfo) -> Json:
    """It's in."""
    if kit.late:
        thanks = (
            "*It's in. Thank you.*\nIt stands in the debrief's thread, marked not blind, and is in no number."
        )
        return modal("Submitted", [section(thanks)], callback=ids.SCORECARD_DONE, close="Done")
    text = (
        f"*It's in. Thank you.*\nEdit it until the debrief{_opens(kit, zone)}. "
        "You'll see the others' there, not before, so that everybody judges for themselves."
    )
    blocks = [section(text), actions(button("Edit mine", ids.CARD_EDIT, kit.interview_id), id="edit")]
    return modal("Submitted", blocks, callback=ids.SCORECARD_DONE, close="Done")


def _opens(kit: Kit, zone: ZoneInfo) -> str:
    """When the debrief opens, and with it the scorecards close, to be said after "until the debrief"."""
    at = when(kit.debrief_at, zone)
    return f", half an hour after the last scorecard and at the latest on {at}" if kit.early else f" on {at}"


def _room(text: str, usual: int) -> int:
    """The longest a field may hold: what two devices wrote together may be longer than usual, and must be shown."""
    return max(usual, min(LONGEST_INPUT, len(text)))


def _rating(answer: Answer, dimension: str) -> str | None:
    if dimension not in answer.ratings:
        return None
    value = answer.ratings[dimension]
    return NOT_ASSESSED if value is None else str(value)


def _menu(kit: Kit, number: int, answer: Answer) -> object:
    here = f"{kit.interview_id}:{number}"
    choices = [("Full question", f"question:{here}"), ("What good sounds like", f"good:{here}")]
    if kit.role is Role.SHADOW:
        return menu(ids.CARD_MENU, choices)
    if answer.skipped:
        choices.append(("We did get to this", f"reached:{here}"))
    else:
        choices.append(("We didn't get to this", f"not_reached:{here}"))
        word = "I asked it after all" if answer.state is Asked.OTHER else "I asked something else"
        choices.append((word, f"{'reached' if answer.state is Asked.OTHER else 'other'}:{here}"))
        if answer.state is not Asked.OTHER:
            choices.append(("I asked my own follow-up", f"own:{here}"))
    return menu(ids.CARD_MENU, choices)


def _pages(kit: Kit, current: int) -> object:
    buttons = []
    for number in range(len(kit.questions) + 1):
        if number != current:
            text = "Finish" if number == len(kit.questions) else str(number + 1)
            action = ids.numbered(ids.CARD_PAGE, number)
            label = "To the last page" if text == "Finish" else f"To question {text}"
            buttons.append(button(text, action, f"{kit.interview_id}:{number}", label=label))
    return actions(*buttons, id=f"pages:{current}")
