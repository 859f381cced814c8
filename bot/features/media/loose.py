"""Files beside group talk: their handles are held until the talk is a ticket, ten minutes at most, then forgotten.

And parts of an album that come when its ticket is there already (PLATFORMS 23).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.features.media.store import Loose, LooseFiles
from bot.features.tickets import service
from bot.features.tickets import views as tickets
from bot.features.tickets.events import TicketOpened
from bot.listening import concerns_us, said_to_us
from bot.messages import IncomingMessage, MessageDeleted
from bot.turn import Turn

HELD: Final = timedelta(minutes=10)


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """True: a late part of an album that is a ticket. Otherwise others hear the message; its files may be held."""
    if not message.attachments:
        return False
    if message.album and await _joins_album(turn, message, message.album):
        return True
    if not message.is_private and not said_to_us(message):
        await _hold_if_call(turn, message)
    return False


async def _joins_album(turn: Turn, message: IncomingMessage, album: str) -> bool:
    number = await tickets.ticket_of_album(turn, message.chat, album)
    ticket = None if number is None else await tickets.find(turn, int(number))
    if ticket is None:
        return False
    await turn.meet()
    await service.attach(turn, ticket, message.attachments)
    if message.text.strip():
        await service.remark(turn, ticket, message.text)
    return True


async def _hold_if_call(turn: Turn, message: IncomingMessage) -> None:
    """What nobody could take for a call is not held, an album neither."""
    known = await turn.store(LooseFiles).message_of(message.chat, message.album) if message.album else None
    if known is not None or concerns_us(replace(message, album=None)):
        await hold(turn, message, of=known or message.id)


async def hold(turn: Turn, message: IncomingMessage, *, of: str) -> None:
    """Its files belong to that message of the same chat, should it become a ticket."""
    files = [
        Loose(chat=message.chat, message=of, album=message.album or "", file=file, at=turn.now)
        for file in message.attachments
    ]
    if files:
        await turn.store(LooseFiles).hold(*files)


async def on_opened(turn: Turn, news: TicketOpened) -> None:
    """The message has become a ticket: what stood beside it belongs to that."""
    source = news.ticket.source
    if source.message is None or source.is_private:
        return
    store = turn.store(LooseFiles)
    beside = await store.of_message(source.chat, source.message)
    for one in beside:
        origin = service.Origin(by=news.ticket.reporter, chat=one.chat, message=one.message, album=one.album)
        await service.attach(turn, news.ticket, [one.file], origin=origin)
    if beside:
        await store.let_go(source.chat, source.message)


async def on_deleted(turn: Turn, event: MessageDeleted) -> None:
    """Its author or a moderator has taken the message away: what it brought goes too (PLATFORMS 49)."""
    await turn.store(LooseFiles).let_go(event.chat, event.message)
    await service.wipe_files(turn, event.chat, event.message)


async def due(turn: Turn) -> Sequence[str]:
    """Is anything held for longer than we may?"""
    return ["old"] if await turn.store(LooseFiles).has_old(turn.now - HELD) else []


async def forget(turn: Turn, _item: str) -> None:
    """Forget it."""
    await turn.store(LooseFiles).sweep(turn.now - HELD)
