"""`/department`: who can be whistled for, and how that is changed. Understand, act, answer."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time
from typing import Final

from bot.appointments import read_moment
from bot.community import Person, PlaceId, PlaceKind
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.departments import replies, service
from bot.features.departments.model import Department, Kind
from bot.features.departments.orders import KINDS, Order, categories_in, read_order
from bot.features.roster import views as roster
from bot.naming import named_first, nearest_names
from bot.stores import Places
from bot.texts import listed
from bot.turn import STAFF_ROLES, Turn

_END_OF_DAY: Final = time(18)


async def department(turn: Turn, words: str) -> None:
    """`/department`: the list; `/department <name> <verb> <rest>` makes or changes one of the community."""
    community = await _community(turn)
    known = await service.callable_at(turn, community)
    if not words.strip():
        await replies.show_all(turn, known)
        return
    order = read_order(words.strip(), known)
    if order is None:
        raise Refused("department.how")
    if len(order.known) > 1:
        raise Refused("department.several", short=order.name)
    meant = next(iter(order.known), None)
    if order.verb == "close":
        await service.close(turn, _known(order, meant))
        turn.whisper("department.closed", owner=order.name)
        return
    changed = await _CHANGES[order.verb](turn, order, meant or await _new(turn, order, community))
    await replies.show_one(turn, await service.change(turn, changed))


async def _new(turn: Turn, order: Order, community: PlaceId | None) -> Department:
    """A name that nobody knows is a new department, when it is given a member or a kind."""
    if order.verb not in {"add", "lead", "as"}:
        _known(order, None)
    return await service.establish(turn, order.name, Kind.DEPARTMENT, community)


def _known(order: Order, meant: Department | None) -> Department:
    if meant is None:
        raise Refused("department.unknown", short=order.name)
    return meant


async def _add(turn: Turn, order: Order, to: Department) -> Department:
    return to.with_member((await _person(turn, order)).id)


async def _remove(turn: Turn, order: Order, of: Department) -> Department:
    return of.without_member((await _person(turn, order)).id)


async def _lead(turn: Turn, order: Order, of: Department) -> Department:
    return of.led_by((await _person(turn, order)).id)


async def _for(_: Turn, order: Order, what: Department) -> Department:
    categories = categories_in(order.rest)
    if not categories:
        raise Refused("department.categories")
    return replace(what, categories=categories)


async def _under(turn: Turn, order: Order, below: Department) -> Department:
    known = await service.callable_at(turn, await _community(turn))
    found, _ = named_first(order.rest, [one for one in known if one.id != below.id], lambda one: one.name)
    if len(found) != 1:
        raise Refused("department.unknown", short=order.rest)
    return replace(below, superior=found[0].id)


async def _as(_: Turn, order: Order, what: Department) -> Department:
    kind = KINDS.get(order.rest.casefold())
    if kind is None:
        raise Refused("department.kinds")
    return replace(what, kind=kind)


async def _until(turn: Turn, order: Order, what: Department) -> Department:
    zone = await clocks.zone_of(turn, await _community(turn))
    ends = read_moment(order.rest, turn.now, zone, at=_END_OF_DAY)
    if ends is None or ends <= turn.now:
        raise Refused("department.when")
    return replace(what, ends_at=ends)


_Change = Callable[[Turn, Order, Department], Awaitable[Department]]
_CHANGES: Final[dict[str, _Change]] = {
    "add": _add,
    "remove": _remove,
    "lead": _lead,
    "for": _for,
    "under": _under,
    "as": _as,
    "until": _until,
}


async def _person(turn: Turn, order: Order) -> Person:
    """The one person of the community whom the rest of the order names."""
    people = await roster.people_of(turn, await _community(turn))
    found, _ = named_first(order.rest, people, lambda person: person.name)
    if len(found) != 1:
        near = nearest_names(order.rest, [person.name for person in people])
        raise Refused("department.nobody", short=order.rest, words=listed(near, turn.language_of(turn.person)))
    return found[0]


async def _community(turn: Turn) -> PlaceId | None:
    """The community that the actor speaks of: the group's, else where the actor is staff, else everywhere."""
    if turn.group is not None and turn.group.place is not None:
        return roster.community_of(await turn.store(Places).get(turn.group.place))
    own = [duty.place for duty in await turn.duties() if duty.role in STAFF_ROLES and duty.place is not None]
    if own:
        return roster.community_of(await turn.store(Places).get(own[0]))
    communities = await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
    return communities[0].id if len(communities) == 1 else None
