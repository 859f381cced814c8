"""Questions about public tickets that the board's pages ask. No answer holds what a group must not read."""

from typing import Final

from bot.community import PlaceId, PlaceKind
from bot.features.board.model import UNLISTED, Standing, Wish
from bot.features.board.publicity import is_public
from bot.features.board.shown import Change, Line, Listed, Named, Story, Told
from bot.features.board.store import Board
from bot.features.board.telling import told
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.stores import Places
from bot.turn import Turn

# What doors may name when they speak of the board.
__all__ = [
    "UNLISTED",
    "Change",
    "Line",
    "Listed",
    "Named",
    "Standing",
    "Story",
    "Told",
    "Wish",
    "buildings",
    "changed",
    "communities",
    "community",
    "listed",
    "open_now",
    "story",
]

# More lines in one look than a town writes in that time; what is older was seen by the page itself.
_LOOK: Final = 500


async def communities(turn: Turn) -> tuple[Named, ...]:
    """Every community."""
    found = await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
    return tuple(Named(id=place.id, name=place.name) for place in found)


async def community(turn: Turn, number: int) -> Named | None:
    """The community with this number."""
    return next((one for one in await communities(turn) if one.id == number), None)


async def buildings(turn: Turn, area: PlaceId) -> tuple[Named, ...]:
    """Its buildings, as residents name them."""
    found = await turn.store(Places).of_kind(PlaceKind.BUILDING, within=area)
    return tuple([Named(id=place.id, name=await roster.place_name(turn, place.id)) for place in found])


async def listed(turn: Turn, wish: Wish, limit: int) -> Listed:
    """The next tickets that are wanted."""
    found = await turn.store(Board).newest(wish, _private(turn), limit + 1)
    lines = [await _line(turn, ticket) for ticket in found[:limit]]
    return Listed(lines=lines, goes_on=lines[-1].number if len(found) > limit else None)


async def open_now(turn: Turn, area: PlaceId) -> int:
    """How many public tickets of a community are open."""
    return await turn.store(Board).open_now(area, _private(turn))


async def story(turn: Turn, number: int) -> Story | None:
    """A public ticket with its public steps; None: there is none that anybody may read."""
    ticket = await tickets.find(turn, number)
    if ticket is None or not is_public(ticket, _private(turn)):
        return None
    area = await community(turn, ticket.spot.community or 0)
    if area is None:
        return None
    steps = told(await tickets.history(turn, ticket.id))
    return Story(line=await _line(turn, ticket), community=area, steps=steps, leads=await _leading(turn, ticket))


async def changed(turn: Turn, after: int | None) -> Change:
    """Where something public has changed after that line; None: only which line is the latest."""
    board = turn.store(Board)
    if after is None:
        return Change(line=await board.last_line(), communities=frozenset())
    lines = await board.stirred(after, _LOOK)
    found = [await tickets.find(turn, number) for number in {line.ticket for line in lines}]
    public = [ticket for ticket in found if ticket is not None and is_public(ticket, _private(turn))]
    areas = frozenset(ticket.spot.community for ticket in public if ticket.spot.community is not None)
    return Change(line=lines[-1].line if lines else after, communities=areas)


async def _line(turn: Turn, ticket: Ticket) -> Line:
    return Line(
        number=int(ticket.id),
        words=ticket.public_words,
        place=await _place(turn, ticket),
        category=ticket.category,
        urgency=ticket.urgency,
        state=ticket.state,
        opened_at=ticket.opened_at,
        ended_at=ticket.resolved_at or ticket.closed_at,
        is_open=ticket.is_open and ticket.resolved_at is None,
    )


async def _place(turn: Turn, ticket: Ticket) -> str:
    """The building, else the widest place that is known; never unit, floor or room."""
    spot = ticket.spot
    return await roster.place_name(turn, spot.building or spot.grid or spot.compound or spot.community)


async def _leading(turn: Turn, ticket: Ticket) -> int | None:
    leads = None if ticket.merged_into is None else await tickets.find(turn, ticket.merged_into)
    return int(leads.id) if leads is not None and is_public(leads, _private(turn)) else None


def _private(turn: Turn) -> frozenset[str]:
    return frozenset(turn.setup.config.privacy.private_categories)
