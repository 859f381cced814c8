"""Carrying out an order, and saying what came of it."""

import asyncio
import contextlib
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal, accepted, explained, not_now
from adapters.matrix.homeserver import path_of
from adapters.matrix.known import known_of
from adapters.matrix.line import Line
from adapters.matrix.names import CHANNEL
from adapters.matrix.privates import PersonLeft
from adapters.matrix.render import Event, digest_of, document, edit, has_button_for, posts, reaction
from adapters.matrix.seeds import Seed, Seeds
from adapters.matrix.speaking import NotInside, Speaking
from adapters.matrix.upload import Limit, stored_at
from bot.community import ChatRef
from bot.files import File
from bot.messages import Gesture, Private
from bot.orders import Delete, Edit, Order, Post, React, ShowMenu, Toast
from bot.ports import Outcome, Reason, SendResult
from bot.richtext import joined, plain

_DONE: Final = SendResult(outcome=Outcome.OK)
# Seconds for which a send waits until our rooms are known; longer it would hold up other networks' sends.
_FIRST_SYNC: Final = 3.0
_FORBIDDEN: Final = Refusal(status=HTTPStatus.FORBIDDEN, code="M_FORBIDDEN")


class _NotOpened(Exception):  # noqa: N818 - a fact
    """The person's private room was not opened, for the reason in `refusal`."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Delivery:
    """Sends for one account."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._home = line.home
        self._speaking = Speaking(line)
        self._limit = Limit(line.home)
        self._seeds = Seeds(line.home, line.pace.idle)

    async def send(self, order: Order, once: str) -> SendResult:
        """Do it and say how it went. The same `once` never makes a second message."""
        if isinstance(order, Toast | ShowMenu):
            # Nobody presses buttons here, so there is nothing to answer; and there are no menus.
            return _DONE
        self._seeds.busy()
        try:
            await self._know_rooms()
            return await self._carry_out(order, await self._chat(order), once)
        except (PersonLeft, NotInside, _NotOpened, Refusal, NotThereYet, *NETWORK_FAULTS, *NOT_YET) as fault:
            return await self._failed(fault, order)

    async def close(self) -> None:
        """Leave what nobody waits for."""
        await self._seeds.close()

    async def _know_rooms(self) -> None:
        """After a start the first sync is under way: what waits to leave waits for it, not for the next try."""
        if self._home.is_signed_in and not self._home.is_synced:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._home.next_sync(), _FIRST_SYNC)

    async def _chat(self, order: Order) -> ChatRef:
        """The room, with the thread in which the order's message belongs."""
        if isinstance(order.to, Private):
            if not self._home.is_synced:
                raise NotThereYet("the rooms are not known yet")
            try:
                room_id = await self._line.privates.room_for(order.to.account.id)
            except Refusal as refusal:
                raise _NotOpened(refusal) from None
            return ChatRef(CHANNEL, self._home.user, room_id)
        if isinstance(order, Post) and order.reply_to is not None and order.to.thread is None:
            await self._speaking.room(order.to.chat)
            answered = await self._line.known.find(order.to.chat, order.reply_to)
            if answered is not None and not self._line.rooms.is_private(order.to.chat):
                return ChatRef(CHANNEL, self._home.user, order.to.chat, answered.thread)
        return order.to

    async def _carry_out(self, order: Order, chat: ChatRef, once: str) -> SendResult:
        match order:
            case Post():
                return await self._post(order, chat, once)
            case Edit():
                return await self._edit(order, chat, once)
            case React():
                return await self._react(order, chat, once)
            case Delete():
                await self._redact(chat.chat, order.message, once)
        return SendResult(outcome=Outcome.OK, chat=chat)

    async def _post(self, order: Post, chat: ChatRef, once: str) -> SendResult:
        if order.message.file is not None:
            return await self._post_file(order, order.message.file, chat, once)
        first, *more = posts(order, once, chat.thread)
        message = await self._say_first(order, chat, first)
        for event in more:
            await self._say(chat, event)
        if isinstance(order.to, Private) and has_button_for(order.message.buttons, Gesture.ACCEPT):
            seed = reaction(message, Gesture.ACCEPT, f"{once}.seed")
            self._seeds.add(Seed(room=chat.chat, event=seed))
        return SendResult(outcome=Outcome.OK, remote=message, chat=chat)

    async def _post_file(self, order: Post, file: File, chat: ChatRef, once: str) -> SendResult:
        """The file, or where the homeserver takes none so large its words, and that there was one (case 50)."""
        if not await self._limit.takes(len(file.content)):
            told = joined([order.message.text, plain(file.otherwise)])
            return await self._post(replace(order, message=replace(order.message, text=told, file=None)), chat, once)
        room = await self._speaking.room(chat.chat)
        stored = await stored_at(self._home.client, file, encrypted=room.encrypted)
        message = await self._say(chat, document(order, stored, once, chat.thread))
        return SendResult(outcome=Outcome.OK, remote=message, chat=chat)

    async def _say_first(self, order: Post, chat: ChatRef, event: Event) -> str:
        """Say it in these words.

        It may have been sent before a crash, or before an answer got lost, in the words of then; a homeserver answers a
        name that it knows with the message of then (fact 7), and an edit brings it to the words of now.
        """
        await self._speaking.room(chat.chat)
        notebook, now, words = self._line.notebook, self._line.clock.now(), digest_of(event)
        is_as_tried = notebook.is_worded(event.transaction, words, now)
        try:
            message = await self._say(chat, event)
        except (Refusal, NotThereYet, *NOT_YET) as reason:
            if not (isinstance(reason, Refusal) and reason.is_fault):
                notebook.not_worded(event.transaction, now)
            raise
        if not is_as_tried:
            again = Edit(to=order.to, remote=message, message=order.message)
            await self._speaking.say(chat.chat, edit(again, f"{event.transaction}.{words}"))
            notebook.reworded(event.transaction, words)
        return message

    async def _say(self, chat: ChatRef, event: Event) -> str:
        message = await self._speaking.say(chat.chat, event)
        self._remember(chat.chat, message, event)
        return message

    async def _edit(self, order: Edit, chat: ChatRef, once: str) -> SendResult:
        await self._speaking.room(chat.chat)
        if not await self._line.known.is_standing(chat.chat, order.remote):
            # It would be taken, and shown to nobody.
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.GONE, detail="the message was deleted")
        await self._speaking.say(chat.chat, edit(order, once))
        return SendResult(outcome=Outcome.OK, remote=order.remote, chat=chat)

    async def _react(self, order: React, chat: ChatRef, once: str) -> SendResult:
        if order.gesture is not None:
            await self._speaking.put(chat.chat, reaction(order.message, order.gesture, once))
            return SendResult(outcome=Outcome.OK, chat=chat)
        await self._speaking.room(chat.chat)
        for number, ours in enumerate(await self._our_reactions(chat.chat, order.message)):
            await self._redact(chat.chat, ours, f"{once}.{number}")
        return SendResult(outcome=Outcome.OK, chat=chat)

    async def _our_reactions(self, room_id: str, message: str) -> list[str]:
        path = path_of("rooms", room_id, "relations", message, "m.annotation", "m.reaction")
        answer = await self._home.ask("GET", path, version="v1")
        chunk = answer.get("chunk")
        events = [event for event in chunk if isinstance(event, dict)] if isinstance(chunk, list) else []
        return [str(event.get("event_id")) for event in events if event.get("sender") == self._home.user]

    async def _redact(self, room_id: str, message: str, once: str) -> None:
        await self._speaking.room(room_id)
        accepted(await self._home.client.room_redact(room_id, message, tx_id=once))

    def _remember(self, room_id: str, message: str, event: Event) -> None:
        said = {"type": event.kind, "sender": self._home.user, "content": event.content}
        self._line.known.put(room_id, message, known_of(said))

    async def _failed(self, fault: Exception, order: Order) -> SendResult:
        match fault:
            case PersonLeft():
                return SendResult(outcome=Outcome.PERMANENT, reason=Reason.UNREACHABLE, detail="left the private room")
            case NotInside():
                return explained(_FORBIDDEN, order, is_member=False)
            case _NotOpened(refusal=refusal):
                return _not_opened(refusal)
            case Refusal():
                return await self._refused(fault, order)
            case _:
                return not_now(fault)

    async def _refused(self, refusal: Refusal, order: Order) -> SendResult:
        """What "forbidden" means depends on whether we are in the room at all."""
        is_member = True
        if refusal.code == _FORBIDDEN.code:
            try:
                is_member = isinstance(order.to, ChatRef) and await self._speaking.is_inside(order.to.chat)
            except (Refusal, NotThereYet, *NETWORK_FAULTS, *NOT_YET) as fault:
                return not_now(fault)
        return explained(refusal, order, is_member=is_member)


def _not_opened(refusal: Refusal) -> SendResult:
    """Rooms have a limit of their own (Synapse: ten, then one in a minute), so it holds up nobody else."""
    if refusal.is_limit or refusal.is_fault or refusal.is_signed_out:
        return SendResult(
            outcome=Outcome.RETRY, reason=Reason.NETWORK, detail=str(refusal), retry_after=refusal.retry_after
        )
    return SendResult(outcome=Outcome.PERMANENT, reason=Reason.UNREACHABLE, detail=str(refusal))
