"""The file of ratings that `fairloop calibrate` reads: candidate, panelist, item, competency, score, opening.

`item`, `competency` and `opening` may be absent. Kind to what spreadsheets write: a byte order mark, UTF-16, Windows
line ends, semicolons or tabs (then with decimal commas), blank lines, other columns, and columns in any order.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.commands.ratings_faults import BadRatings, Fault, Rows, faults_of, scores_of, spellings
from bot.commands.ratings_rows import COLUMNS, rows_of
from bot.domain.calibration import Rating
from bot.domain.calibration.arrays import Floats
from bot.domain.calibration.crossed import Table, from_columns
from bot.domain.calibration.joint import Columns, Data
from bot.domain.calibration.joint import from_columns as by_competency

__all__ = ["BadRatings", "Fault", "RatingsFile", "read_ratings", "write_ratings"]


@dataclass(frozen=True)
class RatingsFile:
    """What a file holds. `not_assessed` rows have no score, and are left out; `notes` is what had to be mended."""

    columns: Columns
    not_assessed: int
    notes: tuple[str, ...]

    @property
    def has_competencies(self) -> bool:
        """Whether ratings lie in competencies."""
        return any(self.columns.competency)

    @cached_property
    def table(self) -> Table:
        """The ratings for the model without competencies."""
        c = self.columns
        return from_columns(c.candidate, c.panelist, c.score, c.item, c.competency)

    @cached_property
    def data(self) -> Data:
        """The ratings for the joint model."""
        return by_competency(self.columns)


def read_ratings(data: bytes, scale: tuple[float, float]) -> RatingsFile:
    """Read a whole file. Raises BadRatings with every fault in it."""
    rows, faults = rows_of(data)
    notes = spellings(rows)
    scores = scores_of(rows, scale, faults)
    faults.extend(faults_of(rows, scores))
    if faults:
        raise BadRatings(sorted(faults, key=lambda fault: (not fault.line, fault.line)))
    rated = np.flatnonzero(~np.isnan(scores))
    if not len(rated):
        why = "no row has a score" if rows.lines else "there is a header and no rating under it"
        raise BadRatings([Fault(0, f"There is nothing to calibrate: {why}.")])
    return RatingsFile(_columns(rows, scores), len(scores) - len(rated), notes)


def _columns(rows: Rows, scores: Floats) -> Columns:
    rated = np.flatnonzero(~np.isnan(scores)).tolist()
    candidate, panelist, item, competency, opening = (
        [rows.values[name][k] for k in rated]
        for name in ("candidate", "panelist", "item", "competency", "opening")
    )
    return Columns(candidate, panelist, item, competency, opening, scores[rated])


def write_ratings(ratings: Iterable[Rating] | Table) -> str:
    """Ratings as such a file: what `read_ratings` reads back the same. Openings are a column where one is known."""
    found = list(_ratings(ratings) if isinstance(ratings, Table) else ratings)
    columns = [name for name in COLUMNS if name != "opening" or any(one.opening for one in found)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for one in found:
        writer.writerow([_written(getattr(one, name)) for name in columns])
    return out.getvalue()


def _ratings(table: Table) -> Iterable[Rating]:
    codes = zip(table.candidate, table.panelist, table.item, table.competency, table.score, strict=True)
    for candidate, panelist, item, competency, score in codes:
        named = table.competencies[competency] if competency >= 0 else ""
        yield Rating(
            table.candidates[candidate], table.panelists[panelist], float(score), table.items[item], named
        )


def _written(value: str | float | None) -> str:
    if value is None:
        return ""
    return repr(float(value)).removesuffix(".0") if not isinstance(value, str) else value
