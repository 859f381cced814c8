"""What the roster remembers beside people and places: what its tables said, invitations, and who is away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community import Account, Duty, PersonId, Place, PlaceId
from bot.features.roster.model import Table


class Register(Protocol):
    """What the imported tables said, and questions that only an import asks."""

    async def places_of(self, community: PlaceId) -> Sequence[Place]:
        """The community and every place in it, retired ones too, by id."""

    async def duties_at(self, places: Sequence[PlaceId]) -> Sequence[Duty]:
        """Every duty held at these places now, in the roster's order."""

    async def said(self, table: Table, places: Sequence[PlaceId]) -> Sequence[Duty]:
        """The duties that this table gave at these places when it was last imported, in its order."""

    async def say(self, table: Table, duties: Sequence[Duty], *, within: Sequence[PlaceId]) -> None:
        """Remember what this table gives at these places now, instead of what it gave before."""

    async def open_tickets(self, community: PlaceId) -> Sequence[int]:
        """The numbers of the open tickets of this community, the oldest first."""

    async def move_homes(self, old: PlaceId, new: PlaceId) -> None:
        """Whoever lives in the first building lives in the second: it is the same under another id."""

    async def merge(self, kept: PersonId, gone: PersonId) -> None:
        """Two persons are one: everything of the second, in every table, is the first's; the second is no more.

        Where both have something that a person has only once, the first's stays.
        """


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A code that makes the account which opens it an account of this person. It works once."""

    code: str
    person: PersonId
    made_at: datetime
    used_at: datetime | None = None


class Invitations(Protocol):
    """Invitations, and who guessed wrong lately."""

    async def at(self, code: str) -> Invitation | None:
        """The invitation with this code, used or not."""

    async def open_for(self, person: PersonId) -> Invitation | None:
        """The unused invitation of this person."""

    async def save(self, invitation: Invitation) -> None:
        """Keep a new or changed invitation."""

    async def withdraw(self, person: PersonId) -> None:
        """Unused invitations of this person work no more."""

    async def miss(self, account: Account, now: datetime, *, forget_before: datetime) -> None:
        """This account tried a wrong code; tries before that moment are forgotten."""

    async def misses(self, account: Account, since: datetime) -> int:
        """How many wrong codes this account tried since then."""


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A person is off duty from `since` to before `until`; None: until they say that they are back.

    `substitute` looks after everything meanwhile; None: whoever is next at each place. `begun`: what was open has been
    handed over.
    """

    person: PersonId
    since: datetime
    until: datetime | None = None
    substitute: PersonId | None = None
    begun: bool = False

    def holds(self, at: datetime) -> bool:
        """Is the person away at that moment?"""
        return self.since <= at and (self.until is None or at < self.until)

    @property
    def next_change(self) -> datetime | None:
        """When it begins, or else ends."""
        return self.until if self.begun else self.since


class Absences(Protocol):
    """Who is away, or will be: one absence for a person. What is over is forgotten."""

    async def all(self) -> Mapping[PersonId, Absence]:
        """Every absence that has not been ended, by person."""

    async def save(self, absence: Absence) -> None:
        """Keep it, instead of any other of this person."""

    async def end(self, person: PersonId) -> None:
        """The person is on duty again."""
