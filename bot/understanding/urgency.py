"""How soon: what is out of order and cannot wait a working day. Danger is told in `dangers`."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.understanding.writing import Language


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    table = tomllib.loads(files("bot.understanding").joinpath("urgent.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{pattern})" for pattern in table[language]))


def find_urgent(plain_text: str, language: Language) -> str | None:
    """The words that say that something needed every day is out of order, or None."""
    match = _pattern(language).search(plain_text)
    return match.group() if match else None
