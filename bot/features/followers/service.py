"""Who follows a ticket, and what is one with it."""

from dataclasses import replace

from bot.community import Person
from bot.features.followers.events import NeighbourFollowed
from bot.features.followers.store import Follower, Followers
from bot.features.tickets import service as tickets
from bot.features.tickets.views import Ticket
from bot.turn import Turn


async def follow(turn: Turn, ticket: Ticket, person: Person) -> bool:
    """Count this person in: the card shows how many, and each hears the end. False: nothing changed.

    The caller of a ticket follows it in any case.
    """
    if person.id == ticket.reporter:
        return False
    added = await turn.store(Followers).add(Follower(ticket=int(ticket.id), person=person.id, since=turn.now))
    if added:
        await tickets.record(turn, ticket, "followed", public=True)
        await turn.publish(NeighbourFollowed(ticket=ticket, person=person.id))
    return added


async def unfollow(turn: Turn, ticket: Ticket, person: Person) -> bool:
    """This person is not counted any more. False: nothing changed."""
    removed = await turn.store(Followers).remove(int(ticket.id), person.id)
    if removed:
        await tickets.record(turn, ticket, "unfollowed", public=True)
    return removed


async def count(turn: Turn, ticket: Ticket) -> int:
    """How many follow it beside its caller."""
    return await turn.store(Followers).count(int(ticket.id))


async def join(turn: Turn, ticket: Ticket, into: Ticket) -> None:
    """A ticket was joined to another: its caller and its followers follow that one."""
    followers = turn.store(Followers)
    caller = Follower(ticket=int(into.id), person=ticket.reporter, since=turn.now, through=int(ticket.id))
    for one in (caller, *await followers.of(int(ticket.id))):
        if one.person != into.reporter:
            await followers.add(replace(one, ticket=int(into.id), through=int(ticket.id)))
    await tickets.record(turn, into, "joined", after=str(ticket.id), public=True)


async def part(turn: Turn, ticket: Ticket, lead: Ticket) -> None:
    """It is a ticket of its own again: whoever came with it leaves with it."""
    await turn.store(Followers).remove_those_through(int(lead.id), int(ticket.id))
    await tickets.record(turn, lead, "parted", after=str(ticket.id), public=True)
