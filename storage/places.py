"""The tree of places, with every name that a place is known by."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from bot.community import Place, PlaceId, PlaceKind
from storage.connection import Connection
from storage.memory import Subject
from storage.schema import metadata
from storage.types import JsonText, Words
from storage.versions import changed, remembered, version_of

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("parent", ForeignKey("places.id")),
    Column("community", ForeignKey("places.id")),
    Column("compound", ForeignKey("places.id")),
    Column("grid", ForeignKey("places.id")),
    Column("aliases", JsonText, nullable=False),
    Column("retired", Boolean, nullable=False),
)
Index("ix_places_kind", places.c.kind)
for _above in ("parent", "community", "compound", "grid"):
    Index(f"ix_places_{_above}", places.c[_above])

place_names = Table(
    "place_names",
    metadata,
    Column("name", Words, nullable=False),
    Column("place", ForeignKey("places.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("name", "place"),
)
Index("ix_place_names_place", place_names.c.place)


def inside(place: PlaceId | BindParameter[int]) -> ColumnElement[bool]:
    """Is a row of `places` part of this community, compound or grid?"""
    above = (places.c.parent, places.c.community, places.c.compound, places.c.grid)
    return or_(*(column == place for column in above))


_ONE = select(places).where(places.c.id == bindparam("place"))
_ADDED = insert(places).returning(places)
_SAVED = update(places).where(places.c.id == bindparam("saved"))
_NAME = insert(place_names)
_UNNAMED = delete(place_names).where(place_names.c.place == bindparam("saved"))
_NAMED = (
    select(places)
    .join(place_names, place_names.c.place == places.c.id)
    .where(place_names.c.name == bindparam("named"), places.c.retired.is_(False))
    .order_by(places.c.id)
)
_OF_KIND = (
    select(places).where(places.c.kind == bindparam("kind_wanted"), places.c.retired.is_(False)).order_by(places.c.id)
)
_INSIDE = _OF_KIND.where(inside(bindparam("area")))


class SqlPlaces:
    """Answers `bot.stores.Places`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, place: PlaceId) -> Place:
        """The place.

        Raises:
            LookupError: there is none with this id.
        """
        return await remembered(self._connection, Subject.PLACES, place, partial(self._get, place))

    async def _get(self, place: PlaceId) -> Place:
        row = (await self._connection.execute(_ONE, {"place": place})).one_or_none()
        if row is None:
            raise LookupError(f"no place has the id {place}")
        return place_of(row)

    async def add(self, place: Place) -> Place:
        """Keep a new place under the next id."""
        added = place_of((await self._connection.execute(_ADDED, _values(place))).one())
        await self._name(added)
        return added

    async def save(self, place: Place) -> None:
        """Keep a changed place."""
        await self._connection.execute(_SAVED, {**_values(place), "saved": place.id})
        await self._connection.execute(_UNNAMED, {"saved": place.id})
        await self._name(place)

    async def _name(self, place: Place) -> None:
        names = [{"name": name, "place": place.id} for name in dict.fromkeys((place.name, *place.aliases))]
        await self._connection.execute(_NAME, names)
        await changed(self._connection, Subject.PLACES)

    async def of_kind(self, kind: PlaceKind, *, within: PlaceId | None = None) -> Sequence[Place]:
        """Places of a kind, not retired, by id."""
        # All of a kind are asked for by readers who keep what they make of them, and may be a whole city's.
        if within is None:
            return await self._places(_OF_KIND, {"kind_wanted": kind})
        inner = partial(self._places, _INSIDE, {"kind_wanted": kind, "area": within})
        return await remembered(self._connection, Subject.PLACES, (kind, within), inner)

    async def _places(self, wanted: Select[Any], values: dict[str, Any]) -> Sequence[Place]:
        return [place_of(row) for row in await self._connection.execute(wanted, values)]

    async def find(self, name: str) -> Sequence[Place]:
        """Places not retired with this name or alias, by id."""
        return await self._places(_NAMED, {"named": name})

    async def version(self) -> int | None:
        """How often any place has changed; None in a transaction that has changed one itself."""
        return await version_of(self._connection, Subject.PLACES)


def _values(place: Place) -> dict[str, Any]:
    return {
        "kind": place.kind,
        "name": place.name,
        "parent": place.parent,
        "community": place.community,
        "compound": place.compound,
        "grid": place.grid,
        "aliases": list(place.aliases),
        "retired": place.retired,
    }


def place_of(row: Row[Any]) -> Place:
    """The place in a row."""
    return Place(
        id=PlaceId(row.id),
        kind=PlaceKind(row.kind),
        name=row.name,
        parent=row.parent,
        community=row.community,
        compound=row.compound,
        grid=row.grid,
        aliases=tuple(row.aliases),
        retired=row.retired,
    )
