"""The ledger's rows, in portions, so that a long ledger needs no more memory than a short one."""

from collections.abc import Sequence
from typing import Final

from bot.community import PersonId, PlaceId
from bot.features.clocks import views as clocks
from bot.features.ledger.model import LedgerRow
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.stores import People, Places
from bot.turn import Turn

PORTION: Final = 1000


async def rows(turn: Turn, after: int, *, private: bool) -> Sequence[LedgerRow]:
    """The next rows after this number, oldest first; none when the ledger ends. `private` leaves words unmasked."""
    names = _Names(turn)
    return [await _row(names, ticket, private=private) for ticket in await tickets.ledger(turn, after, PORTION)]


class _Names:
    """Names of places and people, each asked for once in a portion."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self._places: dict[PlaceId, str] = {}
        self._people: dict[PersonId, str] = {}

    async def place(self, place: PlaceId | None) -> str:
        if place is None:
            return ""
        if place not in self._places:
            self._places[place] = (await self.turn.store(Places).get(place)).name
        return self._places[place]

    async def person(self, person: PersonId | None) -> str:
        """The roster's name, else the account."""
        if person is None:
            return ""
        if person not in self._people:
            known = await self.turn.store(People).get(person)
            account = str(known.accounts[0]) if known.accounts else known.name
            self._people[person] = known.name if known.in_roster else account
        return self._people[person]


async def _row(names: _Names, ticket: Ticket, *, private: bool) -> LedgerRow:
    spot = ticket.spot
    zone = await clocks.zone_of(names.turn, spot.community)
    return LedgerRow(
        number=int(ticket.id),
        opened_at=ticket.opened_at.astimezone(zone),
        channel=ticket.source.chat.channel,
        text=ticket.words if private else ticket.public_words,
        community=await names.place(spot.community),
        compound=await names.place(spot.compound),
        grid=await names.place(spot.grid),
        building=await names.place(spot.building) if spot.building else spot.said or "",
        category=ticket.category or "",
        urgency=ticket.urgency,
        state=ticket.state.value,
        level=ticket.level,
        assignee=await names.person(ticket.assignee),
        rating=ticket.rating,
        origin="online" if ticket.source.origin in {"chat", tickets.HEARD} else ticket.source.origin,
    )
