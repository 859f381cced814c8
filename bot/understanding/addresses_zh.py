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
    r"[,。!?;\n]|[了吗呢吧啊没我你他她们这那被把很又还的是请谁怎每就卖给让]|有(?!限)|[^第]\d*到[a-z]?\d|什么|投诉|有人|漏水|停[水电气]|坏|噪音|扰民"
)
_CHAIN: Final = re.compile(
    r"(?:省|市|区|县|镇|乡|村|路|街|道|巷|弄|小区|花园|家园|公寓|新村|广场|大厦|中心|苑|园|城|庭|府|里|期|院|厦|楼|国际|市场)"
    rf".{{0,8}}?(?:[a-z]?\d|[{NUMERAL}]{{1,3}}(?:号|栋|幢|单元|楼))"
)
# "6街" and "八巷9栋" are no streets with a house number.
_STREET: Final = re.compile(
    r"(?:路|(?<!\d)(?<!楼[一二三四五六七八九十])街|大道|道|巷|胡同|公路|线|里弄)(?:\s?(?:东|西|南|北)?段?)\s?"
    rf"(?P<first>\d{{1,5}}|[{NUMERAL}]{{1,4}})(?!\d|栋|幢|座|单元|排|#|号楼|号院?\d*栋|[a-z]?栋)"
    r"(?!-\d{1,4}-\d)(?:[-一](?P<second>\d{1,4})(?!\d|栋|幢|座))?(?P<end>号(?!楼|院?\d*栋)|弄|(?=[^\d号弄a-z]|$))"
)
_LANE: Final = re.compile(rf"(?:\d{{1,5}}|[{NUMERAL}]{{1,3}})弄")
_DASHES: Final = re.compile(r"-{2,}")
_CN: Final = f"[{NUMERAL}]{{1,4}}"
_BLOCK: Final = r"号写字楼|号楼|号栋|号幢|#楼|#栋|号库|号馆|号搂|高楼|栋|幢|撞|橦|懂|座|#|排"
_TOKEN: Final = re.compile(
    rf"(?P<below>负|富|地下)?(?P<id>[a-z]?\d{{1,3}}-\d{{1,3}}(?=幢|栋|号楼)|[a-z]-\d{{1,3}}(?=幢|栋)|\d{{1,2}}[a-z](?=\d{{3}})|[a-z]?\d+(?:[a-z](?=[^a-z\d]|$))?|[a-z]{{1,2}}\d+|(?<![a-z])[a-z]{{1,2}}(?![a-z])|{_CN})\s?"
    rf"(?P<suffix>{_BLOCK}|号门(?!口|卫|面)|号厂房|号商铺|单元号?|单园|室|房间?(?!地)|店面?|铺|档|楼|层|f(?![a-z])"
    r"|号|街|[区期弄组路村里队社道]|-|一(?=\d)|)"
)
_RANGE: Final = re.compile(r"(?<!\d)(?P<first>[a-z]?\d{3,5})[-/](?P<last>[a-z]?\d{3,5})(?=\D|$)")
_BLOCKS: Final = frozenset(_BLOCK.split("|"))
_UNITS: Final = frozenset(("单元", "单元号", "单园", "号门"))
_ROOMS: Final = frozenset(("室", "房", "房间", "店", "店面", "铺", "档", "号厂房", "号商铺"))
_FLOORS: Final = frozenset(("楼", "层", "f"))
_AREAS: Final = frozenset("区期弄组路村里队社道")
_TRADE: Final = r"市场|商城|商厦|城|批发|广场|大厦|中心|数码|电子|电脑|服装|家具|五金|建材"
_MARKET: Final = re.compile(rf"(?:{_TRADE}|[层楼铺])$|(?:{_TRADE}).{{0,6}}[a-z\d一二三四五六七八九十]区$")
_HOMES: Final = re.compile(r"(?:小区|新村|苑|家园|花园|村|公寓|家属院|大院|里|坊|庭)$")
_ROOM_DIGITS: Final = 3
_NEAR_ROOMS: Final = 30


def read_address(text: str) -> PlaceParts | None:
    """The parts of an address; None where the text is a sentence."""
    if len(text) > _LONGEST or _SENTENCE.search(text) or not _CHAIN.search(text):
        return None
    plain_chain = _DASHES.sub("-", _LANE.sub("弄 ", text))
    return _Chain(_STREET.sub(_kept_number, plain_chain)).parts()


