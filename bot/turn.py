"""One incoming thing, handled in one transaction: everything that a handler may touch.

A turn never waits for the network. What it wants to say goes into its outbox and leaves after the commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, TypeVar

from bot.community import Account, ChatRef, Duty, Group, Person, PersonId, Role
from bot.dialogs import ANSWER_TIME, Dialog, Dialogs
from bot.labels import Action, buttons_of
from bot.manners import Manners
from bot.messages import (
    Address,
    Button,
    ButtonPress,
    IncomingMessage,
    MessageDeleted,
    OutgoingMessage,
    Private,
    Reaction,
)
from bot.outbox import Leaving, Outbox
from bot.ports import UnitOfWork
from bot.reaching import may_write, private_chat
from bot.richtext import EMPTY, Text
from bot.service_events import Reachable
from bot.setup import Setup
from bot.stores import People, Priority

T = TypeVar("T")

# Somebody who is not kept, because nothing was said to us yet.
STRANGER: Final = PersonId(0)
STAFF_ROLES = frozenset({Role.STAFF, Role.SECRETARY, Role.ADMIN, Role.STREET, Role.DISTRICT})
WORKER_ROLES = frozenset({Role.WORKER, Role.BACKUP, Role.ASSISTANT, Role.GRID_LEAD, *STAFF_ROLES})


@dataclass(frozen=True, kw_only=True)
class Press:
    """The button press that this turn answers: where, on which of our messages, about what."""

    event: ButtonPress
    about: str | None


Cause = IncomingMessage | Press | Reaction | MessageDeleted | None


class Turn:
    """One transaction with its cause. Handlers are given it and nothing else."""

    def __init__(self, uow: UnitOfWork, setup: Setup, now: datetime, cause: Cause = None, *, trace: str = "") -> None:
        self.uow = uow
        self.setup = setup
        self.now = now
        self.cause = cause
        self.manners = Manners(uow, setup.config, now)
        self.outbox = Outbox(now, self.manners.is_quiet, trace, self.manners.may_sound)
        if setup.sealing:
            self.outbox.fit = self._fitted
        # The subjects (`tickets:42`) of which messages of this turn may hold words.
        self.drawn: set[str] = set()
        self.actor: Person | None = None
        # The actor as seen in this event is not kept yet.
        self.is_unmet = False
        self.group: Group | None = None
        # The language of the group that this happened in, else the deployment's.
        self.group_language = setup.config.language
        self._duties: tuple[Duty, ...] | None = None

    # ---- who and where ----

    async def enter(self, group: Group | None) -> None:
        """This happened in that group, or is about it: its place decides, and its language is spoken."""
        self.group = group
        if group is not None:
            self.manners.know(group)
        self.group_language = await self.manners.language_in(group)

    async def meet(self) -> Person:
        """Whoever did this is remembered from now on. A person whose plain talk became nothing never is."""
        if not self.is_unmet:
            return self.person
        self.is_unmet = False
        people = self.store(People)
        if self.person.id == STRANGER:
            self.actor = await people.add(self.person)
            return self.person
        before = await people.get(self.person.id)
        await people.save(self.person)
        for account in self.person.reachable - before.reachable:
            await self.publish(Reachable(person=self.person.id, account=account))
        return self.person

    @property
    def person(self) -> Person:
        """Who did this. Only for turns that a person caused."""
        if self.actor is None:
            message = "this turn was caused by the clock; nobody speaks in it"
            raise AssertionError(message)
        return self.actor

    @property
    def message(self) -> IncomingMessage | None:
        """The message that caused this turn."""
        return self.cause if isinstance(self.cause, IncomingMessage) else None

    @property
    def press(self) -> Press | None:
        """The button press that caused this turn."""
        return self.cause if isinstance(self.cause, Press) else None

    @cached_property
    def event(self) -> IncomingMessage | ButtonPress | Reaction | MessageDeleted:
        """The event itself."""
        cause = self.cause.event if isinstance(self.cause, Press) else self.cause
        if cause is None:
            message = "this turn was caused by the clock; there is no event"
            raise AssertionError(message)
        return cause

    @property
    def chat(self) -> ChatRef:
        """The chat it happened in."""
        return self.event.chat

    @property
    def is_private(self) -> bool:
        """Did it happen in a private chat with us?"""
        return not isinstance(self.event, MessageDeleted) and self.event.is_private

    @property
    def here(self) -> Address:
        """Where to answer: the chat it happened in."""
        if self.is_private:
            return Private(bot=self.chat.bot, account=self.event.sender.account)
        return self.chat

    async def duties(self) -> tuple[Duty, ...]:
        """What the actor is, and where."""
        if self._duties is None:
            self._duties = () if self.actor is None else tuple(await self.store(People).duties(self.actor.id))
        return self._duties

    async def has_role(self, roles: frozenset[Role]) -> bool:
        """Does the actor hold any of these roles, anywhere? A configured admin holds all."""
        return self.is_admin or any(duty.role in roles for duty in await self.duties())

    @property
    def is_admin(self) -> bool:
        """Is the actor one of the admins named in the config?"""
        return self.actor is not None and not self.admins.isdisjoint(self.actor.accounts)

    @cached_property
    def admins(self) -> frozenset[Account]:
        """The admins named in the config."""
        return frozenset(self.setup.config.admins)

    def store(self, port: type[T]) -> T:
        """The store that answers this port, in this turn's transaction."""
        return self.uow.store(port)

    async def expect(self, kind: str, value: str, *, within: timedelta = ANSWER_TIME) -> None:
        """The actor's next plain line here, within this time, answers the question of this kind about `value`."""
        expires = self.now + within
        dialog = Dialog(chat=self.chat, person=self.person.id, kind=kind, value=value, expires_at=expires)
        await self.store(Dialogs).open(dialog)

    async def publish(self, event: object) -> None:
        """Tell the other features, in this transaction. A reaction that fails rolls all back."""
        for reaction in self.setup.reactions_to(type(event)):
            await reaction.handler(self, event)

    # ---- words ----

    @property
    def language(self) -> str:
        """The language of the answer where this happened."""
        return self.language_of(self.actor) if self.actor is not None and self.is_private else self.group_language

    async def language_at(self, chat: ChatRef) -> str:
        """The language of a group, wherever this turn happened."""
        return await self.manners.language_in(await self.manners.group(chat))

    def language_of(self, person: Person) -> str:
        """A person's own language, else the deployment's."""
        return person.language or self.setup.config.language

    def compose(
        self,
        key: str,
        language: str,
        *,
        actions: Sequence[Sequence[Action]] = (),
        silent: bool = False,
        hint: Text = EMPTY,
        **values: Any,
    ) -> OutgoingMessage:
        """Finished words and buttons. `actions` has the shape of the text's `buttons`; None leaves a label out."""
        return OutgoingMessage(
            text=self.setup.texts.text(key, language, **values),
            buttons=buttons_of(self.setup.texts.labels(key, language, **values) if actions else (), actions),
            silent=silent,
            plain_hint=hint,
        )

    # ---- answers ----

    def answer(
        self, key: str, *, about: str | None = None, actions: Sequence[Sequence[Action]] = (), **values: Any
    ) -> None:
        """Tell the actor: a press by a toast where it carries no buttons, a message by a reply to it."""
        if isinstance(self.cause, Press) and self.cause.event.press is not None and not actions:
            words = self.setup.texts.word(key, self.language_of(self.person), **values)
            self.outbox.toast(self.here, self.cause.event.press, words)
            return
        message = self.compose(key, self.language, actions=actions, **values)
        self.outbox.post(self.here, message, about=about, reply_to=self._replied)

    def choose(
        self,
        key: str,
        choices: Sequence[tuple[str, tuple[str, str]]],
        *,
        in_a_row: int = 3,
        about: str | None = None,
        **values: Any,
    ) -> None:
        """Ask the actor to choose among things with names of their own, one button each."""
        buttons = [Button(label=label, action=action, value=value) for label, (action, value) in choices]
        rows = tuple(tuple(buttons[start : start + in_a_row]) for start in range(0, len(buttons), in_a_row))
        message = OutgoingMessage(text=self.setup.texts.text(key, self.language, **values), buttons=rows)
        self.outbox.post(self.here, message, about=about, reply_to=self._replied)

    def whisper(
        self, key: str, *, about: str | None = None, actions: Sequence[Sequence[Action]] = (), **values: Any
    ) -> None:
        """Tell the actor so that the group does not read it: a toast, else in private, else a quiet reply."""
        private = self.private_to(self.person)
        is_toast = isinstance(self.cause, Press) and self.cause.event.press is not None and not actions
        if self.is_private or is_toast:
            self.answer(key, about=about, actions=actions, **values)
        elif private is not None and self.can_write_to(self.person):
            message = self.compose(key, self.language_of(self.person), actions=actions, **values)
            self.outbox.post(private, message, about=about)
        else:
            message = self.compose(key, self.language, actions=actions, silent=True, **values)
            self.outbox.post(self.here, message, about=about, reply_to=self._replied)

    def tell(
        self,
        person: Person,
        key: str,
        *,
        about: str | None = None,
        actions: Sequence[Sequence[Action]] = (),
        priority: Priority = Priority.ANSWER,
        silent: bool = False,
        **values: Any,
    ) -> bool:
        """Write to a person in private. False: this person has no account yet."""
        to = self.private_to(person)
        if to is None:
            return False
        message = self.compose(key, self.language_of(person), actions=actions, silent=silent, **values)
        self.outbox.post(to, message, about=about, priority=priority)
        return True

    def private_to(self, person: Person) -> Private | None:
        """The private chat with a person, opened or not; None: this person has no account."""
        return private_chat(self.setup, person, None if self.group is None else self.group.chat)

    def can_write_to(self, person: Person) -> bool:
        """Has the person opened a private chat with us, or can we open one?"""
        to = self.private_to(person)
        return to is not None and may_write(self.setup, person, to.account)

    async def _fitted(self, leaving: Leaving) -> Leaving:
        for fit in (fit for feature in self.setup.features for fit in feature.fits):
            leaving = await fit(self, leaving)
        return leaving

    @property
    def _replied(self) -> str | None:
        return self.message.id if self.message and not self.is_private else None
