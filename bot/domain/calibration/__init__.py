"""Calibration: what a candidate's scores would be from the average panelist, and how sure that is.

`joint` is the model of ratings by competency, which debriefs show; `crossed` the simpler one of ratings without.
"""

from bot.domain.calibration.table import DuplicateRating, NoRatings, Rating

__all__ = ["DuplicateRating", "NoRatings", "Rating"]
