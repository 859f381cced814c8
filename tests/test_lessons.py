"""What others learned the hard way: fifty cases, and a test for each that applies, whose docstring names its number."""

import re
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
CASES: Final = frozenset(range(1, 51))
NAMED: Final = re.compile(r"\bLESSONS (\d{1,2})\b")

# Cases that do not apply, or not yet: why.
WITHOUT_A_TEST: Final = {
    48: "nothing has a number of places yet: no courses, no meetings with a sign-up",
    49: "nothing can be flagged, so nothing is hidden behind a flag",
}


def named() -> set[int]:
    """The cases that some test's docstring names."""
    files = [file for file in TESTS.rglob("*.py") if file != Path(__file__)]
    return {int(number) for file in files for number in NAMED.findall(file.read_text(encoding="utf-8"))}


def test_each_case_has_a_test_or_a_reason_why_not() -> None:
    assert sorted(CASES - named() - WITHOUT_A_TEST.keys()) == []


def test_no_test_names_a_case_that_there_is_not() -> None:
    assert sorted(named() - CASES) == []
