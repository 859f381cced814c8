"""News about who looks after what, published in the turn that made it."""

from dataclasses import dataclass

from bot.community import PersonId, PlaceId


@dataclass(frozen=True, kw_only=True)
class WorkerRetired:
    """A person has no duty any more at these places, where there was one before; the new duties hold already.

    Open tickets of that person there, where the person has no other duty, go to whoever looks after their place now.
    """

    person: PersonId
    places: frozenset[PlaceId]


@dataclass(frozen=True, kw_only=True)
class WorkerJoined:
    """A person of the roster has opened an invitation and can be written to from now on."""

    person: PersonId
