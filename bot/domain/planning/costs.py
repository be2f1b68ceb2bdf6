"""What a lead's wish costs, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.planning.changes import Change, apply_change
from bot.domain.planning.problem import MOST_IS_BEST, TIER_NAMES, Plan, Problem, Unmet, UnmetKind
from bot.domain.planning.solving import LIMIT_SECONDS, solve


@dataclass(frozen=True)
class Cost:
    """The plan after the change, and how it differs: what gets worse, what gets better, in tier order."""

    problem: Problem
    plan: Plan
    worse: tuple[str, ...]
    better: tuple[str, ...]

    @property
    def words(self) -> str:
        """The cost in one or two sentences."""
        if not self.worse and not self.better:
            return "It costs nothing."
        worse = f"It costs: {'; '.join(self.worse)}." if self.worse else ""
        better = (
            f"{'In return' if self.worse else 'It helps'}: {'; '.join(self.better)}." if self.better else ""
        )
        return " ".join(part for part in (worse, better) if part)


def cost_of(problem: Problem, plan: Plan, change: Change, limit_seconds: float = LIMIT_SECONDS) -> Cost:
    """What pinning, banning or swapping a pair costs against `plan`, the plan of `problem`.

    Raises Conflict where the change can't be satisfied.
    """
    changed = apply_change(problem, change)
    after = solve(changed, limit_seconds)
    worse: list[str] = []
    better: list[str] = []
    for name in TIER_NAMES:
        if name in _KINDS:
            worse += _less_met(changed, plan, after, _KINDS[name])
            better += _more_met(changed, plan, after, _KINDS[name])
        elif name in _WORDS and plan.tiers[name] != after.tiers[name]:
            is_better = (after.tiers[name] > plan.tiers[name]) == (name in MOST_IS_BEST)
            (better if is_better else worse).append(_WORDS[name](plan.tiers[name], after.tiers[name]))
    return Cost(changed, after, tuple(worse), tuple(better))


_KINDS: Mapping[str, UnmetKind] = {"core": "core", "cover": "panelists", "depth": "questions"}
"""Tiers that are told by what is unmet."""


def _by_want(plan: Plan, kind: UnmetKind) -> dict[tuple[str, str | None], Unmet]:
    return {(it.competency, it.question): it for it in plan.unmet if it.what == kind}


def _less_met(problem: Problem, before: Plan, after: Plan, kind: UnmetKind) -> list[str]:
    """What is missing now and was not, or not so much."""
    had = _by_want(before, kind)
    return [
        _missing(problem, it)
        for want, it in _by_want(after, kind).items()
        if want not in had or it.got < had[want].got
    ]


def _more_met(problem: Problem, before: Plan, after: Plan, kind: UnmetKind) -> list[str]:
    """What was missing and is not any more, or not so much."""
    has = _by_want(after, kind)
    return [
        _missing(problem, has[want]) if want in has else _met(problem, it)
        for want, it in _by_want(before, kind).items()
        if want not in has or has[want].got > it.got
    ]


def _missing(problem: Problem, it: Unmet) -> str:
    if it.question is not None:
        return f"core question {problem.question_by_id[it.question].called} is left unasked"
    return f"{it.competency} has {it.got} of {it.wanted} {it.what}"


def _met(problem: Problem, it: Unmet) -> str:
    if it.question is not None:
        return f"core question {problem.question_by_id[it.question].called} is asked"
    return f"{it.competency} has all {it.wanted} {it.what}"


def _difference(more: str, fewer: str) -> Callable[[int, int], str]:
    def words(before: int, after: int) -> str:
        template = more if after > before else fewer
        number = abs(after - before)
        return template.format(n="one" if number == 1 else number, s="" if number == 1 else "s")

    return words


def _tenths(who: str) -> Callable[[int, int], str]:
    return lambda before, after: f"{who} {10 * after}% of their minutes used instead of {10 * before}%"


_WORDS: Mapping[str, Callable[[int, int], str]] = {
    "dropped": _difference("{n} more kept question{s} taken back", "{n} kept question{s} more can stay"),
    "idle": _difference(
        "{n} more panelist{s} with nothing to ask", "{n} panelist{s} fewer with nothing to ask"
    ),
    "added": _difference(
        "{n} more new question{s} for people whose kits are out",
        "{n} new question{s} fewer for people whose kits are out",
    ),
    "spread": _difference(
        "{n} more time{s} somebody takes up a competency", "{n} time{s} fewer somebody takes up a competency"
    ),
    "asked": _difference("{n} more question{s} asked", "{n} question{s} fewer asked"),
    "fit": lambda before, after: f"strengths add up to {after} instead of {before}",
    "load": _tenths("the busiest panelist has up to"),
    "least": _tenths("the least busy panelist has at least"),
    "exposure": lambda before, after: (
        f"the questions were asked {after} times in 180 days instead of {before}"
    ),
}
