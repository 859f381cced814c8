"""Lists: many messages that wait for one chat, said in one card. The twin of `bot.lists`.

The lines are cards. A row of the outbox that is put into a list becomes a card, too, which never changes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update

from bot.folding import is_list, key_of_list, list_of, may_fold, message_of, priority_of, since
from bot.stores import CardRow, OutboxRow
from storage.cards import SqlCards, card_of, cards, random_once, values_of_new
from storage.connection import Connection
from storage.outbox import outbox, outbox_row

_CARDS = select(cards).where(cards.c.id.in_(bindparam("ids", expanding=True))).order_by(cards.c.id)
_ROWS = select(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).order_by(outbox.c.id)
_MAKE = cards.insert().returning(cards.c.id)
_GONE = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_FOLDED = (
    update(cards)
    .where(cards.c.id.in_(bindparam("ids", expanding=True)))
    .values(folded_in=bindparam("list"), version_shown=cards.c.version_wanted)
)
# A line that was a row of the outbox is known by its key, which ends with its name, and was never posted by itself.
_OLD_NOTICES = (
    delete(cards)
    .where(
        cards.c.folded_in.is_not(None),
        cards.c.not_before < bindparam("before"),
        cards.c.remote.is_(None),
        cards.c.key.endswith(cards.c.once),
    )
    .returning(cards.c.folded_in)
)
_line = cards.alias()
_EMPTY = delete(cards).where(
    cards.c.id.in_(bindparam("lists", expanding=True)),
    ~exists().where(_line.c.folded_in.is_not(None), _line.c.folded_in == cards.c.id),
)
_NUMBER = select(cards.c.id).where(cards.c.key == bindparam("name"))


class SqlLists:
    """Answers `bot.lists.Lists`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def begun(self, item: OutboxRow | CardRow) -> None:
        """It may be on the network from now on."""
        table = cards if isinstance(item, CardRow) else outbox
        await self._connection.execute(update(table).where(table.c.id == item.id).values(begun=True))

    async def make(self, items: Sequence[OutboxRow | CardRow], now: datetime) -> bool:
        """Put what may still be folded into one list."""
        waiting = [item for item in await self._as_they_are(items) if may_fold(item, now)]
        if len(waiting) <= 1:
            return False
        made = await self._connection.execute(_MAKE, values_of_new(_card_of_list(waiting)))
        number: int = made.scalar_one()
        rows = [item for item in waiting if isinstance(item, OutboxRow)]
        if rows:
            lines = [{**values_of_new(_card_of_row(row)), "folded_in": number, "version_shown": 1} for row in rows]
            await self._connection.execute(self._connection.insert(cards), lines)
            await self._connection.execute(_GONE, {"ids": [row.id for row in rows]})
        ids = [item.id for item in waiting if isinstance(item, CardRow)]
        if ids:
            await self._connection.execute(_FOLDED, {"ids": ids, "list": number})
        return True

    async def undo(self, card: CardRow, reason: str, now: datetime) -> int:
        """Its lines wait alone, and it is given up."""
        lines = await self.free(card.id, now)
        await SqlCards(self._connection).give_up(card, reason)
        return lines

    async def free(self, number: int, now: datetime) -> int:
        """Each line of the list with this number waits alone; one try is counted, so that it goes into no other list.

        Answers how many lines there were: none where that card is no list.
        """
        alone = {
            "folded_in": None,
            "version_shown": cards.c.version_wanted - 1,
            "not_before": now,
            "behind_since": now,
            "attempts": 1,
        }
        here = (cards.c.folded_in == number, cards.c.remote.is_(None))
        return (await self._connection.execute(update(cards).where(*here).values(alone))).rowcount

    async def lines(self, about: str) -> Sequence[CardRow]:
        """The cards of a list by its key."""
        if not is_list(about):
            return []
        number = (await self._connection.execute(_NUMBER, {"name": about})).scalar_one_or_none()
        return [] if number is None else await SqlCards(self._connection).lines(number)

    async def sweep(self, before: datetime) -> None:
        """Old notices go, and the lists in which nothing else stands."""
        gone = await self._connection.execute(_OLD_NOTICES, {"before": before})
        await self.drop_empty(gone.scalars())

    async def drop_empty(self, numbers: Iterable[int]) -> None:
        """Forget those of these lists in which nothing stands any more."""
        lists = sorted(set(numbers))
        if lists:
            await self._connection.execute(_EMPTY, {"lists": lists})

    async def _as_they_are(self, items: Sequence[OutboxRow | CardRow]) -> list[OutboxRow | CardRow]:
        """In the order of their lines: cards first, each kind by its age."""
        known = {"ids": [item.id for item in items if isinstance(item, CardRow)]}
        waiting = {"ids": [item.id for item in items if isinstance(item, OutboxRow)]}
        found_cards = [card_of(row) for row in await self._connection.execute(_CARDS, known)]
        found_rows = [outbox_row(row) for row in await self._connection.execute(_ROWS, waiting)]
        return [*(card for card in found_cards if card.version_shown < card.version_wanted), *found_rows]


def _card_of_list(waiting: Sequence[OutboxRow | CardRow]) -> CardRow:
    once = random_once()
    return _new_card(
        waiting[0],
        key=key_of_list(once),
        wanted=list_of([message_of(item) for item in waiting]),
        once=once,
        # It takes the place of the one that has waited longest.
        not_before=min(map(since, waiting)),
        priority=priority_of(waiting),
    )


def _card_of_row(row: OutboxRow) -> CardRow:
    """Its key begins with its subject, so that a reply finds that when it has to stand alone after all."""
    key = f"{row.about or 'kernel:notice'}:{row.once}"
    same = {"once": row.once, "not_before": row.not_before, "priority": row.priority}
    return _new_card(row, key=key, wanted=message_of(row), **same)


def _new_card(like: OutboxRow | CardRow, **values: Any) -> CardRow:
    to = like.to if isinstance(like, CardRow) else like.order.to
    return CardRow(id=0, to=to, version_wanted=1, version_shown=0, **values)
