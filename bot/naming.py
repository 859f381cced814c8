"""Finding what a line names: the longest known name that begins it (DESIGN part 4, Chat)."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

T = TypeVar("T")

# What people write between a name and the words.
_GAP: Final = re.compile(r"\A[\s,.:;、。，：；]+")


def named_first(words: str, things: Sequence[T], name_of: Callable[[T], str]) -> tuple[list[T], str]:
    """Everything whose name is the longest that begins the words, and the words behind that name."""
    fitting = [thing for thing in things if name_of(thing) and words.startswith(name_of(thing))]
    longest = max((len(name_of(thing)) for thing in fitting), default=0)
    return [thing for thing in fitting if len(name_of(thing)) == longest], _GAP.sub("", words[longest:]).strip()


def nearest_names(words: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The names that the beginning of the words is most like, the likest first."""

    def likeness(name: str) -> float:
        return SequenceMatcher(None, words[: len(name)], name).ratio()

    return sorted(dict.fromkeys(names), key=likeness, reverse=True)[:count]
