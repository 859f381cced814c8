"""How much may be announced, and to which groups."""

import hashlib
from collections.abc import Sequence
from typing import Final

from bot.community import ChatRef, Group

LONGEST: Final = 800
# Of one group; a fourth one a day is noise.
MOST_A_DAY: Final = 3
ALL: Final = "all"


def name_of(chat: ChatRef) -> str:
    """A chat in a button's value, which has room for few characters."""
    return hashlib.sha256(f"{chat.channel}|{chat.bot}|{chat.chat}".encode()).hexdigest()[:10]


def chosen(groups: Sequence[Group], value: str) -> list[Group]:
    """The groups that a button means."""
    return [group for group in groups if value in {ALL, name_of(group.chat)}]
