"""What `fairloop calibrate` says of ratings without competencies."""

import math
from typing import Any

from bot.commands.calibrate_options import Options, Unknown
from bot.domain.calibration.crossed import Difference, Table, difference, fit


class CrossedCalibration:
    """A fit of candidates, panelists and items. Raises Unknown for a candidate to compare who isn't there."""

    def __init__(self, table: Table, options: Options) -> None:
        self.fit = fit(table, options.prior, options.scale, options.level)
        _ = self.fit.candidates, self.fit.panelists
        self.pairs = [self._compared(options.compare)] if options.compare is not None else []

    def _compared(self, names: tuple[str, str]) -> Difference:
        known = {candidate.id for candidate in self.fit.candidates}
        for name in names:
            if name not in known:
                raise Unknown(f"--compare: there is no candidate {name} in the ratings.")
        return difference(self.fit, *names)

    def report(self) -> dict[str, Any]:
        """Everything that the fit says, ready for JSON."""
        fit = self.fit
        components = {
            "panelist": fit.components.panelist,
            "item": fit.components.item,
            "sheet": fit.components.sheet,
            "error": fit.components.error,
        }
        always = ("panelist", "error")
        found = {
            "n_sheets": fit.n_sheets,
            "components": {k: _number(v) for k, v in components.items() if k in always or v is not None},
            "criterion": _number(fit.criterion),
            "df": fit.df,
            "panelists": [_fields(p, "id n leniency se low high shown") for p in fit.panelists],
            "candidates": [
                _fields(c, "id n raw calibrated se low high shrunk status") for c in fit.candidates
            ],
            "competencies": [],
            "parts": [list(part) for part in fit.parts],
            "notes": list(fit.notes),
            "prior": fit.prior,
            "scale": list(fit.scale),
            "level": fit.level,
        }
        if self.pairs:
            found["differences"] = [_fields(d, "a b raw calibrated se low high status") for d in self.pairs]
        return found

    def show(self) -> None:
        """Tables for people: candidates, panelists that may be shown, and what must be said."""
        from rich.console import Console

        from bot.commands.crossed_tables import candidates, differences, panelists, summary

        console = Console()
        console.print(summary(self.fit))
        console.print(candidates(self.fit))
        console.print(panelists(self.fit))
        if self.pairs:
            console.print(differences(self.pairs, self.fit.level))
        for note in self.fit.notes:
            console.print(note, highlight=False, markup=False)

    def picture(self, kind: str) -> bytes:
        """Leniency, and raw to calibrated."""
        from bot.views.charts import leniency_chart

        return leniency_chart(self.fit, kind)


def _fields(result: object, names: str) -> dict[str, Any]:
    return {name: _number(getattr(result, name)) for name in names.split()}


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
