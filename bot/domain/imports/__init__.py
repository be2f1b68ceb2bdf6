"""Files of people, candidates and openings: read row by row, with every fault at its line and column."""

from bot.domain.imports.rows import BadFile, Fault, Line, Table, table

__all__ = ["BadFile", "Fault", "Line", "Table", "table"]
