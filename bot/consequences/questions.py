"""What follows when the question files are found broken, or mended."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.domain.questions.news import FilesFoundBroken, FilesFoundMended, QuestionEvent
from bot.letters.questions import BankBroken, BankMended


def follow(tx: Transaction, event: QuestionEvent) -> None:
    """The lead is told."""
    match event:
        case FilesFoundBroken(user_id, repairs, version, faults):
            BankBroken(user_id, repairs, version, faults).put(tx)
        case FilesFoundMended(user_id, repairs):
            BankMended(user_id, repairs).put(tx)
        case never:
            assert_never(never)
