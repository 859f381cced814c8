"""For whom a call is and how they are reached; the ways in which calls come (DOMAIN 3). Values in, values out."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.community import PersonId
from bot.understanding import find_contacts


class WayIn(StrEnum):
    """How a call came that staff enter for somebody. The values are the ledger's codes."""

    PHONE = "phone"
    WINDOW = "window"
    VISIT = "visit"
    VOLUNTEER = "volunteer"
    BOX = "box"
    HOTLINE = "hotline"


class CallBack(StrEnum):
    """Does somebody want to be called by telephone?"""

    WANTED = "wanted"
    MADE = "made"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to reach about a ticket. Name and phone are read by those who work on it, in private, and by nobody else.

    `by` entered it. `consent` is what was said about keeping name and phone; None: not asked yet. `order` is the
    hotline's number. `tell_due` is when whoever tells the outcome is asked again; `told_at` when it was told.
    """

    ticket: int
    by: PersonId
    name: str = ""
    phone: str = ""
    consent: bool | None = None
    order: str = ""
    call_back: CallBack | None = None
    tell_due: datetime | None = None
    told_at: datetime | None = None

    @property
    def is_known(self) -> bool:
        """Is there anybody to reach?"""
        return bool(self.name or self.phone)


# Calls of one cause that came another way, days ago: the hotline's orders arrive late.
REPORTED_BEFORE: Final = timedelta(days=14)

_WAYS: Final = (
    (WayIn.HOTLINE, re.compile(r"(?:12345|热线|hotline)(?!\d)", re.IGNORECASE)),
    (WayIn.PHONE, re.compile(r"电话|来电|phone\b|call\b", re.IGNORECASE)),
    (WayIn.WINDOW, re.compile(r"窗口|前台|大厅|window\b|desk\b", re.IGNORECASE)),
    (WayIn.VISIT, re.compile(r"上门|走访|入户|visit\b", re.IGNORECASE)),
    (WayIn.VOLUNTEER, re.compile(r"志愿者|volunteer\b", re.IGNORECASE)),
    (WayIn.BOX, re.compile(r"信箱|意见箱|留言箱|box\b", re.IGNORECASE)),
)
_PAUSE: Final = " \t\n,.:;\uff0c\u3002\uff1a\uff1b\u3001-"
# At least one digit, and no room or phone: the hotline's numbers are letters, digits and hyphens, six at least.
_ORDER: Final = re.compile(r"(?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{5,}")
_TITLES: Final = (
    "奶奶|爷爷|大爷|大妈|大娘|阿姨|叔叔|先生|女士|师傅|老师|婆婆|大叔|大姐|大哥|小姐|同志"
    "|老太太|老人|大嫂|嫂子|姐|哥|叔|姨"
)
_NAMED: Final = re.compile(rf"^([\u4e00-\u9fff]{{1,3}}?(?:{_TITLES}))(?=[家说讲报来,。:\s]|反映|住|的)")
_ABOUT_PHONE: Final = re.compile(r"(?:联系)?(?:电话|手机|座机)(?:是|号码)?|号码|叫|姓名|phone|tel|call", re.IGNORECASE)

_KIN: Final = (
    "妈妈?|爸爸?|母亲|父亲|爸妈|父母|奶奶|爷爷|姥姥|姥爷|外婆|外公|公公|婆婆|岳母|岳父|丈母娘|老丈人"
    "|舅舅?|姑姑?|姨妈?|叔叔?|姐姐?|哥哥?|弟弟?|妹妹?|女儿|儿子|老人"
)
_FAMILY: Final = re.compile(
    rf"(?:我|俺)(?:家)?(?:{_KIN})(?:他|她)?(?:们)?(?:家|那边|那儿|一个人|自己|住|在|楼)"
    r"|\bmy (?:mother|mum|mom|father|dad|parents|grandmother|grandma|grandfather|grandpa|aunt|uncle|sister|brother"
    r"|son|daughter)(?:'s (?:place|flat|home|house|building)| lives| is alone| at | in )",
    re.IGNORECASE,
)
_CALL_BACK: Final = re.compile(
    r"(?:请|麻烦|能不能|可以|最好)?(?:给|打)(?:我|个|俺)(?:回|打|来)?(?:个)?电话|回(?:我|个|我个)?电话|回电|电话(?:联系|跟)我|打(?:我)?电话(?:给我|告诉我)"
    r"|\b(?:call|ring|phone) me\b|\bgive me a (?:call|ring)\b",
    re.IGNORECASE,
)


def way_of(words: str) -> tuple[WayIn, str] | None:
    """The way that the words begin with, and what follows."""
    line = words.strip()
    for way, said in _WAYS:
        if found := said.match(line):
            return way, line[found.end() :].lstrip(_PAUSE)
    return None


def order_of(words: str) -> tuple[str, str] | None:
    """The hotline's number that the words begin with, and what follows."""
    found = _ORDER.match(words)
    return None if found is None else (found[0], words[found.end() :].lstrip(_PAUSE))


def apart(words: str) -> tuple[str, str, str]:
    """What is the matter without the phone number in it, the name that it begins with, and the phone number."""
    phones = [found for found in find_contacts(words) if found.kind == "phone"]
    phone = words[phones[0].start : phones[0].end] if phones else ""
    matter = words
    for found in reversed(phones):
        matter = f"{_without_mention(matter[: found.start])}{matter[found.end :]}"
    matter = matter.strip(_PAUSE)
    named = _NAMED.match(matter)
    return matter, named[1] if named else "", phone


def _without_mention(before: str) -> str:
    """Words before a phone number without "phone:" at their end."""
    line = before.rstrip(_PAUSE)
    found = [one for one in _ABOUT_PHONE.finditer(line) if one.end() == len(line)]
    return line[: found[-1].start()] if found else before


def who_of(words: str) -> tuple[str, str]:
    """A name and a phone number, as people write them in one line: "王奶奶 13800000000"."""
    phones = [found for found in find_contacts(words) if found.kind == "phone"]
    phone = words[phones[0].start : phones[0].end] if phones else ""
    rest = words.replace(phone, " ") if phone else words
    return " ".join(_ABOUT_PHONE.sub(" ", rest).translate({ord(sign): " " for sign in _PAUSE}).split()), phone


def is_for_family(words: str) -> bool:
    """Does somebody call for a relative who lives elsewhere?"""
    return _FAMILY.search(words) is not None


def wants_call(words: str) -> bool:
    """Does somebody ask to be called by telephone?"""
    return _CALL_BACK.search(words) is not None
