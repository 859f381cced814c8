"""Where, in Chinese: the ways people write building, unit, floor and room, read by form alone.

Works on plain text (`writing.plain`). What looks like a place but is none is left alone: counts ("5栋别墅"),
street numbers ("文三路477号"), dates, times, prices.
"""

import re
from typing import Final

from bot.understanding.numerals import NUMERAL, number
from bot.understanding.reading import PlaceParts

_CN: Final = f"[{NUMERAL}]{{1,5}}"
_NUM: Final = rf"(?:\d{{1,4}}|{_CN})"
_ID: Final = rf"(?:[a-z]{{0,2}}\d{{1,4}}[a-z]?|(?<![a-z])[a-z](?![a-z])|{_CN})"
# 懂, 橦, 冻 and 动 are what input methods make of 栋.
_BLOCK: Final = r"(?:号楼|号栋|号幢|号院|#楼|#栋|栋|幢|橦|懂(?!得|事|了|的|吗|不|行|点)|号门栋)"
_COUNTED: Final = r"(?:有|共|这|那|每|几|其中|剩|拆|建|盖|哪|另|多|近|约|数|整|买|两三|十几|了|某|同一|其他|其它)"
_COUNT_OF: Final = r"(?:别墅|楼房|房子|房屋|高楼|住宅|大楼|居民楼|民房|组|违|老楼|高层|写字楼|建筑|厂房|教学楼|多层)"
_LISTED: Final = rf"(?:(?:{_ID})(?:号楼|号|栋|幢|#)?\s?(?:[、,和及与跟到至~/.]|\s?-\s?(?=[a-z]?\d+(?:号楼|栋|幢)))\s?)*"
_DASH: Final = r"\s?[-一_~]\s?"

_BUILDING: Final = re.compile(rf"(?<![\da-z.])(?P<head>{_LISTED})(?P<id>{_ID})\s?(?P<suffix>{_BLOCK})(?!{_COUNT_OF})")
_SHARP: Final = re.compile(r"(?<![#\da-z.])(?P<id>[a-z]?\d{1,3}[a-z]?)\s?#(?!\d{6})")
_LETTER: Final = re.compile(
    r"(?<![a-z\d])(?P<id>[a-z]\d{0,2}|\d{1,3})\s?(?P<suffix>座|号?楼(?!层))(?![a-z山桥城庙坟塔水岛])"
)
_TRIPLE: Final = re.compile(
    rf"(?<![\d\-.:/a-z])(?P<building>[a-z]?\d{{1,3}}[a-z]?){_DASH}(?P<unit>[a-z]?\d{{1,2}}){_DASH}"
    r"(?P<room>\d{3,4}[a-z]?)(?![\d\-.:/年月元块点分])"
)
_PAIR: Final = re.compile(
    rf"(?<![\d\-.:/a-z])(?P<building>[a-z]?\d{{1,3}}[a-z]?){_DASH}(?P<room>\d{{3,4}}[a-z]?)"
    r"(?P<after>室|号|房|户|住户|业主|家)?(?![\d\-.:/%年月元块点分度平万人级m克kg斤w])"
)
_AFTER_NAME: Final = re.compile(
    r"(?:小区|花园|家园|苑|园|里|城|庭|府|湾|郡|公寓|新村|社区|居|阁|轩|邸|都|一期|二期|三期|四期|五期|[a-z\d]区|[一二三四五]区)"
    r"(?P<building>[a-z]?\d{1,3}[a-z]?)(?:号|-(?=\d))(?!线|门|院|公交|地铁|路)"
)
_LIVES: Final = re.compile(
    r"(?:^|住|住在|家在|我是|我们是|我家|这里是|这边是|位于|地址|报|小区|花园|家园|苑|园|里|城|庭|府|湾|郡|公寓|新村|社区|居|[:\s])$"
)
_UNIT: Final = re.compile(rf"(?P<id>{_NUM}|(?<![a-z])[a-z])\s?(?:单元|门洞|门栋|号门(?!口|面|卫|禁|岗|店)|梯(?=\d))")
_UNIT_DASH: Final = re.compile(rf"^{_DASH}(?P<unit>[a-z]?\d{{1,2}}){_DASH}(?P<room>\d{{3,4}}[a-z]?)(?!\d)")
_ROOM_DASH: Final = re.compile(
    rf"^(?:{_DASH})?(?P<room>[a-z]?\d{{3,4}}[a-z]?|[一二三四五六七八九][零〇一二三四五六七八九]{{2,3}}(?![十百千]))"
    r"(?![\d年月元块点分平米万人个度次号线路]|天(?!天))"
)
_UNIT_THEN_ROOM: Final = re.compile(rf"^(?P<unit>[a-z]?\d{{1,2}}){_DASH}(?P<room>\d{{3,4}}[a-z]?)(?!\d)")
_FLOOR: Final = re.compile(
    rf"(?<![\d号#a-z共第总高有{NUMERAL}])(?P<below>负|地下|-)?(?P<id>{_NUM})\s?(?:楼|层|f(?![a-z]))"
    r"(?!盘|主|市|宇|梯|栋|房|以上|高|的高|建筑|住宅|小楼|洋)"
)
_ORDINAL_FLOOR: Final = re.compile(rf"第(?P<id>{_NUM})(?:层|楼)")
_CELLAR: Final = re.compile(r"地下室|地下车库|地库|负一(?:楼|层)|地下停车场|(?<![a-z\d])b1(?![\d座栋])")
_ROOM: Final = re.compile(
    r"(?<![\d\-.:/a-z路道街])(?P<id>[a-z]?\d{3,4}[a-z]?)\s?(?:号?室|房(?!\d)|住户|(?:这|那|的)?户(?!籍|口|型)|号房|业主)"
)
_CN_ROOM: Final = re.compile(
    r"(?P<id>[一二三四五六七八九][零〇一二三四五六七八九]{2,3})\s?(?:号?室|房(?!\d)|住户|号房)"
)
_COMPOUND: Final = re.compile(
    r"(?P<name>[一-鿿a-z\d·]{2,10}?(?:小区|花园|家园|花苑|佳苑|嘉园|新村|公寓|家属院|大院|社区|雅苑|名苑|华府|山庄|豪庭|新城))"
    r"(?:[一二三四五六\d][期区])?"
)
_NAME_NOISE: Final = re.compile(
    r"^.*(?:我们是|我们|我是|我住在|我住|住在|位于|投诉|反映|举报|请问|关于|咱们|咱|在|[省市区县镇乡]|街道|路|[号,，])(?=[一-鿿]{2})"
)
_NO_NAME: Final = (
    "我们小区",
    "咱们小区",
    "这个小区",
    "本小区",
    "整个小区",
    "我小区",
    "个小区",
    "们小区",
    "们社区",
    "咱小区",
)
_TOP: Final = re.compile(r"顶楼|顶层|最高层")


