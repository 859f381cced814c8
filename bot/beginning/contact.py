"""How `huying init` meets its admin: a port that each chat network answers in its own way."""

from dataclasses import dataclass
from typing import Protocol


class Unusable(Exception):  # noqa: N818 - a fact that the person at the terminal must read
    """It cannot go on with this account. `key` and `values` are what is said about it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Refused(Unusable):
    """The network does not accept the token or password: whoever typed it may try again."""


class NotMet(Unusable):
    """The account is good, but its admin cannot be found in this way: the config names nobody yet."""


@dataclass(frozen=True, kw_only=True)
class Ours:
    """The bot's account as its network knows it. `homeserver` is empty where there is none."""

    name: str
    homeserver: str = ""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What the admin is to send to the bot. `guest` is the account to look for, where people know theirs.

    `words` say it in the chat, where the bot opens one.
    """

    code: str
    words: str
    guest: str = ""


class FirstContact(Protocol):
    """One account, before there is a config. Nothing that others have written to it is lost by this."""

    async def sign_in(self) -> Ours:
        """Who the bot is. Raises `Unusable`."""

    def link(self, code: str) -> str:
        """Where one tap sends the code; empty where the network has no such link."""

    async def meet(self, invitation: Invitation) -> str:
        """Wait until somebody sends the code in private; answers whose account it is. Raises `Unusable`."""

    async def thank(self, words: str) -> None:
        """Say so to whoever was met. A network that does not take it is no fault."""

    async def close(self) -> None:
        """Let go of connections, and of what was opened to meet somebody."""
