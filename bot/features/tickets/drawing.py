"""What every message of one ticket needs: its names, its places and its moments, as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.community import Person
from bot.features.clocks import views as clocks
from bot.features.roster import views as roster
from bot.features.tickets.model import State, Ticket
from bot.labels import Action
from bot.messages import OutgoingMessage
from bot.moments import moment
from bot.stores import People
from bot.turn import Turn
from bot.words import shortened


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names that a ticket's messages show; `area` is its smallest place of the roster."""

    area: str
    worker: str
    reporter: Person
    assignee: Person | None


async def names(turn: Turn, shown: Ticket) -> Names:
    """Names and places of a ticket as people read them."""
    people = turn.store(People)
    assignee = await people.get(shown.assignee) if shown.assignee else None
    return Names(
        area=await _area_name(turn, shown),
        worker=assignee.name if assignee else "",
        reporter=await _reporter(turn, shown),
        assignee=assignee,
    )


async def _reporter(turn: Turn, shown: Ticket) -> Person:
    """The caller; one without a name (anonymous, or forgotten) is called by what they are."""
    known = await turn.store(People).get(shown.reporter)
    return known if known.name else replace(known, name=turn.setup.texts.word("caller.unnamed", turn.group_language))


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What every message of one ticket needs."""

    turn: Turn
    ticket: Ticket
    names: Names
    zone: ZoneInfo

    @property
    def status(self) -> str:
        """The key of the words that say how it stands."""
        is_nobodys = self.ticket.state is State.ASSIGNED and self.ticket.assignee is None
        return "status.assigned_nobody" if is_nobodys else f"status.{self.ticket.state}"

    def when(self, at: datetime | None, language: str) -> str:
        """A moment as people read it."""
        return "" if at is None else moment(at, self.turn.now, self.zone, language)

    def values(self, language: str) -> dict[str, Any]:
        """The values that most texts of a ticket use."""
        ticket = self.ticket
        return {
            "n": int(ticket.id),
            "place": _place_words(self.turn, ticket, self.names.area, language),
            "short": shortened(ticket.public_words) or self.turn.setup.texts.word("words.gone", language),
            "worker": self.names.worker,
            "due": self.when(ticket.promised, language),
            "eta": self.when(ticket.resolve_due, language),
        }

    def message(
        self, key: str, language: str, actions: Sequence[Sequence[Action]] = (), **more: Any
    ) -> OutgoingMessage:
        """A text of this ticket with its buttons."""
        return self.turn.compose(key, language, actions=actions, **{**self.values(language), **more})


async def drawing_of(turn: Turn, ticket: Ticket) -> Drawing:
    """Names, places and zone of a ticket, ready to be written about."""
    turn.drawn.add(ticket.key)
    zone = await clocks.zone_of(turn, ticket.spot.community)
    return Drawing(turn=turn, ticket=ticket, names=await names(turn, ticket), zone=zone)


async def place_line(turn: Turn, shown: Ticket, language: str | None = None) -> str:
    """Building and unit, never floor or room; else the widest place that is known."""
    return _place_words(turn, shown, await _area_name(turn, shown), language or turn.group_language)


async def _area_name(turn: Turn, shown: Ticket) -> str:
    spot = shown.spot
    return await roster.place_name(turn, spot.building or spot.grid or spot.compound or spot.community)


def _place_words(turn: Turn, shown: Ticket, area: str, language: str) -> str:
    spot = shown.spot
    said = turn.setup.texts.word("place.building", language, n=spot.said) if spot.said and not spot.building else ""
    building = f"{area} {said}" if area[-1:].isascii() and said else f"{area}{said}"
    if not spot.unit or not (spot.building or said):
        return building
    unit = turn.setup.texts.word("place.unit", language, n=spot.unit)
    # "2单元" follows a Chinese name at once; Latin words stand apart.
    is_latin = building[-1:].isascii() or (unit.isascii() and unit[:1].isalpha())
    return f"{building} {unit}" if is_latin else f"{building}{unit}"
