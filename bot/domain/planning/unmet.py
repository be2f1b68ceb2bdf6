"""What could not be met, in words: with the smallest change that mends it, or why none does."""

from collections.abc import Sequence
from time import perf_counter

from bot.domain.planning.changes import NEWCOMER_MINUTES
from bot.domain.planning.mends import MOST_MORE_MINUTES, Mender
from bot.domain.planning.problem import Mend, Pair, Problem, Unmet
from bot.domain.planning.search import OutOfTimeError, seconds_left
from bot.domain.planning.wants import Shortfall, Want, shortfalls


def unmet(
    problem: Problem, pairs: Sequence[Pair], deadline: float, *, mends: bool = True
) -> tuple[Unmet, ...]:
    """What the plan `pairs` does not meet; `mends` are looked for until `deadline`, a `perf_counter` time."""
    if not mends:
        return tuple(_bare(problem, one) for one in shortfalls(problem, pairs))
    mender = Mender(problem, pairs)
    missing = shortfalls(problem, pairs)
    found = []
    for place, shortfall in enumerate(missing):
        share = max(0.0, seconds_left(deadline)) / (len(missing) - place)
        found.append(_unmet(problem, shortfall, mender, perf_counter() + share))
    return tuple(found)


def _bare(problem: Problem, shortfall: Shortfall) -> Unmet:
    want, lacks = shortfall.want, _missing(problem, shortfall)
    known = (want.what, want.competency, want.question, shortfall.wanted, shortfall.got)
    return Unmet(*known, None, f"{lacks}.", lacks)


def _unmet(problem: Problem, shortfall: Shortfall, mender: Mender, deadline: float) -> Unmet:
    want = shortfall.want
    try:
        mend = mender.mend(want, deadline)
        advice = in_words(problem, mend) if mend else _why_none(problem, want)
    except OutOfTimeError:
        mend, advice = None, "There was no time left to look for what mends it."
    lacks = _missing(problem, shortfall)
    return Unmet(
        want.what,
        want.competency,
        want.question,
        shortfall.wanted,
        shortfall.got,
        mend,
        f"{lacks}. {advice}",
        lacks,
        advice,
    )


def in_words(problem: Problem, mend: Mend) -> str:
    """What to do, in one sentence."""
    people = (*problem.panelists, *problem.stand_ins)
    who = next((it.called for it in people if it.id == mend.panelist), mend.panelist)
    if mend.change == "minutes":
        return f"{mend.by} minutes more for {who} would mend it."
    if mend.change == "competencies":
        return f"One competency more for {who} would mend it."
    if mend.change == "stand_in":
        return f"The stand-in {who} would mend it."
    return f"Another panelist with {mend.by} minutes would mend it."


def _missing(problem: Problem, shortfall: Shortfall) -> str:
    want = shortfall.want
    if want.question is not None:
        question = problem.question_by_id[want.question]
        return f"Core question {question.called} ({want.competency}) is left unasked"
    counted = f"{shortfall.got} of {shortfall.wanted}"
    if want.what == "panelists":
        return f"{want.competency} has {counted} panelists"
    return f"{want.competency} has {counted} questions"


def _why_none(problem: Problem, want: Want) -> str:
    """The plainest reason that holds, or else what was tried."""
    competency = problem.competency_by_key[want.competency]
    about = [it for it in problem.questions if it.competency == want.competency]
    wanted = competency.panelists if want.what == "panelists" else competency.lowest
    if want.what == "core":
        core = sum(it.core for it in about)
        if core > competency.highest:
            return f"It has {core} core questions, and at most {competency.highest} are wanted."
    elif len(about) < wanted:
        eligible = "1 eligible question is" if len(about) == 1 else f"{len(about)} eligible questions are"
        return f"Only {eligible} about it: add questions."
    elif competency.highest < wanted:
        most = (
            "1 question about it is"
            if competency.highest == 1
            else f"{competency.highest} questions about it are"
        )
        return f"At most {most} wanted, too few for {wanted} panelists."
    tried = [f"{MOST_MORE_MINUTES} minutes or one competency more for anybody"]
    tried += ["a stand-in"] if problem.stand_ins else []
    return (
        f"No single change mends it: not {', '.join(tried)} or another panelist ({NEWCOMER_MINUTES} minutes)."
    )
