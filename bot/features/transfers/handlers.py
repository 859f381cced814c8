"""Who gets a ticket instead: understand, act, answer."""

from bot.community import Person, PersonId
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tickets import service, views
from bot.features.tickets.views import Ticket
from bot.features.transfers.service import present
from bot.naming import named_first, nearest_names
from bot.stores import People
from bot.texts import listed
from bot.turn import STAFF_ROLES, Turn


async def assign(turn: Turn, words: str) -> None:
    """`/assign <n> <who>`: staff of the ticket's community put it into somebody's hands."""
    ticket, who = await views.named_ticket(turn, words)
    await _check_staff(turn, ticket)
    people = await roster.people_of(turn, ticket.spot.community)
    meant, _ = named_first(who, people, lambda person: person.name)
    if len(meant) == 1:
        await _assign(turn, ticket, meant[0])
    elif meant:
        choices = [(person.name, ("transfers.assign", f"{ticket.id},{person.id}")) for person in meant]
        turn.choose("assign.several", choices, n=int(ticket.id), short=who)
    else:
        near = nearest_names(who, [person.name for person in people if person.name])
        raise Refused("assign.nobody", n=int(ticket.id), short=who, words=listed(near, turn.language_of(turn.person)))


async def assign_by_button(turn: Turn, value: str) -> None:
    """One of several people of that name was meant."""
    number, _, person = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    await _check_staff(turn, ticket)
    await _assign(turn, ticket, await turn.store(People).get(PersonId(int(person))))


async def _assign(turn: Turn, ticket: Ticket, to: Person) -> None:
    there = await present(turn, ticket, to)
    if ticket.assignee != there.id or not ticket.is_open:
        await service.assign(turn, ticket, there)
    turn.whisper("assign.done", n=int(ticket.id), worker=there.name)


async def _check_staff(turn: Turn, ticket: Ticket) -> None:
    if turn.is_admin:
        return
    here = {None, ticket.spot.community}
    if not any(duty.role in STAFF_ROLES and duty.place in here for duty in await turn.duties()):
        raise Refused("no.admins_only")
