"""What was sent beside the words stays with its ticket. Its content is fetched after the turn, by `bot.porter`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import ChatRef, PersonId
from bot.features.tickets.model import Ticket, TicketId
from bot.features.tickets.store import Attachments, Kept
from bot.media import SentFile
from bot.messages import Attachment, AttachmentKind, IncomingMessage
from bot.service_events import MediaArrived
from bot.turn import Turn

# More than anybody needs to see, and little enough that nobody fills our disk.
MOST: Final = 30


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Who sent it, in which chat, by which message, as a part of which album."""

    by: PersonId
    chat: ChatRef
    message: str = ""
    album: str = ""


async def attach(
    turn: Turn, ticket: Ticket, sent: Sequence[Attachment], *, origin: Origin | None = None, is_shown: bool = False
) -> None:
    """Keep what the actor sent just now, in this chat, with the ticket; beyond thirty it is told that it is not.

    `origin`: it was sent earlier, beside what has become the ticket just now. `is_shown`: whoever may read of the
    ticket sees it too, not only those who work on it.
    """
    if not sent:
        return
    is_earlier = origin is not None
    origin = origin or _here(turn)
    known = len(await turn.store(Attachments).of(ticket.id))
    for one in sent[: max(0, MOST - known)]:
        file = await turn.store(Attachments).add(_kept(turn, ticket, one, origin, is_shown=is_shown))
        if one.kind is AttachmentKind.LOCATION and not is_earlier:
            # There is nothing to fetch. What came before its ticket was opened is shown with the task.
            await turn.publish(MediaArrived(file=file))
    if len(sent) > MOST - known and turn.actor is not None:
        turn.whisper("attach.too_many", about=ticket.key, n=int(ticket.id), count=MOST)


def _here(turn: Turn) -> Origin:
    message = turn.message
    if message is None:
        return Origin(by=turn.person.id, chat=turn.chat)
    return Origin(by=turn.person.id, chat=turn.chat, message=message.id, album=message.album or "")


def _kept(turn: Turn, ticket: Ticket, one: Attachment, origin: Origin, *, is_shown: bool) -> Kept:
    return Kept(
        ticket=ticket.id,
        kind=one.kind,
        channel=origin.chat.channel,
        bot=origin.chat.bot,
        reference=one.remote_id,
        name=one.name or "",
        by=origin.by,
        at=turn.now,
        message=origin.message,
        album=origin.album,
        mime=one.mime or "",
        size=one.size,
        is_shown=is_shown,
    )


def stand_in(turn: Turn, message: IncomingMessage) -> str:
    """What was said; without words, what was sent, in the language of where that was; empty for neither."""
    words = message.text.strip()
    if words or not message.attachments:
        return words
    kind = message.attachments[0].kind
    return turn.setup.texts.word(f"wordless.{kind}", turn.language)


async def wipe_files(turn: Turn, chat: ChatRef, message: str) -> bool:
    """The message was taken back: what it brought is forgotten, here and on the shelf. Was there anything?"""
    return await turn.store(Attachments).wipe(chat.channel, chat.bot, message)


async def ticket_of_album(turn: Turn, chat: ChatRef, album: str) -> TicketId | None:
    """The ticket that another part of this album came with just now."""
    return await turn.store(Attachments).of_album(chat.channel, chat.bot, album, turn.now)


async def attachments_of(turn: Turn, ticket: Ticket) -> Sequence[SentFile]:
    """All that belongs to it, in the order in which it came."""
    return await turn.store(Attachments).of(ticket.id)
