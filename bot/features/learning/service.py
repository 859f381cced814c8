"""What `huying learn` asks: which words corrections would teach, and which stored calls would be read otherwise."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bot.features.learning.model import ALIAS, URGENT, Evidence, Gathered, Told, talk_in
from bot.features.learning.store import Lessons
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.turn import Turn
from bot.understanding import OwnWords, Reading, read

# What other doors may name when they speak of learning.
__all__ = ["Effect", "Evidence", "effect", "propose"]

PORTION: Final = 500


@dataclass(kw_only=True)
class Effect:
    """What another set of words would change: stored calls by what is read differently, and what people put right.

    `right_before` and `right_after` count the calls (of `calls`) whose category and urgency are read as they stand now.
    """

    calls: int = 0
    category: int = 0
    urgency: int = 0
    is_call: int = 0
    right_before: int = 0
    right_after: int = 0

    def add(self, ticket: Ticket, before: Reading, after: Reading) -> None:
        """Count one call."""
        self.calls += 1
        self.category += before.category != after.category
        self.urgency += before.urgency != after.urgency
        self.is_call += before.is_call != after.is_call
        stands = (ticket.category, ticket.urgency)
        self.right_before += (before.category, before.urgency) == stands
        self.right_after += (after.category, after.urgency) == stands


async def propose(turn: Turn, own: OwnWords) -> list[Evidence]:
    """Words that corrections teach beside those of the config (`own`). What was learnt before is learnt anew."""
    gathered = Gathered()
    async for ticket in _stored(turn):
        told = await _told(turn, ticket, own)
        if told.corrected:
            gathered.collect(told)
    async for ticket in _stored(turn):
        gathered.weigh(await _told(turn, ticket, own))
    return [*gathered.learnt(), *talk_in(await turn.store(Lessons).tallies())]


async def effect(turn: Turn, before: OwnWords, after: OwnWords) -> Effect:
    """What reading with the other words would change."""
    found = Effect()
    async for ticket in _stored(turn):
        found.add(ticket, read(ticket.words, own=before), read(ticket.words, own=after))
    return found


async def _stored(turn: Turn) -> AsyncIterator[Ticket]:
    """All tickets that still have words, oldest first."""
    last = 0
    while portion := await tickets.ledger(turn, last, PORTION):
        for ticket in portion:
            if ticket.words:
                yield ticket
        last = int(portion[-1].id)


async def _told(turn: Turn, ticket: Ticket, own: OwnWords) -> Told:
    """The call with its meanings; corrected are those that its history says and that our reading does not."""
    reading = read(ticket.words, own=own)
    place = await roster.place_name(turn, ticket.spot.building)
    named = [f"{ALIAS}{place}"] if place and not ticket.spot.said and reading.place.building is None else []
    meanings = [ticket.category or "", f"urgency:{ticket.urgency}", *named]
    differs = reading.category != ticket.category, reading.urgency != ticket.urgency
    lines = await _corrections(turn, ticket) if any(differs) or named else frozenset()
    corrected = [
        *([ticket.category] if differs[0] and ticket.category and "corrected_category" in lines else []),
        # An emergency is never learnt: by accident it would be raised, or missed.
        *([URGENT] if differs[1] and ticket.urgency == "urgent" and "corrected_urgency" in lines else []),
        *(named if "placed" in lines else []),
    ]
    return Told(words=ticket.words, meanings=frozenset(filter(None, meanings)), corrected=frozenset(corrected))


async def _corrections(turn: Turn, ticket: Ticket) -> frozenset[str]:
    """What somebody else than the caller put right. A building counts where another one stood before."""
    entries = await tickets.history(turn, ticket.id)
    return frozenset(
        entry.what for entry in entries if entry.by != ticket.reporter and (entry.what != "placed" or entry.before)
    )
