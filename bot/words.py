"""Small rules about how people write: numbers of tickets, command words, widths of characters."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

# A number of at most nine digits, with or without # (also full-width) in front. What is counted or addressed by it
# ("3号楼", "2 个灯", "5 点") is no ticket.
_MEASURES: Final = "号楼|号院|栋|幢|单元|层|楼|室|弄|个|盏|天|小时|分钟|点|月|日|年|次|米|户|家|人|块|元"
_TICKET: Final = re.compile(rf"\s*([#\uff03]?)\s*(\d{{1,9}})(?!\d)(?![:\uff1a]\d)(?!\s*(?:{_MEASURES}))(\s*)")

# What people write between a number and the words.
_PAUSES: Final = " ,.:;-\u2014\u3001\u3002\uff0c\uff1a\uff1b"


def plain_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms (`#12` is `#12`)."""
    return unicodedata.normalize("NFKC", text)


def leading_number(words: str, *, only_apart: bool = False) -> tuple[int | None, str]:
    """The ticket number that begins the words (`12`, `#12`, full-width), and what follows it.

    In Chinese no space need follow ("进展12师傅到了"). With `only_apart` such a number is none, unless # marks it.
    """
    found = _TICKET.match(words)
    if found is None:
        return None, words.strip()
    mark, number, space = found.groups()
    rest = words[found.end() :]
    is_apart = bool(mark or space) or not rest[:1].isalnum()
    return (int(number), rest.lstrip(_PAUSES).strip()) if is_apart or not only_apart else (None, words.strip())


def begins_with_command(text: str, commands: Iterable[str]) -> tuple[str, str] | None:
    """The longest command word that begins the text, and the words after it.

    A Chinese word begins many ordinary sentences, so it counts only when the message ends after it or a space,
    punctuation, digit or # follows. A space follows every English word, so there it takes more: the message ends, or
    punctuation or a number follows ("claim 12", "not fixed, still dark"). Capitals make no difference.
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
    return not rest or unicodedata.category(rest[0])[0] in "PNSZC"


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
    """One line of at most so many characters, for a card (WORDING `{short}`)."""
    line = " ".join(words.split())
    return line if len(line) <= length else line[: length - 1] + "…"
