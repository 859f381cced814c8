"""Links, visits and changes of settings. Values in, values out."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.community import PersonId

# Long enough to walk from the phone to the desk's machine.
LINK_LIVES: Final = timedelta(minutes=10)
# A working day; then one signs in again.
VISIT_LIVES: Final = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A one-time link to sign in with. Only the hash of its token is kept."""

    token_hash: str
    person: PersonId
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody is signed in, in this one browser. `browser` is the hash of how it calls itself."""

    token_hash: str
    person: PersonId
    browser: str
    ends_at: datetime


class Kind(StrEnum):
    """What can be changed at the desk."""

    TEXT = "text"
    DEADLINE = "deadline"
    ROSTER = "roster"
    GROUP = "group"
    DUTY = "duty"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Somebody changed a setting: `key` names which one, `value` is what it is now; empty: ours again."""

    id: int
    kind: Kind
    key: str
    value: str
    by: PersonId
    at: datetime


def fresh_token() -> str:
    """What nobody can guess."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """What is kept of a token, or of how a browser calls itself."""
    return hashlib.sha256(token.encode()).hexdigest()
