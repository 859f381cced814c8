"""What media remembers: files beside group talk of which it is not known yet whether it becomes a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community import ChatRef
from bot.messages import Attachment


@dataclass(frozen=True, kw_only=True)
class Loose:
    """A file's handle beside a message of a group. Nothing of the file itself is fetched."""

    chat: ChatRef
    message: str
    album: str
    file: Attachment
    at: datetime


class LooseFiles(Protocol):
    """Handles for ten minutes at most (DESIGN part 2, "Group talk is not kept")."""

    async def hold(self, *files: Loose) -> None:
        """Keep them until something becomes of their message."""

    async def of_message(self, chat: ChatRef, message: str) -> Sequence[Loose]:
        """The files beside this message."""

    async def message_of(self, chat: ChatRef, album: str) -> str | None:
        """The message that stands for this album."""

    async def let_go(self, chat: ChatRef, message: str) -> None:
        """Forget those of this message."""

    async def has_old(self, before: datetime) -> bool:
        """Are there any from before that moment?"""

    async def sweep(self, before: datetime) -> None:
        """Forget those from before that moment."""
