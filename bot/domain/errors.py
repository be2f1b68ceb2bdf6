"""What can go wrong for a person, in words that say what to do next."""

from collections.abc import Mapping


class FairloopError(Exception):
    """Something a person can act on. `text` is shown to them as it is."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotAllowed(FairloopError):
    """This person may not do this."""


class NotFound(FairloopError):
    """The thing is gone, or belongs to somebody else."""


class TooLate(FairloopError):
    """It was possible once; the text says what is possible now."""


class Invalid(FairloopError):
    """Faults of a form: field name to what is wrong and how to mend it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


class SlackUnavailable(FairloopError):
    """Slack did not answer and nothing is known from before."""


class UnknownPerson(NotFound):
    """Slack does not know this person in this workspace."""


class UnknownChannel(NotFound):
    """Slack does not show this channel to us: it is gone, or Fairloop is not in it."""


class NotInstalled(FairloopError):
    """Fairloop has no token for this workspace: it was never installed there, or was removed."""
