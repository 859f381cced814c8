"""One event inside its turn: who is it, what did they mean, which feature answers."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.community import Group, Person
from bot.dialogs import Dialogs
from bot.errors import Refused
from bot.feature import CommandRoute, Edited
from bot.listening import said_to_us
from bot.messages import (
    BotAdded,
    BotRemoved,
    Button,
    ButtonPress,
    ChatMoved,
    HearingChanged,
    Incoming,
    IncomingMessage,
    MessageDeleted,
    MessageSealed,
    Reaction,
    Sender,
)
from bot.router import Router, check_allowed
from bot.stores import Groups, Outgoing, People, SentMessages
from bot.turn import STRANGER, Press, Turn
from bot.words import one_line, plain_width, without_disguise

# What was said longer before it reached us is not answered: it would surprise more than it helps (DESIGN part 4).
OLDEST_ANSWERED: Final = timedelta(hours=24)


class Dispatch:
    """Finds and runs the handler of an event. The routes are the features'."""

    def __init__(self, router: Router) -> None:
        self._router = router

    async def handle(self, turn: Turn, event: Incoming, received_at: datetime) -> None:
        """Run the event's handlers. What was said in a group a day before it reached us is not answered any more.

        Raises:
            Refused: the person may not do this, or not now.
        """
        if event.sender.is_bot or (isinstance(event, Reaction) and event.gesture is None):
            return
        await turn.enter(await _group(turn, event))
        if await _is_anothers(turn, event):
            return
        await _recognise(turn, event)
        await _note_arrival(turn, event)
        match event:
            case IncomingMessage(edited=True):
                await self._happened(turn, Edited(message=event))
            case IncomingMessage():
                event = replace(event, text=without_disguise(event.text))
                turn.cause = event
                await self._said_or_skipped(turn, event, received_at)
            case ButtonPress():
                await self._pressed(turn, event)
            case Reaction():
                turn.cause = event
                await self._reacted(turn, event)
            case _:
                await self._happened(turn, event)

    async def tell(self, turn: Turn, event: Incoming, key: str, **values: Any) -> None:
        """Tell the person behind an event one line, where the group does not read it if possible."""
        await turn.enter(await _group(turn, event))
        await _recognise(turn, event)
        if turn.actor is None or event.sender.is_bot:
            return
        if isinstance(event, ButtonPress):
            turn.cause = Press(event=event, about=None)
        elif isinstance(event, IncomingMessage | Reaction | MessageDeleted):
            turn.cause = event
        if turn.cause is not None:
            turn.whisper(key, **values)

    async def _said_or_skipped(self, turn: Turn, message: IncomingMessage, received_at: datetime) -> None:
        if message.is_private or received_at - message.at <= OLDEST_ANSWERED:
            await self._said(turn, message)
            return
        # One note a day in the group, however much was said while we were away.
        note = turn.compose("skipped", turn.group_language, silent=True)
        turn.outbox.card(message.chat.whole, f"kernel:skipped:{turn.now.date()}", note)

    async def _said(self, turn: Turn, message: IncomingMessage) -> None:
        if not await self._lets_in(turn, message):
            return
        if message.command is not None:
            await self._commanded(turn, message)
            return
        if (slashed := self._router.slashed(message.text)) is not None:
            await self._run(turn, *slashed)
            return
        addressed = said_to_us(message)
        # A label comes before a command word, because the button knows which ticket is meant.
        if addressed and (button := await _meant_button(turn, message)) is not None:
            await self._run_button(turn, button.data)
        elif addressed and (spoken := self._router.spoken(message.text)) is not None:
            await self._run(turn, *spoken)
        elif not await self._answered(turn, message):
            await self._listened(turn, message)

    async def _lets_in(self, turn: Turn, event: IncomingMessage | ButtonPress | Reaction) -> bool:
        for gate in self._router.gates:
            if not await gate(turn, event):
                return False
        return True

    async def _commanded(self, turn: Turn, message: IncomingMessage) -> None:
        command = message.command
        if command is None:
            return
        route = self._router.commands.get(command.name) or self._router.spoken_words.get(command.name)
        if route is not None:
            await self._run(turn, route, command.words)
        elif message.is_private or message.mentions_bot:
            near = self._router.nearest_command(command, await self._router.usable_by(turn))
            if near is None:
                raise Refused("no.unknown_command", short=command.name)
            raise Refused("no.meant_command", short=command.name, words=near)

    async def _run(self, turn: Turn, route: CommandRoute, words: str) -> None:
        await check_allowed(turn, route.who)
        await route.handler(turn, words)

    async def _answered(self, turn: Turn, message: IncomingMessage) -> bool:
        """Does an open question take this line as its answer?"""
        dialog = await turn.store(Dialogs).at(message.chat, turn.person.id, turn.now)
        route = self._router.answers.get(dialog.kind) if dialog else None
        return dialog is not None and route is not None and await route.handler(turn, dialog, message)

    async def _listened(self, turn: Turn, message: IncomingMessage) -> None:
        for listener in self._router.listeners:
            if await listener.handler(turn, message):
                return

    async def _pressed(self, turn: Turn, event: ButtonPress) -> None:
        sent = await turn.store(SentMessages).at(event.chat, event.message)
        turn.cause = Press(event=event, about=sent.about if sent else None)
        if not await self._lets_in(turn, event):
            return
        offered = [button for button in sent.buttons if button.data == event.data] if sent else []
        if offered:
            await self._run_button(turn, event.data)
            return
        if sent is None or sent.about is None:
            turn.whisper("no.lost_button")
            return
        await self._redraw(turn, sent.about)
        turn.whisper("no.old_button")

    async def _run_button(self, turn: Turn, data: str) -> None:
        action, _, value = data.partition(":")
        route = self._router.buttons.get(action)
        if route is None:
            raise Refused("no.old_button")
        await check_allowed(turn, route.who)
        quiet_before = turn.outbox.toasts
        await route.handler(turn, value)
        if turn.press and turn.press.event.press and turn.outbox.toasts == quiet_before:
            # Every press is answered, or the button keeps its waiting sign (PLATFORMS 20).
            turn.outbox.toast(turn.here, turn.press.event.press)

    async def _redraw(self, turn: Turn, about: str) -> None:
        name = about.partition(":")[0]
        for feature in turn.setup.features:
            if feature.name == name and feature.redraw is not None:
                await feature.redraw(turn, about)

    async def _reacted(self, turn: Turn, reaction: Reaction) -> None:
        if reaction.gesture is None or not await self._lets_in(turn, reaction):
            return
        sent = await turn.store(SentMessages).at(reaction.chat, reaction.message)
        if sent is not None and reaction.added:
            meant = [button for button in sent.buttons if button.gesture is reaction.gesture]
            if meant:
                await turn.meet()
                await self._run_button(turn, meant[0].data)
                return
        for route in self._router.gestures.get(reaction.gesture, []):
            await route.handler(turn, reaction, sent.about if sent else None)

    async def _happened(self, turn: Turn, event: object) -> None:
        for route in self._router.happenings:
            if isinstance(event, route.event):
                await route.handler(turn, event)


