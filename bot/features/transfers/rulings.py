"""Deciding whose a ticket is: understand, act, answer."""

from bot.community import PersonId
from bot.errors import Refused
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.features.transfers import service
from bot.features.transfers.hops import last_claim
from bot.features.transfers.views import awaits_ruling
from bot.stores import People
from bot.turn import Turn


async def rule(turn: Turn, value: str) -> None:
    """A candidate was tapped under the history."""
    number, _, person = value.partition(",")
    ticket = await _to_rule(turn, number)
    to = await service.rule(turn, ticket, await turn.store(People).get(PersonId(int(person))))
    turn.whisper("transfer.done", n=int(ticket.id), worker=to.name)


async def told(turn: Turn, value: str) -> None:
    """Whoever is outside the roster has been told: the ticket is over, and its caller reads whose it is."""
    ticket = await _to_rule(turn, value)
    claim = last_claim(await tickets.history(turn, ticket.id))
    await tickets_service.decline(turn, ticket, claim.why, owner=claim.owner)
    turn.whisper("transfer.declined", n=int(ticket.id), owner=claim.owner)


async def _to_rule(turn: Turn, value: str) -> Ticket:
    """The ticket that waits for a ruling; only the staff of its community rule."""
    ticket = await tickets.ticket(turn, int(value))
    if not await tickets.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    if not await awaits_ruling(turn, ticket):
        raise Refused("transfer.not_asked", n=int(ticket.id))
    return ticket
