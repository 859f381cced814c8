"""Is a line a call? Signs for and against, weighed; the weights and word lists are the TOML files beside."""

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from bot.understanding.own import NOTHING, OwnWords
from bot.understanding.terms import ChineseTerms, EnglishTerms, Hit, words_of
from bot.understanding.writing import LANGUAGES, Language

_STRONG_TOPIC: Final = 3.0
_GRADES: Final = ("", "_more", "_most")
_MOST_WORDS: Final = 6
# What a community's own words count; a second word of a kind adds nothing.
_OWN: Final = {"own_call": 4.0, "own_talk": -4.0}


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """How sure it is (0 to 1) that a line is a call, and what spoke for it, strongest first."""

    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class _Lexicon:
    terms: ChineseTerms | EnglishTerms
    patterns: dict[str, re.Pattern[str]]
    together: dict[str, tuple[str, str]]
    near: int
    weights: dict[str, float]


@cache
def _lexicon(language: Language) -> _Lexicon:
    text = files("bot.understanding").joinpath(f"calls_{language}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    entries = [(word, sign, 1.0) for sign, block in table["signs"].items() for word in words_of(block)]
    terms = ChineseTerms(entries) if language == "zh" else EnglishTerms(entries)
    together = {name: (one, other) for name, (one, other) in table["together"].items()}
    patterns = {name: re.compile(pattern) for name, pattern in table["patterns"].items()}
    return _Lexicon(terms, patterns, together, table["near"], table["weights"])


def weigh(
    plain_text: str, language: Language, subject: Sequence[Hit], seen: Sequence[str], own: OwnWords = NOTHING
) -> Weighed:
    """Weigh a plain text; `subject` are the words found for its category, `seen` the signs its reader found."""
    lexicon = _lexicon(language)
    hits = lexicon.terms.find(plain_text) + own.speaking(plain_text, language)
    signs = [*_signs(hits, subject, plain_text, lexicon), *seen]
    worth = {sign: _OWN.get(sign, lexicon.weights.get(sign, 0.0)) for sign in signs}
    total = lexicon.weights["bias"] + sum(worth.values())
    return Weighed(confidence=1 / (1 + math.exp(-total)), why=_why(hits, worth))


def _signs(hits: Sequence[Hit], subject: Sequence[Hit], text: str, lexicon: _Lexicon) -> list[str]:
    """The names of all signs that a text shows; `<sign>_more` from the second word of it on, `_most` from the third."""
    words: dict[str, set[str]] = {}
    for hit in hits:
        words.setdefault(hit.group, set()).add(hit.word)
    common = words.pop("no_topic", set())
    topics = {hit.word for hit in subject if hit.weight >= _STRONG_TOPIC} - common
    if topics:
        words["topic"] = topics
    words |= {name: set() for name, pattern in lexicon.patterns.items() if pattern.search(text)}
    if _meet(hits, "fault", subject, lexicon.near):
        words["fault_with_topic"] = set()
    for name, (one, other) in lexicon.together.items():
        if one in words and other in words:
            words[name] = set()
    return [f"{sign}{ending}" for sign, found in words.items() for ending in _GRADES[: max(1, len(found))]]


def _meet(hits: Sequence[Hit], sign: str, subject: Sequence[Hit], near: int) -> bool:
    """Whether a word of the sign stands close to a word of the subject, and is not that word itself."""
    return any(
        hit.group == sign
        and any(topic.word != hit.word and -near <= hit.start - topic.end <= near for topic in subject)
        for hit in hits
    )


def _why(hits: Sequence[Hit], worth: dict[str, float]) -> tuple[str, ...]:
    speaking = [hit for hit in hits if worth.get(hit.group, 0.0) > 0]
    speaking.sort(key=lambda hit: -worth[hit.group])
    return tuple(dict.fromkeys(f"{hit.group}:{hit.word}" for hit in speaking))[:_MOST_WORDS]


def is_ours(group: str, word: str) -> bool:
    """Does this word stand in our lexicon of calls, under this sign?"""
    return any((word, group) in _words(language) for language in LANGUAGES)


@cache
def _words(language: Language) -> frozenset[tuple[str, str]]:
    text = files("bot.understanding").joinpath(f"calls_{language}.toml").read_text(encoding="utf-8")
    signs = tomllib.loads(text)["signs"]
    return frozenset((word, sign) for sign, block in signs.items() for word in words_of(block))
