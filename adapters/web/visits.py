"""What a visitor does: kept in the room, then handed to the service. Knows no HTTP.

A visitor's page holds each deed, under a key of its own, until it is answered; so a deed whose hand-over failed comes
again under the same key, and is one message and one event.
"""

from dataclasses import dataclass
from typing import Final

from adapters.web.channel import WebChannel, private_room
from adapters.web.deeds import Doer, pressed, reacted, said
from adapters.web.links import upload_link
from adapters.web.rooms import Message, Reacted, Rooms, Said, Talk
from adapters.web.scene import Standing, Visitor
from bot.messages import Attachment, Gesture
from bot.ports import Raw, Reception, UnitOfWork
from bot.richtext import joined, plain

LONGEST: Final = 4000


class NotThere(Exception):  # noqa: N818 - the page may be old, which is no fault
    """The chat is not this visitor's, or the message is not there any more."""


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A visitor at a page: who, and in which language.

    `is_free`: roles are free here, so an admin of the scene is one. `is_new`: the browser has no cookie yet.
    """

    visitor: Visitor
    language: str
    is_free: bool = False
    is_new: bool = False

    @property
    def account(self) -> str:
        """The id behind `web:`."""
        return self.visitor.account

    def as_doer(self) -> Doer:
        """The guest as the sender of an event."""
        admin = self.is_free and self.visitor.standing is Standing.ADMIN
        return Doer(account=self.account, name=self.visitor.name, language=self.language, is_chat_admin=admin)


class Visits:
    """Takes what visitors do. Every deed raises `StorageAway` when it could not be kept, and may then come again."""

    def __init__(self, channel: WebChannel, reception: Reception) -> None:
        self._channel = channel
        self._reception = reception
        self._met: set[str] = set()

    async def say(
        self,
        guest: Guest,
        chat: str,
        words: str,
        *,
        key: str,
        reply_to: int | None = None,
        sent: Attachment | None = None,
    ) -> Message:
        """Say it in that chat, with what is sent along, as an answer to a message or not. Raises `NotThere`."""
        await self._admit(guest, chat)
        new = Said(
            chat=chat,
            author=guest.account,
            name=guest.visitor.name,
            text=plain(words) if sent is None else joined([plain(words), (upload_link(chat, sent),)]),
            once=f"{guest.account}:{key}",
            at=self._channel.clock.now(),
            reply_to=reply_to,
            standing=guest.visitor.standing,
        )
        message = await self._channel.write(lambda uow: uow.store(Talk).add(new))
        self._channel.tell()
        await self._hand_over(said(message, guest.as_doer(), self._title(guest, chat), words=words, sent=sent))
        return message

    async def press(self, guest: Guest, chat: str, message: int, data: str, *, key: str, page: str) -> None:
        """Press a button under a message of ours. Raises `NotThere`."""
        await self._admit(guest, chat)
        known = await self._message(chat, message)
        if not known.is_ours:
            raise NotThere
        now = self._channel.clock.now()
        await self._hand_over(
            pressed(known, data, guest.as_doer(), now, key=key, press=whisper_to(guest.account, page))
        )

    async def react(self, guest: Guest, chat: str, message: int, gesture: Gesture, *, key: str, added: bool) -> Message:
        """Put a reaction on a message, or take it away. Raises `NotThere`."""
        await self._admit(guest, chat)
        mine = Reacted(guest.account, gesture)
        changed = await self._channel.write(lambda uow: _with_reaction(uow, chat, message, mine, added=added))
        self._channel.tell()
        now = self._channel.clock.now()
        await self._hand_over(reacted(changed, gesture, guest.as_doer(), now, key=key, added=added))
        return changed

    async def _admit(self, guest: Guest, chat: str) -> None:
        """Check that the chat is the guest's; whoever does something for the first time gets a private chat."""
        if not self._channel.scene.admits(guest.account, chat):
            raise NotThere
        if guest.account not in self._met:
            room, now = private_room(guest.visitor), self._channel.clock.now()
            await self._channel.write(lambda uow: uow.store(Rooms).open(room, now))
            self._met.add(guest.account)

    async def _message(self, chat: str, id: int) -> Message:  # noqa: A002 - the network's word for it
        found = await self._channel.database.read(lambda uow: uow.store(Talk).at(chat, id))
        if found is None:
            raise NotThere
        return found

    async def _hand_over(self, raw: Raw) -> None:
        await self._reception.receive(self._channel, [raw])

    def _title(self, guest: Guest, chat: str) -> str:
        group = self._channel.scene.group(chat)
        return guest.visitor.name if group is None else group.title


async def _with_reaction(uow: UnitOfWork, chat: str, id: int, mine: Reacted, *, added: bool) -> Message:  # noqa: A002
    talk = uow.store(Talk)
    known = await talk.at(chat, id)
    if known is None:
        raise NotThere
    others = [reaction for reaction in known.reactions if reaction != mine]
    await talk.react(chat, id, [*others, mine] if added else others)
    return known


def whisper_to(account: str, page: str) -> str:
    """The name of one page of one visitor, under which a toast finds it."""
    return f"{account}/{page}"
