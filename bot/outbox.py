"""What a turn wants to say, collected while it runs and written in its transaction.

Nothing leaves except through here. Two puts of one card in a turn collapse into the last, so a ticket that is opened
and assigned at once shows one card. If the turn fails, nothing was said. Here also, and nowhere else, is decided that
what leaves at night or into a quiet group makes no sound, unless it is an emergency.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.messages import Address, Gesture, OutgoingMessage
from bot.orders import Delete, Order, Post, React, ShowMenu, Toast
from bot.ports import UnitOfWork
from bot.stores import CardRow, OutboxRow, Outgoing, Priority
from bot.trace import fresh_once

# Telegram forgets a press after about 15 s; a "heard" sign that comes after a minute says nothing (DESIGN part 2).
TOAST_LIVES: Final = timedelta(seconds=15)
HEARD_LIVES: Final = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A message on its way out, and what it is about (`tickets:42`)."""

    to: Address
    about: str | None
    message: OutgoingMessage
    is_card: bool


class Outbox:
    """The intents of one turn. `is_quiet` says whether nothing may sound at an address now.

    `sounds` is told of each post that would sound there, and says whether the day has room for it. `trace` is the id
    of what caused the turn, for the log.
    """

    def __init__(
        self,
        now: datetime,
        is_quiet: Callable[[Address], Awaitable[bool]],
        trace: str = "",
        sounds: Callable[[Address], Awaitable[bool]] | None = None,
    ) -> None:
        self._now = now
        self._trace = trace
        self._is_quiet = is_quiet
        self._sounds = sounds
        self._rows: list[OutboxRow] = []
        self._cards: dict[tuple[str, Address], CardRow] = {}
        # Cards of this turn that go there may wait for others, to be told together.
        self.gathers_at: Address | None = None
        # Says in which form, and to which address, a message may leave.
        self.fit: Callable[[Leaving], Awaitable[Leaving]] | None = None

    def post(
        self,
        to: Address,
        message: OutgoingMessage,
        *,
        about: str | None = None,
        reply_to: str | None = None,
        priority: Priority = Priority.ANSWER,
        lives: timedelta | None = None,
    ) -> None:
        """A new message; `about` names its subject, so that a reply finds it."""
        self._add(Post(to=to, message=message, reply_to=reply_to), priority, about=about, lives=lives)

    def card(
        self,
        to: Address,
        key: str,
        message: OutgoingMessage,
        *,
        reply_to: str | None = None,
        priority: Priority = Priority.CARD,
    ) -> None:
        """The message that stands for a subject in a chat shall look like this; posted once, then edited in place."""
        if message.brief is not None and to == self.gathers_at:
            message = replace(message, brief=replace(message.brief, gathers=True))
        self._cards[key, to] = CardRow(
            id=0,
            key=key,
            to=to,
            wanted=message,
            version_wanted=1,
            version_shown=0,
            once=fresh_once(self._trace),
            not_before=self._now,
            reply_to=reply_to,
            priority=priority,
        )

    def react(self, to: Address, message: str, gesture: Gesture | None = Gesture.HEARD) -> None:
        """Put our sign on somebody's message."""
        self._add(React(to=to, message=message, gesture=gesture), Priority.INSTANT, lives=HEARD_LIVES)

    def toast(self, to: Address, press: str, text: str = "") -> None:
        """End the waiting sign of a press; with words, tell the presser alone."""
        self._add(Toast(to=to, press=press, text=text), Priority.INSTANT, lives=TOAST_LIVES)

    def delete(self, to: Address, message: str) -> None:
        """Remove a message."""
        self._add(Delete(to=to, message=message), Priority.ANSWER)

    def show_menu(self, menu: ShowMenu) -> None:
        """Offer commands to an audience, after everything that somebody waits for."""
        self._add(menu, Priority.DIGEST)

    @property
    def toasts(self) -> int:
        """How many presses have been answered."""
        return sum(isinstance(row.order, Toast) for row in self._rows)

    @property
    def is_empty(self) -> bool:
        """Has nothing been said?"""
        return not (self._rows or self._cards)

    @property
    def subjects(self) -> list[str]:
        """What the intents are about (`tickets:42`), each once."""
        about = [row.about for row in self._rows if row.about] + [key for key, _ in self._cards]
        return list(dict.fromkeys(about))

    def kept_back(self, is_there: Callable[[Address], bool]) -> list[tuple[OutgoingMessage, str | None]]:
        """What would be said there, with what it is about: it does not leave, for it is shown in another way."""
        there = [row for row in self._rows if is_there(row.order.to)]
        cards = {place: card for place, card in self._cards.items() if is_there(card.to)}
        self._rows = [row for row in self._rows if row not in there]
        self._cards = {place: card for place, card in self._cards.items() if place not in cards}
        posts = [(row.order.message, row.about) for row in there if isinstance(row.order, Post)]
        return [*posts, *((card.wanted, card.key) for card in cards.values())]

    async def keep(self, uow: UnitOfWork) -> None:
        """Write everything into the turn's transaction."""
        if self.is_empty:
            return
        if self.fit is not None:
            await self._fit_all(self.fit)
        store = uow.store(Outgoing)
        if self._rows:
            await store.put(*[await self._hushed(row) for row in self._rows])
        if self._cards:
            await store.want(*[await self._hushed_card(card) for card in self._cards.values()])

    async def _fit_all(self, fit: Callable[[Leaving], Awaitable[Leaving]]) -> None:
        for place, row in enumerate(self._rows):
            order = row.order
            if isinstance(order, Post):
                left = await fit(Leaving(to=order.to, about=row.about, message=order.message, is_card=False))
                reply_to = order.reply_to if left.to == order.to else None
                self._rows[place] = replace(row, order=Post(to=left.to, message=left.message, reply_to=reply_to))
        for (key, to), card in list(self._cards.items()):
            left = await fit(Leaving(to=to, about=key, message=card.wanted, is_card=True))
            reply_to = card.reply_to if left.to == to else None
            del self._cards[key, to]
            self._cards[key, left.to] = replace(card, to=left.to, wanted=left.message, reply_to=reply_to)

    async def _hushed_card(self, card: CardRow) -> CardRow:
        silent = await self._must_be_silent(card.to, card.wanted, card.priority)
        return replace(card, wanted=replace(card.wanted, silent=silent))

    async def _hushed(self, row: OutboxRow) -> OutboxRow:
        order = row.order
        if not isinstance(order, Post):
            return row
        silent = await self._must_be_silent(order.to, order.message, row.priority)
        return replace(row, order=replace(order, message=replace(order.message, silent=silent)))

    async def _must_be_silent(self, to: Address, message: OutgoingMessage, priority: Priority) -> bool:
        if message.silent or priority is Priority.EMERGENCY:
            return message.silent
        return await self._is_quiet(to) or not (self._sounds is None or await self._sounds(to))

    def _add(
        self, order: Order, priority: Priority, *, about: str | None = None, lives: timedelta | None = None
    ) -> None:
        self._rows.append(
            OutboxRow(
                id=0,
                order=order,
                about=about,
                priority=priority,
                once=fresh_once(self._trace),
                created_at=self._now,
                not_before=self._now,
                expires_at=None if lives is None else self._now + lives,
            )
        )
