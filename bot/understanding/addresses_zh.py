"""A Chinese postal address: no sentence, but a chain from the province down to the room.

In a chain every number has a place, also one without a word behind it ("梅园89-11-338"); in a sentence it has not,
so this reading is tried only on a text that is written like an address.
"""

import re
from typing import Final

from bot.understanding.numerals import NUMERAL, number
from bot.understanding.reading import PlaceParts

_LONGEST: Final = 80
_SENTENCE: Final = re.compile(
    r"[,。!?;!?\n]|[了吗呢吧啊没我你他她们这那被把很又还的是请谁怎]|什么|投诉|有人|漏水|停[水电气]|坏|噪音|扰民"
)
_CHAIN: Final = re.compile(
    r"(?:省|市|区|县|镇|乡|村|路|街|道|巷|弄|小区|花园|家园|公寓|新村|广场|大厦|中心|苑|园|城|庭|府|里|期|院|厦|楼|国际|市场)"
    rf".{{0,8}}?(?:[a-z]?\d|[{NUMERAL}]{{1,3}}(?:号|栋|幢|单元|楼))"
)
_STREET: Final = re.compile(
    r"(?:路|街|大道|道|巷|胡同|公路|线|里弄)(?:\s?(?:东|西|南|北)?段?)\s?(?P<first>\d{1,5}|[" + NUMERAL + r"]{1,4})"
    r"(?:[-一](?P<second>\d{1,4}))?(?:号(?!楼|院?\d*栋)|弄|(?=[^\d号弄\-一a-z]|$))"
)
_LANE: Final = re.compile(r"\d{1,4}(?:弄|弃)")
_CN: Final = f"[{NUMERAL}]{{1,4}}"
_TOKEN: Final = re.compile(
    rf"(?P<gap>[^\da-z{NUMERAL}]*?)(?P<below>负|富|地下)?"
    rf"(?P<id>[a-z]{{0,3}}\d+[a-z]?(?:\d{{2,4}})?|(?<![a-z])[a-z]{{1,2}}(?![a-z])|{_CN})\s?"
    r"(?P<suffix>号写字楼|号楼|号栋|号幢|#楼|#栋|号库|号馆|号门|号厂房|号商铺|高楼|栋|幢|撞|橦|懂|座|#|单元号?|单园|室|房间?(?!地)|市(?=$)|店面?|铺|档|楼|层|号|排|街|[区期弄组路村里队社](?!\d*幢)|-|一(?=\d)|)"
)
_BLOCKS: Final = frozenset(
    ("号写字楼", "号楼", "号栋", "号幢", "#楼", "#栋", "号馆", "高楼", "栋", "幢", "撞", "橦", "懂", "座", "#", "排")
)
_UNITS: Final = frozenset(("单元", "单元号", "单园", "街", "号门"))
_ROOMS: Final = frozenset(("室", "房", "房间", "市", "店", "店面", "铺", "档", "号厂房", "号商铺"))
_AREAS: Final = frozenset("区期弄组路村里队社")
_ROOM_DIGITS: Final = 3


def read_address(text: str) -> PlaceParts | None:
    """The parts of an address; None where the text is a sentence."""
    if len(text) > _LONGEST or _SENTENCE.search(text) or not _CHAIN.search(text):
        return None
    return _Chain(_LANE.sub(" ", _STREET.sub(_kept_number, text))).parts()


def _kept_number(street: re.Match[str]) -> str:
    """So "万兴路13-130号": the street number goes, the house behind the dash stays."""
    return f"路 {street['second']}号" if street["second"] else "路 "


class _Chain:
    """Reads an address from left to right; each number takes the next open part."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, str] = {}
        self.dashed = False

    def parts(self) -> PlaceParts:
        for token in _TOKEN.finditer(self.text):
            self._take(token)
        return PlaceParts(
            building=self.found.get("building"),
            unit=self.found.get("unit"),
            floor=self.found.get("floor"),
            room=self.found.get("room"),
        )

    def _take(self, token: re.Match[str]) -> None:
        suffix, words = token["suffix"], token["id"]
        part = self._named_part(token) if suffix not in {"", "号", "-", "一"} else self._bare_part(token)
        if part and not (words.isalpha() and suffix in {"", "号"}) and part not in self.found:
            below = "-" if token["below"] and part == "floor" else ""
            self.found[part] = below + number(words)
        self.dashed = suffix in {"-", "一"}

    def _named_part(self, token: re.Match[str]) -> str | None:
        """The part that the word behind the number names."""
        suffix, words = token["suffix"], token["id"]
        if suffix in _BLOCKS:
            return "building" if suffix != "座" or words.isascii() else None
        if suffix in _UNITS:
            return "unit"
        if suffix in _ROOMS:
            return "room"
        if suffix in {"楼", "层"}:
            return "building" if suffix == "楼" and words.isascii() and words.isalpha() else "floor"
        return None

    def _bare_part(self, token: re.Match[str]) -> str | None:
        """A number with 号, a dash or nothing behind it: what is open and what its size allows."""
        words = token["id"]
        if not words.isascii():
            return "building" if token["suffix"] in {"号", "-"} and not self.found else None
        digits = sum(char.isdigit() for char in words)
        if token["suffix"] == "-" and re.match(r"\d", self.text[token.end() :]):
            return "building" if not self.found else "unit" if "building" in self.found else None
        if "building" in self.found and not self.found.keys() & {"unit", "floor"} and self._is_unit(token, digits):
            return "unit"
        if self.found or digits >= _ROOM_DIGITS:
            return "room" if self.found or self._is_room(token, digits) else "building"
        return "building"

    def _is_unit(self, token: re.Match[str], digits: int) -> bool:
        follows = self.text[token.end() :]
        return digits < _ROOM_DIGITS and (token["suffix"] == "号" or bool(re.match(r"[\da-z]", follows)))

    def _is_room(self, token: re.Match[str], digits: int) -> bool:
        """So "奥林花园24号" is a house, "碧桂圆1848号" a room."""
        return token["suffix"] != "号" or digits > _ROOM_DIGITS
