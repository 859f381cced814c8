"""The code by which the person at the terminal shows which account is theirs."""

import re
import secrets
from typing import Final

# No 0 and O, no 1, I and L, no U (a V in many hands).
_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 8
_CODE: Final = re.compile(rf"huying-[{_SIGNS}]{{{_LENGTH}}}", re.IGNORECASE)


def new_code() -> str:
    """One that nobody can guess. Signs of a Telegram deep link alone."""
    return "huying-" + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def is_code(words: str) -> bool:
    """Has it the form of one? Then it was meant for `huying init`, and is no call."""
    return bool(_CODE.fullmatch(words.strip()))


def says_code(words: str, code: str) -> bool:
    """Is the code in these words, alone or behind a command?"""
    return code.lower() in words.lower().split()
