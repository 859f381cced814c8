"""When messages that wait for one chat are said together, and how long a flood's next message waits.

More than three first posts of a kind are a pile and leave as one list. What gathers (a worker's tasks) rings at once
the first time, and then once in half a minute at most. Remembers what it needs since the start; time is an argument.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.folding import FEW, gathers, is_list, may_fold, rings, since, together
from bot.lanes import Item, Key, address_of, is_edit, key_of
from bot.limits import NEVER
from bot.messages import Address
from bot.stores import CardRow

# What gathers leaves once in this time.
GATHERING: Final = timedelta(seconds=30)
# So long after a list a chat is taken to be flooded still.
FLOOD: Final = timedelta(seconds=10)


class Piles:
    """The piles of one courier: more than `few` are one. `gathering` 0: nothing waits for others."""

    def __init__(self, gathering: timedelta = GATHERING, few: int = FEW) -> None:
        self._gathering = gathering
        self._few = few
        # When something that gathers was said last.
        self._rung: dict[Address, datetime] = {}
        # When a list was posted last, of what does not gather.
        self._flooded: dict[Address, datetime] = {}
        self._alone: set[Key] = set()

    def of(self, chat: Address, item: Item, queue: Sequence[Item], now: datetime) -> list[Item]:
        """What leaves together with this one of a chat's queue: it alone, or as much of its pile as one list holds."""
        if not self._may_fold(item, now):
            return [item]
        kind = (gathers(item), address_of(item))
        same = [one for one in queue if (gathers(one), address_of(one)) == kind and self._may_fold(one, now)]
        was_held = self._was_held(chat, same, now) if gathers(item) else self.is_flooded(chat, item, now)
        few = 1 if was_held else self._few
        return together(same) if len(same) > few else [item]

    def opens(self, chat: Address, now: datetime) -> datetime:
        """When what gathers in this chat may leave; long past where nothing holds it."""
        rung = self._rung.get(chat)
        return NEVER if rung is None or rung + self._gathering <= now else rung + self._gathering

    def is_flooded(self, chat: Address, item: Item, now: datetime) -> bool:
        """Was a list posted here just now, so that this, as a line or alone, keeps the pace of lists?"""
        return chat in self._flooded and self._flooded[chat] + FLOOD > now and self._may_fold(item, now)

    def said(self, chat: Address, item: Item, now: datetime) -> None:
        """This has been posted there."""
        if is_edit(item):
            return
        if rings(item):
            self._rung[chat] = now
        elif isinstance(item, CardRow) and is_list(item.key):
            self._flooded[chat] = now

    def stand_alone(self, items: Iterable[Item]) -> None:
        """These are put into no list: folding them failed, or they may have arrived before a crash."""
        self._alone.update(map(key_of, items))

    def forget(self, key: Key) -> None:
        """It has left."""
        self._alone.discard(key)

    def sweep(self, now: datetime) -> None:
        """Chats where nothing was held lately are like new."""
        self._rung = {chat: at for chat, at in self._rung.items() if at + 2 * self._gathering > now}
        self._flooded = {chat: at for chat, at in self._flooded.items() if at + FLOOD > now}

    def _was_held(self, chat: Address, waiting: Sequence[Item], now: datetime) -> bool:
        """Has any of these waited for the half minute, which is over now?"""
        rung = self._rung.get(chat)
        return rung is not None and min(map(since, waiting)) < rung + self._gathering <= now

    def _may_fold(self, item: Item, now: datetime) -> bool:
        return key_of(item) not in self._alone and may_fold(item, now)
