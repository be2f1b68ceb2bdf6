"""Files damaged at random: the check always ends in faults or a bank, never in an exception."""

from random import Random

import pytest

from bot.domain.questions import Bank, Fault, check_bank, parse_bank
from tests.chance import count, dice
from tests.small_bank import small_bank

SCRAPS = [
    "",
    " ",
    "\n",
    "\t",
    "- ",
    ": ",
    '"',
    "'",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!int ",
    "? ",
    "#",
    "\x00",
]
SCRAPS += [
    "null",
    "2026-01-01",
    "1e400",
    ".nan",
    "0x1g",
    "012",
    "1:30",
    "<<",
    "---\n",
    "%",
    "@",
    "`",
    "\u2028",
    "é",
]


def damaged(random_numbers: Random) -> dict[str, str]:
    files = small_bank()
    for _ in range(random_numbers.randint(1, 3)):
        file = random_numbers.choice(sorted(files))
        text = files[file]
        start = random_numbers.randrange(len(text) + 1)
        end = min(len(text), start + random_numbers.choice([0, 0, 1, 5, 40]))
        files[file] = text[:start] + random_numbers.choice(SCRAPS) + text[end:]
    return files


@pytest.mark.large
def test_no_damage_makes_the_check_fail_and_every_fault_has_a_line_of_its_file() -> None:
    random_numbers = dice("damaged question files")
    refused = 0
    banks = count(usual=60, large=200)
    for _ in range(banks):
        files = damaged(random_numbers)
        parsed = parse_bank(files)
        refused += not isinstance(parsed, Bank)
        faults: tuple[Fault, ...] = check_bank(files).faults
        for fault in faults:
            assert 1 <= fault.line <= files.get(fault.file, "").count("\n") + 2, fault
            assert fault.message
            assert fault.mend
    print(f"{banks} damaged banks, {refused} refused")
    assert refused > banks / 4
