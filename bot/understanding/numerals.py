"""Chinese numerals, small ones: floors and houses. A table, because cn2an takes 0.2 s to load, our whole budget."""

import re
from functools import lru_cache
from typing import Final

DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
TENS: Final = {"十": 10, "百": 100}
NUMERAL: Final = "零〇一二两三四五六七八九十百廿"
_LEADING_ZEROS: Final = re.compile(r"^0+(?=\d)")


@lru_cache(maxsize=4096)
def number(words: str) -> str:
    """So "十二" gives "12", "五〇一" gives "501", "a3" gives "A3"; leading zeros are dropped."""
    if words and all(char in NUMERAL for char in words):
        return str(_counted(words.replace("廿", "二十")))
    return _LEADING_ZEROS.sub("", words.strip().upper())


def _counted(words: str) -> int | str:
    if not any(char in TENS for char in words):
        return "".join(str(DIGITS[char]) for char in words).lstrip("0") or "0"
    total, last = 0, 0
    for char in words:
        if char in TENS:
            total, last = total + (last or 1) * TENS[char], 0
        else:
            last = DIGITS[char]
    return total + last
