"""The question bank that comes with Fairloop, read once."""

from functools import cache

from bot.domain.questions import Bank, parse_bank
from bot.ground.resources import read_question_files


@cache
def read_bank() -> Bank:
    """The bank, without a fault."""
    bank = parse_bank(read_question_files())
    assert isinstance(bank, Bank)
    return bank
