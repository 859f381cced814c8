"""Calling a department: the whistle is written down, delivered or told as undelivered, changed, taken back."""

from dataclasses import replace
from typing import Final

from bot.errors import Refused
from bot.features.departments import service as departments
from bot.features.departments.views import Department, Kind
from bot.features.tickets import service as tickets
from bot.features.tickets.views import State as TicketState
from bot.features.tickets.views import Ticket
from bot.features.whistles import deadlines, links, model, replies, reports
from bot.features.whistles.model import Part, State, Step, Whistle, WhistleId, lead_of
from bot.features.whistles.store import Links, Whistles
from bot.features.whistles.views import Calling, calling
from bot.turn import Turn

_NEW: Final = WhistleId(0)


async def call(
    turn: Turn, ticket: Ticket, department: Department, reason: str, *, part: Part | None = None, span: str = ""
) -> Calling:
    """Call a department to a ticket. The first one leads, the others help, unless `part` says otherwise.

    Raises:
        Refused: it is called already, or the ticket is over.
    """
    if not ticket.is_open:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    earlier = await turn.store(Whistles).of_ticket(ticket.id)
    if any(one.department == department.id and one.is_open for one in earlier):
        raise Refused("whistle.already", n=int(ticket.id), owner=department.name)
    leads = lead_of([one for one in earlier if one.is_open]) is None
    new = Whistle(
        id=_NEW,
        ticket=ticket.id,
        department=department.id,
        part=part or (Part.LEAD if leads else Part.HELPER),
        reason=reason,
        called_by=turn.actor.id if turn.actor else None,
        called_at=turn.now,
        span=span,
    )
    called = Calling(whistle=await turn.store(Whistles).add(new), ticket=ticket, department=department)
    called = await deliver(turn, called)
    await write(turn, called, "whistled", words=reason, public=True)
    if called.whistle.state is State.CALLED:
        await _tell_undelivered(turn, called)
    return called


async def call_outsider(turn: Turn, ticket: Ticket, name: str, reason: str, *, span: str = "") -> Calling:
    """Call somebody who stands in no roster: a third party, which answers by a one-time link."""
    made = await departments.establish(turn, name, Kind.THIRD_PARTY, ticket.spot.community)
    return await call(turn, ticket, made, reason, span=span)


async def deliver(turn: Turn, called: Calling) -> Calling:
    """Show it to those who hear it first. It counts as delivered, and its clock begins, when any can be written to."""
    if called.whistle.state is State.CALLED:
        if await replies.can_be_shown(turn, called):
            called = await _arrived(turn, called)
        elif called.whistle.next_due is None:
            again = await deadlines.next_told(turn, called)
            called = await keep(turn, called, replace(called.whistle, next_due=again))
    await replies.show(turn, called)
    return called


async def arrived_by_link(turn: Turn, called: Calling) -> Calling:
    """Somebody opened the link: it counts as delivered."""
    if called.whistle.state is not State.CALLED:
        return called
    arrived = await _arrived(turn, called)
    await write(turn, arrived, "whistle_delivered", public=True)
    return arrived


async def _arrived(turn: Turn, called: Calling) -> Calling:
    if called.whistle.part is Part.INFORMED:
        return await keep(turn, called, model.after(called.whistle, Step.INFORM))
    due = await deadlines.report_due(turn, called)
    return await keep(turn, called, model.delivered(called.whistle, turn.now, due))


async def lost(turn: Turn, called: Calling) -> None:
    """The network says that it did not arrive. If nobody else of the department has it, the clock stands again."""
    if called.whistle.state is not State.DELIVERED or await replies.can_be_shown(turn, called):
        return
    again = await deadlines.next_told(turn, called)
    undelivered = await keep(turn, called, model.lost(called.whistle, again))
    await write(turn, undelivered, "whistle_undelivered", public=True)
    await _tell_undelivered(turn, undelivered)


async def _tell_undelivered(turn: Turn, called: Calling) -> None:
    await reports.tell_undelivered(turn, called, await links.issue(turn, called))


async def lead(turn: Turn, called: Calling) -> Calling:
    """This one leads from now on; whoever led until now helps."""
    before = await turn.store(Whistles).of_ticket(called.ticket.id)
    for other in before:
        if other.part is Part.LEAD and other.is_open and other.id != called.whistle.id:
            helper = await keep(turn, await calling(turn, other), replace(other, part=Part.HELPER))
            await replies.show(turn, helper)
    leading = await keep(turn, called, replace(called.whistle, part=Part.LEAD))
    await write(turn, leading, "whistle_leads", public=True)
    await replies.show(turn, leading)
    return leading


async def inform(turn: Turn, called: Calling) -> Calling:
    """It only has to know: no clock runs."""
    told = replace(model.after(called.whistle, Step.INFORM), part=Part.INFORMED)
    informed = await keep(turn, called, told)
    await write(turn, informed, "whistle_informs", public=True)
    await replies.show(turn, informed)
    return informed


async def withdraw(turn: Turn, called: Calling) -> Calling:
    """It is not needed any more."""
    gone = await keep(turn, called, model.after(called.whistle, Step.WITHDRAW))
    await turn.store(Links).end(gone.whistle.id)
    await write(turn, gone, "whistle_withdrawn", public=True)
    await replies.show(turn, gone)
    return gone


async def ticket_is_over(turn: Turn, ticket: Ticket) -> None:
    """Nobody need come any more. Whoever was called is told by the message that called."""
    for whistle in await turn.store(Whistles).of_ticket(ticket.id):
        if not whistle.is_open:
            continue
        called = Calling(whistle=whistle, ticket=ticket, department=(await calling(turn, whistle)).department)
        gone = await keep(turn, called, model.after(whistle, Step.WITHDRAW))
        await turn.store(Links).end(whistle.id)
        await write(turn, gone, "whistle_withdrawn")
        await replies.show(turn, gone)


async def ticket_follows(turn: Turn, ticket: Ticket, into: Ticket) -> None:
    """The ticket follows another one: whoever was called to it is called to that one from now on (LESSONS 5).

    Is that one done already, nobody need come any more.
    """
    there = {one.department for one in await turn.store(Whistles).of_ticket(into.id) if one.is_open}
    for whistle in await turn.store(Whistles).of_ticket(ticket.id):
        if not whistle.is_open:
            continue
        called = await calling(turn, whistle)
        if whistle.department in there or into.state is TicketState.RESOLVED:
            await withdraw(turn, called)
        else:
            moved = await keep(turn, replace(called, ticket=into), replace(whistle, ticket=into.id))
            await write(turn, moved, "whistled", words=whistle.reason, public=True)
            await replies.show(turn, moved)


async def keep(turn: Turn, called: Calling, whistle: Whistle) -> Calling:
    """Keep the whistle as it is now."""
    await turn.store(Whistles).save(whistle)
    return replace(called, whistle=whistle)


async def write(turn: Turn, called: Calling, what: str, *, words: str = "", public: bool = False) -> None:
    """A line of the ticket's history; a public one has the ticket's card drawn anew."""
    line = f"{called.department.name}: {words}" if words else called.department.name
    await tickets.record(turn, called.ticket, what, words=line, after=str(called.whistle.id), public=public)
