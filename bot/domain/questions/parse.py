"""From the texts of a bank to the bank, or to what has to be mended first."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.questions.bank import Bank
from bot.domain.questions.checks import check_draft
from bot.domain.questions.draft import Draft, read_draft
from bot.domain.questions.faults import Fault


@dataclass(frozen=True)
class Checked:
    """What came of reading a bank: the bank unless there are errors, and all errors and warnings in order."""

    bank: Bank | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> list[Fault]:
        """What keeps the bank from loading."""
        return [fault for fault in self.faults if not fault.warning]

    @property
    def warnings(self) -> list[Fault]:
        """What should be better, and doesn't keep the bank from loading."""
        return [fault for fault in self.faults if fault.warning]


def check_bank(files: Mapping[str, str]) -> Checked:
    """Read and check a bank: every error and every warning.

    `files` holds each file's text by its path relative to the bank: rubric.yaml, prep.yaml,
    practices.yaml, topics.yaml, families.yaml, pairs.yaml, sets/KEY.yaml, questions/COMPETENCY.yaml.
    Without topics.yaml the sources of questions aren't checked.
    """
    return _checked(files, advice=True)


def parse_bank(files: Mapping[str, str]) -> Bank | list[Fault]:
    """The bank in these files, or the errors that keep it from loading. See `check_bank` for warnings too."""
    checked = _checked(files, advice=False)
    return checked.bank if checked.bank is not None else checked.errors


def replace_bank(current: Bank, files: Mapping[str, str]) -> tuple[Bank, list[Fault]]:
    """The bank in these files, or `current` with the errors: a bank that fails never replaces one in use."""
    parsed = parse_bank(files)
    return (parsed, []) if isinstance(parsed, Bank) else (current, parsed)


def _checked(files: Mapping[str, str], advice: bool) -> Checked:
    draft = read_draft(files)
    faults = tuple(sorted({*draft.faults, *check_draft(draft, advice)}))
    refused = any(not fault.warning for fault in faults)
    return Checked(None if refused else _bank(draft), faults)


def _bank(draft: Draft) -> Bank:
    if draft.rubric is None:
        raise ValueError("a bank without errors has a rubric")
    return Bank(
        rubric=draft.rubric.value,
        sets=tuple(one.value for one in draft.sets),
        competencies=tuple(one.value for one in draft.competencies),
        all_questions=tuple(one.value for one in draft.questions),
        prep=draft.prep.value if draft.prep else None,
        practices=draft.practices.value.practices if draft.practices else (),
        topics=draft.topics.value.topics if draft.topics else (),
        families=draft.families.value.families if draft.families else (),
        pairs=draft.pairs.value.pairs if draft.pairs else (),
    )
