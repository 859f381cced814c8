"""Rules of a worker's day: in which order tickets stand, and which of them a photo is probably of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.tickets.views import State, Ticket

# At most this many tickets stand in one message: three rows of three buttons.
PAGE: Final = 9


def by_building(tickets: Sequence[Ticket]) -> list[Ticket]:
    """The same tickets along a walk: one building after the other, first where something is due first."""
    first: dict[object, int] = {}
    for position, ticket in enumerate(tickets):
        first.setdefault(ticket.spot.building, position)
    return sorted(tickets, key=lambda ticket: first[ticket.spot.building])


def page_of(tickets: Sequence[Ticket], number: int) -> tuple[int, Sequence[Ticket]]:
    """The page of this number, or the nearest that there is, and what stands on it."""
    pages = max(1, -(-len(tickets) // PAGE))
    page = min(max(number, 0), pages - 1)
    return page, tickets[page * PAGE : (page + 1) * PAGE]


def likeliest(tickets: Sequence[Ticket], steps: Sequence[tuple[Ticket, datetime]]) -> list[Ticket]:
    """The same tickets, the one that a photo is probably of first; `steps` says when each last got on.

    Where the worker was last is where the photo was taken: that ticket, then those of its building, then those that
    somebody is at, then by when they are due, which is the order in which they come.
    """
    last = max(steps, key=lambda step: step[1], default=None)
    place = None if last is None else last[0].spot.building

    def rank(ticket: Ticket) -> tuple[bool, bool, bool]:
        is_last = last is not None and ticket.id == last[0].id
        is_near = place is not None and ticket.spot.building == place
        return not is_last, not is_near, ticket.state is not State.IN_PROGRESS

    return sorted(tickets, key=rank)
