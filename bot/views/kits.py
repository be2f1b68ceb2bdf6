"""The kit: a message a working day before, and the modals behind its buttons."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.kits import OPENING_MINUTES, Kit, KitQuestion
from bot.domain.loops import GONE, CardState, Missed, Role, SeatState
from bot.domain.questions import Rubric
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    Style,
    actions,
    bold,
    bullets,
    button,
    confirm,
    context,
    divider,
    escape,
    field,
    header,
    italic,
    line,
    link,
    linked,
    menu,
    modal,
    quote,
    radios,
    resolved,
    rich,
    section,
)
from bot.views.seats import WHAT_HAPPENED
from bot.views.words import listed, when

LATE_CARD = "A scorecard that comes now is marked not blind: the panel reads it, and it is in no number."
NOTICE = "Your interview kit is ready"
CHANGED = "Your interview kit has changed"
GIVE_UP = "Give up this seat?"
HAPPENED = {
    None: "The interview on {} didn't happen.",
    Missed.NOT_HELD: "The interview on {} wasn't held.",
    Missed.MOVED: "The interview on {} was moved. The lead can give it another time.",
    Missed.NO_SHOW: "The candidate didn't come to the interview on {}.",
}
STRONG, SOLID, WEAK = "4 · strong", "3 · solid, what the level asks for", "1 · weak"
BETWEEN = "2 lies between weak and solid."


def message(kit: Kit, zone: ZoneInfo, now: datetime) -> tuple[str, list[Json]]:
    """The kit's message, as it is now. Its first block and first line are neutral: notifications show them."""
    if kit.role is Role.STAND_IN:
        text = "*You are free again.* Who you stood in for can make it after all. Thank you for standing by."
        return aloud.message("You are free again", resolved([section(text)]))
    if kit.state in GONE:
        blocks = [section(_gone(kit, zone))]
        if kit.may_take_back:
            blocks.append(actions(_take_back(kit), id="undo"))
        elif kit.may_undo:
            undo = button("Undo", ids.KIT_UNDO, kit.interview_id, label="I can make it after all")
            blocks.append(actions(undo, id="undo"))
        return aloud.message("Your seat is free", resolved(blocks))
    blocks = [header(f"Interview kit · {when(kit.start, zone)}"), section(_about(kit))]
    if kit.meeting_link and not kit.closed:
        blocks.append(rich(line(bold("Meeting: "), link(kit.meeting_link))))
    blocks += _answer(kit, zone)
    for number, item in enumerate(kit.questions, start=1):
        blocks += _question(number, item)
    if not kit.questions:
        blocks.append(
            section("No planned question fits your seat. Talk about the role, and write down what you hear.")
        )
    blocks.append(actions(*_buttons(kit, now), id="kit"))
    if kit.revised:
        blocks.append(
            context("This kit replaces the earlier one: the time or some of your questions changed.")
        )
    if kit.missed is Missed.PART:
        blocks.append(context("Only part of the interview was held. Your scorecard is about that part."))
        blocks += [actions(_take_back(kit), id="undo")] if kit.may_take_back else []
    if kit.card is CardState.IN:
        blocks.append(context(f":white_check_mark: {_card_in(kit)}"))
    if kit.waits_late:
        blocks.append(context(f"The debrief has opened. {LATE_CARD}"))
    return aloud.message(CHANGED if kit.revised else NOTICE, resolved(blocks))


def _card_in(kit: Kit) -> str:
    if not kit.changed:
        return "Your scorecard is in. Thank you."
    if kit.closed:
        return "Your scorecard was in. What you changed afterwards was not handed in, and doesn't count."
    return "Your scorecard is in; changes not handed in."


def replaced() -> tuple[str, list[Json]]:
    """What an earlier kit becomes when its questions changed."""
    text = "This kit was replaced: the time or some of your questions changed. The new one is below."
    return aloud.message(CHANGED, resolved([context(text)]))


def _gone(kit: Kit, zone: ZoneInfo) -> str:
    if kit.state is SeatState.MISSED:
        return f"*{HAPPENED[kit.missed].format(when(kit.start, zone))}* Nothing is expected from you."
    return f"*You can't make {when(kit.start, zone)}.* Thank you for saying so. The lead knows."