def read_chinese(text: str) -> PlaceParts:
    """The first place that a plain text names."""
    building, end = _building(text)
    rest = text[end:] if building else text
    unit, room = _unit_and_room(text, rest) if building else _loose_unit_and_room(text)
    if not building:
        building, unit, room = _dashed(text, unit, room)
    return PlaceParts(compound=_compound(text), building=building, unit=unit, floor=_floor(text), room=room)


def _building(text: str) -> tuple[str | None, int]:
    """The building's id and where its name ends."""
    for match in _BUILDING.finditer(text):
        if not _is_count(text, match):
            first = re.match(_ID, match["head"])
            return number(first.group() if first else match["id"]), match.end()
    for pattern in (_SHARP, _LETTER):
        found = pattern.search(text)
        if found and not _is_floor(found):
            return number(found["id"]), found.end()
    return None, 0


def _is_count(text: str, match: re.Match[str]) -> bool:
    """So "还有4栋没拆" counts buildings, "4号楼" names one."""
    if "号" in match["suffix"] or "#" in match["suffix"] or match["head"]:
        return False
    before = text[: match.start("id")]
    is_letter = match["id"].isascii() and match["id"].isalpha()
    return not is_letter and bool(re.search(rf"{_COUNTED}$", before))


def _is_floor(match: re.Match[str]) -> bool:
    """So "5楼" is a floor, "a楼" and "5座" are buildings."""
    suffix = match.groupdict().get("suffix")
    return suffix == "楼" and match["id"].isdigit()


def _unit_and_room(text: str, rest: str) -> tuple[str | None, str | None]:
    """Unit and room where a building is known: bare numbers after it count too."""
    dashed = _UNIT_DASH.match(rest) or _UNIT_THEN_ROOM.match(rest)
    if dashed:
        return number(dashed["unit"]), number(dashed["room"])
    unit = _UNIT.search(rest) or _UNIT.search(text)
    after = rest[unit.end() :] if unit and unit.string is rest else rest
    floor = re.match(rf"\s?(?:{_NUM})(?:楼|层)", after)
    after = after[floor.end() :] if floor else after
    bare = _ROOM_DASH.match(after.lstrip("的 "))
    if bare:
        return number(unit["id"]) if unit else None, number(bare["room"])
    return number(unit["id"]) if unit else None, _loose_room(rest)


def _loose_unit_and_room(text: str) -> tuple[str | None, str | None]:
    unit = _UNIT.search(text)
    if unit:
        bare = _ROOM_DASH.match(text[unit.end() :].lstrip("的 "))
        return number(unit["id"]), number(bare["room"]) if bare else _loose_room(text)
    return None, _loose_room(text)


def _loose_room(text: str) -> str | None:
    match = _ROOM.search(text) or _CN_ROOM.search(text)
    return number(match["id"]) if match else None


def _dashed(text: str, unit: str | None, room: str | None) -> tuple[str | None, str | None, str | None]:
    """So "3-2-501" and "8-1203" without any word for building."""
    triple = _TRIPLE.search(text)
    if triple:
        return number(triple["building"]), number(triple["unit"]), number(triple["room"])
    for pair in _PAIR.finditer(text):
        if pair["after"] or _LIVES.search(text[: pair.start()]):
            return number(pair["building"]), unit, number(pair["room"])
    named = _AFTER_NAME.search(text)
    return (number(named["building"]) if named else None), unit, room


def _floor(text: str) -> str | None:
    match = _FLOOR.search(text) or _ORDINAL_FLOOR.search(text)
    if match:
        below = match.groupdict().get("below")
        return ("-" if below else "") + number(match["id"])
    if _CELLAR.search(text):
        return "-1"
    return "TOP" if _TOP.search(text) else None


def _compound(text: str) -> str | None:
    for match in _COMPOUND.finditer(text):
        name = _NAME_NOISE.sub("", match["name"])
        if not name.endswith(_NO_NAME) and len(name) > 2:  # noqa: PLR2004 - "小区" alone is no name
            return name
    return None
