"""Lists of words found in a text in one pass: Chinese by characters, English by words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SEPARATOR: Final = re.compile(r"[,\n]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a list, found at `start` of a plain text."""

    word: str
    group: str
    weight: float
    start: int
    end: int


def words_of(block: str) -> list[str]:
    """The entries of a block of a lexicon: separated by commas or line ends."""
    return [word for word in (piece.strip() for piece in _SEPARATOR.split(block)) if word]


class ChineseTerms:
    """Words found wherever their characters stand; at one place the longest word of a group wins."""

    def __init__(self, entries: Iterable[tuple[str, str, float]]) -> None:
        self._by_head: dict[str, list[tuple[str, str, float]]] = {}
        for word, group, weight in entries:
            self._by_head.setdefault(word[:2], []).append((word, group, weight))
        for found in self._by_head.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def find(self, plain_text: str) -> list[Hit]:
        """Every hit, in the order of the text; a hit inside a longer one of its group is dropped."""
        hits: list[Hit] = []
        reached: dict[str, int] = {}
        for start in range(len(plain_text)):
            for size in (2, 1):
                for word, group, weight in self._by_head.get(plain_text[start : start + size], ()):
                    end = start + len(word)
                    if end > reached.get(group, 0) and plain_text.startswith(word, start):
                        hits.append(Hit(word, group, weight, start, end))
                        reached[group] = end
        return hits


class EnglishTerms:
    """Phrases of whole words; `leak*` stands for every word that begins so."""

    def __init__(self, entries: Iterable[tuple[str, str, float]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
        for phrase, group, weight in entries:
            words = tuple(phrase.split())
            first = words[0]
            index = self._begun if first.endswith("*") else self._exact
            index.setdefault(first.rstrip("*"), []).append((words, group, weight))

    def find(self, plain_text: str) -> list[Hit]:
        """Every hit, in the order of the text; a hit inside a longer one of its group is dropped."""
        tokens = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(plain_text)]
        hits: list[Hit] = []
        reached: dict[str, int] = {}
        for at, (token, start, _) in enumerate(tokens):
            for words, group, weight in sorted(self._candidates(token), key=lambda entry: -len(entry[0])):
                last = at + len(words) - 1
                if last < len(tokens) and _agrees(words, tokens[at : last + 1]):
                    end = tokens[last][2]
                    if end > reached.get(group, 0):
                        hits.append(Hit(" ".join(words), group, weight, start, end))
                        reached[group] = end
        return hits

    def _candidates(self, token: str) -> list[tuple[tuple[str, ...], str, float]]:
        found = list(self._exact.get(token, ()))
        for size in range(2, len(token) + 1):
            found.extend(self._begun.get(token[:size], ()))
        return found


def _agrees(words: tuple[str, ...], tokens: list[tuple[str, int, int]]) -> bool:
    for word, (token, _, _) in zip(words, tokens, strict=True):
        if word.endswith("*"):
            if not token.startswith(word[:-1]):
                return False
        elif word != token:
            return False
    return True
