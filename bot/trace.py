"""One id from a received event to everything that leaves because of it, so that the log can be followed.

It says nothing about who or what: eight digits of a hash over the event's key. What leaves carries it at the head of
its random key.
"""

import hashlib
import secrets
from functools import lru_cache
from typing import Final

from bot.stores import InboxRow

_LENGTH: Final = 8
_RANDOM_BYTES: Final = 12


def trace_of(row: InboxRow) -> str:
    """The id of what this event causes."""
    return _trace(row.channel, row.bot, row.key)


# A turn asks for it again and again.
@lru_cache(64)
def _trace(channel: str, bot: str, key: str) -> str:
    whole = f"{channel}\n{bot}\n{key}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def fresh_once(trace: str = "") -> str:
    """A random key that no message had before, beginning with the id; without one all of it is random."""
    return (trace or secrets.token_hex(_LENGTH // 2)) + secrets.token_hex(_RANDOM_BYTES)


def trace_in(once: str) -> str:
    """The id that a key begins with."""
    return once[:_LENGTH]
