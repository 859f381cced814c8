"""Text files: words for people, as `texts.<language>.toml` holds them.

A key is the path of its table. Each table has a `text`, or `buttons` (rows of labels), or both, and may have a `where`
that tells translators who reads it. `{name}` stands for a value; nothing else in the words is special. A key that
ends in a plural form (`votes.one`, `votes.other`) is one of several that `count` chooses from.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
# The plural forms of the world's languages (CLDR): the last part of a key that is chosen by `count`.
PLURALS: Final = ("zero", "one", "two", "few", "many", "other")


class TextProblems(Exception):  # noqa: N818 - a list for the operator, not one error
    """The words cannot be used. Its text is a head line, then one line per problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"the texts have {count} problem{'s' if count > 1 else ''}:"
        return "\n  ".join([head, *self.problems])


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The words of one key in one language."""

    text: str | None = None
    buttons: tuple[tuple[str, ...], ...] = ()

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of all values that the words need."""
        return frozenset(name for words in (self.text or "", *chain(*self.buttons)) for name in pieces(words)[1::2])

    @property
    def shape(self) -> tuple[int, ...]:
        """How many labels stand in each row."""
        return tuple(len(row) for row in self.buttons)


@cache
def pieces(words: str) -> tuple[str, ...]:
    """Words and placeholders' names in turn, beginning and ending with words."""
    return tuple(_PLACEHOLDER.split(words))


def base_of(key: str) -> str:
    """The key that code asks for: without the plural form."""
    stem, _, last = key.rpartition(".")
    return stem if last in PLURALS else key


def language_of(file: Path) -> str:
    """The language of `texts.<language>.toml` or `<language>.toml`."""
    return file.stem.removeprefix("texts.")


def read_file(file: Path) -> Mapping[str, Entry]:
    """The words of one file by key.

    Raises:
        TextProblems: it cannot be read, or a table has another form.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise TextProblems([f"{file} cannot be read: {trouble}"]) from None
    problems: list[str] = []
    entries = dict(_entries(tables, "", problems))
    if problems:
        raise TextProblems([f"{file}: {problem}" for problem in problems])
    return entries


def _entries(table: Mapping[str, Any], key: str, problems: list[str]) -> Iterator[tuple[str, Entry]]:
    own = {name: value for name, value in table.items() if not isinstance(value, dict)}
    problems += [f"[{key}] {name} is neither text, buttons nor where" for name in own if name not in _READ]
    problems += [f"[{key}] {name} {_READ[name]}" for name in own if name in _READ and not _is_good(name, own[name])]
    if not problems and own.keys() & {"text", "buttons"}:
        buttons = tuple(tuple(row) for row in own.get("buttons", ()))
        yield key, Entry(text=own.get("text"), buttons=buttons)
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{key}.{name}".lstrip("."), problems)


_READ: Final = {
    "text": "must be text in quotes",
    "where": "must be text in quotes",
    "buttons": 'must be rows of labels, like [["Yes", "No"]]',
}


def _is_good(name: str, value: object) -> bool:
    if name != "buttons":
        return isinstance(value, str)
    rows = value if isinstance(value, list) else [None]
    return all(isinstance(row, list) and all(isinstance(label, str) for label in row) for row in rows)
