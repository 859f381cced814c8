"""What residents say and press about tickets: understand, act, answer."""

from typing import Any, Final

from bot import understanding
from bot.community import Place, PlaceId
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tickets import replies, service, views, wordless
from bot.features.tickets.courtesy import is_courtesy, is_greeting
from bot.features.tickets.heavy import tell_together
from bot.features.tickets.mishearing import is_heard
from bot.features.tickets.model import FOUND, Source, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.stores import Places
from bot.turn import WORKER_ROLES, Turn

WHERE: Final = service.WHERE
WHAT: Final = service.WHAT
MINE: Final = 5


async def report(turn: Turn, words: str) -> None:
    """`/report <words>`: an explicit call; it is never joined, delayed or refused."""
    message = _spoken(turn)
    replied = message.reply_to.text if message.reply_to and not message.reply_to.is_ours else None
    said = words or replied or ""
    if said:
        await _call(turn, said)
    elif message.attachments:
        await _call_without_words(turn, message)
    else:
        await service.expect_words(turn)
        turn.answer("ask.what")


async def _call_without_words(turn: Turn, message: IncomingMessage) -> None:
    await wordless.ask(turn, await _call(turn, service.stand_in(turn, message)))


async def _call(turn: Turn, words: str) -> Ticket:
    """The caller's words become a ticket; the next plain line may name its building."""
    message = _spoken(turn)
    await tell_together(turn)
    # What a worker reports nobody has called about yet.
    is_found = turn.person.in_roster and await turn.has_role(WORKER_ROLES)
    origin = FOUND if is_found else "chat"
    source = Source(chat=message.chat, message=message.id, is_private=message.is_private, origin=origin)
    ticket = await service.take_call(turn, words, source, turn.person)
    await service.attach(turn, ticket, message.attachments)
    return ticket


