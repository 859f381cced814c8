"""One chat's part of what waits to leave: in which order, and what may overtake what.

Within a priority the order of age holds; a toast or reaction has no place in the order. Pure; the courier decides when.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.limits import NEVER
from bot.messages import Address, Private
from bot.orders import Edit, Order, Post
from bot.stores import CardRow, OutboxRow, Priority

Item = OutboxRow | CardRow
# An outbox row's number and a card's may be equal.
Key = tuple[bool, int]

# After so many posts that overtook something less urgent, whatever has waited longest has its turn: answers alone
# could fill a group's limit for hours. Emergencies are never made to wait.
PATIENCE: Final = 4


def key_of(item: Item) -> Key:
    """What tells this row from every other."""
    return (isinstance(item, CardRow), item.id)


def version_of(item: Item) -> int:
    """Which state of it this is: a card changes while it waits, a row never."""
    return item.version_wanted if isinstance(item, CardRow) else 0


def address_of(item: Item) -> Address:
    """Where it goes."""
    return item.to if isinstance(item, CardRow) else item.order.to


def whole(address: Address) -> Address:
    """The chat without its thread: what is lost, and found again, as one."""
    return address if isinstance(address, Private) else address.whole


def order_of(item: Item) -> Order:
    """What shall happen on the network."""
    if isinstance(item, OutboxRow):
        return item.order
    if item.remote is None:
        return Post(to=item.to, message=item.wanted, reply_to=item.reply_to)
    return Edit(to=item.to, remote=item.remote, message=item.wanted)


def as_new(card: CardRow) -> CardRow:
    """The card as if it had never been shown: its message is gone, so it is posted again.

    `once` changes too, in the same way after a crash, for a network must not take the post for the edit.
    """
    return replace(card, remote=None, once=f"{card.once}-new")


def is_edit(item: Item) -> bool:
    """Does it change a message that is there?"""
    return item.remote is not None if isinstance(item, CardRow) else isinstance(item.order, Edit)


def is_overdue(item: Item, now: datetime) -> bool:
    """Has its time passed? Cards have no end."""
    return isinstance(item, OutboxRow) and item.expires_at is not None and item.expires_at <= now


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A row that may be the next of its lane. `is_patient`: because it has been overtaken long enough."""

    item: Item
    is_patient: bool = False


class Lane:
    """What waits for one chat, most urgent first, and whether something is under way there.

    `queue` is replaced whole by what the database says. `place` is the place of its first row among all rows, and
    before `ready_at` nothing of it may start as far as is known. `is_cut`: the database has more.
    Readings before the one numbered `known_from` do not know what has become of this chat.
    """

    __slots__ = ("_overtook", "chat", "is_busy", "is_cut", "known_from", "place", "queue", "ready_at")

    def __init__(self, chat: Address) -> None:
        self.chat = chat
        self.queue: list[Item] = []
        self.place = 0
        self.is_busy = False
        self.is_cut = False
        self.known_from = 0
        self.ready_at = NEVER
        self._overtook = 0

    @property
    def rank(self) -> tuple[Priority, int]:
        """Which lane goes first when the account cannot serve all."""
        return (self.queue[0].priority, self.place)

    def drop_overdue(self, now: datetime) -> None:
        """What nobody needs any more leaves the queue; the database drops it by itself."""
        if any(is_overdue(item, now) for item in self.queue):
            self.queue = [item for item in self.queue if not is_overdue(item, now)]

    def candidates(self, is_held: Callable[[Item], bool] | None = None) -> Iterator[Candidate]:
        """What may leave next, best first. A post that must wait does not hold an edit: they have separate buckets.

        Posts that are held wait, and nothing waits for them.
        """
        post = next((item for item in self.queue if not is_edit(item) and not (is_held and is_held(item))), None)
        edit = next((item for item in self.queue if is_edit(item)), None)
        patient = self._longest_waiting(post) if post is not None and self._overtook >= PATIENCE else None
        if patient is not None:
            yield Candidate(item=patient, is_patient=True)
        for item in sorted((item for item in (post, edit) if item is not None), key=self.queue.index):
            yield Candidate(item=item)

    def take(self, item: Item) -> None:
        """This one leaves now."""
        self.queue.remove(item)
        self.is_busy = True
        if is_edit(item):
            return
        others = [other.priority for other in self.queue if not is_edit(other)]
        is_first = all(other >= item.priority for other in others)
        overtakes = any(other > item.priority for other in others)
        self._overtook = self._overtook + 1 if is_first and overtakes else 0

    def _longest_waiting(self, first: Item) -> Item | None:
        if first.priority is Priority.EMERGENCY:
            return None
        overtaken = (item for item in self.queue if item.priority > first.priority and not is_edit(item))
        return min(overtaken, key=lambda item: item.not_before, default=None)
