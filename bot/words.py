"""Small rules about how people write: numbers of tickets, command words, widths of characters."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import accumulate
from typing import Final

from bot.understanding.numerals import number

# A number of at most nine digits, with or without # (also full-width) in front, but no time of day.
_TICKET: Final = re.compile(r"\s*([#\uff03]?)\s*(\d{1,9})(?!\d)(?![:\uff1a]\d)(\s*)")
# "第1件", "一号", or a Chinese number alone, as people say them; a place may begin the same way ("3号楼").
_SPOKEN: Final = re.compile(
    r"\s*(?P<th>第\s*)?(?:(?P<digits>\d{1,9})|(?P<chinese>[一二两三四五六七八九十百零〇]{1,6}))\s*(?P<unit>[号件])?"
    r"(?=$|[\s,.:;!\u3001\u3002\uff0c\uff1a\uff1b\uff01])"
)
_NOTHING_ELSE: Final = re.compile(r"第?[\d一二两三四五六七八九十百零〇]{1,6}[号件]?")
# What is counted or addressed by a number ("3号楼", "2个灯", "5点") is no ticket.
_MEASURE: Final = re.compile("号楼|号院|栋|幢|单元|层|楼|室|弄|个|盏|天|小时|分钟|点|月|日|年|次|米|户|家|人|块|元")
# What people write between a number and the words.
_PAUSE: Final = re.compile(r"(?:[\s,.:;\u2014\u3001\u3002\uff0c\uff1a\uff1b]|-\s)+")

# Marks and overrides of direction, zero-width spaces and joiners, the byte order mark (Unicode, UAX 9 and TR 36).
_DISGUISE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms (`#12` is `#12`)."""
    return unicodedata.normalize("NFKC", text)


def leading_number(words: str, *, here: int | None = None) -> tuple[int | None, str]:
    """The ticket number that begins the words (`12`, `#12`, full-width), and what follows it.

    In Chinese no space need follow ("进展12师傅到了"). In an answer to a message about the ticket `here` a number may
    as well belong to the words ("3个灯还不亮"): there another one counts only with # in front or well apart.
    """
    if here is None and (spoken := _spoken_number(words)) is not None:
        return spoken
    found = _TICKET.match(words)
    if found is None:
        return None, words.strip()
    mark, digits, space = found.groups()
    number, rest = int(digits), words[found.end() :]
    if mark or _means_a_ticket(rest, glued=not space, elsewhere=here not in {None, number}):
        return number, _without_pause(rest)
    return None, words.strip()


def _spoken_number(words: str) -> tuple[int, str] | None:
    found = _SPOKEN.match(words)
    if found is None or not (found["th"] or found["unit"] or found["chinese"]):
        return None
    rest = words[found.end() :]
    # "一 楼的灯" begins with a numeral too.
    is_named = found["th"] or found["unit"] or not rest.strip()
    said = number(found["digits"] or found["chinese"])
    return (int(said), _without_pause(rest)) if is_named and said.isdecimal() else None


def _means_a_ticket(rest: str, *, glued: bool, elsewhere: bool) -> bool:
    """Does a number with this behind it name a ticket? `elsewhere`: the message answered is about another one."""
    is_counted = _MEASURE.match(rest) is not None
    is_glued = glued and rest[:1].isalnum()
    return not (is_counted and is_glued) and not (elsewhere and (is_counted or is_glued))


def _without_pause(rest: str) -> str:
    pause = _PAUSE.match(rest)
    return rest[pause.end() if pause else 0 :].strip()


def begins_with_command(text: str, commands: Iterable[str]) -> tuple[str, str] | None:
    """The longest command word that begins the text, and the words after it.

    A Chinese word begins many ordinary sentences, so it counts only when the message ends after it or a space,
    punctuation, digit or # follows, or nothing but a number does ("查一号"). A space follows every English word, so
    there it takes more: the message ends, or punctuation or a number follows ("claim 12", "not fixed, still dark").
    Capitals make no difference.
    """
    line = text.strip()
    for word in sorted(commands, key=len, reverse=True):
        begins, rest = line[: len(word)], line[len(word) :]
        is_end = _is_english_end if word.isascii() else _is_word_end
        if begins.casefold() == word.casefold() and is_end(rest):
            return word, _without_leading_signs(rest)
    return None


def _is_english_end(rest: str) -> bool:
    after = rest.lstrip()
    is_apart = after[:1].isdecimal() and after != rest
    return not after or is_apart or unicodedata.category(after[0])[0] == "P"


def _is_word_end(rest: str) -> bool:
    # Unicode's general categories: punctuation, number, symbol, separator; controls such as a line break.
    return not rest or unicodedata.category(rest[0])[0] in "PNSZC" or _NOTHING_ELSE.fullmatch(rest) is not None


def _without_leading_signs(rest: str) -> str:
    for place, sign in enumerate(rest):
        is_sign = unicodedata.category(sign)[0] in "PZC" and sign not in "#\uff03"
        if not is_sign:
            return rest[place:].strip()
    return ""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known word that is written most like this one, if any comes close."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), None)


def shortened(words: str, length: int = 20) -> str:
    """One line of at most so many wide characters, or twice as many narrow ones, for a card (WORDING `{short}`)."""
    line, room = " ".join(words.split()), 2 * length
    if sum(map(_width, line)) <= room:
        return line
    ends = accumulate(map(_width, line))
    return line[: sum(end <= room - 2 for end in ends)] + "…"


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def without_disguise(text: str) -> str:
    """Words without the invisible signs that turn the direction of writing or hide letters."""
    return _DISGUISE.sub("", text)


def one_line(name: str, length: int = 40) -> str:
    """A name as it may stand in our sentences: one line, no disguise, of bounded length."""
    line = " ".join(without_disguise(name).split())
    return line if len(line) <= length else line[: length - 1] + "…"