async def answer_what(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what is it?" is the call; a mere "thanks" ends the talk."""
    if not message.text.strip():
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    if is_courtesy(message.text):
        turn.outbox.react(turn.here, message.id)
    else:
        await _call(turn, message.text)
    return True


async def answer_where(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "which building?": a building in it is the answer; anything else is something else."""
    ticket = await turn.store(Tickets).get(TicketId(int(dialog.value)))
    if ticket is None or not ticket.is_open or ticket.spot.building is not None:
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        return False
    if _is_another_call(message.text, ticket):
        return False
    if message.attachments and not message.text.strip():
        await service.attach(turn, ticket, message.attachments)
        turn.outbox.react(turn.here, message.id)
        return True
    parts = understanding.read_place(message.text)
    located = await roster.locate(turn, message.text, parts, person=None)
    if located.building is None:
        located = await roster.with_new_building(turn, located)
    if located.building is None:
        return await _added_in_private(turn, ticket, message)
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    placed = await service.place_ticket(turn, ticket, located.building, unit=parts.unit)
    if is_call_of_its_own(message.text):
        # It says more than where, and the worker reads all of it.
        await service.remark(turn, placed, message.text)
    return True


def _is_another_call(words: str, asked: Ticket) -> bool:
    """Is this no answer to "which building?" but another matter?

    People say the matter once more together with the place; what is of another kind, or a danger, is a call of its own.
    """
    reading = understanding.read(words)
    return views.is_alarm(words, asked) or (reading.is_call and reading.category not in {None, asked.category})


async def _added_in_private(turn: Turn, ticket: Ticket, message: IncomingMessage) -> bool:
    """Alone with us, words that name no building and are no other call belong to the one that we asked about."""
    if not turn.is_private or not message.text.strip() or is_call_of_its_own(message.text):
        return False
    await service.remark(turn, ticket, message.text)
    turn.outbox.react(turn.here, message.id)
    return True


def is_call_of_its_own(text: str) -> bool:
    """Does this line say what is the matter?"""
    reading = understanding.read(text)
    return reading.is_call or reading.urgency == "emergency"


async def choose_building(turn: Turn, value: str) -> None:
    """A building's button under the question. The caller, or whoever may work on the ticket, may press it."""
    number, _, place = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    if turn.person.id != ticket.reporter and not await views.may_work(turn, ticket):
        raise Refused("no.not_caller")
    if not ticket.is_open or ticket.spot.building is not None:
        await replies.show(turn, ticket)
        return
    building = await _standing(turn, PlaceId(int(place)))
    await turn.store(Dialogs).close(turn.chat, ticket.reporter)
    await service.place_ticket(turn, ticket, building)


async def choose_compound(turn: Turn, value: str) -> None:
    """A compound's button, where there are too many buildings for one look: its buildings come next."""
    number, _, place = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    if turn.person.id != ticket.reporter and not await views.may_work(turn, ticket):
        raise Refused("no.not_caller")
    if ticket.is_open and ticket.spot.building is None:
        ticket = await service.narrow(turn, ticket, await _standing(turn, PlaceId(int(place))))
    await replies.show(turn, ticket)


def may_be_talk(ticket: Any) -> bool:
    """Nobody called for it, and it is not over."""
    return isinstance(ticket, Ticket) and is_heard(ticket) and ticket.is_open


async def not_a_call(turn: Turn, value: str) -> None:
    """The button “Not a request”: the caller takes it back with one tap; what nobody called for, a worker too."""
    ticket = await views.ticket(turn, int(value))
    if not is_heard(ticket):
        await _withdraw(turn, ticket)
        return
    if turn.person.id != ticket.reporter and not await views.may_work(turn, ticket):
        raise Refused("no.not_caller")
    if ticket.state is not State.WITHDRAWN:
        await service.not_a_call(turn, ticket)
    turn.answer("tickets.misheard")


async def withdraw(turn: Turn, words: str) -> None:
    """`/withdraw <n>`."""
    ticket, _ = await views.named_ticket(turn, words)
    await _withdraw(turn, ticket)


async def _withdraw(turn: Turn, ticket: Ticket) -> None:
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
    if ticket.state is State.WITHDRAWN:
        return
    await (service.not_a_call if is_heard(ticket) else service.withdraw)(turn, ticket)
    if turn.press is None and not ticket.shows_in_group:
        turn.answer("tickets.withdrawn", n=int(ticket.id))


async def status(turn: Turn, words: str) -> None:
    """`/status <n>`: where it stands, told to whoever may know; what is private is told in private."""
    ticket, _ = await views.named_ticket(turn, words)
    await service.tell_standing(turn, ticket)


async def mine(turn: Turn, _words: str) -> None:
    """`/mine`: the caller's own calls, told in private; where that is impossible, those that the group knows anyway."""
    tickets = await views.calls_of(turn, turn.person.id, MINE)
    if not (turn.is_private or turn.can_write_to(turn.person)):
        tickets = [ticket for ticket in tickets if ticket.shows_in_group]
    if not tickets:
        turn.whisper("mine.none")
        return
    language = turn.language_of(turn.person)
    texts = turn.setup.texts
    lines = []
    for ticket in tickets:
        drawing = await views.drawing_of(turn, ticket)
        state = texts.word(f"state.{ticket.state}", language)
        lines.append(texts.word("mine.line", language, **drawing.values(language), state=state))
    turn.whisper("mine.list", count=len(tickets), lines="\n".join(lines))


async def listen_to_reply(turn: Turn, message: IncomingMessage) -> bool:
    """A plain reply to a message about a ticket: the words go to the worker, unless they are a call of their own."""
    if message.reply_to is None or not message.reply_to.is_ours:
        return False
    number = views.number_about(await views.about(turn))
    ticket = None if number is None else await turn.store(Tickets).get(number)
    if ticket is None or views.is_alarm(message.text, ticket):
        return False
    if turn.person.id != ticket.reporter and is_call_of_its_own(message.text):
        return False
    if message.text.strip():
        await service.remark(turn, ticket, message.text)
    await service.attach(turn, ticket, message.attachments)
    turn.outbox.react(turn.here, message.id)
    return True


async def listen_to_us(turn: Turn, message: IncomingMessage) -> bool:
    """Plain words said to us (in private, with a mention, as a reply): a call (DESIGN part 4). Thanks are none.

    A worker in private answers messages more often than calling: words that say nothing is the matter are asked about.
    """
    if not said_to_us(message) or not (message.text.strip() or message.attachments):
        return False
    if not message.text.strip():
        await _call_without_words(turn, message)
    elif is_courtesy(message.text):
        turn.outbox.react(turn.here, message.id)
    elif turn.is_private and await turn.has_role(WORKER_ROLES) and not is_call_of_its_own(message.text):
        turn.answer("ask.worker")
    else:
        await report(turn, "" if is_greeting(message.text) else message.text)
    return True


async def redraw(turn: Turn, about_subject: str) -> None:
    """An old button was pressed: show the ticket as it is now."""
    number = views.number_about(about_subject)
    ticket = None if number is None else await turn.store(Tickets).get(number)
    if ticket is not None:
        await replies.show(turn, ticket)


async def _standing(turn: Turn, place: PlaceId) -> Place:
    """A place that the roster still has."""
    found = await turn.store(Places).get(place)
    if found.retired:
        raise Refused("no.old_button")
    return found


def _spoken(turn: Turn) -> IncomingMessage:
    """The message that carries the call; a command always has one."""
    if turn.message is None:
        message = "a call is made by a message"
        raise AssertionError(message)
    return turn.message
