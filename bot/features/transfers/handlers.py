"""Who gets a ticket instead: understand, act, answer."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from bot.community import Person, PersonId
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tickets import service, views
from bot.features.tickets.views import Ticket
from bot.stores import People
from bot.texts import listed
from bot.turn import STAFF_ROLES, Turn

NEAREST: Final = 3


async def assign(turn: Turn, words: str) -> None:
    """`/assign <n> <who>`: staff of the ticket's community put it into somebody's hands."""
    ticket, who = await views.named_ticket(turn, words)
    await _check_staff(turn, ticket)
    people = await roster.people_of(turn, ticket.spot.community)
    meant = named_first(who, people)
    if len(meant) == 1:
        await _assign(turn, ticket, meant[0])
    elif meant:
        choices = [(person.name, ("transfers.assign", f"{ticket.id},{person.id}")) for person in meant]
        turn.choose("assign.several", choices, n=int(ticket.id), short=who)
    else:
        near = get_close_matches(who, [person.name for person in people], n=NEAREST, cutoff=0.0)
        raise Refused("assign.nobody", n=int(ticket.id), short=who, words=listed(near, turn.language_of(turn.person)))


async def assign_by_button(turn: Turn, value: str) -> None:
    """One of several people of that name was meant."""
    number, _, person = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    await _check_staff(turn, ticket)
    await _assign(turn, ticket, await turn.store(People).get(PersonId(int(person))))


async def _assign(turn: Turn, ticket: Ticket, to: Person) -> None:
    if ticket.assignee != to.id:
        await service.assign(turn, ticket, to)
    turn.whisper("assign.done", n=int(ticket.id), worker=to.name)


def named_first(words: str, people: Sequence[Person]) -> list[Person]:
    """Everybody whose name is the longest that begins the words."""
    fitting = [person for person in people if person.name and words.startswith(person.name)]
    longest = max((len(person.name) for person in fitting), default=0)
    return [person for person in fitting if len(person.name) == longest]


async def _check_staff(turn: Turn, ticket: Ticket) -> None:
    if turn.is_admin:
        return
    here = {None, ticket.spot.community}
    if not any(duty.role in STAFF_ROLES and duty.place in here for duty in await turn.duties()):
        raise Refused("no.admins_only")
