"""Questions of ours that wait for a person's next plain line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.community import ChatRef, PersonId

# The next plain line within this time is the answer to a question of ours.
ANSWER_TIME: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Dialog:
    """A question of ours that waits for a person's next plain line in a chat. `kind` is `<feature>.<question>`."""

    chat: ChatRef
    person: PersonId
    kind: str
    value: str
    expires_at: datetime


class Dialogs(Protocol):
    """Open questions: at most one for a person in a chat."""

    async def open(self, dialog: Dialog) -> None:
        """Ask; replaces an earlier question to the same person in the same chat."""

    async def at(self, chat: ChatRef, person: PersonId, now: datetime) -> Dialog | None:
        """The question that is open there now."""

    async def close(self, chat: ChatRef, person: PersonId) -> None:
        """It has been answered or taken back."""

    async def sweep(self, now: datetime) -> None:
        """Forget questions whose time is over, with whatever they held."""

    async def open_chats(self, now: datetime) -> Sequence[tuple[ChatRef, PersonId]]:
        """Where any question is open, so that the receive step lets the answer in."""
