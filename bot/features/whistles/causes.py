"""Which tickets have one cause: alike by category and words. Values in, values out."""

from collections.abc import Sequence
from typing import Final, TypeVar

from bot.words import plain_width

T = TypeVar("T")

# Two pairs of signs in five are shared by people who complain of the same thing in their own words.
ALIKE: Final = 0.4


def by_cause(things: Sequence[tuple[T, str, str]]) -> Sequence[Sequence[T]]:
    """The things, each with its category and words, in groups of one cause; in the order of each group's first."""
    groups: list[tuple[str, list[frozenset[str]], list[T]]] = []
    for thing, category, words in things:
        pairs = _pairs(words)
        fitting = (group for group in groups if group[0] == category and _is_alike(pairs, group[1]))
        group = next(fitting, None)
        if group is None:
            groups.append((category, [pairs], [thing]))
        else:
            group[1].append(pairs)
            group[2].append(thing)
    return [things for _, _, things in groups]


def _is_alike(pairs: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    """As alike as said to any of the group; the shorter words count, for people say more or less of one thing."""
    return any(len(pairs & other) >= ALIKE * max(1, min(len(pairs), len(other))) for other in others)


def _pairs(words: str) -> frozenset[str]:
    letters = "".join(sign for sign in plain_width(words).casefold() if sign.isalpha())
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1))
