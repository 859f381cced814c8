"""The ledger's rows, in portions, so that a long ledger needs no more memory than a short one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import PersonId, PlaceId
from bot.features.clocks import views as clocks
from bot.features.ledger.model import COLUMNS, OPEN_COLUMNS, LedgerRow, Wanted
from bot.features.ledger.store import Ledger, Line
from bot.features.tickets import views as tickets
from bot.stores import People, Places
from bot.turn import Turn

# What others may name when they speak of the ledger.
__all__ = ["COLUMNS", "OPEN_COLUMNS", "LedgerRow", "Names", "Wanted", "count", "rows"]

PORTION: Final = 5000
# How a call came that was made in a chat, whether its words asked for it or were heard.
_ONLINE: Final = frozenset({"chat", "open311", tickets.HEARD})


class Names:
    """Names of places and people and zones, each asked for once in a whole ledger."""

    def __init__(self) -> None:
        self.places: dict[int | None, str] = {None: ""}
        self.people: dict[int | None, str] = {None: ""}
        self.zones: dict[int | None, ZoneInfo] = {}

    async def learn(self, turn: Turn, lines: Sequence[Line]) -> None:
        """Ask for what these lines name and nobody has asked for yet."""
        for line in lines:
            for place in (line.community, line.compound, line.grid, line.building):
                if place not in self.places and place is not None:
                    self.places[place] = (await turn.store(Places).get(PlaceId(place))).name
            if line.assignee not in self.people and line.assignee is not None:
                self.people[line.assignee] = await _person(turn, PersonId(line.assignee))
            if line.community not in self.zones:
                community = None if line.community is None else PlaceId(line.community)
                self.zones[line.community] = await clocks.zone_of(turn, community)


async def rows(turn: Turn, wanted: Wanted, after: int, names: Names) -> Sequence[LedgerRow]:
    """The next rows after this number, oldest first; none when the ledger ends. `names` is one for a whole ledger."""
    lines = await turn.store(Ledger).lines(wanted, after, PORTION)
    await names.learn(turn, lines)
    return [_row(line, names) for line in lines]


async def count(turn: Turn, wanted: Wanted) -> int:
    """How many rows there are."""
    return await turn.store(Ledger).count(wanted)


async def _person(turn: Turn, number: PersonId) -> str:
    """The roster's name, else the account."""
    known = await turn.store(People).get(number)
    account = str(known.accounts[0]) if known.accounts else known.name
    return known.name if known.in_roster else account


def _row(line: Line, names: Names) -> LedgerRow:
    places, zone = names.places, names.zones[line.community]
    return LedgerRow(
        line.number,
        line.opened_at.astimezone(zone),
        line.channel,
        line.text,
        places[line.community],
        places[line.compound],
        places[line.grid],
        places[line.building] if line.building is not None else line.said or "",
        line.category or "",
        line.urgency,
        line.state,
        line.level,
        names.people[line.assignee],
        line.rating,
        "online" if line.origin in _ONLINE else line.origin,
        _local(line.answered_at, zone),
        _local(line.resolved_at, zone),
        _local(line.closed_at, zone),
        line.closing or "",
    )


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if at is None else at.astimezone(zone)