async def _note_arrival(turn: Turn, event: Incoming) -> None:
    """Whoever points at a message of ours proves that it arrived, also where we died before we had noted it."""
    if isinstance(event, Reaction):
        message, once = event.message, event.once
    elif isinstance(event, IncomingMessage) and event.reply_to is not None:
        message, once = event.reply_to.id, event.reply_to.once
    else:
        return
    if once is not None and await turn.store(SentMessages).at(event.chat, message) is None:
        await turn.store(Outgoing).arrived(once, event.chat, message, turn.now)


async def _meant_button(turn: Turn, message: IncomingMessage) -> Button | None:
    """The button whose label or number this plain line is: every button has a plain-word twin (WORDING 6)."""
    line = _as_label(message.text)
    if not line or len(line) > 20:  # noqa: PLR2004 - longer than any label
        return None
    sent_messages = turn.store(SentMessages)
    if message.reply_to is not None and message.reply_to.is_ours:
        sent = await sent_messages.at(message.chat, message.reply_to.id)
    elif message.is_private:
        sent = await sent_messages.latest_with_buttons(message.chat)
    else:
        return None
    if sent is None:
        return None
    shown = {button.data: button for button in sent.buttons}
    for number, button in enumerate(shown.values(), 1):
        if line == _as_label(button.label) or (line == str(number) and len(shown) > 1):
            return button
    return None


