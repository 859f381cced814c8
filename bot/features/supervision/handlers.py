"""What admins say about watching: understand, act, answer."""

import re
from datetime import timedelta
from typing import Final

from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.supervision import replies, service
from bot.features.supervision.store import Watches
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.stores import Places
from bot.turn import Turn

_STOP: Final = re.compile(r"off|stop|停|不盯了?|取消", re.IGNORECASE)
# What falls due until the day after tomorrow is worth a look today.
SOON: Final = timedelta(days=2)
OFFERED: Final = 9


async def supervise(turn: Turn, words: str) -> None:
    """`/supervise <n>` watches it, `/supervise <n> off` stops; without a number: what is due next."""
    about = tickets.number_about(await tickets.about(turn))
    if not words and about is None:
        await _list(turn)
        return
    ticket, rest = await tickets.named_ticket(turn, words)
    await _check(turn, ticket)
    tickets.check_unseen(turn, ticket)
    if _STOP.fullmatch(rest):
        await _stop(turn, ticket)
    else:
        await _watch(turn, ticket)


async def watch(turn: Turn, value: str) -> None:
    """The button “Watch”."""
    ticket = await tickets.ticket(turn, int(value))
    await _check(turn, ticket)
    tickets.check_unseen(turn, ticket)
    await _watch(turn, ticket)


async def stop(turn: Turn, value: str) -> None:
    """The button “Stop watching”."""
    ticket = await tickets.ticket(turn, int(value))
    await _check(turn, ticket)
    await _stop(turn, ticket)


async def nudge(turn: Turn, value: str) -> None:
    """The button “Nudge”: whoever has it hears that the community asks."""
    ticket = await tickets.ticket(turn, int(value))
    await _check(turn, ticket)
    if not ticket.is_open:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    await replies.tell_worker(turn, ticket, "supervise.nudge")
    turn.whisper("supervise.nudged", n=int(ticket.id))


async def other(turn: Turn, value: str) -> None:
    """The button “Other person”: who else? Only those who are there."""
    ticket = await tickets.ticket(turn, int(value))
    await _check(turn, ticket)
    known = await roster.responsible(turn, await tickets.smallest_place(turn, ticket))
    near = [person for person in (known.worker, known.backup, *known.desk) if person is not None]
    people = await roster.present(turn, [*near, *await roster.people_of(turn, ticket.spot.community)])
    named = [person for person in people if person.id != ticket.assignee and person.name][:OFFERED]
    choices = [(person.name, ("transfers.assign", f"{ticket.id},{person.id}")) for person in named]
    turn.choose("supervise.to_whom", choices, about=ticket.key, n=int(ticket.id))


async def _watch(turn: Turn, ticket: Ticket) -> None:
    if not ticket.is_open:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    if await service.watch(turn, ticket, turn.person):
        await replies.tell_worker(turn, ticket, "supervise.told_worker")
    drawing = await tickets.drawing_of(turn, ticket)
    turn.whisper("supervise.begun", about=ticket.key, **drawing.values(turn.language_of(turn.person)))


async def _stop(turn: Turn, ticket: Ticket) -> None:
    await service.stop(turn, ticket, turn.person)
    turn.whisper("supervise.stopped", n=int(ticket.id))


async def _list(turn: Turn) -> None:
    found = [await tickets.find(turn, watch.ticket) for watch in await turn.store(Watches).of_person(turn.person.id)]
    watched = [ticket for ticket in found if ticket is not None and await tickets.is_staff_of(turn, ticket)]
    known, others = {ticket.id for ticket in watched}, dict[int, Ticket]()
    for community in await roster.staffed(turn):
        area = await turn.store(Places).get(community)
        late = await tickets.overdue(turn, area, replies.SHOWN)
        for ticket in [*late, *await tickets.due_until(turn, area, turn.now + SOON)]:
            if ticket.id not in known:
                others[ticket.id] = ticket
    ordered = sorted(others.values(), key=lambda ticket: ticket.late_at or ticket.next_due or turn.now)
    tickets.check_unseen(turn, *watched, *ordered)
    await replies.say_list(turn, watched, ordered)


async def _check(turn: Turn, ticket: Ticket) -> None:
    if not await tickets.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
