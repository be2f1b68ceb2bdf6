"""What a lead's wish costs, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.planning.changes import Change, apply_change
from bot.domain.planning.problem import MOST_IS_BEST, Plan, Problem, Unmet
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
    for name, words in _WORDS.items():
        before_value, after_value = plan.tiers[name], after.tiers[name]
        if before_value == after_value:
            continue
        is_better = (after_value > before_value) == (name in MOST_IS_BEST)
        (better if is_better else worse).append(words(before_value, after_value))
    worse += _newly_unmet(plan, after)
    return Cost(changed, after, tuple(worse), tuple(better))


def _newly_unmet(before: Plan, after: Plan) -> list[str]:
    """What is missing now and was not, or not so much."""
    had = {(it.what, it.competency, it.question): it.got for it in before.unmet}
    return [
        _missing(it)
        for it in after.unmet
        if it.what != "core" and it.got < had.get((it.what, it.competency, it.question), it.wanted)
    ]


def _missing(it: Unmet) -> str:
    return f"{it.competency} has {it.got} of {it.wanted} {it.what}"


def _difference(more: str, fewer: str) -> Callable[[int, int], str]:
    def words(before: int, after: int) -> str:
        template = more if after > before else fewer
        number = abs(after - before)
        return template.format(n="one" if number == 1 else number, s="" if number == 1 else "s")

    return words


def _tenths(who: str) -> Callable[[int, int], str]:
    return lambda before, after: f"{who} of their minutes used, {after}0% instead of {before}0%"


_WORDS: Mapping[str, Callable[[int, int], str]] = {
    "core": _difference("{n} more core question{s} left unasked", "{n} more core question{s} asked"),
    "dropped": _difference("{n} more kept question{s} taken back", "{n} kept question{s} more can stay"),
    "cover": lambda before, after: f"panelists missing, by weight: {after} instead of {before}",
    "depth": _difference("{n} more question{s} short of the lowest wanted", "{n} question{s} less short"),
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
