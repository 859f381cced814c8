"""Questions about whistles that other features and doors ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community import Person, PlaceId
from bot.errors import Refused
from bot.features.departments import views as departments
from bot.features.departments.views import Department
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.features.whistles.model import Score, State, Visit, Whistle, WhistleId, lead_of
from bot.features.whistles.store import Scores, Visits, Whistles
from bot.naming import named_first
from bot.texts import listed
from bot.turn import WORKER_ROLES, Turn
from bot.words import leading_number

# What other features may name when they speak of whistles.
__all__ = ["Calling", "Score", "State", "Visit", "Whistle"]


@dataclass(frozen=True, kw_only=True)
class Calling:
    """A whistle with what it is about: one department called to one ticket."""

    whistle: Whistle
    ticket: Ticket
    department: Department


async def calling(turn: Turn, whistle: Whistle) -> Calling:
    """The whistle with its ticket and its department."""
    ticket = await tickets.ticket(turn, whistle.ticket)
    return Calling(whistle=whistle, ticket=ticket, department=await departments.department(turn, whistle.department))


async def find(turn: Turn, number: int) -> Calling | None:
    """The whistle with this number, if there is one."""
    found = await turn.store(Whistles).get(WhistleId(number))
    return None if found is None else await calling(turn, found)


async def of_ticket(turn: Turn, ticket: Ticket) -> Sequence[Calling]:
    """Every department that was called to this ticket, the first called first."""
    return [await calling(turn, whistle) for whistle in await turn.store(Whistles).of_ticket(ticket.id)]


async def lead(turn: Turn, ticket: Ticket) -> Whistle | None:
    """The whistle of the department that leads."""
    return lead_of(await turn.store(Whistles).of_ticket(ticket.id))


async def waiting_for(turn: Turn, person: Person) -> Sequence[Calling]:
    """What the departments of this person owe, in every community, the earliest due first."""
    mine = [one.id for one in await departments.of_member(turn, person.id)]
    return [await calling(turn, whistle) for whistle in await turn.store(Whistles).open_of(mine)] if mine else []


async def open_in(turn: Turn, community: PlaceId | None) -> Sequence[Calling]:
    """What departments owe to tickets of a community, or (None) everywhere, the earliest due first."""
    return [await calling(turn, whistle) for whistle in await turn.store(Whistles).open_in(community)]


async def visits(turn: Turn, ticket: Ticket) -> Sequence[tuple[Whistle, Visit]]:
    """Every visit to the ticket's spot, oldest first."""
    return await turn.store(Visits).of_ticket(ticket.id)


async def scores(
    turn: Turn, community: PlaceId | None, start: datetime, end: datetime
) -> Sequence[tuple[Whistle, Score]]:
    """Scores that began to count in the period, of a community or (None) of all."""
    return await turn.store(Scores).counting(community, start, end)


async def is_member(turn: Turn, called: Calling) -> bool:
    """Does the actor belong to the department that was called?"""
    return turn.person.id in called.department.members


async def pressed(turn: Turn, value: str) -> Calling:
    """The whistle of a button, for those whom it concerns.

    Raises:
        Refused: the actor is neither of the department nor of those who handle the ticket.
    """
    found = await find(turn, int(value))
    if found is None:
        raise Refused("no.old_button")
    if not (await is_member(turn, found) or await tickets.may_work(turn, found.ticket)):
        await refuse(turn, found.ticket)
    return found


async def named(turn: Turn, words: str) -> tuple[Calling, str]:
    """The open whistle that the words mean, and the words behind.

    It is the one of the message that was answered; else the actor's department's at the ticket that is named. Whoever
    handles the ticket may speak for a department that cannot write itself, by its name behind the number.

    Raises:
        Refused: none is meant, or several may be.
    """
    feature, _, number = (await tickets.about(turn) or "").partition(":")
    if feature == "whistles":
        answered = await pressed(turn, number.partition(":")[0])
        other, rest = leading_number(words, here=int(answered.ticket.id))
        if other in {None, answered.ticket.id}:
            return answered, rest
    ticket, rest = await tickets.named_ticket(turn, words)
    return await _at_ticket(turn, ticket, rest)


async def _at_ticket(turn: Turn, ticket: Ticket, rest: str) -> tuple[Calling, str]:
    called = [one for one in await of_ticket(turn, ticket) if one.whistle.is_open]
    own = [one for one in called if await is_member(turn, one)]
    if not own and not await tickets.may_work(turn, ticket):
        await refuse(turn, ticket)
    pool = own or called
    if not pool:
        raise Refused("whistle.nobody_called", n=int(ticket.id))
    meant, behind = named_first(rest, pool, lambda one: one.department.name)
    if len(meant) == 1:
        return meant[0], behind
    if len(pool) > 1:
        names = listed([one.department.name for one in pool], turn.language_of(turn.person))
        raise Refused("whistle.which", n=int(ticket.id), words=names)
    return pool[0], rest


async def refuse(turn: Turn, ticket: Ticket) -> None:
    """This ticket is not the actor's business. Always raises `Refused`."""
    if not ticket.shows_in_group:
        raise Refused("no.private_number", n=int(ticket.id))
    drawing = await tickets.drawing_of(turn, ticket)
    key = "no.not_your_grid" if await turn.has_role(WORKER_ROLES) else "no.not_worker"
    raise Refused(key, **drawing.values(turn.language_of(turn.person)))


async def community_name(turn: Turn, ticket: Ticket) -> str:
    """The community whose ticket it is, as people read it."""
    return await roster.place_name(turn, ticket.spot.community)
