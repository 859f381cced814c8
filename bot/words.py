"""Small rules about how people write: numbers of tickets, command words, widths of characters."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

# A number of at most nine digits, with or without # (also full-width) in front.
_TICKET: Final = re.compile(r"\s*[#\uff03]?\s*(\d{1,9})(?!\d)\s*")


def plain_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms (`#12` is `#12`)."""
    return unicodedata.normalize("NFKC", text)


def leading_number(words: str) -> tuple[int | None, str]:
    """The ticket number that begins the words (`12`, `#12`, full-width), and what follows it."""
    found = _TICKET.match(words)
    if found is None:
        return None, words.strip()
    return int(found[1]), words[found.end() :].strip()


def begins_with_command(text: str, commands: Iterable[str]) -> tuple[str, str] | None:
    """The longest command word that begins the text, and the words after it.

    A Chinese word begins many ordinary sentences, so it counts only when the message ends after it or a space,
    punctuation, digit or # follows.
    """
    line = text.strip()
    for word in sorted(commands, key=len, reverse=True):
        if line.startswith(word) and _is_word_end(line[len(word) :]):
            return word, _without_leading_signs(line[len(word) :])
    return None


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
