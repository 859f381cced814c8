"""The roster's buildings by every name people use for them.

A number is never guessed: "3号楼" meets building 3 alone. Only names of compounds and named buildings are compared
loosely, so that a typing error still finds them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.understanding.addresses_zh import read_address
from bot.understanding.numerals import NUMERAL
from bot.understanding.places_en import read_english
from bot.understanding.places_zh import read_chinese
from bot.understanding.reading import PlaceMatch, PlaceParts
from bot.understanding.writing import languages, plain

_ALIKE: Final = 85.0
_SHORTEST_LOOSE: Final = 3
_MOST: Final = 8
# The text names an area of the roster that has no such building: the others are only a guess.
_NOT_THERE: Final = 0.3
# What is left of a name without these is its own: "老三栋" keeps "老", "3号楼" and "Building 3" keep nothing.
_OWN_NAME: Final = re.compile(
    rf"building|bldg|block|blk|tower|号楼|栋|幢|座|楼|号|#|[\s\d{NUMERAL}-]|(?<![a-z])[a-z](?![a-z])"
)


@dataclass(frozen=True, kw_only=True)
class BuildingRow:
    """One building as the roster writes it."""

    building_id: int
    building: str
    aliases: tuple[str, ...] = ()
    compound: str = ""
    grid: str = ""
    community: str = ""


class Gazetteer:
    """Built once from the roster, asked for every line."""

    def __init__(self, rows: Iterable[BuildingRow]) -> None:
        self._rows = tuple(rows)
        self._by_id = {row.building_id: row for row in self._rows}
        self._by_label: dict[str, list[BuildingRow]] = {}
        self._by_name: dict[str, list[BuildingRow]] = {}
        self._areas: dict[str, str] = {}
        for row in self._rows:
            self._learn(row)

    def _learn(self, row: BuildingRow) -> None:
        for name in (row.building, *row.aliases):
            label = label_of(name)
            if label and row not in self._by_label.setdefault(label, []):
                self._by_label[label].append(row)
            if _OWN_NAME.sub("", plain(name)):
                self._by_name.setdefault(plain(name), []).append(row)
        for area in (row.compound, row.grid, row.community):
            if area:
                self._areas[plain(area)] = area

    @property
    def names(self) -> frozenset[str]:
        """Every name of a building or an area that the roster knows."""
        return frozenset(
            name
            for row in self._rows
            for name in (row.building, *row.aliases, row.compound, row.grid, row.community)
            if name
        )

    def label(self, match: PlaceMatch) -> str:
        """The building of a match in the short form of `PlaceParts` ("3"), or its name where it has no number."""
        return label_of(match.building) or match.building

    def find(self, plain_text: str, parts: PlaceParts) -> tuple[PlaceMatch, ...]:
        """The buildings meant by a plain text and its parts, best first; a building called by name stands alone."""
        named = [
            _match(row, 1.0, f"name:{name}")
            for name, rows in self._by_name.items()
            if _is_said(name, plain_text)
            for row in rows
        ]
        numbered = self._by_label.get(parts.building or "", [])
        if named or not numbered:
            return tuple(named[:_MOST]) or self._loose(plain_text)
        area, sure = self._area(plain_text, parts)
        here = [row for row in numbered if area and area in map(plain, (row.compound, row.grid, row.community))]
        score = sure if here else (_NOT_THERE if area else 1.0) / len(numbered)
        return tuple(_match(row, score, f"building:{parts.building}") for row in here or numbered)[:_MOST]

    def _area(self, plain_text: str, parts: PlaceParts) -> tuple[str | None, float]:
        """The compound, grid or community that the text names, and how surely."""
        exact = [area for area in self._areas if area in plain_text]
        if exact:
            return max(exact, key=len), 1.0
        return self._alike(plain(parts.compound or ""), list(self._areas))

    def _loose(self, plain_text: str) -> tuple[PlaceMatch, ...]:
        """Named buildings ("锦绣楼") that the text writes with a typing error."""
        names = [name for name in self._by_name if len(name) >= _SHORTEST_LOOSE and not any(map(str.isdigit, name))]
        if not names:
            return ()
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 50 ms to load, and seldom needed

        found = process.extract(plain_text, names, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE, limit=3)
        return tuple(
            _match(row, score / 100, f"like:{name}") for name, score, _ in found for row in self._by_name[name]
        )[:_MOST]

    def _alike(self, name: str, names: list[str]) -> tuple[str | None, float]:
        if len(name) < _SHORTEST_LOOSE or not names:
            return None, 0.0
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 50 ms to load, and seldom needed

        found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=60)
        return (found[0], found[1] / 100) if found else (None, 0.0)


def _match(row: BuildingRow, score: float, why: str) -> PlaceMatch:
    return PlaceMatch(building_id=row.building_id, building=row.building, compound=row.compound, score=score, why=why)


def _is_said(name: str, plain_text: str) -> bool:
    """Whether the text says a name, and not only as the beginning of a longer number ("tower 3" in "tower 32")."""
    start = plain_text.find(name)
    return start >= 0 and not (name[-1].isdigit() and plain_text[start + len(name) :][:1].isdigit())


def label_of(name: str) -> str | None:
    """So "三号楼", "3#" and "Building 3" give "3"; a name without a number gives None."""
    plain_name = plain(name.strip())
    if plain_name.isalnum() and plain_name.isascii() and len(plain_name) <= 4:  # noqa: PLR2004 - "3", "a12"
        return plain_name.upper().lstrip("0") or "0"
    if languages(plain_name)[0] == "en":
        return read_english(plain_name, name).building or read_chinese(plain_name).building
    return (read_address(plain_name) or read_chinese(plain_name)).building