def _kept_number(street: re.Match[str]) -> str:
    """So "万兴路13-130号": the street number goes, the house behind the dash stays."""
    if not street["second"]:
        return "路 "
    return f"路 {street['second']}" + ("号" if street["end"] else "")


class _Chain:
    """Reads an address from left to right; each number takes the next open part."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, str] = {}
        self.is_named = False
        # The room is a guess from a number that no word named.
        self.is_guess = False
        rooms = next((match for match in _RANGE.finditer(text) if _is_range(match)), None)
        if rooms:
            self.found["room"] = "-".join(number(end) for end in (rooms["first"], rooms["last"]))
            self.text = text[: rooms.start()] + " " + text[rooms.end() :]

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
        suffix = token["suffix"]
        if suffix in _BLOCKS:
            self._take_building(token)
            return
        is_bare = suffix in {"", "号", "-", "一"}
        part = self._bare_part(token) if is_bare else self._named_part(token)
        is_open = part not in self.found or (part == "room" and self.is_guess and not is_bare)
        if part and is_open and not (token["id"].isalpha() and suffix in {"", "号"}):
            below = "-" if token["below"] and part == "floor" else ""
            self.found[part] = below + number(token["id"])
            self.is_guess = is_bare if part == "room" else self.is_guess

    def _take_building(self, token: re.Match[str]) -> None:
        """A number that is called a building wins over one that only stood where a building could."""
        counts = token["suffix"] == "座" and not token["id"].isascii()
        if counts or self.is_named:
            if "unit" not in self.found and token["suffix"] == "座":
                self.found["unit"] = number(token["id"])
            return
        self.found.pop("unit", None)
        if self.is_guess:
            self.found.pop("room", None)
        self.found["building"], self.is_named = number(token["id"]), True

    def _named_part(self, token: re.Match[str]) -> str | None:
        """The part that the word behind the number names."""
        suffix, words = token["suffix"], token["id"]
        if suffix in _UNITS:
            return "unit"
        if suffix in _ROOMS:
            return "room"
        if suffix == "街":
            return "unit" if re.match(r"[a-z]?\d{3}", self.text[token.end() :]) else None
        if suffix in _FLOORS:
            is_letter = words.isascii() and words.isalpha()
            return "building" if suffix == "楼" and is_letter else None if is_letter else "floor"
        return None

    def _bare_part(self, token: re.Match[str]) -> str | None:
        """A number with 号, a dash or nothing behind it: what is open and what its size allows."""
        words = token["id"]
        if not words.isascii():
            return "building" if token["suffix"] in {"号", "-"} and not self.found else None
        digits = sum(char.isdigit() for char in words)
        follows = bool(re.match(r"\d|[a-z]\d", self.text[token.end() :]))
        if token["suffix"].startswith("-") and follows:
            return "building" if "building" not in self.found else "unit"
        if "building" in self.found:
            is_entrance = token["suffix"] == "号" and "unit" not in self.found and self._goes_on(token)
            is_unit = is_entrance or self._ends_dash(token)
            return "unit" if is_unit and digits < _ROOM_DIGITS else "room"
        if "floor" in self.found or "unit" in self.found:
            return "room"
        return "room" if self._is_room(token, digits) else "building"

    def _goes_on(self, token: re.Match[str]) -> bool:
        """So "12幢6号7楼" names an entrance, "48栋68号" a room."""
        return not self.is_named or bool(re.search(rf"\d|[{NUMERAL}][楼层单]", self.text[token.end() :]))

    def _ends_dash(self, token: re.Match[str]) -> bool:
        """So "小区75-6": the last number of a chain, too small for a room."""
        return token["suffix"] == "" and self.text[: token.start()].endswith("-") and "unit" not in self.found

    def _is_room(self, token: re.Match[str], digits: int) -> bool:
        """So "奥林花园24号" is a house, "碧桂圆1848号" and "东南大厦637" are rooms."""
        before = self.text[: token.start()].rstrip()
        if token["suffix"] == "号":
            return digits > _ROOM_DIGITS or (digits == _ROOM_DIGITS and bool(_MARKET.search(before)))
        if digits == _ROOM_DIGITS and token["id"].isdigit():
            return not _HOMES.search(before)
        return digits >= _ROOM_DIGITS


def _is_range(match: re.Match[str]) -> bool:
    """So "403-405" is a row of rooms; "11-338" is a building and a room."""
    first, last = (re.sub(r"\D", "", match[name]) for name in ("first", "last"))
    return len(first) == len(last) and 0 < int(last) - int(first) <= _NEAR_ROOMS
