"""Handing on, and declining with a better owner: understand, act, answer. By words, or tap by tap."""

from collections.abc import Sequence
from typing import Any, Final

from bot.community import Person, PersonId, Role
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tasks import views as tasks
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views as tickets
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.features.transfers import service
from bot.features.transfers.hops import RETURNED, TRANSFERRED
from bot.labels import Action
from bot.messages import IncomingMessage
from bot.naming import named_first, nearest_names
from bot.stores import People
from bot.texts import listed
from bot.turn import Turn

# The line that names an owner and a reason, and the line that gives the reason for an owner who was tapped.
WHOSE: Final = "transfers.whose"
WHY: Final = "transfers.why"
REASONS: Final = ("area", "duty", "busy")
# Nobody in particular: the community decides.
NOBODY: Final = 0
OFFERED: Final = 8
_TAKERS: Final = frozenset(
    {Role.WORKER, Role.BACKUP, Role.GRID_LEAD, Role.STAFF, Role.SECRETARY, Role.PROPERTY, Role.DEPARTMENT}
)
_PASSABLE: Final = frozenset({State.ASSIGNED, *IN_HAND})


def may_be_passed(ticket: Any) -> bool:
    """Is it in somebody's hands?"""
    return isinstance(ticket, Ticket) and ticket.state in _PASSABLE


async def transfer(turn: Turn, words: str) -> None:
    """`/transfer <n> <who> <why>`."""
    ticket, rest = await tickets.named_ticket(turn, words)
    await _check(turn, ticket)
    people = await roster.people_of(turn, ticket.spot.community)
    found, why = named_first(rest, people, _name)
    if not rest:
        raise Refused("transfer.how", n=int(ticket.id))
    if not found:
        near = listed(nearest_names(rest, [_name(one) for one in people if one.name]), turn.language_of(turn.person))
        raise Refused("assign.nobody", n=int(ticket.id), short=rest.split()[0], words=near)
    await _to_one_of(turn, ticket, found, why, TRANSFERRED)


async def decline(turn: Turn, words: str) -> None:
    """`/decline <n> <owner> <why>`, and the button “Not mine”, which asks whose it is."""
    ticket, rest = await tickets.named_ticket(turn, words)
    await _check(turn, ticket)
    if rest:
        await _decline(turn, ticket, rest)
    else:
        await _ask_whose(turn, ticket, RETURNED)


async def transfer_by_button(turn: Turn, value: str) -> None:
    """The button “Hand over”: to whom?"""
    ticket = await tickets.ticket(turn, int(value))
    await _check(turn, ticket)
    await _ask_whose(turn, ticket, TRANSFERRED)


async def _ask_whose(turn: Turn, ticket: Ticket, what: str) -> None:
    people = await _takers(turn, ticket)
    choices = [(person.name, ("transfers.to", f"{ticket.id},{person.id},{what}")) for person in people]
    if what == RETURNED:
        label = turn.setup.texts.word("transfer.let_decide", turn.language_of(turn.person))
        choices.append((label, ("transfers.to", f"{ticket.id},{NOBODY},{what}")))
    await turn.expect(WHOSE, f"{ticket.id},{what}")
    key = "transfer.whose" if what == RETURNED else "transfer.to_whom"
    turn.choose(key, choices, about=ticket.key, n=int(ticket.id))


async def _takers(turn: Turn, ticket: Ticket) -> Sequence[Person]:
    """Who may take it: first those of its place, then the other workers and staff, the property and departments."""
    known = await roster.responsible(turn, await tickets.smallest_place(turn, ticket))
    near = [person for person in (known.worker, known.backup) if person is not None]
    others = await roster.people_of(turn, ticket.spot.community, roles=_TAKERS)
    there = await roster.present(turn, [*near, *others])
    return [one for one in there if one.id not in {turn.person.id, ticket.assignee} and one.name][:OFFERED]


