"""The config's table of the Open311 door: who may hand in calls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from bot.config_files import Sources, Surroundings
from bot.config_reading import Spot, leaf, tables
from bot.config_values import NO_SECRET, Count, File, Hidden, text

# Whoever tries all shorter ones may find one.
_NAME: Final = re.compile(r"[^\s:](?:[^:\n]{0,38}[^\s:])?")


def _name(value: object) -> str:
    word = text(value)
    if not _NAME.fullmatch(word):
        raise ValueError("must be a name of at most 40 signs without a colon")
    return word


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """A program that may hand in calls. Workers read `name` as the caller. After loading, `key` is there."""

    name: Annotated[str, leaf(_name)] = ""
    key: Hidden = NO_SECRET
    key_file: File | None = None

    @property
    def is_there(self) -> bool:
        """Does the table say anything at all?"""
        return bool(self.name or self.key or self.key_file)


@dataclass(frozen=True, kw_only=True)
class Open311:
    """`per_minute`, `per_day`: how many calls one key may hand in. Reading needs no key."""

    per_minute: Count = 10
    per_day: Count = 500
    keys: Annotated[tuple[ApiKey, ...], tables(ApiKey())] = ()


def finished_open311(written: Open311, around: Surroundings, spot: Spot) -> Open311:
    """With all keys; complains about what is missing or stands twice."""
    given = [key for key in written.keys if key.is_there]
    spots = [spot.inside("keys") if len(given) == 1 else spot.inside("keys").numbered(n + 1) for n in range(len(given))]
    finished = tuple(_finished(key, around, place) for key, place in zip(given, spots, strict=True))
    _check_twice([key.name for key in finished], spots, "name")
    _check_twice([key.key.reveal() for key in finished], spots, "key")
    return replace(written, keys=finished)


def _finished(key: ApiKey, around: Surroundings, spot: Spot) -> ApiKey:
    sources = Sources(key="key", given=key.key, file_key="key_file", file=key.key_file, variable="")
    found = around.long_secret(sources, spot)
    if not key.name and spot.inside("name").is_clean():
        spot.inside("name").wrong("is missing; workers read it as the caller")
    return replace(key, key=found)


def _check_twice(values: Sequence[str], spots: Sequence[Spot], name: str) -> None:
    for place, value in enumerate(values):
        if value and value in values[:place]:
            spots[place].inside(name).wrong(f"is the same as that of {spots[values.index(value)].key}")
