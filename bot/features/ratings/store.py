"""What ratings remember."""

from datetime import datetime
from typing import Protocol

from bot.community import PersonId, PlaceId
from bot.features.ratings.model import Rating, Tally


class Ratings(Protocol):
    """Everybody's ratings, the caller's among them, and who does not want to be asked."""

    async def of(self, ticket: int, person: PersonId) -> Rating | None:
        """This person's rating of this ticket."""

    async def save(self, rating: Rating) -> None:
        """Keep a new or changed one; a person has one of a ticket."""

    async def remove(self, ticket: int, person: PersonId) -> None:
        """It has been taken back."""

    async def tally(self, community: PlaceId | None, start: datetime, end: datetime) -> Tally:
        """Counts of one community (None: everywhere) over the ratings from `start` to before `end`."""

    async def stop_asking(self, person: PersonId, at: datetime) -> None:
        """This person does not want to be asked how it was. Saying it twice changes nothing."""

    async def ask_again(self, person: PersonId) -> None:
        """This person may be asked again."""

    async def is_unasked(self, person: PersonId) -> bool:
        """Does this person not want to be asked?"""
