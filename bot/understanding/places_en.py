"""Where, in English: building, unit, floor and flat, read by form alone from plain text."""

import re
from typing import Final

from bot.understanding.numerals import number
from bot.understanding.reading import PlaceParts

_ORDINALS: Final = {
    "ground": "1", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
    "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
    "top": "TOP", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_WORDS: Final = "|".join(_ORDINALS)
_SMALL: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ID: Final = (
    r"(?:no\.?\s?|number\s|#\s?)?"
    rf"(?P<id>[a-z]?-?\d{{1,5}}(?:-?[a-z]{{1,2}}\b|-\d{{1,4}}\b)?|[a-z](?:-[a-z\d]{{1,4}})?\b|{_SMALL})(?![a-z'])"
)
_BUILDING: Final = re.compile(rf"\b(?:building|bldg|blg|bld|block|blk|tower)\b\.?,?\s*{_ID}")
_BUILDING_AFTER: Final = re.compile(r"#\s?(?P<id>\d{1,3}[a-z]?)\s(?:building|bldg)\b|\bb-(?P<short>\d{1,3})\b")
_FLAT: Final = re.compile(rf"(?:#\s*)?\b(?:apartment|apt|flat|room|rm|suite|ste)\b\.?:?\s*{_ID}")
_UNIT: Final = re.compile(rf"\bunit\b\.?:?\s*{_ID}")
_SHARP: Final = re.compile(r"(?<![\w#])#\s?(?P<id>\d{1,4}[a-z]?|[a-z]\d{0,3})\b(?!\s(?:building|bldg))")
_FLOOR_BEFORE: Final = re.compile(rf"\b(?P<id>\d{{1,3}}|{_WORDS})(?:st|nd|rd|th)?[\s-]?(?:floor|flr|fl|storey)\b")
_FLOOR_AFTER: Final = re.compile(r"\b(?:floor|level|flr|fl)\b\.?\s?(?P<id>\d{1,3})\b")
_CELLAR: Final = re.compile(r"\b(?:basement|cellar|underground (?:garage|car ?park|parking))\b")
_SPOKEN: Final = {"a", "i", "is", "in", "the", "and", "or", "to", "on", "at", "of"}
_COMPOUND: Final = re.compile(
    r"\b(?P<name>[A-Z][\w'&]*(?: [A-Z][\w'&]*){0,3} "
    r"(?:Gardens?|Estate|Court|Village|Plaza|Towers|Heights|Residences?))\b"
)


def read_english(text: str, original: str) -> PlaceParts:
    """The first place that a plain text names; the original tells a name by its capital letters."""
    compound = _COMPOUND.search(original)
    return PlaceParts(
        compound=compound["name"] if compound else None,
        building=_found(text, _BUILDING) or _building_after(text),
        unit=_found(text, _UNIT),
        floor=_floor(text),
        room=_found(text, _FLAT) or _sharp(text),
    )


def _found(text: str, pattern: re.Pattern[str]) -> str | None:
    for match in pattern.finditer(text):
        if match["id"] not in _SPOKEN or _is_label(text, match):
            return number(_ORDINALS.get(match["id"], match["id"]))
    return None


def _is_label(text: str, match: re.Match[str]) -> bool:
    """So "unit I" at the end of a part is a label; "unit is broken" is a sentence."""
    return len(match["id"]) == 1 and not re.match(r"\s[a-z]", text[match.end() :])


def _building_after(text: str) -> str | None:
    match = _BUILDING_AFTER.search(text)
    return number(match["id"] or match["short"]) if match else None


def _sharp(text: str) -> str | None:
    """So "#5b" after a house is a flat; "#12" alone is a ticket, "pole #3" is a pole."""
    match = _SHARP.search(text)
    if not match:
        return None
    before = text[: match.start()].rstrip(" ,")
    is_house = re.search(r"\b(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|way|court|ct|place|pl)\.?$", before)
    return number(match["id"]) if is_house else None


def _floor(text: str) -> str | None:
    match = _FLOOR_BEFORE.search(text) or _FLOOR_AFTER.search(text)
    if match:
        return number(_ORDINALS.get(match["id"], match["id"]))
    return "-1" if _CELLAR.search(text) else None
