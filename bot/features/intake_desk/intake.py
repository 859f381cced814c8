"""`/intake`: staff enter a call for somebody who is not in any chat."""

from typing import Final

from bot.dialogs import Dialog, Dialogs
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
from bot.messages import IncomingMessage
from bot.turn import Turn

WORDS: Final = "intake_desk.words"


async def intake(turn: Turn, words: str) -> None:
    """`/intake <phone|window|visit|volunteer|box|12345> <words>`; without a way its buttons ask for it."""
    found = way_of(words)
    if found is None:
        await _ask_way(turn, words)
        return
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


async def _ask_way(turn: Turn, words: str) -> None:
    """Six ways, six buttons; what was said already is kept for the tap, where nobody else reads it."""
    if turn.is_private:
        await turn.expect(WORDS, f"? {words}")
    ways = iter(WayIn)
    rows = [[("intake_desk.way", str(next(ways))) for _ in range(3)] for _ in range(2)]
    turn.whisper("intake.which_way", actions=rows)


async def by_way(turn: Turn, value: str) -> None:
    """One of the six buttons: the call is entered with what was said before, or the next line says what it is."""
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    said = dialog.value.partition(" ")[2] if dialog is not None and dialog.kind == WORDS else ""
    way = WayIn(value)
    if said and way is not WayIn.HOTLINE:
        await turn.store(Dialogs).close(turn.chat, turn.person.id)
        await intake(turn, f"{_said(way)} {said}")
        return
    await turn.expect(WORDS, f"{_said(way)} {said}")
    # A toast would be gone before anything is typed.
    turn.tell(turn.person, "intake.order_missing" if way is WayIn.HOTLINE else "intake.what")


async def answer_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after the way was tapped; before that, it is none of ours."""
    way, _, said = dialog.value.partition(" ")
    if way == "?" or not message.text.strip():
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await intake(turn, " ".join(filter(None, [way, message.text, said])))
    return True


def _said(way: WayIn) -> str:
    """The way as `/intake` is told of it."""
    return "12345" if way is WayIn.HOTLINE else str(way)


def _order(said: str) -> tuple[str, str]:
    found = order_of(said)
    if found is None:
        raise Refused("intake.order_missing")
    return found


async def _open(turn: Turn, way: WayIn, matter: str) -> Ticket:
    message = turn.message.id if turn.message is not None else None
    source = Source(chat=turn.chat, message=message, is_private=turn.is_private, origin=way.value)
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