async def _group(turn: Turn, event: Incoming) -> Group | None:
    """The group it happened in; one that we never met is remembered as it is."""
    if not isinstance(event, BotAdded | HearingChanged | ChatMoved) and event.is_private:
        return None
    groups = turn.store(Groups)
    known = await groups.get(event.chat)
    title = event.chat_title if isinstance(event, IncomingMessage | BotAdded) else ""
    if known is None:
        known = Group(chat=event.chat.whole, title=title)
        await groups.save(known)
    # Encryption may be switched on at any time, and never off (PLATFORMS 41).
    encrypted = known.encrypted or (isinstance(event, IncomingMessage | BotAdded) and event.encrypted)
    seen = replace(known, title=title or known.title, encrypted=encrypted)
    if seen != known:
        await groups.save(seen)
    return seen


async def _is_anothers(turn: Turn, event: Incoming) -> bool:
    """Is this said in a group that belongs to a place through another account of ours? Then that one answers."""
    here = turn.group
    ours = sum(channel == event.chat.channel for channel, _ in turn.setup.accounts)
    if here is None or here.place is not None or ours < 2 or not isinstance(event, IncomingMessage | Reaction):  # noqa: PLR2004
        return False
    same = (here.chat.channel, here.chat.chat)
    groups = await turn.store(Groups).all()
    return any((one.chat.channel, one.chat.chat) == same and one.place is not None for one in groups)


async def _recognise(turn: Turn, event: Incoming) -> None:
    """The person behind the account. Who speaks to us is kept; who only talks in a group stays a stranger."""
    known = await turn.store(People).by_account(event.sender.account)
    if isinstance(event, MessageDeleted | MessageSealed | BotRemoved | HearingChanged | ChatMoved):
        turn.actor = known
        return
    private = isinstance(event, IncomingMessage | ButtonPress | Reaction) and event.is_private
    person = known or _newcomer(turn, event.sender)
    turn.actor = _as_now_seen(person, event, in_private=private)
    turn.is_unmet = turn.actor != known
    if isinstance(event, ButtonPress) or (isinstance(event, IncomingMessage) and said_to_us(event)):
        await turn.meet()


def _newcomer(turn: Turn, sender: Sender) -> Person:
    """Somebody new speaks the language of the group where we met, until they choose another."""
    here = turn.group_language
    language = None if here == turn.setup.config.language else here
    return Person(id=STRANGER, name=one_line(sender.name), accounts=(sender.account,), language=language)


def _as_now_seen(person: Person, event: Incoming, *, in_private: bool) -> Person:
    """The person with the name that the network shows now (the roster's name wins), and how we may write."""
    sender = event.sender
    name = person.name if person.in_roster or not sender.name else one_line(sender.name)
    if in_private:
        person = replace(person, reachable=person.reachable | {sender.account})
    if in_private or sender.account not in person.reachable:
        person = person.met_through(sender.account, event.chat.bot)
    return replace(person, name=name)


def _as_label(text: str) -> str:
    """A line and a label that mean the same are the same here: width, capitals and a full stop make no difference."""
    return plain_width(text).strip().rstrip("。.!").casefold()
