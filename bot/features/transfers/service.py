"""Handing a ticket on, asking whose it is, and ruling on it."""

from collections.abc import Sequence

from bot.community import Person
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.features.transfers import replies
from bot.features.transfers.hops import LAST_HOP, RULING_ASKED, TRANSFERRED, hops
from bot.turn import Turn


async def hand_on(turn: Turn, ticket: Ticket, to: Person, why: str, what: str = TRANSFERRED) -> Person:
    """One worker hands it on to another; the third time it goes to a ruling instead. Answers who has it now.

    Whoever is away is given nothing: then it goes to their substitute.

    Raises:
        Refused: that person has it already, or is away and nobody stands in.
    """
    there = await present(turn, ticket, to)
    if there.id == ticket.assignee:
        raise Refused("transfer.same", n=int(ticket.id), worker=there.name)
    before = "" if ticket.assignee is None else str(ticket.assignee)
    await tickets_service.record(turn, ticket, what, words=why, before=before, after=str(there.id))
    if hops(await tickets.history(turn, ticket.id)) >= LAST_HOP:
        return await ask_ruling(turn, ticket)
    await tickets_service.assign(turn, ticket, there, words=why)
    await replies.tell_receiver(turn, ticket, there, why)
    return there


async def give_back(turn: Turn, ticket: Ticket, owner: str, why: str, what: str) -> Person:
    """A worker says that it belongs to somebody outside the roster, or does not know to whom: somebody decides.

    Answers who looks after it until then.
    """
    before = "" if ticket.assignee is None else str(ticket.assignee)
    await tickets_service.record(turn, ticket, what, words=f"{owner}\n{why}", before=before)
    return await ask_ruling(turn, ticket)


async def ask_ruling(turn: Turn, ticket: Ticket) -> Person:
    """Whose is it? The community's admins decide; until then the first of them who is there looks after it.

    So it never hangs in the air, and its clocks go on.
    """
    asked = await judges(turn, ticket)
    holder = next(iter(await roster.present(turn, asked)), asked[0])
    shown = await replies.hand_overs(turn, ticket)
    held = ticket if ticket.assignee == holder.id else await tickets_service.assign(turn, ticket, holder)
    await tickets_service.record(turn, held, RULING_ASKED, after=str(holder.id))
    await replies.ask_ruling(turn, held, asked, shown)
    return holder


async def judges(turn: Turn, ticket: Ticket) -> Sequence[Person]:
    """Who decides whose it is: the community's admins and secretary, else its desk.

    Raises:
        Refused: there is nobody at all.
    """
    place = ticket.spot.community
    found = await roster.admins(turn, place) or await roster.desk(turn, place)
    if not found:
        raise Refused("transfer.no_desk", n=int(ticket.id))
    return found


async def rule(turn: Turn, ticket: Ticket, to: Person) -> Person:
    """It is decided: this person's, or their substitute's. Answers whose it is."""
    there = await present(turn, ticket, to)
    await tickets_service.assign(turn, ticket, there)
    return there


async def present(turn: Turn, ticket: Ticket, to: Person) -> Person:
    """The person, or who stands in.

    Raises:
        Refused: nobody does.
    """
    there = await roster.present_instead(turn, to)
    if there is None:
        raise Refused("transfer.away", n=int(ticket.id), worker=to.name)
    return there