def _about(kit: Kit) -> str:
    lines = [f"*{escape(kit.label)}* · {escape(kit.opening)}"]
    topics = listed([f"*{name}*" for name in kit.competencies])
    lines.append(_part(kit, topics))
    if kit.partner_id:
        lines.append(
            f"You hold this interview together with <@{kit.partner_id}>, who asks other questions for "
            f"{kit.partner_minutes} min. Each scores what they asked."
        )
    lines.append(
        f"{OPENING_MINUTES} min hello · {kit.question_minutes} min questions · {kit.closing_minutes} min theirs"
    )
    return "\n".join(lines)


def _part(kit: Kit, topics: str) -> str:
    """What this person does in the interview."""
    if kit.role is Role.SHADOW:
        if kit.asker_id == kit.user_id:
            return (
                f"You ask about {topics or 'the role'}; <@{kit.host_id}> listens and scores too. "
                "Your scores are for learning, theirs count."
            )
        return (
            f"You sit in with <@{kit.host_id}>, who asks about {topics or 'the role'}. "
            "You listen; your scores don't count."
        )
    if kit.asker_id:
        return (
            f"<@{kit.asker_id}> asks your questions about {topics or 'the role'} to learn it. "
            "You listen, help out where it's needed, and score."
        )
    if topics:
        return f"You ask about {topics}; nobody else gets these questions."
    return "Your interview is a conversation about the role."


def _answer(kit: Kit, zone: ZoneInfo) -> list[object]:
    if kit.closed or kit.card is not CardState.NONE:
        return []
    if kit.state is SeatState.CONFIRMED:
        return [context(":white_check_mark: You said you'll be there.")]
    there, cannot, start = "I'll be there", "I can't make it", when(kit.start, zone)
    sure = confirm(GIVE_UP, _follows(kit), cannot, "Keep my seat")
    return [
        actions(
            button(there, ids.KIT_CONFIRM, kit.interview_id, style="primary", label=f"{there} on {start}"),
            button(cannot, ids.KIT_DECLINE, kit.interview_id, confirm=sure, label=f"{cannot} on {start}"),
            id="answer",
        )
    ]


def _follows(kit: Kit) -> str:
    """What happens when they can't come."""
    if kit.role is Role.SHADOW:
        return "The lead is told."
    return "The lead is told. If somebody stands in, they get your questions."


def _question(number: int, item: KitQuestion) -> list[object]:
    probes = item.question.kit_probes
    lines = [line(probe.ask, "\n", italic(f"hear: {probe.hear}")) for probe in probes]
    return [
        rich(
            line(bold(f"{number} {item.competency} · {item.minutes} min")),
            quote(item.question.prompt.strip()),
            bullets(lines),
        )
    ]


def _buttons(kit: Kit, now: datetime) -> list[object]:
    found: list[object] = []
    if kit.scorecard_open(now):
        text = {
            CardState.NONE: "Open scorecard",
            CardState.DRAFT: "Continue scorecard",
            CardState.IN: "Edit scorecard",
        }
        answered = kit.state is SeatState.CONFIRMED or kit.card is not CardState.NONE
        style: Style | None = "primary" if answered else None
        word = text[kit.card]
        label = f"{word} for {kit.label}"
        found.append(button(word, ids.SCORECARD_OPEN, kit.interview_id, style=style, label=label))
    if kit.questions:
        label = f"What good sounds like, for {kit.label}"
        found.append(button("What good sounds like", ids.KIT_GOOD, kit.interview_id, label=label))
    found.append(
        button("Candidate", ids.KIT_OPEN, kit.interview_id, label="Candidate: name, links and notes")
    )
    choices = [("Opening and closing words", f"words:{kit.interview_id}")]
    if kit.state is SeatState.CONFIRMED and kit.may_give_up(now):
        choices.append(("I can't make it after all", f"decline:{kit.interview_id}"))
    if not kit.closed and kit.card is not CardState.IN and kit.role is Role.PANELIST:
        if kit.scorecard_open(now) and kit.missed is None:
            choices.append(("It didn't happen", f"missed:{kit.interview_id}"))
        choices.append(("I know this person", f"knows:{kit.interview_id}"))
    found.append(menu(ids.KIT_MENU, choices))
    return found


def give_up(kit: Kit, zone: ZoneInfo) -> Json:
    """Whether somebody who said they'll be there is sure that they can't; an overflow menu can't ask."""
    return modal(
        GIVE_UP,
        [section(f"{_which(kit, zone)}\n{_follows(kit)}")],
        callback=ids.GIVE_UP_FORM,
        submit="I can't make it",
        close="Keep my seat",
        metadata=str(kit.interview_id),
    )


