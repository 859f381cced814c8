"""Deadlines that one category has for itself."""

from pathlib import Path

import pytest

from bot.config import Config, ConfigProblems, load
from bot.hours import Span

HEAD = 'admins = ["telegram:1"]\n[web]\n'


def config(folder: Path, words: str) -> Config:
    file = folder / "config.toml"
    file.write_text(HEAD + words, encoding="utf-8")
    return load(file, {})


def test_a_category_may_have_its_own_time_at_one_urgency(tmp_path: Path) -> None:
    deadlines = config(
        tmp_path,
        """
[[deadlines.special]]
category = "dispute"
resolve = "15wd"
[[deadlines.special]]
category = "safety"
urgency = "urgent"
accept = "30m"
""",
    ).deadlines

    assert deadlines.by_category["dispute", "normal"].resolve == Span.parse("15wd")
    assert deadlines.by_category["dispute", "normal"].accept == deadlines.normal.accept
    assert deadlines.by_category["safety", "urgent"].accept == Span.parse("30m")
    assert ("dispute", "urgent") not in deadlines.by_category


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('category = "disput"', '"disput" is not one of'),
        ('resolve = "15wd"', "names no category"),
        ('category = "dispute"\n[[deadlines.special]]\ncategory = "dispute"', "names one category twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, words: str, problem: str) -> None:
    with pytest.raises(ConfigProblems) as found:
        config(tmp_path, f"[[deadlines.special]]\n{words}\n")

    assert problem in str(found.value)
