"""Who may be spoken as in the local chat, and its groups: given by the composition root, fixed while running."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Our own account on our own network; there is only one.
CHANNEL: Final = "web"
BOT: Final = "local"

_PRIVATE: Final = "private:"


class Standing(StrEnum):
    """How a person appears on the page. What a person may do is decided by the roster, not by this."""

    RESIDENT = "resident"
    WORKER = "worker"
    STAFF = "staff"
    ADMIN = "admin"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody at the page. `account` is the id behind `web:`; `note` says more about the role ("3号楼")."""

    account: str
    name: str
    standing: Standing = Standing.RESIDENT
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class WebGroup:
    """A group chat. `members` are accounts; None opens it to everybody who comes to the page."""

    chat: str
    title: str
    members: frozenset[str] | None = None

    def holds(self, account: str) -> bool:
        """Is this account in the group?"""
        return self.members is None or account in self.members


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The people that one may speak as where roles are free, and the groups."""

    people: Sequence[Visitor] = ()
    groups: Sequence[WebGroup] = ()

    def person(self, account: str) -> Visitor | None:
        """The person of this scene with that account."""
        return next((person for person in self.people if person.account == account), None)

    def group(self, chat: str) -> WebGroup | None:
        """The group with this chat id."""
        return next((group for group in self.groups if group.chat == chat), None)

    def groups_of(self, account: str) -> Sequence[WebGroup]:
        """The groups that this account is in."""
        return [group for group in self.groups if group.holds(account)]

    def admits(self, account: str, chat: str) -> bool:
        """May this account read and write in that chat?"""
        group = self.group(chat)
        return chat == private_chat(account) if group is None else group.holds(account)

    def rooms_of(self, account: str) -> Sequence[str]:
        """Every chat of this account: its groups, then its private chat with the bot."""
        return [*(group.chat for group in self.groups_of(account)), private_chat(account)]


def private_chat(account: str) -> str:
    """The id of this account's private chat with the bot."""
    return f"{_PRIVATE}{account}"


def owner_of(chat: str) -> str | None:
    """Whose private chat this is; None for a group."""
    return chat.removeprefix(_PRIVATE) if chat.startswith(_PRIVATE) else None
