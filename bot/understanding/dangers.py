"""Emergencies: what endangers life now, told apart from talk, rules, questions, fears and the past.

A missed emergency is worse than a false one, so an event counts unless something plainly speaks against it.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from bot.understanding.own import NOTHING, OwnWords
from bot.understanding.reading import Danger
from bot.understanding.writing import Language

_KINDS: Final[tuple[Danger, ...]] = ("gas", "lift", "fire", "wire", "falling", "flood", "person")
_LASTING: Final = frozenset({"gas", "person", "flood", "wire"})
_LETTER: Final = 200
_OPENING: Final = 60
# Sets of patterns kept: two languages, without and with own words, and a set that is tried out.
_SETS: Final = 6
_PART: Final = re.compile(r"[,。!?;\n]|\.(?=\s|$)")


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An emergency, and the words that say so."""

    danger: Danger
    words: str


@dataclass(frozen=True)
class _Patterns:
    """The patterns of a language, compiled once."""

    first: re.Pattern[str]
    events: dict[Danger, re.Pattern[str]]
    doubtful: re.Pattern[str]
    scene: re.Pattern[str]
    calm: dict[str, re.Pattern[str]]
    body: re.Pattern[str]
    police: re.Pattern[str]

    @classmethod
    def of(cls, table: dict[str, Any], own: OwnWords) -> "_Patterns":
        events: dict[Danger, re.Pattern[str]] = {
            kind: _either(
                table[kind]["events"]
                + list(own.events.get(kind, ()))
                + [_pair(pair) for pair in table["pairs"] if pair["kind"] == kind]
            )
            for kind in _KINDS
        }
        doubtful, scene = _either(table["doubtful"]["person"]), re.compile(table["doubtful"]["scene"])
        calm = {name: _either(patterns) for name, patterns in table["calm"].items()}
        body, police = _either(table["health"]["body"]), _either(table["health"]["police"])
        return cls(_either(table["first"]["person"]), events, doubtful, scene, calm, body, police)

    def found(self, text: str) -> Iterator[tuple[Danger, re.Match[str]]]:
        """Every event of a text, in the order of the kinds; a doubtful one only with a scene around it."""
        yield from (("person", match) for match in self.first.finditer(text))
        for kind in _KINDS:
            yield from ((kind, match) for match in self.events[kind].finditer(text))
        if self.scene.search(text):
            yield from (("person", match) for match in self.doubtful.finditer(text))


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _pair(pair: dict[str, Any]) -> str:
    """Both halves in either order, with no end of a sentence between them."""
    this, that, gap = f"(?:{pair['this']})", f"(?:{pair['that']})", f"[^。!?]{{0,{pair['near']}}}?"
    return f"{this}{gap}{that}|{that}{gap}{this}"


@lru_cache(_SETS)
def _patterns(language: Language, own: OwnWords) -> _Patterns:
    text = files("bot.understanding").joinpath(f"dangers_{language}.toml").read_text(encoding="utf-8")
    return _Patterns.of(tomllib.loads(text), own)


def find_alarm(plain_text: str, language: Language, own: OwnWords = NOTHING) -> Alarm | None:
    """The first danger at hand that a plain text tells of; None for a calm text."""
    patterns = _patterns(language, own if own.emergency else NOTHING)
    text = patterns.calm["figurative"].sub(lambda match: "▒" * len(match.group()), plain_text)
    for kind, match in patterns.found(text):
        if _is_lesson(text, patterns):
            return None
        if not (_is_buried(text, match) or _is_denied(text, match, patterns) or _is_over(text, kind, patterns)):
            return Alarm(danger=_helped_by(text, kind, patterns), words=plain_text[match.start() : match.end()])
    return None


def _helped_by(text: str, kind: Danger, patterns: _Patterns) -> Danger:
    """A danger to a person is one to the health when a body needs help and nothing calls for the police first."""
    is_health = kind == "person" and patterns.body.search(text) and not patterns.police.search(text)
    return "health" if is_health else kind


def _is_lesson(text: str, patterns: _Patterns) -> bool:
    """Talk about danger: a drill, a film, a question how to prevent it."""
    return bool(patterns.calm["lesson"].search(text))


def _is_buried(text: str, match: re.Match[str]) -> bool:
    """In the middle of a long letter: who is in danger writes short, or says it first, or last."""
    return len(text) > _LETTER and _OPENING < match.start() < len(text) - _OPENING


def _is_denied(text: str, match: re.Match[str], patterns: _Patterns) -> bool:
    """Said not to be, feared, forbidden, or part of another word, within the same clause."""
    starts = [part.end() for part in _PART.finditer(text, 0, match.start())]
    before = text[starts[-1] if starts else 0 : match.start()]
    return bool(patterns.calm["denied"].search(before) or patterns.calm["rule_after"].search(text[match.end() :]))


def _is_over(text: str, kind: Danger, patterns: _Patterns) -> bool:
    calm = patterns.calm
    if calm["over"].search(text):
        return True
    is_past = calm["past"].search(text) or (kind not in _LASTING and calm["yesterday"].search(text))
    return bool(is_past) and not calm["still"].search(text)
