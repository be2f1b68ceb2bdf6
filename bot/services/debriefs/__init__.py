"""Debriefs: what they are made from, opened on schedule, kept as shown, closed by a decision with a reason."""
