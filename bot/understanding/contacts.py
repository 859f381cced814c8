"""What nobody but the ticket's people may read: phone numbers, identity numbers, room numbers."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.reading import Contact, ContactKind
from bot.understanding.writing import plain

# Digits as a voice message is written down: "一三八零零…", with 幺 for one.
_N: Final = r"[零〇○一幺二两三四五六七八九\d]"
_ID: Final = re.compile(
    r"(?<![\da-z])\d{6}\s?(?:18|19|20)\d{2}\s?(?:0[1-9]|1[0-2])\s?(?:0[1-9]|[12]\d|3[01])\s?\d{3}[\dx](?![\da-z])"
)
_OLD_ID: Final = re.compile(r"(?<=身份证)\D{0,4}(?P<span>\d{15})(?!\d)")
# In words alone: eighteen figures in a row may as well be the number of an order.
_SPOKEN_ID: Final = re.compile(rf"(?<!{_N})(?:(?!\d){_N}\s?){{17}}(?:(?!\d){_N}|x|叉)(?!{_N})")
_PHONES: Final = (
    re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)"),
    re.compile(r"(?<![\d.])(?:\(?0\d{2,3}\)?[\s-]?)\d{7,8}(?!\d)"),
    re.compile(r"(?<![\d.+])\+\d{1,3}[\s-]?(?:\(?\d{1,4}\)?[\s-]?){2,5}\d(?!\d)"),
    re.compile(r"(?<![\d.])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d)"),
    re.compile(r"(?:电话|手机|座机|联系方式|致电|打|tel|phone|call|ring|微信|vx|qq)\D{0,6}?(?P<span>\d{7,12})(?!\d)"),
    re.compile(rf"(?<!{_N})[一幺1]\s?[三四五六七八九3-9](?:\s?{_N}){{9}}(?!{_N})"),
    re.compile(rf"(?:电话|手机|座机|联系方式|致电|打)(?:(?!{_N})\D){{0,6}}?(?P<span>{_N}(?:\s?{_N}){{6,11}})(?!{_N})"),
)
_ROOMS: Final = (
    re.compile(r"(?<![\d\-.:/a-z路])(?P<span>[a-z]?\d{3,4}[a-z]?)\s?(?:号?室|房(?!\d)|号房|住户|(?:这|那)?户(?!籍|口|型)|业主)"),
    re.compile(r"(?:单元|号楼|栋|幢|懂|座|楼|层|#)\s?-?\s?(?P<span>[a-z]?\d{3,4}[a-z]?)(?![\d年月元块分平米万人个度次号线路]|天(?!天))"),
    # A second home after the first, a home next to the caller's, and digits written as words.
    re.compile(r"(?:单元|号楼|栋|幢|座)\s?-?\s?[a-z]?\d{3,4}[a-z]?\s?[、和跟与/,]\s?(?P<span>\d{3,4}[a-z]?)(?![\d年月元块分平米万人个度次号线路楼栋幢]|天(?!天))"),
    re.compile(r"(?:楼上|楼下|隔壁|对门|对面|邻居)\s?的?\s?(?P<span>[a-z]?\d{3,4}[a-z]?)(?![\d多几年月元块分平米万人个度次号线路楼栋幢]|天(?!天))"),
    re.compile(r"(?:单元|号楼|栋|幢)\s?(?P<span>[一二三四五六七八九][零〇一二三四五六七八九]{2,3})(?![零〇一二三四五六七八九十百千万个天年月层楼])"),
    re.compile(r"(?<![\d\-.:/a-z])[a-z]?\d{1,3}[a-z]?\s?-\s?(?:[a-z]?\d{1,2}\s?-\s?)?(?P<span>\d{3,4}[a-z]?)(?![\d\-.:/年月元块点分度%])"),
    re.compile(r"(?P<span>[一二三四五六七八九][零〇一二三四五六七八九]{2,3})\s?(?:号?室|房(?!\d)|住户|号房)"),
    re.compile(r"\b(?:apartment|apt|flat|room|rm|suite|ste)\b\.?:?\s*(?:no\.?\s?|#\s?)?(?P<span>[a-z]?-?\d{1,5}(?:-?[a-z]\b|-\d{1,4}\b)?)(?![a-z'])"),
    re.compile(r"\bunit\b\.?\s*#?\s?(?P<span>\d{3,5}[a-z]?|\d{1,3}[a-z]|[a-z]\d{1,4})\b"),
)  # fmt: skip


def find_contacts(text: str) -> tuple[Contact, ...]:
    """The spans to hide, in the order of the text, none overlapping; the longest wins."""
    plain_text = plain(text)
    found = [_contact("id", match) for pattern in (_ID, _OLD_ID, _SPOKEN_ID) for match in pattern.finditer(plain_text)]
    found += [_contact("phone", match) for pattern in _PHONES for match in pattern.finditer(plain_text)]
    found += [_contact("room", match) for pattern in _ROOMS for match in pattern.finditer(plain_text)]
    kept: list[Contact] = []
    for contact in found:
        if all(contact.end <= other.start or contact.start >= other.end for other in kept):
            kept.append(contact)
    return tuple(sorted(kept, key=lambda contact: contact.start))


def _contact(kind: ContactKind, match: re.Match[str]) -> Contact:
    group = "span" if "span" in match.re.groupindex else 0
    return Contact(kind=kind, start=match.start(group), end=match.end(group))


def mask(text: str, *, contacts: Sequence[Contact]) -> str:
    """The text as anybody may read it: "138****1234", "5**", an identity number without its middle."""
    shown, reached = [], 0
    for contact in sorted(contacts, key=lambda contact: contact.start):
        if contact.start >= reached:
            shown += [text[reached : contact.start], _hidden(contact.kind, text[contact.start : contact.end])]
            reached = contact.end
    return "".join([*shown, text[reached:]])


def _hidden(kind: ContactKind, span: str) -> str:
    if kind == "room":
        return span[0] + "*" * (len(span) - 1) if len(span) > 1 else "*"
    head, tail = (3, 4) if kind == "phone" and len(span) > 9 else (2, 2)  # noqa: PLR2004 - a mobile number
    return span[:head] + "****" + span[-tail:]