def missed(kit: Kit, zone: ZoneInfo) -> Json:
    """What happened where an interview wasn't held as planned."""
    blocks: list[object] = [
        section(_which(kit, zone)),
        field("What happened?", radios("value", WHAT_HAPPENED), id="what"),
        context(
            "The lead is told. Unless part of it was held, no scorecard is expected from you, and your questions "
            "are free for later interviews. You can take it back on your kit until the debrief."
        ),
    ]
    return modal(
        "It didn't happen?",
        blocks,
        callback=ids.MISSED_FORM,
        submit="Tell the lead",
        close="Back",
        metadata=str(kit.interview_id),
    )


def _take_back(kit: Kit) -> object:
    words = "It was held after all" if kit.missed is not Missed.PART else "All of it was held"
    return button(words, ids.TOOK_PLACE, kit.interview_id)


def _which(kit: Kit, zone: ZoneInfo) -> str:
    return f"*{escape(kit.label)} · {when(kit.start, zone)}*"


def good(kit: Kit, rubric: Rubric) -> Json:
    """What good sounds like, question by question, and what each rating means."""
    blocks: list[object] = []
    for number, item in enumerate(kit.questions, start=1):
        blocks += good_blocks(number, item)
        if number < len(kit.questions):
            blocks.append(divider())
    return modal("What good sounds like", [*blocks, divider(), *_ratings(rubric)], callback=ids.READING)


def good_one(kit: Kit, number: int, rubric: Rubric) -> Json:
    """What good sounds like for one question, from the scorecard's menu."""
    blocks = [*good_blocks(number + 1, kit.questions[number]), divider(), *_ratings(rubric)]
    return modal("What good sounds like", blocks, callback=ids.READING)


def good_blocks(number: int, item: KitQuestion) -> list[object]:
    """What weak, solid and strong answers say to one question."""
    question = item.question
    found: list[object] = [
        header(f"{number} {question.short}"),
        context(f"Tests: {escape(question.tests.strip())}"),
    ]
    for name, text in ((STRONG, question.strong), (SOLID, question.solid), (WEAK, question.weak)):
        found.append(rich(line(bold(name), "  ", text.strip())))
    found.append(context(BETWEEN))
    found.append(rich(line(bold("Red flags")), bullets(list(question.red_flags))))
    return found


def _ratings(rubric: Rubric) -> list[object]:
    """What each rating means on each dimension, the whole anchor; the scorecard has the short ones."""
    found: list[object] = [header("What each rating means")]
    for dimension in rubric.dimensions:
        anchors = [
            line(bold(f"{anchor.rating}"), f"  {anchor.long.strip()}")
            for anchor in reversed(dimension.anchors)
        ]
        found.append(rich(line(bold(dimension.name), f"  {dimension.asks}"), bullets(anchors)))
    return found


def candidate(kit: Kit, zone: ZoneInfo, *, unfolded: bool = False) -> Json:
    """Who it is, for the panel's eyes; links and notes come `unfolded` alone, since they colour what is heard."""
    blocks: list[object] = [
        rich(line(bold(kit.name)), line(f"{kit.opening} · {when(kit.start, zone)} · {kit.minutes} minutes")),
    ]
    if unfolded:
        given = (("Links", kit.links), ("Notes", kit.notes))
        blocks += [rich(line(bold(name)), linked(text)) for name, text in given if text]
    elif kit.links or kit.notes:
        blocks.append(
            context("The lead added links or notes. Read your questions first: these colour what you hear.")
        )
        blocks.append(actions(button("Show links and notes", ids.KIT_NOTES, kit.interview_id), id="notes"))
    if not kit.links and not kit.notes:
        blocks.append(context("The lead added no links or notes."))
    return modal("Candidate", blocks, callback=ids.READING)


def words(kit: Kit) -> Json:
    """What to say first and last."""
    blocks = [
        header("To open"),
        rich(line(kit.opening_words.strip())),
        divider(),
        header("To close"),
        rich(line(kit.closing_words.strip())),
    ]
    return modal("Opening and closing", blocks, callback=ids.READING)


def full_question(kit: Kit, number: int) -> Json:
    """One question in full, from the scorecard's menu."""
    item = kit.questions[number]
    probes = [line(probe.ask, "\n", italic(f"hear: {probe.hear}")) for probe in item.question.probes]
    blocks = [
        rich(
            line(bold(f"{item.competency} · {item.minutes} min")),
            quote(item.question.prompt.strip()),
            bullets(probes),
        )
    ]
    return modal("The question", blocks, callback=ids.READING)
