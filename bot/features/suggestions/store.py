"""What suggestions remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import ChatRef, PersonId
from bot.features.suggestions.model import Suggestion, SuggestionId


class Suggestions(Protocol):
    """Lines that may be calls, and what was decided on them."""

    async def add(self, suggestion: Suggestion) -> Suggestion:
        """Keep a new one; its id is given. One message is one suggestion: a known one is answered as it is."""

    async def get(self, suggestion: SuggestionId) -> Suggestion | None:
        """The suggestion with this id."""

    async def save(self, suggestion: Suggestion) -> None:
        """Keep a changed one."""

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """A chat goes on under another name: its lines follow, and the old ids of their messages are forgotten."""

    async def due(self, now: datetime, limit: int) -> Sequence[Suggestion]:
        """Those whose ten minutes are over and nobody decided."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next one's time is over."""

    async def asked_since(self, person: PersonId, start: datetime) -> bool:
        """Was this person asked about any line since then?"""

    async def undecided(self, chats: Sequence[ChatRef], start: datetime) -> int:
        """How many lines of these chats since then stayed without a decision."""


class Heard(Protocol):
    """The same lines, by the message that they are."""

    async def of_message(self, chat: ChatRef, message: str) -> Suggestion | None:
        """The suggestion that this message of a group is."""

    async def unsure(self, limit: int) -> Sequence[Suggestion]:
        """Lines that wait for somebody's opinion and still have their words, the oldest first."""

    async def last_of(self, chat: ChatRef, person: PersonId, since: datetime) -> Suggestion | None:
        """The latest line of this person there that was heard since then."""
