"""Evidence as a debrief shows it: whose, on which question, with flags and what probing did."""

from dataclasses import dataclass

from bot.domain.debriefs.panel import AskedQuestion, Panel
from bot.domain.scorecards import SAID_LIMITS, SURE_AND_WRONG, Answer, Asked, Probed

QUOTE_LENGTH = 200
QUOTES = 4


@dataclass(frozen=True)
class Quote:
    """Evidence as it is shown: whose, on which question, and what they wrote.

    `instead` is what they asked in the question's place, "" where they didn't say; None where they asked it.
    """

    user_id: str
    question: str
    instead: str | None
    text: str
    probed: Probed | None
    flags: tuple[str, ...]
    said_limits: bool


def quotes_of(panel: Panel, competency: str) -> tuple[Quote, ...]:
    """All evidence for a competency in question order, with flags and what probing did."""
    found = []
    for question in panel.questions:
        if question.competency != competency:
            continue
        for sheet in panel.sheets:
            answer = sheet.answers.get(question.id)
            if answer is not None and (answer.evidence or answer.seen or answer.rated):
                found.append(
                    Quote(
                        sheet.user_id,
                        question.short,
                        answer.instead if answer.state is Asked.OTHER else None,
                        answer.evidence,
                        answer.probed,
                        flags_of(answer, question),
                        SAID_LIMITS in answer.seen,
                    )
                )
    return tuple(found)


def flags_of(answer: Answer, question: AskedQuestion) -> tuple[str, ...]:
    """The red flags that a panelist ticked, in words."""
    texts = ["sure of something wrong"] if SURE_AND_WRONG in answer.seen else []
    for number, text in enumerate(question.red_flags):
        if f"flag:{number}" in answer.seen:
            texts.append(text)
    return tuple(texts)


def cut(text: str, length: int = QUOTE_LENGTH) -> str:
    """The text, or its beginning up to a word's end with an ellipsis, at most `length` characters."""
    flat = text.strip()
    if len(flat) <= length:
        return flat
    head = flat[: length - 2]
    return f"{head.rsplit(None, 1)[0] if ' ' in head else head} …"
