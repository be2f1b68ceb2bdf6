"""Page 2 of planning: the plan as it would be sent, and where each seat can be changed."""

from zoneinfo import ZoneInfo

from bot.domain.agreed import bars_in_words, day_in_words
from bot.domain.loops import LoopView, SeatView
from bot.domain.loops.gaps import MOST_SAID, gaps
from bot.domain.people import STRENGTHS
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    menu,
    modal,
    multi_select,
    section,
)
from bot.views.words import count, listed, when, with_mentions


def planning(external_id: str, loop_id: int) -> Json:
    """Page 2 while a worker plans."""
    return modal(
        "The plan",
        [section("*Planning…*\nWho asks what is being worked out. This takes a few seconds.")],
        callback=ids.PLAN_PAGE,
        close="Back",
        metadata=str(loop_id),
        external_id=external_id,
    )


def plan_page(loop: LoopView, zone: ZoneInfo, external_id: str) -> Json:
    """Page 2: what could not be met, then each panelist with competencies, time and reason."""
    if not loop.planned:
        return planning(external_id, loop.id)
    interviews = count(len(loop.panel), "interview")
    head = f"*{escape(loop.label)}* · {escape(loop.opening)} · {interviews} · debrief {when(loop.debrief_at, zone)}"
    blocks = [context(head), *_agreed(loop)]
    if loop.problem:
        blocks.append(section(f":warning: *There is no plan yet.* {with_mentions(loop.problem)}"))
    blocks += _overfull(loop)
    for gap in () if loop.overfull else gaps(loop.unmet):
        blocks.append(section(f":warning: {with_mentions(gap.text)}"))
        if gap.mend:
            number = gap.number
            action = ids.ADD_PANELIST if gap.newcomer else ids.MEND
            value = str(loop.id) if gap.newcomer else f"{loop.id}:{number}"
            blocks.append(actions(button(gap.mend, ids.numbered(action, number), value), id=f"mend{number}"))
    blocks += [*_bench(loop), *_left_out(loop)]
    blocks += [section(f":hourglass: {with_mentions(text)}") for text in loop.warnings]
    blocks.append(divider())
    blocks += [_planned_seat(loop, seat, zone) for seat in loop.panel]
    blocks += [*bench(loop), *_shadow_menus(loop)]
    blocks.append(
        context(f"Kits go out a working day before each interview. All times are yours, {zone.key}.")
    )
    submit = None if loop.problem else "Send kits"
    return modal(
        "The plan",
        blocks,
        callback=ids.PLAN_PAGE,
        submit=submit,
        close="Back",
        metadata=str(loop.id),
        external_id=external_id,
    )


def _overfull(loop: LoopView) -> list[object]:
    """That the panel can't hold what is wanted, with a button for each way out; then what is lacking."""
    found = loop.overfull
    if found is None:
        return []
    row = [button("Choose competencies", ids.COMPETENCIES, loop.id)] if found.fit else []
    if found.more:
        row.append(button("Add people", ids.numbered(ids.ADD_PANELIST, 0), loop.id))
    lacks = [one.lacks for one in loop.unmet]
    more = f"; and {len(lacks) - MOST_SAID} more" if len(lacks) > MOST_SAID else ""
    so_far = f"As it is: {'; '.join(lacks[:MOST_SAID])}{more}."
    said: list[object] = [section(f":warning: *{escape(found.words)}*")]
    said += [actions(*row, id="overfull")] if row else []
    return [*said, context(with_mentions(escape(so_far)))]


def _bench(loop: LoopView) -> list[object]:
    """Who isn't in the loop and knows what too few of its panel ask about."""
    return [
        section(
            f"<@{one.user_id}> knows {escape(one.competency)} ({STRENGTHS[one.strength].lower()}), "
            "and isn't in this loop.",
            accessory=button(
                "Add to the panel", ids.numbered(ids.ADD_PANELIST, 100 + number), f"{loop.id}:{one.user_id}"
            ),
            id=f"bench:{one.user_id}:{number}",
        )
        for number, one in enumerate(loop.bench)
    ]


