"""What a line is about: votes of words, weighted, and the runners-up that would also be right."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, cast

from bot.understanding.own import NOTHING, OwnWords
from bot.understanding.reading import CATEGORIES, Category
from bot.understanding.terms import ChineseTerms, EnglishTerms, Hit, words_of
from bot.understanding.writing import Language

_BEGINNING: Final = 30
_BEGINNING_WORTH: Final = 2.0
_REPEATED: Final = 0.35
_ALTERNATIVE: Final = 0.6


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The category, those that come close, and the words that decided, heaviest first."""

    category: Category | None
    alternatives: tuple[Category, ...]
    words: tuple[str, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class _Together:
    """Words that decide a category together, unless something else is said."""

    category: str
    worth: float
    pattern: re.Pattern[str]
    unless: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class _Lexicon:
    terms: ChineseTerms | EnglishTerms
    together: tuple[_Together, ...]


@cache
def _lexicon(language: Language) -> _Lexicon:
    text = files("bot.understanding").joinpath(f"categories_{language}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    together = tuple(
        _Together(
            category=rule["category"],
            worth=rule["worth"],
            pattern=re.compile(rule["pattern"]),
            unless=re.compile(rule["unless"]),
        )
        for rule in table.pop("together", ())
    )
    entries = [
        (word, category, float(worth))
        for category, lists in table.items()
        for worth, block in lists.items()
        for word in words_of(block)
    ]
    return _Lexicon(terms=ChineseTerms(entries) if language == "zh" else EnglishTerms(entries), together=together)


def find_subject(plain_text: str, language: Language, own: OwnWords = NOTHING) -> Subject:
    """Weigh the words of a plain text."""
    lexicon = _lexicon(language)
    hits = (
        lexicon.terms.find(plain_text)
        + own.subjects(plain_text, language)
        + _said_together(plain_text, lexicon.together)
    )
    votes = _votes(hits)
    if not votes:
        return Subject(category=None, alternatives=(), words=(), hits=())
    ranked = sorted(votes, key=lambda category: (-votes[category], CATEGORIES.index(category)))
    best = ranked[0]
    close = tuple(category for category in ranked[1:] if votes[category] >= _ALTERNATIVE * votes[best])
    deciding = sorted((hit for hit in hits if hit.group == best), key=lambda hit: -hit.weight)
    words = tuple(dict.fromkeys(hit.word for hit in deciding))
    return Subject(category=best, alternatives=close, words=words, hits=tuple(hits))


def _said_together(plain_text: str, rules: Sequence[_Together]) -> list[Hit]:
    found = []
    for rule in rules:
        match = rule.pattern.search(plain_text)
        if match and not rule.unless.search(plain_text):
            found.append(Hit(match.group(), rule.category, rule.worth, match.start(), match.end()))
    return found


def _votes(hits: Sequence[Hit]) -> dict[Category, float]:
    """A word at the beginning, where people say what it is about, counts more; a repeated one less."""
    votes: dict[Category, float] = {}
    seen: dict[tuple[str, str], int] = {}
    for hit in hits:
        times = seen.get((hit.word, hit.group), 0)
        seen[hit.word, hit.group] = times + 1
        worth = hit.weight * (_BEGINNING_WORTH if hit.start < _BEGINNING else 1.0) * _REPEATED**times
        category = cast("Category", hit.group)
        votes[category] = votes.get(category, 0.0) + worth
    return votes
