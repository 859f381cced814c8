"""`/why` and `/file`: understand, act, answer."""

from typing import Final

from bot.errors import Refused
from bot.features.history import reasons
from bot.features.history.story import MADE_BY
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.files import File
from bot.messages import OutgoingMessage
from bot.turn import Turn

PDF: Final = "application/pdf"


async def why(turn: Turn, words: str) -> None:
    """`/why <n>`: how it was read, whose it is by its place, whose hands it went through, its deadlines."""
    ticket, _ = await tickets.named_ticket(turn, words)
    await _check_desk(turn, ticket)
    tickets.check_unseen(turn, ticket)
    turn.whisper("why.say", about=ticket.key, **await reasons.of(turn, ticket, turn.language_of(turn.person)))


async def file(turn: Turn, words: str) -> None:
    """`/file <n>`: the whole story as one document, in private."""
    ticket, _ = await tickets.named_ticket(turn, words)
    await _check_desk(turn, ticket)
    to = turn.private_to(turn.person)
    if to is None or not (turn.is_private or turn.can_write_to(turn.person)):
        raise Refused("no.start_first", who=turn.person.name)
    language = turn.language_of(turn.person)
    texts = turn.setup.texts
    count = len(await tickets.history(turn, ticket.id))
    made = File(
        name=texts.word("file.name", language, n=int(ticket.id)) + ".pdf",
        mime=PDF,
        made_by=MADE_BY,
        value=f"{ticket.id} {language}",
    )
    message = OutgoingMessage(text=texts.text("file.say", language, n=int(ticket.id), count=count), file=made)
    turn.outbox.post(to, message, about=ticket.key)
    if not turn.is_private and turn.message is not None:
        turn.outbox.react(turn.here, turn.message.id)


async def _check_desk(turn: Turn, ticket: Ticket) -> None:
    if not await tickets.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