def _left_out(loop: LoopView) -> list[object]:
    """What this loop doesn't ask about, to be changed."""
    out = [loop.competencies[key] for key in loop.left_out if key in loop.competencies]
    if not out:
        return []
    change = button("Change", ids.COMPETENCIES, loop.id, label="Change what this loop asks about")
    return [section(f"Left out of this loop: {escape(listed(out))}.", accessory=change, id="left_out")]


def competencies_form(loop: LoopView) -> Json:
    """What a draft asks about; picked are what it asks about now, or what its panel can hold."""
    asked = [name for key, name in loop.competencies.items() if key not in loop.left_out]
    picked = loop.overfull.fit if loop.overfull and loop.overfull.fit else asked
    keys = {name: key for key, name in loop.competencies.items()}
    choices = [(name, key) for key, name in loop.competencies.items()]
    hint = "The others are left out of this loop alone; its debrief says that nobody rated them."
    chosen = [keys[name] for name in picked if name in keys]
    return modal(
        "What this loop asks",
        [field("Competencies", multi_select("value", choices, chosen), id="competencies", hint=hint)],
        callback=ids.COMPETENCIES_FORM,
        submit="Plan with these",
        close="Back",
        metadata=str(loop.id),
    )


def _agreed(loop: LoopView) -> list[object]:
    """The rule that the debrief will be read by; nothing where there is none."""
    if loop.rule is None:
        return []
    late = ", after this opening's first debrief" if loop.rule.late else ""
    told = f"Agreed on {day_in_words(loop.rule.on)} by <@{loop.rule.by}>{late}: "
    return [context(f"{told}{escape(bars_in_words(loop.bars))}.")]


def _planned_seat(loop: LoopView, seat: SeatView, zone: ZoneInfo) -> object:
    start = when(seat.start, zone) if seat.start else "no time yet"
    head = f"<@{seat.user_id}> · {start}, {seat.minutes} min"
    choices = [
        ("Person, order, time, minutes", f"seat:{seat.interview_id}"),
        ("Questions: keep, swap, leave out", f"questions:{seat.interview_id}"),
        ("Add another panelist", f"add:{loop.id}"),
    ]
    change = menu(ids.SEAT_MENU, choices)
    if not seat.asks:
        text = f"{head}\nNo question fits. Their interview is a conversation."
        return section(text, accessory=change, id=f"seat:{seat.interview_id}")
    used = sum(ask.minutes for ask in seat.asks)
    reason = next(_own(seat.user_id, ask.reason) for ask in seat.asks)
    wishes = [wish for wish in loop.wishes if wish.user_id == seat.user_id]
    wished = f" · {count(len(wishes), 'wish', 'wishes')} of yours" if wishes else ""
    text = (
        f"{head}\n{listed(seat.competencies)}\n"
        f"{count(len(seat.asks), 'question')}, {used} min{wished} · _{with_mentions(reason)}_"
    )
    return section(text, accessory=change, id=f"seat:{seat.interview_id}")


def _shadow_menus(loop: LoopView) -> list[object]:
    return [
        section(
            f"<@{seat.user_id}> {'asks, the panelist listens' if seat.reverse else 'listens'}",
            accessory=menu(ids.SEAT_MENU, [("With whom, listens or asks", f"shadow:{seat.interview_id}")]),
            id=f"seat:{seat.interview_id}",
        )
        for seat in loop.shadows
    ]


def _own(user_id: str, reason: str) -> str:
    """A reason without the panelist's own name before it: the line begins with it."""
    return reason.removeprefix(f"{user_id}: ")


def bench(loop: LoopView) -> list[object]:
    """Who stands in, in order, and who sits in with whom."""
    lines = []
    if loop.stand_ins:
        lines.append(f"Stands in: {listed([f'<@{seat.user_id}>' for seat in loop.stand_ins])}")
    if loop.shadows:
        hosts = {seat.interview_id: seat.user_id for seat in loop.panel}
        for seat in loop.shadows:
            host = hosts.get(seat.host_id or 0)
            lines.append(f"Shadow: <@{seat.user_id}>" + (f", with <@{host}>" if host else ""))
    return [section("\n".join(lines))] if lines else []