async def chosen(turn: Turn, value: str) -> None:
    """An owner was tapped: why? Three reasons stand as buttons, any other is written."""
    number, person, _ = value.split(",")
    ticket = await tickets.ticket(turn, int(number))
    await _check(turn, ticket)
    await turn.expect(WHY, value)
    actions: list[list[Action]] = [[("transfers.because", f"{value},{reason}") for reason in REASONS]]
    worker = "" if int(person) == NOBODY else (await _get(turn, person)).name
    key = "transfer.why" if worker else "transfer.why_not_mine"
    message = turn.compose(key, turn.language_of(turn.person), actions=actions, n=int(ticket.id), worker=worker)
    turn.outbox.post(turn.here, message, about=ticket.key)


async def because(turn: Turn, value: str) -> None:
    """A reason was tapped."""
    number, person, what, reason = value.split(",")
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    why = turn.setup.texts.word(f"transfer.because_{reason}", turn.language_of(turn.person))
    await _pass_on(turn, f"{number},{person},{what}", why)


async def answer_why(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """A reason was written."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _pass_on(turn, dialog.value, message.text)
    return True


async def answer_whose(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """Owner and reason in one line instead of a tap."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    number, _, what = dialog.value.partition(",")
    if what == TRANSFERRED:
        await transfer(turn, f"{number} {message.text}")
    else:
        await decline(turn, f"{number} {message.text}")
    return True


async def _pass_on(turn: Turn, value: str, why: str) -> None:
    number, person, what = value.split(",")
    ticket = await tickets.ticket(turn, int(number))
    await _check(turn, ticket)
    if int(person) == NOBODY:
        await _told(turn, ticket, await service.give_back(turn, ticket, "", why, RETURNED))
    else:
        await _told(turn, ticket, await service.hand_on(turn, ticket, await _get(turn, person), why, what))


async def _decline(turn: Turn, ticket: Ticket, rest: str) -> None:
    """An owner of the roster gets it; an owner outside is for staff to decide, or has been told by staff."""
    found, why = named_first(rest, await roster.people_of(turn, ticket.spot.community), _name)
    if found:
        await _to_one_of(turn, ticket, found, why, RETURNED)
        return
    owner, _, why = rest.partition(" ")
    if not why.strip():
        raise Refused("transfer.how_decline", n=int(ticket.id), short=owner)
    if await tickets.is_staff_of(turn, ticket):
        await tickets_service.decline(turn, ticket, why.strip(), owner=owner)
        turn.whisper("transfer.declined", n=int(ticket.id), owner=owner)
    else:
        await _told(turn, ticket, await service.give_back(turn, ticket, owner, why.strip(), RETURNED))


async def _to_one_of(turn: Turn, ticket: Ticket, found: Sequence[Person], why: str, what: str) -> None:
    if len(found) > 1:
        choices = [(one.name, ("transfers.to", f"{ticket.id},{one.id},{what}")) for one in found]
        turn.choose("assign.several", choices, about=ticket.key, n=int(ticket.id), short=found[0].name)
    elif not why:
        await chosen(turn, f"{ticket.id},{found[0].id},{what}")
    else:
        await _told(turn, ticket, await service.hand_on(turn, ticket, found[0], why, what))


async def _told(turn: Turn, ticket: Ticket, to: Person) -> None:
    turn.whisper("transfer.done", n=int(ticket.id), worker=to.name)


async def _check(turn: Turn, ticket: Ticket) -> None:
    """Whoever has it hands it on, or the staff of its community."""
    await tasks.check_handler(turn, ticket)
    if ticket.state not in _PASSABLE:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    is_theirs = turn.person.id == ticket.assignee or await tickets.is_staff_of(turn, ticket)
    if not is_theirs:
        await tasks.refuse_as_taken(turn, ticket)


async def _get(turn: Turn, person: str) -> Person:
    return await turn.store(People).get(PersonId(int(person)))


def _name(person: Person) -> str:
    return person.name
