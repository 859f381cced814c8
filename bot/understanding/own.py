"""What a community adds to our reading: words of its own in the config, and words learnt from corrections.

A reading is made with one set of own words, which never changes. A process uses one set for everybody (`use`), put
there when it starts and when something was learnt; whoever compares two readings hands the sets in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from bot.understanding.terms import ChineseTerms, EnglishTerms, Hit
from bot.understanding.writing import Language, plain

Words = tuple[str, ...]
_NONE: Final[Mapping[str, Words]] = MappingProxyType({})
_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
# As much as a strong word of our own lexicons.
_WORTH: Final = 5.0
_HAN: Final = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnWords:
    """`categories` by category; `emergency` by danger; `urgent`; `calls` speak for a call and `talk` against one.

    `aliases` are names of buildings ("the old boiler house") by the roster's name.
    """

    categories: Mapping[str, Words] = field(default_factory=lambda: _NONE)
    emergency: Mapping[str, Words] = field(default_factory=lambda: _NONE)
    urgent: Words = ()
    calls: Words = ()
    talk: Words = ()
    aliases: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)

    @property
    def is_empty(self) -> bool:
        """Is nothing added?"""
        return not (self.categories or self.emergency or self.urgent or self.calls or self.talk or self.aliases)

    def plus(self, other: "OwnWords") -> "OwnWords":
        """Both together; where they contradict each other, this one wins."""
        return replace(
            self,
            categories=_joined(self.categories, other.categories),
            emergency=_joined(self.emergency, other.emergency),
            urgent=_together(self.urgent, other.urgent),
            calls=_together(self.calls, other.calls),
            talk=tuple(word for word in _together(self.talk, other.talk) if word not in self.calls),
            aliases=MappingProxyType({**other.aliases, **self.aliases}),
        )

    def subjects(self, plain_text: str, language: Language) -> list[Hit]:
        """The words of categories in a plain text."""
        return self._subjects[language].find(plain_text)

    def speaking(self, plain_text: str, language: Language) -> list[Hit]:
        """The words that speak for a call (`own_call`) or against one (`own_talk`)."""
        return self._signs[language].find(plain_text)

    def urgent_in(self, plain_text: str) -> str | None:
        """The first word that makes it urgent."""
        return next((word for word in self.urgent if plain(word) in plain_text), None)

    @cached_property
    def events(self) -> Mapping[str, list[str]]:
        """Patterns of emergencies, by danger."""
        return {danger: [re.escape(plain(word)) for word in words] for danger, words in self.emergency.items()}

    @cached_property
    def _subjects(self) -> Mapping[Language, ChineseTerms | EnglishTerms]:
        entries = [(plain(word), name, _WORTH) for name, words in self.categories.items() for word in words]
        return _terms(entries)

    @cached_property
    def _signs(self) -> Mapping[Language, ChineseTerms | EnglishTerms]:
        signs = (("own_call", self.calls), ("own_talk", self.talk))
        return _terms([(plain(word), sign, 1.0) for sign, words in signs for word in words])


def _terms(entries: list[tuple[str, str, float]]) -> Mapping[Language, ChineseTerms | EnglishTerms]:
    chinese = [entry for entry in entries if _HAN.search(entry[0])]
    english = [entry for entry in entries if not _HAN.search(entry[0]) and entry[0].split()]
    return {"zh": ChineseTerms(chinese), "en": EnglishTerms(english)}


def _together(one: Words, other: Words) -> Words:
    return tuple(dict.fromkeys((*one, *other)))


def _joined(one: Mapping[str, Words], other: Mapping[str, Words]) -> Mapping[str, Words]:
    """The words of both; a word that one of them gives to a name is given to no other name by the other."""
    taken = {word for words in one.values() for word in words}
    names = dict.fromkeys((*one, *other))
    return MappingProxyType(
        {
            name: _together(one.get(name, ()), tuple(word for word in other.get(name, ()) if word not in taken))
            for name in names
        }
    )


NOTHING: Final = OwnWords()
_in_use: list[OwnWords] = [NOTHING]


def use(own: OwnWords) -> None:
    """Every reading of this process is made with these from now on."""
    _in_use[0] = own


def in_use() -> OwnWords:
    """The set that readings are made with."""
    return _in_use[0]
