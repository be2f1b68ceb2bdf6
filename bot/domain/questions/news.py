"""What happens to the question files that their leads hear of."""

from dataclasses import dataclass

from bot.domain.questions.faults import Fault


@dataclass(frozen=True)
class FilesFoundBroken:
    """The files of this `version` can't be used, and this lead hears of it; `repairs` are those they heard of."""

    user_id: str
    repairs: int
    version: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class FilesFoundMended:
    """The files that this lead heard are broken are in use again; `repairs` are those they heard of before."""

    user_id: str
    repairs: int


QuestionEvent = FilesFoundBroken | FilesFoundMended
