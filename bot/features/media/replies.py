"""With which words a file is handed on, and what is said where there is none."""

from dataclasses import replace
from typing import Final

from bot.community import ChatRef, Person
from bot.features.media.making import handed_on
from bot.features.tickets.views import Ticket
from bot.media import SentFile, Unfit
from bot.messages import Address, AttachmentKind, MapPoint, OutgoingMessage
from bot.stores import People, Priority
from bot.turn import Turn

# A name that a place on the map was sent under is quoted no further than this.
NAME: Final = 80


async def show_to_worker(turn: Turn, ticket: Ticket, file: SentFile, worker: Person, *, silent: bool) -> None:
    """Below the task, with who sent it."""
    to = turn.private_to(worker)
    if to is None:
        return
    sender = await turn.store(People).get(file.by)
    language = turn.language_of(worker)
    message = turn.compose(f"media.from_{file.kind}", language, n=int(ticket.id), who=sender.name)
    quiet = replace(_with(turn, message, ticket, file, language), silent=silent)
    # After the task itself.
    turn.outbox.post(to, quiet, about=ticket.key, priority=Priority.CARD)


async def show_to_readers(turn: Turn, ticket: Ticket, file: SentFile) -> None:
    """What a worker sent with a step: for the group of the ticket, else its caller; of a private one for nobody."""
    if ticket.private or ticket.is_personal_danger:
        return
    to = await _readers(turn, ticket)
    if to is None:
        return
    address, language = to
    sender = await turn.store(People).get(file.by)
    message = turn.compose(f"media.step_{file.kind}", language, n=int(ticket.id), who=sender.name)
    reply_to = ticket.source.message if isinstance(address, ChatRef) else None
    silent = replace(_with(turn, message, ticket, file, language), silent=True)
    turn.outbox.post(address, silent, about=ticket.key, reply_to=reply_to, priority=Priority.CARD)


async def say_refused(turn: Turn, ticket: Ticket, file: SentFile, why: Unfit) -> None:
    """One plain line to whoever sent it: in private, else in the group where the ticket stands."""
    sender = await turn.store(People).get(file.by)
    most = turn.setup.config.files.most_mb
    if turn.can_write_to(sender):
        turn.tell(sender, f"media.refused_{why}", about=ticket.key, silent=True, n=int(ticket.id), count=most)
    elif ticket.shows_in_group:
        language = await turn.language_at(ticket.source.chat)
        message = turn.compose(f"media.refused_{why}", language, silent=True, n=int(ticket.id), count=most)
        turn.outbox.post(ticket.source.chat, message, about=ticket.key, reply_to=ticket.source.message)


async def say_missing(turn: Turn, ticket: Ticket, file: SentFile, worker: Person) -> None:
    """There was something that we could not hand on."""
    sender = await turn.store(People).get(file.by)
    kind = turn.setup.texts.word(f"media.kind_{file.kind}", turn.language_of(worker))
    turn.tell(worker, "media.missing", about=ticket.key, silent=True, n=int(ticket.id), who=sender.name, what=kind)


async def _readers(turn: Turn, ticket: Ticket) -> tuple[Address, str] | None:
    if ticket.shows_in_group:
        return ticket.source.chat, await turn.language_at(ticket.source.chat)
    caller = await turn.store(People).get(ticket.reporter)
    to = turn.private_to(caller)
    return (to, turn.language_of(caller)) if to is not None and turn.can_write_to(caller) else None


def _with(turn: Turn, message: OutgoingMessage, ticket: Ticket, file: SentFile, language: str) -> OutgoingMessage:
    if file.kind is AttachmentKind.LOCATION:
        return replace(message, point=MapPoint.read(file.reference))
    return replace(message, file=handed_on(turn, file, int(ticket.id), language))
