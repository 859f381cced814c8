"""Every case of docs/platforms.md is held by a test that names it; what is not is listed here, and nothing else."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "platforms.md"
_CASE: Final = re.compile(r"^(\d+)\. ([TMB]) ", re.MULTILINE)
_CITED: Final = re.compile(r"(?:PLATFORMS|[Cc]ases?)[_ ]((?:\d+(?:, (?=\d)| and (?=\d))?)+)")
# Cases that no test holds yet, and why. A case that has got a test must leave this list.
GAPS: Final[dict[int, str]] = {}


def cases() -> dict[int, str]:
    """Number and network (T, M or B for both) of every case; the facts in front have numbers of their own."""
    text = PAGE.read_text(encoding="utf-8").partition("## Cases and correct behaviour")[2]
    return {int(number): network for number, network in _CASE.findall(text)}


def cited() -> dict[int, set[str]]:
    """Which test files name which number."""
    found: dict[int, set[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        if file == Path(__file__):
            continue
        for numbers in _CITED.findall(file.read_text(encoding="utf-8")):
            for number in re.findall(r"\d+", numbers):
                found.setdefault(int(number), set()).add(str(file.relative_to(ROOT)))
    return found


def holds(network: str, file: str) -> bool:
    """May a test in this file hold a case of this network? Facts and cases of one number are told apart by that."""
    return network == "B" or ("matrix" in file or "synapse" in file) == (network == "M")


@pytest.mark.parametrize("number", sorted(cases()))
def test_a_case_has_a_test_that_names_it_or_is_a_known_gap(number: int) -> None:
    holding = [file for file in cited().get(number, ()) if holds(cases()[number], file)]

    assert bool(holding) != (number in GAPS), f"case {number}: {holding or 'no test names it'}"


def test_every_known_gap_is_a_case() -> None:
    assert GAPS.keys() - cases().keys() == set()
