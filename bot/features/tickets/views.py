"""Questions about tickets that other features and doors ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.community import ChatRef, PersonId, Place, Role
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.tickets import timeline
from bot.features.tickets.alike import alike, said_already
from bot.features.tickets.attaching import attachments_of, ticket_of_album
from bot.features.tickets.belated import happened_at, happened_in
from bot.features.tickets.courtesy import is_courtesy
from bot.features.tickets.drawing import Drawing, Names, drawing_of, names, place_line
from bot.features.tickets.listed import alive, due_until, ledger, overdue, to_rule, unheeded
from bot.features.tickets.mishearing import is_heard
from bot.features.tickets.model import (
    FOUND,
    HEARD,
    IN_HAND,
    LEVELS,
    OPEN,
    PERSONAL_DANGERS,
    TOP,
    Closing,
    Entry,
    Source,
    State,
    Step,
    Ticket,
    TicketId,
    WaitsOn,
)
from bot.features.tickets.reckoned import with_wrong_clocks
from bot.features.tickets.sealing import is_sealed
from bot.features.tickets.store import Counts, DueTickets, History, Tickets
from bot.folding import is_list
from bot.lists import Lists
from bot.ports import UnitOfWork
from bot.stores import People, Places, SentMessages
from bot.turn import STAFF_ROLES, Turn
from bot.understanding import find_contacts, mask, read
from bot.words import leading_number

# What other features may name when they speak of tickets.
__all__ = [
    "CANNOT_GO",
    "FOUND",
    "HEARD",
    "IN_HAND",
    "LEVELS",
    "OPEN",
    "PERSONAL_DANGERS",
    "TOP",
    "Closing",
    "Counts",
    "Drawing",
    "Entry",
    "Names",
    "Source",
    "State",
    "Step",
    "Ticket",
    "TicketId",
    "WaitsOn",
    "alike",
    "alive",
    "attachments_of",
    "drawing_of",
    "due_until",
    "happened_at",
    "happened_in",
    "is_alarm",
    "is_courtesy",
    "is_heard",
    "is_sealed",
    "ledger",
    "names",
    "overdue",
    "place_line",
    "said_already",
    "ticket_of_album",
    "to_rule",
    "unheeded",
    "with_wrong_clocks",
]

# Written into the history of an emergency by whoever was called and cannot go.
CANNOT_GO: Final = "cannot_go"
_HANDS_ON: Final = frozenset({Role.WORKER, Role.BACKUP, Role.ASSISTANT, Role.GRID_LEAD})


def number_about(about: str | None) -> TicketId | None:
    """The ticket that a message of ours is about, from its subject (`tickets:42`)."""
    feature, _, number = (about or "").partition(":")
    return TicketId(int(number.partition(":")[0])) if feature == "tickets" else None


async def ticket(turn: Turn, number: int) -> Ticket:
    """The ticket with this number.

    Raises:
        Refused: there is none, or the actor may not know of it.
    """
    found = await turn.store(Tickets).get(TicketId(number))
    if found is None:
        raise Refused("no.unknown_number", n=number)
    return found


async def about(turn: Turn) -> str | None:
    """The subject of the message of ours that the person answered or pressed."""
    if turn.press is not None:
        return turn.press.about
    message = turn.message
    if message is None or message.reply_to is None:
        return None
    sent = await turn.store(SentMessages).at(message.chat, message.reply_to.id)
    if sent is not None:
        return await _own_line(turn, sent.about) if is_list(sent.about) else sent.about
    call_of = await turn.store(Tickets).of_message(message.chat.whole, message.reply_to.id)
    return call_of.key if call_of else None


async def _own_line(turn: Turn, about: str | None) -> str | None:
    """What a list says to the person who answers it: the only line that is about a call or a task of theirs."""
    found = [await find(turn, number_about(line.key) or 0) for line in await turn.store(Lists).lines(about or "")]
    own = [one.key for one in found if one is not None and turn.person.id in {one.reporter, one.assignee}]
    return own[0] if len(own) == 1 else None


async def of_message(turn: Turn, chat: ChatRef, message: str) -> Ticket | None:
    """The ticket that this message made."""
    return await turn.store(Tickets).of_message(chat.whole, message)


async def named_ticket(turn: Turn, words: str) -> tuple[Ticket, str]:
    """The ticket that the words begin with, or the one of the message that was answered, and the words behind.

    Raises:
        Refused: no number was given, or there is no such ticket.
    """
    answered = number_about(await about(turn))
    number, rest = leading_number(words, here=answered)
    meant = answered if number is None else TicketId(number)
    if meant is None:
        raise Refused("no.number_missing")
    return await ticket(turn, meant), rest


async def may_work(turn: Turn, wanted: Ticket) -> bool:
    """May the actor act on this ticket: its assignee, somebody of its grid or building, or staff of its community?"""
    if await is_staff_of(turn, wanted):
        return True
    # Whoever left the job keeps the name in the history and nothing else.
    if turn.person.id == wanted.assignee and await turn.duties():
        return True
    near = {wanted.spot.building, wanted.spot.grid} - {None}
    return any(duty.role in _HANDS_ON and duty.place in near for duty in await turn.duties())


async def is_staff_of(turn: Turn, wanted: Ticket) -> bool:
    """Does the actor work for the community of this ticket?"""
    spot = wanted.spot
    areas = {None, spot.community, spot.grid, spot.building}
    return turn.is_admin or any(duty.role in STAFF_ROLES and duty.place in areas for duty in await turn.duties())


def check_unseen(turn: Turn, *shown: Ticket) -> None:
    """What the actor is about to read of these tickets may hold what a group must not: then only in private.

    Raises:
        Refused: one of them does not show in the group, and the actor cannot be written to in private.
    """
    is_private = turn.is_private or turn.can_write_to(turn.person)
    if not is_private and not all(ticket.shows_in_group for ticket in shown):
        raise Refused("no.use_private")


async def history(turn: Turn, number: TicketId) -> Sequence[Entry]:
    """What happened to it, oldest first."""
    return await turn.store(History).of(number)


def is_alarm(words: str, shown: Ticket | None = None) -> bool:
    """Do these words cry for help? Then they are a call of their own, whatever they were said in answer to.

    About an emergency that is still open (`shown`) people go on speaking of the danger: there it is none. Only a danger
    to all that comes to one of a person ("she fainted", "it smells of gas") is a call of its own: others must hear it.
    """
    reading = read(words)
    if shown is not None and shown.urgency == "emergency" and shown.is_open:
        return shown.is_personal_danger and reading.danger not in {None, *PERSONAL_DANGERS}
    return reading.urgency == "emergency"


async def rounds(turn: Turn, number: TicketId, step: Step) -> int:
    """How often this step was taken: a ticket may be done, disputed and opened again several times."""
    return sum(entry.what == step for entry in await history(turn, number))


async def smallest_place(turn: Turn, shown: Ticket) -> Place | None:
    """The smallest place of the roster that is known: building, grid, compound, community."""
    spot = shown.spot
    smallest = spot.building or spot.grid or spot.compound or spot.community
    return None if smallest is None else await turn.store(Places).get(smallest)


def public_words(words: str) -> str:
    """Somebody's words as anybody may read them: phone, ID and room numbers masked."""
    return mask(words, contacts=find_contacts(words))


