"""The community's side: whom to call, for what, in which part; how a refusal is ruled on. Understand, act, answer."""

from collections.abc import Sequence
from typing import Any, Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.departments import service as departments
from bot.features.departments import views as known_departments
from bot.features.departments.views import Department
from bot.features.tickets import views as tickets
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.features.whistles import answering, links, reports, views, whistling
from bot.features.whistles.orders import outsider, own_span
from bot.features.whistles.views import Calling
from bot.messages import IncomingMessage
from bot.naming import named_first, nearest_names
from bot.texts import listed
from bot.turn import Turn

# The next line is the reason for calling that department.
WHY: Final = "whistles.why"
# The reason is known, the department not yet.
WHOM: Final = "whistles.whom"
MOST_CHOICES: Final = 12


async def whistle(turn: Turn, words: str) -> None:
    """`/whistle <n> <department> <words>`; without a department the possible ones are offered."""
    ticket, rest = await tickets.named_ticket(turn, words)
    await _check_handler(turn, ticket)
    outside = outsider(rest)
    if outside is not None:
        await _call_outsider(turn, ticket, *outside)
        return
    known = await departments.callable_at(turn, ticket.spot.community, ticket.spot.compound)
    meant, reason = named_first(rest, known, lambda one: one.name)
    if len(meant) == 1:
        await _call_or_ask_why(turn, ticket, meant[0], reason)
    elif meant or not rest:
        await _offer(turn, ticket, meant or known, reason)
    else:
        names = listed(nearest_names(rest, [one.name for one in known]), turn.language_of(turn.person))
        raise Refused("whistle.unknown" if names else "whistle.no_departments", n=int(ticket.id), words=names)


def may_whistle(ticket: Ticket) -> bool:
    """Is somebody at it, who may need others?"""
    return ticket.state in {State.ASSIGNED, *IN_HAND}


async def choose(turn: Turn, value: str) -> None:
    """The button “Whistle” of a ticket: whom?"""
    ticket = await tickets.ticket(turn, int(value))
    await _check_handler(turn, ticket)
    known = await departments.callable_at(turn, ticket.spot.community, ticket.spot.compound)
    await _offer(turn, ticket, known, "")


async def _offer(turn: Turn, ticket: Ticket, known: Sequence[Department], reason: str) -> None:
    """The departments as buttons: those that are good for its category first."""
    if not known:
        raise Refused("whistle.no_departments", n=int(ticket.id), words="")
    if reason:
        await turn.expect(WHOM, f"{ticket.id}\n{reason}")
    fitting = sorted(known, key=lambda one: ticket.category not in one.categories)
    choices = [(one.name, ("whistles.call", f"{ticket.id},{one.id}")) for one in fitting[:MOST_CHOICES]]
    turn.choose("whistle.whom", choices, in_a_row=2, n=int(ticket.id))


async def call_by_button(turn: Turn, value: str) -> None:
    """One of several departments was meant."""
    number, _, department = value.partition(",")
    ticket = await tickets.ticket(turn, int(number))
    await _check_handler(turn, ticket)
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    reason = ""
    if dialog is not None and dialog.kind == WHOM and dialog.value.partition("\n")[0] == number:
        reason = dialog.value.partition("\n")[2]
        await turn.store(Dialogs).close(turn.chat, turn.person.id)
    await _call_or_ask_why(turn, ticket, await known_departments.department(turn, int(department)), reason)


async def answer_why(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "for what?" is the reason."""
    number, _, department = dialog.value.partition(",")
    ticket = await tickets.ticket(turn, int(number))
    if not message.text.strip() or tickets.is_alarm(message.text, ticket):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _check_handler(turn, ticket)
    await _call(turn, ticket, await known_departments.department(turn, int(department)), message.text)
    return True


async def _call_or_ask_why(turn: Turn, ticket: Ticket, department: Department, reason: str) -> None:
    if own_span(reason)[1]:
        await _call(turn, ticket, department, reason)
        return
    await turn.expect(WHY, f"{ticket.id},{department.id}")
    ask(turn, "whistle.why", f"{ticket.key}:whistle", n=int(ticket.id), owner=department.name)


async def _call(turn: Turn, ticket: Ticket, department: Department, words: str) -> None:
    span, reason = own_span(words)
    await reports.tell_called(turn, await whistling.call(turn, ticket, department, reason, span=span))


async def _call_outsider(turn: Turn, ticket: Ticket, name: str, words: str) -> None:
    span, reason = own_span(words)
    if not reason:
        raise Refused("whistle.outside_why", n=int(ticket.id), owner=name)
    await reports.tell_called(turn, await whistling.call_outsider(turn, ticket, name, reason, span=span))


async def lead(turn: Turn, value: str) -> None:
    """It shall lead."""
    await reports.tell_called(turn, await whistling.lead(turn, await _handled(turn, value)))


async def inform(turn: Turn, value: str) -> None:
    """It only has to know."""
    await reports.tell_called(turn, await whistling.inform(turn, await _handled(turn, value)))


async def withdraw(turn: Turn, value: str) -> None:
    """It is not needed."""
    gone = await whistling.withdraw(turn, await _handled(turn, value))
    turn.whisper("whistle.taken_back", n=int(gone.ticket.id), owner=gone.department.name)


async def link(turn: Turn, value: str) -> None:
    """A new link to send; the earlier one works no more."""
    called = await _handled(turn, value)
    await reports.tell_undelivered(turn, called, await links.issue(turn, called))


async def release(turn: Turn, value: str) -> None:
    """The desk rules: the one that it names is called instead."""
    await answering.release(turn, await _to_rule(turn, value))


async def insist(turn: Turn, value: str) -> None:
    """The desk rules: it is theirs."""
    await answering.insist(turn, await _to_rule(turn, value))


async def ask_above(turn: Turn, value: str) -> None:
    """The desk asks whoever is above to rule."""
    people = await reports.ask_above(turn, await _to_rule(turn, value))
    if not people:
        raise Refused("whistle.nobody_above")
    names = listed([person.name for person in people], turn.language_of(turn.person))
    turn.whisper("whistle.asked_above", who=names)


def ask(turn: Turn, key: str, about: str, **values: Any) -> None:
    """A question that waits for the next line: a message also after a press, for a toast is gone in seconds."""
    reply_to = turn.message.id if turn.message and not turn.is_private else None
    turn.outbox.post(turn.here, turn.compose(key, turn.language, **values), about=about, reply_to=reply_to)


async def _check_handler(turn: Turn, ticket: Ticket) -> None:
    if not await tickets.may_work(turn, ticket):
        await views.refuse(turn, ticket)


async def _handled(turn: Turn, value: str) -> Calling:
    """The whistle of a button that only those who handle the ticket may press."""
    called = await views.find(turn, int(value))
    if called is None:
        raise Refused("no.old_button")
    await _check_handler(turn, called.ticket)
    return called


async def _to_rule(turn: Turn, value: str) -> Calling:
    """The refused whistle: staff of the community rule, or its superior; never the department itself."""
    called = await views.find(turn, int(value))
    if called is None:
        raise Refused("no.old_button")
    superior = called.department.superior
    above = (await known_departments.department(turn, superior)).members if superior is not None else ()
    if not (await tickets.is_staff_of(turn, called.ticket) or turn.person.id in above):
        raise Refused("no.admins_only")
    if await views.is_member(turn, called) and not turn.is_admin:
        raise Refused("whistle.not_yours_to_rule", n=int(called.ticket.id))
    return called
