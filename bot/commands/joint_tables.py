"""What `fairloop calibrate` prints for people of ratings by competency: rich tables, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.domain.calibration import joint
from bot.domain.calibration.joint import words
from bot.domain.calibration.joint.why import displayed

if TYPE_CHECKING:
    from bot.commands.calibrate_joint import JointCalibration

MOST = 40
"""Rows of a table; --json has them all."""


def tables(of: "JointCalibration") -> Iterator[Table | Text | str]:
    """Everything, one after the other."""
    yield summary(of)
    yield candidates(of)
    yield competencies(of)
    yield next_interviews(of)
    yield openings(of)
    yield hardness(of)
    yield panelists(of)
    if of.options.compare is not None:
        yield compared(of)
    yield from of.notes


def summary(of: "JointCalibration") -> Text:
    """What was fitted, in a few lines."""
    data, sds = of.fit.data, of.fit.sds
    said = ", ".join(
        f"{name} {sd:.2f}"
        for name, sd in (
            ("panelists' leniency", sds.panelist),
            ("how hard competencies are", sds.competency),
            ("how hard items are", sds.item),
            ("a candidate's strong and weak sides", sds.deviation),
            ("taste", sds.sheet),
            ("taste in one competency", sds.taste),
            ("noise", sds.error),
            ("candidates", of.fit.spread.candidate),
        )
    )
    return Text(
        f"{len(data.score):,} ratings on {of.scale[0]:g} to {of.scale[1]:g}, {len(data.sheet_sizes):,} scorecards, "
        f"{len(data.panelists):,} panelists, {len(data.candidates):,} candidates.\n"
        f"Standard deviations in score points: {said}.\n"
    )


def candidates(of: "JointCalibration") -> Table:
    """Every candidate, best first; raw alone, with the reason, where no more may be shown."""
    bars = of.options.bars
    table = Table(title="Candidates")
    for head in ("Candidate", "Opening", f"Score ({of.level:.0%} range)", "Raw"):
        table.add_column(head)
    for bar in bars:
        table.add_column(f"Above {bar:g}")
    table.add_column("Why")
    for one in sorted(of.found, key=lambda one: (bool(one.raw_only), -one.overall.score.shown))[:MOST]:
        score = one.overall.score
        raw = f"{displayed(score.raw):.1f}"
        row = [Text(one.candidate), Text(one.opening or "-")]
        if one.raw_only:
            reason = Text(f"not calibrated: {words.raw_only_in_words(one)}")
            table.add_row(*row, "-", raw, *("-" for _ in bars), reason)
            continue
        early = ", early" if one.early else ""
        shown = words.shown_in_words(score, of.joint_scale, of.level) + early
        chances = [words.in_tenths(score.above(bar)) for bar in bars]
        table.add_row(*row, shown, raw, *chances, Text(words.change_in_words(one, of.joint_scale)))
    return _captioned(table, _more(len(of.found)))


def competencies(of: "JointCalibration") -> Table:
    """Every candidate's score in each competency they were rated in."""
    table = Table(title="Competencies")
    for head in ("Candidate", "Competency", f"Score ({of.level:.0%} range)", "Raw", "Heard otherwise"):
        table.add_column(head)
    rows = [(one, key, inside) for one in of.found for key, inside in one.competencies.items()]
    for one, key, inside in rows[:MOST]:
        raw = f"{displayed(inside.score.raw):.1f}"
        if one.raw_only:
            table.add_row(Text(one.candidate), Text(key), "-", raw, "")
            continue
        heard = words.heard_in_words(inside, of.joint_scale)
        shown = words.shown_in_words(inside.score, of.joint_scale, of.level)
        table.add_row(Text(one.candidate), Text(key), shown, raw, heard)
    return _captioned(table, _more(len(rows)))


def next_interviews(of: "JointCalibration") -> Table:
    """For each candidate the competency in which one more interview narrows the overall range most."""
    bar = of.options.bars[len(of.options.bars) // 2]
    table = Table(
        "Candidate", "Ask about", "Range narrower by", f"Settles {bar:g}", title="One more interview"
    )
    shown = [one for one in of.found if not one.raw_only]
    for one in shown[:MOST]:
        each = {key: joint.next_interview(of.fit, one, key).overall for key in one.keys}
        key = min(each, key=lambda k: each[k])
        settles = words.settling_in_words(one.overall.score, bar, joint.settles(of.fit, one, key, bar))
        table.add_row(Text(one.candidate), Text(key), f"{1 - each[key]:.0%}", settles)
    return _captioned(table, _more(len(shown)))


def openings(of: "JointCalibration") -> Table:
    """How much of the differences between candidates the panels show."""
    table = Table("Opening", "Candidates", "Of their differences panels show", title="Openings")
    codes = of.fit.data.opening.tolist()
    for k, opening in enumerate(of.fit.data.openings):
        found = joint.reliability(of.fit, opening)
        table.add_row(Text(opening or "-"), str(codes.count(k)), f"about {found:.0%}")
    return table


def hardness(of: "JointCalibration") -> Table:
    """Competencies, the hardest first."""
    table = Table("Competency", "Beside the average competency", title="How hard competencies are here")
    easy = joint.difficulty(of.fit.data, of.fit.effects).tolist()
    for by, key in sorted(zip(easy, of.fit.data.competencies, strict=True)):
        size = displayed(abs(by))
        said = "about average" if size == 0 else f"{size:.1f} {'lower' if by < 0 else 'higher'} scores"
        table.add_row(Text(key), said)
    return table


def panelists(of: "JointCalibration") -> Table:
    """Leniency of those of whom enough is known, harshest first."""
    table = Table("Panelist", "Interviews", "Leniency", f"{of.level:.0%} range", title="Panelists")
    shown = [one for one in of.severities if one.shown]
    for one in sorted(shown, key=lambda one: one.leniency)[:MOST]:
        low, high = one.interval(of.level)
        table.add_row(Text(one.panelist), str(one.n), f"{one.leniency:+.2f}", f"{low:+.2f} to {high:+.2f}")
    hidden = len(of.severities) - len(shown)
    who = "panelist is" if hidden == 1 else "panelists are"
    too_little = [f"{hidden} {who} not shown: too little is known of them yet."] if hidden else []
    return _captioned(table, [*_more(len(shown)), *too_little])


def compared(of: "JointCalibration") -> Text:
    """Two candidates in a sentence."""
    assert of.options.compare is not None
    a, b = of.options.compare
    pair = of.compared
    if pair is None:
        return Text(
            f"{a} and {b} can't be compared: they are not two candidates of one opening and one part."
        )
    unsure = [one.candidate for one in of.found if one.candidate in (a, b) and one.raw_only]
    if unsure:
        return Text(f"{a} and {b} can't be compared: {' and '.join(unsure)} is shown as raw alone.")
    return Text(words.pair_in_words(pair))


def _more(count: int) -> list[str]:
    return [f"and {count - MOST:,} more: --json has them all"] if count > MOST else []


def _captioned(table: Table, lines: list[str]) -> Table:
    if lines:
        table.caption = Text("\n".join(lines))
    return table