async def calls_of(turn: Turn, person: PersonId, limit: int) -> Sequence[Ticket]:
    """A person's own calls."""
    return await turn.store(Tickets).of_reporter(person, limit)


async def tasks_of(turn: Turn, person: PersonId, limit: int) -> Sequence[Ticket]:
    """What a worker has to do, the earliest due first."""
    return await turn.store(Tickets).tasks_of(person, limit)


async def joined_to(turn: Turn, number: TicketId) -> Sequence[Ticket]:
    """The tickets that follow this one, also by way of another, in the order of their numbers."""
    found: dict[TicketId, Ticket] = {}
    asked = [number]
    while asked:
        following = await turn.store(Tickets).joined_to(asked.pop())
        new = [ticket for ticket in following if ticket.id not in found and ticket.id != number]
        found |= {ticket.id: ticket for ticket in new}
        asked += [ticket.id for ticket in new]
    return [found[key] for key in sorted(found)]


async def due_in(turn: Turn, *states: State) -> Sequence[str]:
    """The numbers of all tickets in these states whose clock has run out, the longest due first."""
    return [str(number) for number in await turn.store(DueTickets).due(states, turn.now)]


async def due_until_in(turn: Turn, end: datetime, *states: State) -> Sequence[Ticket]:
    """Tickets in these states whose clock runs out after now and until then, the earliest first."""
    return await turn.store(DueTickets).due_between(states, turn.now, end)


async def next_due_in(uow: UnitOfWork, now: datetime, *states: State) -> datetime | None:
    """When the next clock of a ticket in these states runs out."""
    return await uow.store(DueTickets).next_due(states, now)


async def waits_on(turn: Turn, number: TicketId) -> WaitsOn | None:
    """Whom the last wait was for; None: it never waited."""
    waits = [entry.before for entry in await history(turn, number) if entry.what == Step.WAIT]
    return WaitsOn(waits[-1]) if waits else None


async def climbs_at(turn: Turn, ticket: Ticket) -> datetime | None:
    """When the next rung of the ladder is to be told of this ticket."""
    lines = await history(turn, ticket.id)
    return timeline.climbs_at(ticket, lines, await clocks.rules(turn, ticket.spot.community))


async def rungs_told(turn: Turn, number: TicketId) -> Sequence[str]:
    """The rungs that know already that the clock which runs now has run out, in their order."""
    return timeline.rungs_told(await history(turn, number))


async def who_cannot_go(turn: Turn, ticket: Ticket) -> frozenset[PersonId]:
    """Who said, since it was last given to somebody, that they cannot go to this emergency."""
    since = ticket.assigned_at or ticket.opened_at
    lines = await history(turn, ticket.id)
    return frozenset(one.by for one in lines if one.what == CANNOT_GO and one.by is not None and one.at >= since)


async def find(turn: Turn, number: int) -> Ticket | None:
    """The ticket with this number, if there is one."""
    return await turn.store(Tickets).get(TicketId(number))


async def has_caller(turn: Turn, shown: Ticket) -> bool:
    """Does anybody know who called? Of an anonymous call, or of a caller who was forgotten, nobody does."""
    caller = await turn.store(People).get(shown.reporter)
    return bool(caller.name or caller.accounts)


async def timed_under(turn: Turn, ticket: Ticket, rules: clocks.Rules) -> Ticket:
    """The ticket with the clocks that its history gives under these rules."""
    return timeline.with_clocks(ticket, await history(turn, ticket.id), rules)
