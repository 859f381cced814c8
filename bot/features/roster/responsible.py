"""Who looks after a place now. Nobody who is off duty does (see `presence`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.community import Person, Place, PlaceId, PlaceKind, Role
from bot.features.roster.presence import present
from bot.stores import People
from bot.turn import Turn

_DESK: Final = (Role.STAFF, Role.SECRETARY, Role.ADMIN)


@dataclass(frozen=True, kw_only=True)
class Responsible:
    """Who looks after a place, in the order in which they are turned to.

    While the worker is away, `worker` is whoever stands in.
    """

    worker: Person | None = None
    backup: Person | None = None
    desk: tuple[Person, ...] = field(default=())

    @property
    def first(self) -> Person | None:
        """The first who can be told: worker, backup, then the community's desk."""
        people = [person for person in (self.worker, self.backup, *self.desk) if person is not None]
        return next((person for person in people if person.accounts), next(iter(people), None))


async def responsible(turn: Turn, place: Place | None) -> Responsible:
    """Who looks after a building, a grid or a wider place, and is on duty."""
    if place is None:
        return Responsible(desk=await _at_desk(turn, None))
    workers = await _holders(turn, Role.WORKER, place)
    working = await present(turn, workers)
    backups = await present(turn, await _holders(turn, Role.BACKUP, place))
    if workers and not working:
        # The worker is away and named nobody who is there: that is what a backup is for.
        working, backups = backups[:1], backups[1:]
    worker = next(iter(working), None)
    return Responsible(
        worker=worker,
        backup=next((person for person in backups if worker is None or person.id != worker.id), None),
        desk=await _at_desk(turn, community_of(place)),
    )


async def _holders(turn: Turn, role: Role, place: Place) -> list[Person]:
    grid = place.id if place.kind is PlaceKind.GRID else place.grid
    levels = [level for level in (place.id, grid) if level is not None]
    return [person for level in levels for person in await turn.store(People).holders(role, level)]


async def _at_desk(turn: Turn, community: PlaceId | None) -> tuple[Person, ...]:
    """Who of the desk is there. When all are away they are turned to none the less: the end is never nobody."""
    sitting = await desk(turn, community)
    return tuple(await present(turn, sitting) or sitting)


def community_of(place: Place) -> PlaceId | None:
    """The community that a place belongs to."""
    return place.id if place.kind is PlaceKind.COMMUNITY else place.community


async def desk(turn: Turn, community: PlaceId | None) -> Sequence[Person]:
    """Who sits at a community's desk, on duty or not: its staff, secretary and admins; at the very end the config's."""
    people = turn.store(People)
    found = [p for role in _DESK for p in (await people.holders(role, community) if community else ())]
    configured = [await people.by_account(account) for account in sorted(turn.admins)]
    unique = {person.id: person for person in (*found, *configured) if person is not None}
    return tuple(unique.values())
