"""The phrases of a text that may be learnt as words of its kind, and the words of ours that it shows."""

import re
from typing import Final

from bot.understanding.calls import is_ours
from bot.understanding.contacts import find_contacts
from bot.understanding.reader import read
from bot.understanding.writing import plain

_RUN: Final = re.compile(r"[㐀-鿿]+")
_WORD: Final = re.compile(r"[a-z]{4,}")
_SIZES: Final = (2, 3, 4)
_LONGEST: Final = 2000
# Pieces that begin or end with these are cut from the middle of something, or say nothing by themselves.
_EMPTY: Final = frozenset(
    "的了是在有我你他她们这那个又也都就还没不吗呢啊吧很太和跟给把被让到去来请谢您号楼单元室层栋幢月日天年点分"
)

# Signs that say where, when and to whom: half of all talk has them.
_EVERYWHERE: Final = frozenset({"here", "now", "formal", "authority"})


def phrases_in(text: str) -> frozenset[str]:
    """Chinese phrases of two to four characters and English words, each once; nothing with digits, phones or rooms."""
    masked = list(text[:_LONGEST])
    for contact in find_contacts(text[:_LONGEST]):
        masked[contact.start : contact.end] = " " * (contact.end - contact.start)
    plain_text = plain("".join(masked))
    found = set(_WORD.findall(plain_text))
    for run in _RUN.findall(plain_text):
        for size in _SIZES:
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return frozenset(phrase for phrase in found if phrase[0] not in _EMPTY and phrase[-1] not in _EMPTY)


def our_words(text: str) -> tuple[str, ...]:
    """The words of our own lexicon of calls that spoke for this text: none that only its author used."""
    pairs = [reason.split(":", 1) for reason in read(text).why]
    return tuple(dict.fromkeys(word for group, word in pairs if group not in _EVERYWHERE and is_ours(group, word)))
