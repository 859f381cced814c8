"""The tickets of an area, said so that the indexes of communities serve it."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, select

from bot.community import Place, PlaceKind
from storage.places import places
from storage.tickets import AREAS, tickets

# Everywhere is all communities, and beside them what lies outside: two questions, so that each has an index.
EVERYWHERE: Final = "everywhere"
OUTSIDE: Final = "outside"
# Areas inside a community; of a lone one nobody has said in which.
_INSIDE: Final = tuple(PlaceKind(name) for name in AREAS if name != PlaceKind.COMMUNITY)
_LONE: Final = "lone "


def area_key(area: Place | None) -> str:
    """What kind of area it is, for `in_area`."""
    if area is None:
        return EVERYWHERE
    is_lone = area.community is None and area.kind in _INSIDE
    return f"{_LONE}{area.kind.value}" if is_lone else area.kind.value


def place_of(area: Place | None) -> Mapping[str, int]:
    """The values that `in_area` leaves open."""
    return {} if area is None else {"place": area.id, "community": area.community or area.id}


@cache
def in_area(key: str, *, by_index: bool = True) -> ColumnElement[bool]:
    """Which tickets lie in an area of this kind, named by the values of `place_of`.

    `by_index` False: where something smaller than a community's tickets leads there, for SQLite to begin with.
    """
    community: ColumnElement[int] = tickets.c.community if by_index else tickets.c.community + 0
    if key == EVERYWHERE:
        return community.in_(select(places.c.id).where(places.c.kind == PlaceKind.COMMUNITY))
    if key == OUTSIDE:
        return community.is_(None)
    if key == PlaceKind.COMMUNITY:
        return community == bindparam("community")
    kind = key.removeprefix(_LONE)
    if kind in _INSIDE:
        around = community.is_(None) if kind != key else community == bindparam("community")
        return and_(around, tickets.c[kind] == bindparam("place"))
    return community.in_(_communities_under())


def _communities_under() -> Select[Any]:
    """The communities of a street, of a district's streets, of a city's districts; any may be left out of the tree."""
    above = select(bindparam("place", type_=Integer).label("id")).cte("above", recursive=True)
    above = above.union_all(select(places.c.id).where(places.c.parent == above.c.id))
    return select(places.c.id).where(places.c.id.in_(select(above.c.id)), places.c.kind == PlaceKind.COMMUNITY)
