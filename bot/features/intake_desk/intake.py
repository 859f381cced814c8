"""`/intake`: staff enter a call for somebody who is not in any chat."""

from bot.errors import Refused
from bot.features.intake_desk import replies, tellers
from bot.features.intake_desk.model import (
    REPORTED_BEFORE,
    CallBack,
    Contact,
    WayIn,
    apart,
    order_of,
    wants_call,
    way_of,
)
from bot.features.intake_desk.service import expect_whom, keep
from bot.features.intake_desk.store import Contacts
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import Source, Ticket
from bot.turn import Turn


async def intake(turn: Turn, words: str) -> None:
    """`/intake <phone|window|visit|volunteer|box|12345> <words>`."""
    found = way_of(words)
    if found is None:
        raise Refused("intake.which_way")
    way, said = found
    order = ""
    if way is WayIn.HOTLINE:
        order, said = _order(said)
        known = await turn.store(Contacts).of_order(order)
        if known is not None:
            turn.whisper("intake.order_known", about=f"tickets:{known.ticket}", n=known.ticket, number=order)
            return
    matter, name, phone = apart(said)
    if not matter:
        raise Refused("intake.words")
    ticket = await _open(turn, way, matter)
    call_back = CallBack.WANTED if wants_call(said) else None
    await keep(
        turn,
        ticket,
        Contact(ticket=int(ticket.id), by=turn.person.id, name=name, phone=phone, order=order, call_back=call_back),
    )
    if ticket.spot.building is not None:
        await expect_whom(turn, ticket)
    await replies.ask_whom(turn, ticket, name, phone)
    await _offer_to_join(turn, ticket)


def _order(said: str) -> tuple[str, str]:
    found = order_of(said)
    if found is None:
        raise Refused("intake.order_missing")
    return found


async def _open(turn: Turn, way: WayIn, matter: str) -> Ticket:
    message = turn.message
    if message is None:
        raise Refused("no.old_button")
    source = Source(chat=message.chat, message=message.id, is_private=message.is_private, origin=way.value)
    return await tickets.take_call(turn, matter, source, turn.person)


async def _offer_to_join(turn: Turn, ticket: Ticket) -> None:
    """What the group has reported before is probably the same: one tap joins them."""
    earlier = [int(one.id) for one in await views.alike(turn, ticket, REPORTED_BEFORE) if one.id < ticket.id]
    for before in [await views.ticket(turn, number) for number in earlier]:
        if await _may_read(turn, before):
            await replies.offer_to_join(turn, ticket, before)
            return


async def _may_read(turn: Turn, ticket: Ticket) -> bool:
    """What was told in private is offered, and joined, by those alone who may work on it."""
    return ticket.shows_in_group or await views.may_work(turn, ticket)


async def join(turn: Turn, value: str) -> None:
    """The button “It's the same”: whoever entered it, or works on it, joins it to the one reported before."""
    number, _, other = value.partition(",")
    ticket, into = await views.ticket(turn, int(number)), await views.ticket(turn, int(other or number))
    if not await tellers.may_speak(turn, ticket):
        raise Refused("no.not_caller")
    if not await _may_read(turn, into):
        raise Refused("no.private_number", n=int(into.id))
    await tickets.merge(turn, ticket, into)
    turn.whisper("intake.joined", about=into.key, n=int(ticket.id), into=int(into.id))
