"""What must be known before something is shown, or said."""

MIN_SHEETS = 5
MIN_COLLEAGUES = 3
MIN_OTHERS = 3
"""Sheets, different co-panelists, and others on each competency, before a panelist's severity is shown."""
FEW_LOOPS = 30
FEW_COLLEAGUES = 4
"""Below so many loops, and with a median panelist of fewer colleagues: say so."""


def mixing_note(loops: int, colleagues: float) -> str | None:
    """That panels mix too little for more than rough severities; None where they mix enough.

    `colleagues` is with how many others the median panelist has scored.
    """
    if loops >= FEW_LOOPS or colleagues >= FEW_COLLEAGUES:
        return None
    met = "1 colleague" if colleagues == 1 else f"{colleagues:g} colleagues"
    return (
        f"Panels mix little so far: the median panelist has scored with {met}, in"
        f" {loops} {'loop' if loops == 1 else 'loops'}. Severities are rough until more of them meet."
    )


def parts_note(parts: int) -> str | None:
    """That candidates fall into parts; None where all are connected."""
    if parts < 2:
        return None
    return f"The candidates fall into {parts} parts that no shared panelist connects: compare within a part only."
