"""Who is who on Matrix: ids, the names that people see, and our own."""

from dataclasses import dataclass
from typing import Final

from bot.community import Account
from bot.messages import Sender

CHANNEL: Final = "matrix"


@dataclass(frozen=True, kw_only=True)
class Me:
    """Our account as one room sees it: `name` is the display name that people there read and write."""

    id: str
    name: str


def localpart(user: str) -> str:
    """`wang` of `@wang:example.org`."""
    return user.removeprefix("@").partition(":")[0]


def server(user: str) -> str:
    """`example.org` of `@wang:example.org`."""
    return user.partition(":")[2]


def person(user: str, name: str | None, *, is_chat_admin: bool | None = None) -> Sender:
    """Somebody by id and display name; without one, by the first half of the id."""
    return Sender(
        account=Account(CHANNEL, user),
        name=(name or "").strip() or localpart(user),
        username=localpart(user),
        is_chat_admin=is_chat_admin,
    )
