"""What privacy asks of everything that is remembered about people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PersonId
from bot.features.privacy.model import Holding


class Erasure(Protocol):
    """Words and names of people, wherever they are kept, and the wishes to be forgotten."""

    async def holdings(self, person: PersonId) -> Sequence[Holding]:
        """How much is kept of this person, by kind; kinds of which nothing is kept are left out."""

    async def calls(self, person: PersonId, *, is_open: bool) -> Sequence[int]:
        """The numbers of this person's tickets that are open, or those that are over."""

    async def erase(self, person: PersonId) -> Sequence[str]:
        """Blank what this person said, everywhere, and what waits to be told to them. Facts and numbers stay.

        Answers the subjects (`tickets:7`) whose messages show the words still and are to be drawn anew.
        """

    async def wish(self, person: PersonId, at: datetime) -> None:
        """The person wants to be forgotten. A second wish changes nothing."""

    async def fulfilled(self, person: PersonId) -> None:
        """Nothing is kept of this person any more."""

    async def due(self, limit: int) -> Sequence[PersonId]:
        """Whose wish waits, and who has no open ticket any more."""

    async def outdated(self, before: datetime, limit: int) -> Sequence[int]:
        """Tickets that were over before that moment and still hold words, the oldest first."""

    async def anonymise(self, tickets: Sequence[int], nobody: PersonId) -> None:
        """Blank the words of these tickets, and let `nobody` have made and said what residents did."""


class Retraction(Protocol):
    """Words of one call whose message was deleted."""

    async def take_back(self, number: int) -> Sequence[str]:
        """Blank what its caller said of this ticket, and the floor and room read from it; all facts stay.

        Answers the subjects whose messages show the words still and are to be drawn anew.
        """
