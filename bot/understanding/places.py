"""Where: from text to place parts, and from place parts to the buildings of the roster."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding import writing
from bot.understanding.addresses_zh import read_address
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.numerals import NUMERAL
from bot.understanding.places_en import read_english
from bot.understanding.places_zh import read_chinese
from bot.understanding.reading import PlaceMatch, PlaceParts

# "3 号 楼" and "2 单 元" as some keyboards and tables write them.
_GAP: Final = re.compile(rf"(?<=[\da-z{NUMERAL}]) +(?=号|单 ?元|栋|幢|室)|(?<=号) +(?=[楼栋室])|(?<=单) +(?=元)")


def read_place(text: str, gazetteer: Gazetteer | None = None) -> PlaceParts:
    """The first place that the text names, by form; a name of the roster wins over the form."""
    short = writing.shortened(text)
    plain_text = writing.plain(short)
    parts = PlaceParts()
    # "3-2-501" alone is written in no language; both may read it.
    is_bare = not any(sign.isalpha() for sign in plain_text)
    for language in ("en", "zh") if is_bare else writing.languages(plain_text):
        found = read_english(plain_text, short) if language == "en" else _chinese(plain_text)
        parts = filled(parts, found)
    return _named(parts, plain_text, gazetteer) if gazetteer else parts


def find_places(text: str, gazetteer: Gazetteer) -> tuple[PlaceMatch, ...]:
    """The buildings of the roster that the text may mean, best first; several when a name exists twice."""
    return gazetteer.find(writing.plain(writing.shortened(text)), read_place(text))


def filled(parts: PlaceParts, other: PlaceParts) -> PlaceParts:
    """The parts, with what they leave open taken from the other."""
    return PlaceParts(
        compound=parts.compound or other.compound,
        building=parts.building or other.building,
        unit=parts.unit or other.unit,
        floor=parts.floor or other.floor,
        room=parts.room or other.room,
    )


def _chinese(plain_text: str) -> PlaceParts:
    text = _GAP.sub("", plain_text)
    return read_address(text) or read_chinese(text)


def _named(parts: PlaceParts, plain_text: str, gazetteer: Gazetteer) -> PlaceParts:
    """Put in the roster's own names where exactly one building is meant."""
    found = gazetteer.find(plain_text, parts)
    if not found:
        return parts
    compounds = {match.compound for match in found}
    compound = compounds.pop() if len(compounds) == 1 else parts.compound
    return replace(parts, compound=compound or parts.compound, building=parts.building or gazetteer.label(found[0]))
