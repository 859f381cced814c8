"""Reads TOML tables into frozen types and complains about everything at once.

A type is the list of its known keys: the annotation of each field says how its value is read. Knows nothing of what
the keys mean.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Any, Final, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_KINDS: Final[Mapping[type, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong: `what` ends a sentence that begins with the key. No secret is in it."""

    key: str
    what: str


class ConfigProblems(Exception):  # noqa: N818 - a list for the operator, not one error
    """The config cannot be used. Its text is what the operator reads: a head line, then one line per problem."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(file, problems)
        self.file = file
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        width = max(len(problem.key) for problem in self.problems) + 2
        lines = [f"  {problem.key:<{width}}{problem.what}" for problem in self.problems]
        return "\n".join([f"{self.file} has {count} problem{'s' if count > 1 else ''}:", *lines])


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in the config, and the list that complaints about it go to."""

    key: str
    problems: list[Problem]

    def inside(self, name: str) -> "Spot":
        """The key of that name in this table."""
        written = name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
        return Spot(key=f"{self.key}.{written}".lstrip("."), problems=self.problems)

    def numbered(self, number: int) -> "Spot":
        """One of several tables of the same name, counted from 1."""
        return Spot(key=f"{self.key}[{number}]", problems=self.problems)

    def wrong(self, what: str) -> None:
        """Complain, on one line."""
        self.problems.append(Problem(key=self.key, what=" ".join(what.split())))

    def is_clean(self) -> bool:
        """Whether nobody has complained about this key yet: a value of the wrong type is not also missing."""
        return all(problem.key != self.key for problem in self.problems)


class WrongValue(ValueError):  # noqa: N818 - it is the end of a sentence
    """A value cannot be used; says why, without secrets. Any other `ValueError` of a reader is taken the same way."""


# Makes a field's value from the TOML value, its spot and the field's default.
Reader = Callable[[Any, Spot, Any], Any]


def leaf(read: Callable[[object], object]) -> Reader:
    """A single value. `read` raises `ValueError` with what is wrong about it, without secrets."""
    return lambda value, _spot, _default: read(value)


def table(values: object, spot: Spot, default: T) -> T:
    """A table of known keys: `default`, an instance of the field's type, with what the values say.

    Raises:
        ValueError: it is not a table. All else that is wrong goes to the spot's list.
    """
    if not isinstance(values, dict):
        raise WrongValue(f"must be a table, not {kind_of(values)}")
    readers = readers_of(type(default))
    given: dict[str, Any] = {}
    for name, value in values.items():
        there = spot.inside(name)
        if name not in readers:
            there.wrong(f"unknown key{did_you_mean(name, readers)}")
            continue
        try:
            given[name] = readers[name](value, there, getattr(default, name))
        except ValueError as wrong:
            there.wrong(str(wrong))
    # A type is only read from its own class, which is a dataclass; mypy cannot say that of any T.
    return replace(default, **given)  # type: ignore[type-var]


def optional_table(default: object) -> Reader:
    """A table that may be left out; the field is None then."""
    return lambda values, spot, _none: table(values, spot, default)


def tables(default: object) -> Reader:
    """One table, or several of the same name (`[[telegram]]`), as a tuple."""

    def read(values: object, spot: Spot, _default: object) -> tuple[object, ...]:
        if not isinstance(values, list):
            return (table(values, spot, default),)
        return tuple(table(one, spot.numbered(number), default) for number, one in enumerate(values, start=1))

    return read


def named_tables(default: object) -> Reader:
    """Tables under names that the operator chooses (`[community."…"]`), by name."""

    def read(values: object, spot: Spot, _default: object) -> Mapping[str, object]:
        if not isinstance(values, dict):
            raise WrongValue(f"must hold tables with a name, not {kind_of(values)}")
        return MappingProxyType({name: table(one, spot.inside(name), default) for name, one in values.items()})

    return read


def readers_of(shape: type) -> Mapping[str, Reader]:
    """The known keys of a type, each with its reader."""
    if not is_dataclass(shape):
        raise TypeError(f"{shape.__name__} is not a dataclass")
    hints = get_type_hints(shape, include_extras=True)
    found = {field.name: _reader_in(hints[field.name]) for field in fields(shape)}
    return {name: reader for name, reader in found.items() if reader is not None}


def _reader_in(hint: object) -> Reader | None:
    """The reader of `Annotated[T, reader]`, also of one that may be None; a field without one is no key."""
    if get_origin(hint) is Annotated:
        return cast("Reader", get_args(hint)[1])
    return next((reader for part in get_args(hint) if (reader := _reader_in(part)) is not None), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a complaint: the nearest known word, if one is near."""
    nearest = get_close_matches(word, list(known), n=1)
    return f", did you mean {nearest[0]}?" if nearest else ""


def kind_of(value: object) -> str:
    """What sort of TOML value this is, in plain words."""
    return _KINDS.get(type(value), "a date or time")
