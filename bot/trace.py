"""One id from a received event to everything that leaves because of it, so that the log can be followed.

It says nothing about who or what: eight digits of a hash over the event's key. What leaves carries it at the head of
its random key.
"""

import hashlib
import secrets
from typing import Final

from bot.stores import InboxRow

_LENGTH: Final = 8
_RANDOM_BYTES: Final = 12


def trace_of(row: InboxRow) -> str:
    """The id of what this event causes."""
    whole = f"{row.channel}\n{row.bot}\n{row.key}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def fresh_once(trace: str = "") -> str:
    """A random key that no message had before, beginning with the id; without one all of it is random."""
    return (trace or secrets.token_hex(_LENGTH // 2)) + secrets.token_hex(_RANDOM_BYTES)


def trace_in(once: str) -> str:
    """The id that a key begins with."""
    return once[:_LENGTH]
